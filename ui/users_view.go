package ui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"iampasswd/ui/directory"
	"iampasswd/ui/explain"
	"iampasswd/ui/text"
)

// usersHead is how many lines stand above the rows: the filter or the count, and the columns' names. While the filter takes
// text, its help stands between them.
const usersHead = 2

// listMargin is how many cells stand before the first column.
const listMargin = 3

// problemRoom is how many lines at the foot of the rows an error has.
const problemRoom = 4

// besideList is the narrowest terminal on which the pane stands beside the list.
const besideList = 115

// leastList is how many cells the list has beside the pane.
const leastList = 62

// paneWidth is how many cells of a terminal's width the pane has; 0: it does not stand beside the list.
func paneWidth(w int) int {
	if w < besideList {
		return 0
	}
	return min(w-leastList, 76)
}

// draw draws the list, and beside it why the user under the cursor cannot sign in.
func (s *usersScreen) draw(c canvas) drawing {
	pane := paneWidth(c.width)
	if pane == 0 {
		return s.drawList(c)
	}
	return s.besidePane(c, pane, s.drawList)
}

// besidePane draws something at the left, and at the right why the user under the cursor cannot sign in.
func (s *usersScreen) besidePane(c canvas, pane int, draw func(canvas) drawing) drawing {
	left, right := c, c
	left.width, right.width, right.pane = c.width-pane, pane-2, true
	d := draw(left)
	d.lines = exactly(d.lines, c.height)
	beside := s.accessLines(right)
	if len(beside) > c.height {
		beside = append(beside[:c.height-1], c.styles.faint.Render("  … i shows all"))
	}
	for i, line := range exactly(beside, c.height) {
		d.lines[i] = text.Spread(d.lines[i], "", left.width) + c.styles.faint.Render("│") + line
	}
	return d
}

func (s *usersScreen) drawList(c canvas) drawing {
	d := drawing{}
	top, cursor := s.topLine(c)
	lines := []string{top}
	if d.cursor = cursor; s.list.filter.open {
		lines = append(lines, s.queryHelp(c))
	}
	columns := s.columns(c.width)
	if s.users.Len() > 0 {
		lines = append(lines, s.titles(c, columns))
		from, to := s.list.window(s.page())
		for i := from; i < to; i++ {
			lines = append(lines, s.row(c, columns, i))
		}
	} else {
		lines = append(lines, "")
		lines = append(lines, s.empty(c)...)
	}
	if p := s.users.Listing().Problem; p != nil && s.users.Len() > 0 {
		lines = append(lines, problemLines(c, *p, problemRoom)...)
	}
	d.lines = lines
	return d
}

// topLine is the filter, how many users are shown, and the credential report's age where there is room for it.
func (s *usersScreen) topLine(c canvas) (string, *tea.Position) {
	count := s.count(c)
	filter, cursor := s.list.filter.lineIn(c, "Users", s.list.filter.Value() != "", s.wrong(), c.width-text.Width(count)-1)
	if report := c.styles.faint.Render(s.reportText(c)); text.Width(filter)+text.Width(report)+text.Width(count) < c.width && !s.users.Listing().Active {
		count = report + count
	}
	return text.Spread(filter, count, c.width), cursor
}

// count says how many users are marked, and how many are shown.
func (s *usersScreen) count(c canvas) string {
	marks := s.marksText()
	if marks != "" {
		marks = c.styles.accent.Render(marks) + "  "
	}
	return marks + s.shownText(c)
}

// shownText says how many users are shown, of how many, and whether more are coming.
func (s *usersScreen) shownText(c canvas) string {
	n := text.Thousands(s.users.Total())
	if from, to := s.list.window(s.page()); to-from < s.users.Len() && !s.users.Filtered() {
		n = text.Thousands(from+1) + "-" + text.Thousands(to) + " of " + n
	}
	if s.users.Filtered() {
		n = text.Thousands(s.users.Len()) + " of " + n
		if unknown := s.users.LeftOut(); unknown > 0 {
			n += " (" + text.Thousands(unknown) + " unknown)"
		}
	}
	r := s.users.Listing()
	switch {
	case r.Waiting != "":
		return c.styles.warn.Render(fmt.Sprintf("%s %s, trying again in %s", c.spinner, r.Waiting, text.Seconds(r.Until.Sub(c.now)))) + "  " + n + " "
	case r.Active && r.Again:
		return c.styles.accent.Render(c.spinner) + c.styles.faint.Render(" reading again  ") + n + " "
	case r.Active:
		return c.styles.accent.Render(c.spinner) + c.styles.faint.Render(" loading  ") + n + " "
	case r.Problem != nil && s.users.Total() == 0:
		return c.styles.bad.Render("✗ not read ")
	case r.Problem != nil:
		return c.styles.bad.Render("✗ incomplete") + "  " + n + " "
	}
	return n + " "
}

