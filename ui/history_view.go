package ui

import (
	"fmt"
	"slices"
	"strings"

	"iampasswd/iamclient/history"
	"iampasswd/ui/text"
)

// The lines of the history around its rows: what it is and the columns' names, and at least so many for what is known of
// the selected entry.
const (
	historyHead    = 2
	historyDetails = 3
)

// page is how many entries there is room for.
func (s *historyScreen) page(c canvas) int {
	gap := 1
	if c.width < 80 { // where the room is for what is known
		gap = 0
	}
	return max(1, c.height-historyHead-len(s.detailLines(c))-gap)
}

// detailLines are everything that is known of the selected entry, in as many lines as it takes, up to half of the screen.
func (s *historyScreen) detailLines(c canvas) []string {
	e, ok := s.selection()
	if !ok {
		return nil
	}
	lines := text.Wrap(s.details(c, e), c.width-4)
	least := historyDetails
	if c.width < 80 {
		least++
	}
	return exactly(lines, max(least, min(len(lines), c.height/2)))
}

func (s *historyScreen) draw(c canvas) drawing {
	d := drawing{lines: []string{text.Spread(s.heading(c), s.count(c), c.width)}}
	if s.list.filter.open {
		d.cursor = inputCursor(s.list.filter.Model, 3, c.width-text.Width(s.count(c))-1)
	}
	if len(s.shown) == 0 {
		d.lines = append(d.lines, s.empty(c)...)
		return d
	}
	columns := s.columns(c)
	d.lines = append(d.lines, c.styles.faint.Render("   "+s.row(columns, func(col historyColumn) string { return col.title })))
	from, to := s.list.window(s.page(c))
	for i := from; i < to; i++ {
		e := s.entries[s.shown[i]]
		text := s.row(columns, func(col historyColumn) string { return col.text(e) })
		if i == s.list.cursor {
			d.lines = append(d.lines, c.styles.accent.Render(" ▌ ")+text)
		} else {
			d.lines = append(d.lines, "   "+text)
		}
	}
	details := s.detailLines(c)
	d.lines = exactly(d.lines, c.height-len(details))
	for _, line := range details {
		d.lines = append(d.lines, "  "+line)
	}
	d.lines = d.lines[:min(len(d.lines), c.height)]
	return d
}

func (s *historyScreen) heading(c canvas) string {
	narrows := s.list.filter.Value() != ""
	heading := s.list.filter.line(c, "History", narrows)
	if s.unkept != "" && len(s.shown) > 0 && !s.list.filter.open && !narrows {
		heading += c.styles.warn.Render("  ! not kept")
	}
	return heading
}

func (s *historyScreen) count(c canvas) string {
	switch {
	case !s.read:
		return c.styles.faint.Render("reading ")
	case s.failed != "":
		return c.styles.bad.Render("✗ not read ")
	case len(s.shown) < len(s.entries):
		return text.Thousands(len(s.shown)) + " of " + text.Thousands(len(s.entries)) + " "
	}
	return text.Thousands(len(s.entries)) + " "
}

// empty says why there is no entry.
func (s *historyScreen) empty(c canvas) []string {
	lines := []string{""}
	say := func(words string) {
		for _, line := range text.Wrap(words, c.width-4) {
			lines = append(lines, "  "+line)
		}
	}
	switch {
	case !s.read:
		say("Reading the history…")
	case s.failed != "":
		say("The history could not be read: " + s.failed + ". r tries again.")
	case len(s.entries) > 0:
		say("No change has " + c.styles.strong.Render(text.Clean(s.list.filter.Value())) + " in it.")
	default:
		say("Nothing was changed from here yet.")
	}
	if s.unkept != "" {
		lines = append(lines, "")
		say(c.styles.faint.Render("No history is kept: " + text.Clean(s.unkept) + "."))
	}
	return lines
}

// historyColumn is one column of the history.
type historyColumn struct {
	title string
	width int
	text  func(e history.Entry) string
}

// columns are those that fit: when, what, for whom and how it ended; then in which account; then by whom and why.
func (s *historyScreen) columns(c canvas) []historyColumn {
	time := historyColumn{"TIME", 11, func(e history.Entry) string { return when(e, c.width) }}
	account := historyColumn{"ACCOUNT", 12, func(e history.Entry) string { return text.Clean(s.account(e)) }}
	caller := historyColumn{"BY", 16, func(e history.Entry) string { return text.Clean(e.CallerName()) }}
	what := historyColumn{"CHANGE", 16, func(e history.Entry) string { what, _, _ := strings.Cut(e.What(), ","); return what }}
	target := historyColumn{"FOR", 0, func(e history.Entry) string { return text.Clean(e.Whom()) }}
	outcome := historyColumn{"OUTCOME", 10, func(e history.Entry) string { return outcomeShort(c, e) }}
	reason := historyColumn{"REASON", 0, func(e history.Entry) string { return text.Clean(e.Reason) }}
	columns := []historyColumn{time, what, target, outcome}
	switch {
	case c.width >= 110:
		time.width, what.width, target.width = 16, 18, 18
		columns = []historyColumn{time, account, caller, what, target, outcome, reason}
	case c.width >= 80:
		time.width, what.width = 16, 16
		columns = []historyColumn{time, account, what, target, outcome}
	}
	if s.oneAccount() {
		columns = slices.DeleteFunc(columns, func(col historyColumn) bool { return col.title == account.title })
	}
	room := c.width - 4
	for _, col := range columns {
		room -= col.width + 2
	}
	for i := range columns {
		if columns[i].width == 0 {
			columns[i].width = room + 2
		}
	}
	return columns
}

// oneAccount tells whether every entry is of the same account: then there is no column for it.
func (s *historyScreen) oneAccount() bool {
	for _, e := range s.entries {
		if e.Account != s.entries[0].Account {
			return false
		}
	}
	return true
}

func (s *historyScreen) row(columns []historyColumn, words func(historyColumn) string) string {
	cells := make([]string, len(columns))
	for i, col := range columns {
		cells[i] = text.Fit(words(col), col.width)
	}
	return strings.Join(cells, "  ")
}

// details are everything that is known of an entry, what matters first.
func (s *historyScreen) details(c canvas, e history.Entry) string {
	parts := []string{e.What() + " for " + text.Clean(e.Whom())}
	if e.Outcome != history.Done {
		parts[0] += ", " + text.Clean(e.Ending(c.now))
	}
	add := func(label, value string) {
		if value != "" {
			parts = append(parts, label+text.Clean(value))
		}
	}
	add("reason ", e.Reason)
	add("verified: ", string(e.Verified))
	add("by ", e.CallerName())
	add("in ", e.Account)
	add("profile ", e.Profile)
	if e.Attempts > 1 {
		add("", fmt.Sprintf("%d attempts", e.Attempts))
	}
	add("", took(e))
	add("request ", e.RequestID)
	if e.Settled != nil {
		add("unknown at first, settled by ", e.Settled.By)
	}
	return c.styles.faint.Render(strings.Join(parts, " · "))
}
