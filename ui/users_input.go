package ui

import (
	tea "charm.land/bubbletea/v2"

	"iampasswd/ui/directory"
	"iampasswd/ui/explain"
	"iampasswd/ui/text"
)

func (s *usersScreen) takesText() bool { return s.list.filter.open }

func (s *usersScreen) keys() keyMap {
	if s.list.filter.open {
		return queryKeys(s.list.choice())
	}
	keys := usersKeys(s.helpState())
	switch {
	case s.list.marks.ranging:
		keys = append(rangeKeys(), keys.unnamed()...)
	case s.list.filter.Value() != "":
		keys = append(keys, bind(intentBack, []string{"esc"}, "esc", "", "clear the filter"))
	case s.list.count() > 0:
		keys = append(keys, bind(intentBack, []string{"esc"}, "esc", "unmark", "unmark all"))
	}
	return keys
}

func (s *usersScreen) press(k tea.KeyPressMsg, _ canvas) action {
	s.pending = pendingKey{}
	b, ok := s.keys().match(k)
	if !ok {
		if s.list.filter.edit(k) {
			s.narrow()
		}
		return nil
	}
	if b.why != "" {
		return sayThat(b.why)
	}
	if s.list.steer(b.intent, s.page()) {
		s.list.filter.selected = false
		return nil
	}
	if a, done := s.markKey(b.intent); done {
		return a
	}
	switch b.intent {
	case intentReset:
		user, _ := s.selection()
		return openForm{user}
	case intentCopy:
		user, _ := s.selection()
		return openCopy{userTexts(user)}
	case intentRemedy:
		return s.remedy(b.remedy)
	case intentBulk:
		return openBulk{}
	case intentOffboard:
		user, _ := s.selection()
		return openOffboard{user}
	case intentAccess:
		return openAccess{}
	case intentName:
		return openName{}
	case intentPolicy:
		return openPolicy{}
	case intentRefresh:
		return readAgain{}
	case intentAccounts:
		return openAccounts{}
	case intentDetails:
		return s.details()
	case intentHistory:
		return openHistory{}
	case intentHelp:
		return openHelp{}
	case intentQuit:
		return quit{}
	}
	return s.shape(b.intent)
}

// details are why something could not be read.
func (s *usersScreen) details() action {
	user, selected := s.selection()
	if selected {
		if rule, ok := user.Protected(); ok {
			return openDetails{explain.Protected(user.Name, rule)}
		}
	}
	switch {
	case s.account.Listing().Problem != nil:
		return openDetails{*s.account.Listing().Problem}
	case s.account.Report().Problem != nil:
		return openDetails{*s.account.Report().Problem}
	case s.users.Listing().Problem != nil:
		return openDetails{*s.users.Listing().Problem}
	case s.users.Reported().Problem != nil:
		return openDetails{*s.users.Reported().Problem}
	case s.account.Identity().Root():
		return openDetails{explain.Root()}
	}
	return sayThat(noErrorReason)
}

// shape changes which users are shown, and in what order.
func (s *usersScreen) shape(i intent) action {
	switch i {
	case intentFilter:
		s.list.filter.reopen()
		s.list.chosen = false
	case intentComplete:
		return s.complete()
	case intentKeepFilter:
		if s.query.mistake != nil {
			s.query.refused = true
			return sayThat("A filter with a mistake is not kept: correct it, or esc clears it.")
		}
		s.list.filter.open, s.list.filter.selected, s.list.chosen = false, false, true
	case intentBack:
		if !s.list.filter.open && s.list.filter.Value() == "" {
			return s.unmark()
		}
		s.list.chosen = true
		s.widen()
	case intentSort:
		return s.sortBy(s.users.Next(), false)
	case intentReverse:
		return s.sortBy(s.users.Order(), !s.users.Reversed())
	}
	return nil
}

func (s *usersScreen) paste(pasted string) action {
	if s.list.filter.edit(tea.PasteMsg{Content: text.Clean(pasted)}) {
		s.narrow()
	}
	return nil
}

// scroll moves the selection by lines.
func (s *usersScreen) scroll(lines int, _ canvas) { s.list.move(lines, s.page()) }

// click selects a user; a double click opens the form. On the name of a column it sorts by that, and the other way round
// where the users are sorted by it already.
func (s *usersScreen) click(at click, c canvas) action {
	if at.y == s.head()-1 && s.users.Len() > 0 {
		return s.sortAt(at.x, c)
	}
	if !s.list.click(at.y-s.head(), s.page()) || !at.double {
		return nil
	}
	if why := s.unchangeable(); why != "" {
		return sayThat(why)
	}
	if s.account.ReadOnly() {
		return sayThat(explain.ReadOnly)
	}
	user, _ := s.selection()
	return openForm{user}
}

// sortAt sorts by the column whose name stands at a cell.
func (s *usersScreen) sortAt(x int, c canvas) action {
	width := c.width
	if pane := paneWidth(width); pane > 0 {
		width -= pane
	}
	left := listMargin
	for i, col := range s.columns(width) {
		if i > 0 {
			left += columnGap
		}
		if x >= left && x < left+col.width && col.order != directory.Orders {
			return s.sortBy(col.order, col.order == s.users.Order() && !s.users.Reversed())
		}
		left += col.width
	}
	return nil
}

// sortBy sorts, and says so. The first rows show, unless the operator has moved the cursor to somebody.
func (s *usersScreen) sortBy(o directory.Order, reversed bool) action {
	s.users.SortBy(o, reversed)
	if s.list.chosen {
		s.list.hold()
	} else {
		s.list.home()
	}
	return s.sorted()
}