// reportText says how old the credential report is, or that there is none.
func (s *usersScreen) reportText(c canvas) string {
	r := s.users.Reported()
	switch {
	case len(s.users.Accounts()) == 0:
		return ""
	case !r.Generated.IsZero():
		return "credential report: " + text.Ago(r.Generated, c.now) + "   "
	case r.Undated:
		return "credential report: undated   "
	case r.Problem != nil && s.users.Several():
		return "? no credential report of " + text.Counted(s.users.Unreported(), "account") + ", F2 tells why   "
	case r.Problem != nil:
		return "? no credential report, F2 tells why   "
	}
	return c.spinner + " reading the credential report   "
}

func (s *usersScreen) titles(c canvas, columns []column) string {
	var b strings.Builder
	b.WriteString("   ")
	for i, col := range columns {
		title := col.title
		if col.order == s.users.Order() {
			ascending := col.order == directory.ByName || col.order == directory.ByAccount
			title += map[bool]string{true: " ↑", false: " ↓"}[ascending != s.users.Reversed()]
		}
		b.WriteString(cell(col, i, title))
	}
	return c.styles.faint.Render(b.String())
}

// cell sets text into a column.
func cell(col column, i int, words string) string {
	if col.left {
		words = text.Fit(words, col.width)
	} else {
		words = text.FitRight(words, col.width)
	}
	if i > 0 {
		words = strings.Repeat(" ", columnGap) + words
	}
	return words
}

func (s *usersScreen) row(c canvas, columns []column, i int) string {
	e := s.users.At(i)
	var b strings.Builder
	for n, col := range columns {
		content := col.cell(e, c.now)
		text := cell(col, n, content.text)
		switch {
		case col.order == directory.ByName && i == s.list.cursor:
			text = c.styles.accent.Render(text)
		case col.order == directory.ByName:
			text = s.marked(c, text)
		case content.colour.Index() >= 0:
			text = coloured(text, c.styles.account(content.colour.Index()))
		case content.level == explain.Bad:
			text = c.styles.bad.Render(text)
		case content.level == explain.Warn:
			text = c.styles.warn.Render(text)
		case content.faint:
			text = c.styles.faint.Render(text)
		}
		b.WriteString(text)
	}
	margin := " "
	if s.list.isMarked(i) {
		margin = c.styles.accent.Render("●")
	}
	if i == s.list.cursor {
		return margin + c.styles.accent.Render("▌ ") + b.String()
	}
	return margin + "  " + b.String()
}

// coloured paints the words of a cell as a badge, and not the room behind them.
func coloured(cell string, in style) string {
	words := strings.TrimRight(cell, " ")
	gap := words[:len(words)-len(strings.TrimLeft(words, " "))]
	return gap + in.Render(words[len(gap):]) + cell[len(words):]
}

// marked shows which letters the words of the filter found.
func (s *usersScreen) marked(c canvas, text string) string {
	var b strings.Builder
	done := 0
	for _, m := range s.users.Query().Marks(text) {
		b.WriteString(text[done:m[0]] + c.styles.match.Render(text[m[0]:m[1]]))
		done = m[1]
	}
	return b.String() + text[done:]
}

// empty says why there is no row.
func (s *usersScreen) empty(c canvas) []string {
	r := s.users.Listing()
	switch {
	case r.Problem != nil:
		return append([]string{""}, problemLines(c, *r.Problem, c.height-3)...)
	case s.users.Filtered() && s.users.Total() > 0:
		return s.noMatch(c)
	case r.Active:
		return []string{"", c.styles.faint.Render("  Reading the account's users…")}
	}
	return []string{"", "  This account has no IAM users.", "", c.styles.faint.Render("  Its people may sign in through IAM Identity Center.")}
}
