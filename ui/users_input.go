package ui

import (
	tea "charm.land/bubbletea/v2"

	"iampasswd/ui/explain"
	"iampasswd/ui/text"
)

func (s *usersScreen) takesText() bool { return s.list.filter.open }

func (s *usersScreen) keys() keyMap {
	if s.list.filter.open {
		return filterKeys()
	}
	keys := usersKeys(s.readOnly, s.demo, s.why)
	if s.directory.filter != "" {
		keys = append(keys, bind(intentBack, []string{"esc"}, "esc", "", "clear the filter"))
	}
	return keys
}

func (s *usersScreen) press(k tea.KeyPressMsg, _ canvas) action {
	s.wish = 0
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
		return nil
	}
	if a, ok := s.help(b.intent); ok {
		return a
	}
	switch b.intent {
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
	user, _ := s.selection()
	rule, protected := s.protects(user)
	switch {
	case protected:
		return openDetails{explain.Protected(user.Name, rule)}
	case s.reading.problem != nil:
		return openDetails{*s.reading.problem}
	case s.credentials.problem != nil:
		return openDetails{*s.credentials.problem}
	case s.caller.Root():
		return openDetails{explain.Root()}
	}
	return sayThat(noErrorReason)
}

// shape changes which users are shown, and in what order.
func (s *usersScreen) shape(i intent) action {
	switch i {
	case intentFilter:
		s.list.filter.open, s.list.chosen = true, false
	case intentKeepFilter:
		s.list.filter.open, s.list.chosen = false, true
	case intentBack:
		s.list.filter.clear()
		s.list.chosen = true
		s.narrow()
	case intentSort:
		s.directory.sortBy((s.directory.order+1)%orders, false)
		s.list.hold()
		return s.sorted()
	case intentReverse:
		s.directory.sortBy(s.directory.order, !s.directory.reversed)
		s.list.hold()
		return s.sorted()
	}
	return nil
}

func (s *usersScreen) narrow() {
	s.directory.narrow(text.Clean(s.list.filter.Value()))
	if s.list.chosen {
		s.list.hold()
	} else {
		s.list.home()
	}
}

func (s *usersScreen) paste(pasted string) action {
	if s.list.filter.edit(tea.PasteMsg{Content: text.Clean(pasted)}) {
		s.narrow()
	}
	return nil
}

// scroll moves the selection by lines.
func (s *usersScreen) scroll(lines int, _ canvas) { s.list.move(lines, s.page()) }

// click selects the user on a line of the screen's area.
func (s *usersScreen) click(line int, _ canvas) { s.list.click(line-usersHead, s.page()) }
