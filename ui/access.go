package ui

import tea "charm.land/bubbletea/v2"

// accessScreen shows whole why the user under the cursor of the list cannot sign in. Where the terminal is wide, the same
// stands beside the list.
type accessScreen struct {
	pager // over the users screen's lines
	users *usersScreen
}

func newAccessScreen(users *usersScreen) *accessScreen {
	return &accessScreen{pager{text: users.accessLines, selects: true}, users}
}

func (s *accessScreen) keys() keyMap {
	return accessKeys(s.users.helpState())
}

func (s *accessScreen) press(k tea.KeyPressMsg, c canvas) action {
	s.users.pending = pendingKey{}
	b, ok := s.keys().match(k)
	switch {
	case !ok:
		return nil
	case b.why != "":
		return sayThat(b.why)
	}
	switch b.intent {
	case intentReset:
		user, _ := s.users.selection()
		return openForm{user}
	case intentCopy:
		user, _ := s.users.selection()
		return openCopy{userTexts(user)}
	case intentRemedy:
		return s.users.remedy(b.remedy)
	case intentOffboard:
		user, _ := s.users.selection()
		return openOffboard{user}
	case intentOlder:
		user, _ := s.users.selection()
		return readOlder{user}
	case intentHelp:
		return openHelp{}
	case intentRefresh:
		return readAgain{}
	case intentDetails:
		user, ok := s.users.selection()
		if _, protected := user.Protected(); ok && !protected {
			return showEvents{user}
		}
		return s.users.details()
	}
	return s.turn(b.intent, c)
}

func (s *accessScreen) draw(c canvas) drawing {
	lines := s.text(c)
	top := max(0, min(s.top, len(lines)-c.height))
	lines = lines[top:]
	if len(lines) > c.height {
		lines = append(lines[:c.height-1:c.height-1], c.styles.faint.Render("  … ↓ shows more"))
	}
	return drawing{lines: lines}
}
