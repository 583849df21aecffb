package ui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"iampasswd/iamclient/history"
	"iampasswd/iamclient/rails"
	"iampasswd/ui/text"
)

// historyScreen shows what was changed from this machine, the newest first.
type historyScreen struct {
	entries []history.Entry
	shown   []int // indexes into entries
	read    bool
	failed  string // why it could not be read
	unkept  string // why no history is kept for good
	rails   *rails.Rails

	list list[string] // by the entries' ids
}

func newHistoryScreen(unkept string, in *rails.Rails) *historyScreen {
	s := &historyScreen{unkept: unkept, rails: in}
	s.list = newList(s)
	return s
}

func (s *historyScreen) rowCount() int { return len(s.shown) }

func (s *historyScreen) rowKey(i int) string { return s.entries[s.shown[i]].ID }

// loaded takes what was read, and stays at the entry under the cursor.
func (s *historyScreen) loaded(msg historyLoadedMsg) {
	s.entries, s.read, s.failed = msg.entries, true, ""
	if msg.err != nil {
		s.failed = text.Clean(msg.err.Error())
	}
	s.narrow()
	s.list.hold()
}

// narrow shows only the entries that have the filter's text in them, in any case.
func (s *historyScreen) narrow() {
	text := strings.ToLower(s.list.filter.Value())
	s.shown = s.shown[:0]
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
	i, ok := s.list.selected()
	if !ok {
		return history.Entry{}, false
	}
	return s.entries[s.shown[i]], true
}

func (s *historyScreen) takesText() bool { return s.list.filter.open }

func (s *historyScreen) keys() keyMap {
	return historyKeys(historyState{
		empty: s.read && len(s.entries) == 0, none: len(s.shown) == 0, choice: s.list.choice(), filtering: s.list.filter.open, filtered: s.list.filter.Value() != "",
	})
}

func (s *historyScreen) press(k tea.KeyPressMsg, c canvas) action {
	b, ok := s.keys().match(k)
	if !ok {
		if s.list.filter.edit(k) {
			s.narrow()
			s.list.home()
		}
		return nil
	}
	if s.list.steer(b.intent, s.page(c)) {
		s.list.filter.selected = false
		return nil
	}
	if b.why != "" {
		return sayThat(b.why)
	}
	switch b.intent {
	case intentFilter, intentKeepFilter:
		if s.list.filter.open, s.list.filter.selected = false, false; b.intent == intentFilter {
			s.list.filter.reopen()
		}
	case intentBack:
		if !s.list.filter.open && s.list.filter.Value() == "" {
			return leave{1}
		}
		s.list.filter.clear()
		s.narrow()
		s.list.home()
	case intentCopyAbout:
		e, _ := s.selection()
		return openCopy{entryTexts(e)}
	case intentRefresh:
		return readHistory{}
	case intentHelp:
		return openHelp{}
	}
	return nil
}

// scroll moves the cursor by lines.
func (s *historyScreen) scroll(lines int, c canvas) { s.list.move(lines, s.page(c)) }

// click puts the cursor on the entry on a line of the screen's area.
func (s *historyScreen) click(at click, c canvas) action { //nolint:unparam // every clickable returns an action
	s.list.click(at.y-historyHead, s.page(c))
	return nil
}

func (s *historyScreen) paste(pasted string) action {
	if s.list.filter.edit(tea.PasteMsg{Content: text.Clean(pasted)}) {
		s.narrow()
		s.list.home()
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
	case history.Partly:
		return c.styles.warn.Render("! partly")
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
