package ui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"iampasswd/iamclient/history"
	"iampasswd/iamclient/rails"
)

// historyScreen shows what was changed from this machine, the newest first.
type historyScreen struct {
	entries []history.Entry
	shown   []int // indexes into entries
	read    bool
	failed  string // why it could not be read
	unkept  string // why no history is kept for good
	rails   *rails.Rails

	cursor, top int
	filter      filter
}

func newHistoryScreen(unkept string, in *rails.Rails) *historyScreen {
	return &historyScreen{unkept: unkept, rails: in, filter: newFilter()}
}

// loaded takes what was read, and stays at the entry under the cursor.
func (s *historyScreen) loaded(msg historyLoadedMsg) {
	at := ""
	if e, ok := s.selection(); ok {
		at = e.ID
	}
	s.entries, s.read, s.failed = msg.entries, true, ""
	if msg.err != nil {
		s.failed = clean(msg.err.Error())
	}
	s.narrow()
	for i := range s.shown {
		if s.entries[s.shown[i]].ID == at {
			s.cursor = i
		}
	}
}

// narrow shows only the entries that have the filter's text in them, in any case.
func (s *historyScreen) narrow() {
	text := strings.ToLower(s.filter.Value())
	s.shown, s.cursor = s.shown[:0], 0
	for i, e := range s.entries {
		about := strings.Join([]string{e.What(), e.Whom(), e.Account, s.account(e), e.Caller, e.Profile, e.Reason, string(e.Outcome), e.Error, e.RequestID}, "\n")
		if strings.Contains(strings.ToLower(about), text) {
			s.shown = append(s.shown, i)
		}
	}
}

// account is what the entry's account is called.
func (s *historyScreen) account(e history.Entry) string {
	if name := s.rails.Account(e.Account).Name; name != "" {
		return name
	}
	return e.Account
}

func (s *historyScreen) selection() (history.Entry, bool) {
	if s.cursor >= len(s.shown) {
		return history.Entry{}, false
	}
	return s.entries[s.shown[s.cursor]], true
}

func (s *historyScreen) takesText() bool { return s.filter.open }

func (s *historyScreen) keys() keyMap { return historyKeys(s.filter.open, s.filter.Value() != "") }

func (s *historyScreen) press(k tea.KeyPressMsg, c canvas) action {
	b, ok := s.keys().match(k)
	if !ok {
		if s.filter.edit(k) {
			s.narrow()
		}
		return nil
	}
	page := s.rows(c.height)
	if n, ok := b.intent.steps(page, len(s.entries)); ok {
		s.move(n, page)
		return nil
	}
	switch b.intent {
	case intentFilter, intentKeepFilter:
		s.filter.open = b.intent == intentFilter
	case intentBack:
		if !s.filter.open && s.filter.Value() == "" {
			return leave{1}
		}
		s.filter.clear()
		s.narrow()
	case intentRefresh:
		return readHistory{}
	case intentHelp:
		return openHelp{}
	}
	return nil
}

func (s *historyScreen) move(by, page int) {
	s.cursor = max(0, min(s.cursor+by, len(s.shown)-1))
	s.top = s.follow(page)
}

// scroll moves the cursor by lines.
func (s *historyScreen) scroll(lines int, c canvas) { s.move(lines, s.rows(c.height)) }

// click puts the cursor on the entry on a line of the screen's area.
func (s *historyScreen) click(line int, c canvas) {
	page := s.rows(c.height)
	row := s.follow(page) + line - historyHead
	if line >= historyHead && line < historyHead+page && row < len(s.shown) {
		s.move(row-s.cursor, page)
	}
}

// follow is the first row shown of a page: as before, if the cursor is on it.
func (s *historyScreen) follow(page int) int {
	top := max(0, min(s.top, s.cursor, len(s.shown)-page))
	return max(top, s.cursor-page+1)
}

func (s *historyScreen) paste(text string) action {
	if s.filter.edit(tea.PasteMsg{Content: clean(text)}) {
		s.narrow()
	}
	return nil
}

// when is the time of an entry, as much of it as there is room for.
func when(e history.Entry, w int) string {
	if w < 80 {
		return e.Time.Local().Format("01-02 15:04")
	}
	return e.Time.Local().Format("2006-01-02 15:04")
}

// outcomeShort is how a change ended, in a sign and a word.
func outcomeShort(c canvas, e history.Entry) string {
	switch e.Outcome {
	case history.Done:
		return c.styles.good.Render("✓") + " done"
	case history.Refused:
		return c.styles.bad.Render("✗") + " refused"
	case history.NotSent:
		return c.styles.faint.Render("· not sent")
	}
	return c.styles.warn.Render("! unknown")
}

// took is how long a change took.
func took(e history.Entry) string {
	if e.Seconds == 0 {
		return ""
	}
	return fmt.Sprintf("%.1f s", e.Seconds)
}
