package ui

import (
	tea "charm.land/bubbletea/v2"
)

// accessScreen shows whole why the user under the cursor of the list cannot sign in. Where the terminal is wide, the same
// stands beside the list.
type accessScreen struct {
	users *usersScreen
	top   int // the first line shown
}

func (*accessScreen) takesText() bool { return false }

func (*accessScreen) paste(string) action { return nil }

func (s *accessScreen) keys() keyMap { return accessKeys(s.users.readOnly, s.users.why) }

func (s *accessScreen) press(k tea.KeyPressMsg, c canvas) action {
	s.users.wish = 0
	b, ok := s.keys().match(k)
	switch {
	case !ok:
		return nil
	case b.why != "":
		return sayThat(b.why)
	}
	if a, ok := s.users.help(b.intent); ok {
		return a
	}
	page := max(1, c.height-2)
	switch b.intent {
	case intentBack:
		return leave{1}
	case intentHelp:
		return openHelp{}
	case intentRefresh:
		return readAgain{}
	case intentDown:
		s.scroll(page, c)
	case intentUp:
		s.scroll(-page, c)
	}
	return nil
}

// scroll moves the text up by lines, or down where lines is negative.
func (s *accessScreen) scroll(lines int, c canvas) {
	s.top = max(0, min(s.top+lines, len(s.users.accessLines(c))-c.height))
}

func (s *accessScreen) draw(c canvas) drawing {
	lines := s.users.accessLines(c)
	top := max(0, min(s.top, len(lines)-c.height))
	lines = lines[top:]
	if len(lines) > c.height {
		lines = append(lines[:c.height-1:c.height-1], c.styles.faint.Render("  … ↓ shows more"))
	}
	return drawing{lines: lines}
}
