package ui

import (
	"fmt"
	"strings"

	"iampasswd/iamclient"
	"iampasswd/ui/text"
)

// The lines of the overview around its rows: the title and the columns' names, and what is known of the selected account;
// and the cells that the policy keeps next to a long caller.
const (
	overviewHead    = 2
	overviewDetails = 3
	leastPolicy     = 28
)

// overviewPage is how many accounts there is room for.
func overviewPage(c canvas) int { return max(1, c.height-overviewHead-overviewDetails-1) }

func (s *overview) draw(c canvas) drawing {
	count := s.count()
	d := drawing{lines: []string{text.Spread(s.list.filter.line(c, "Accounts", s.list.filter.Value() != ""), count, c.width)}}
	if s.list.filter.open {
		d.cursor = inputCursor(s.list.filter.Model, 3, c.width-text.Width(count)-1)
	}
	if len(s.shown) == 0 {
		d.lines = append(d.lines, "", "  No account has "+c.styles.strong.Render(text.Clean(s.list.filter.Value()))+" in its name, number or caller.")
		return d
	}
	columns := s.columns(c)
	d.lines = append(d.lines, c.styles.faint.Render("   "+overviewLine(columns, func(col overviewColumn) string { return col.title })))
	from, to := s.list.window(overviewPage(c))
	for i := from; i < to; i++ {
		line := overviewLine(columns, func(col overviewColumn) string { return col.text(s.shown[i]) })
		if i == s.list.cursor {
			d.lines = append(d.lines, c.styles.accent.Render(" ▌ ")+line)
		} else {
			d.lines = append(d.lines, "   "+line)
		}
	}
	d.lines = exactly(d.lines, c.height-overviewDetails)
	row, _ := s.selection()
	switch p := row.problem(); {
	case row.unreached.Inactive:
		d.lines = append(d.lines, "  "+p.Title)
	case p != nil:
		d.lines = append(d.lines, problemLines(c, *p, overviewDetails)...)
	}
	return d
}

// count says how many accounts are shown, of how many.
func (s *overview) count() string {
	all := len(s.users.Accounts()) + len(s.users.Unreached())
	if len(s.shown) < all {
		return text.Thousands(len(s.shown)) + " of " + text.Thousands(all) + " "
	}
	return text.Thousands(all) + " "
}

// overviewColumn is one column of the overview.
type overviewColumn struct {
	title string
	width int
	text  func(overviewRow) string
}

// columns are those that fit: what the account is called, its number, its state; then who the program is there and its
// policy in short.
func (s *overview) columns(c canvas) []overviewColumn {
	name := overviewColumn{"ACCOUNT", len("ACCOUNT"), func(r overviewRow) string { return r.label() }}
	for _, row := range s.shown {
		name.width = max(name.width, text.Width(row.label()))
	}
	name.width = min(name.width, c.width/4)
	number := overviewColumn{"NUMBER", 12, func(r overviewRow) string { return orDash(r.number()) }}
	users := overviewColumn{"USERS", 7, func(r overviewRow) string {
		if !r.reached() {
			return text.FitRight("–", 7)
		}
		return text.FitRight(text.Thousands(s.users.CountOf(r.at)), 7)
	}}
	state := overviewColumn{"STATE", 12, func(r overviewRow) string { return stateOf(c, r) }}
	caller := overviewColumn{"YOU ARE", 20, func(r overviewRow) string { return orDash(r.caller()) }}
	policy := overviewColumn{"PASSWORD POLICY", 0, policyOf}
	users.title = text.FitRight(users.title, users.width)
	columns := []overviewColumn{name, number, users, state}
	room := c.width - 4
	for _, col := range columns {
		room -= col.width + columnGap
	}
	if c.width >= 80 {
		if c.width >= 115 {
			caller.width = max(caller.width, min(s.longestCaller(), room-leastPolicy-columnGap))
		}
		columns = append(columns, caller)
		room -= caller.width + columnGap
	}
	if c.width >= 115 {
		columns = append(columns, policy)
		room -= columnGap
	}
	last := &columns[len(columns)-1]
	last.width = max(last.width, last.width+room+columnGap)
	return columns
}

// longestCaller is the width of the longest caller.
func (s *overview) longestCaller() (longest int) {
	for _, row := range s.shown {
		longest = max(longest, text.Width(row.caller()))
	}
	return longest
}

// stateOf is how far reading an account has got, in a sign and a word.
func stateOf(c canvas, r overviewRow) string {
	switch {
	case r.unreached.Inactive:
		return c.styles.faint.Render("– inactive")
	case !r.reached():
		return c.styles.bad.Render("✗ no access")
	case r.at.Listing().Active:
		return c.styles.accent.Render(c.spinner) + " reading"
	case r.at.Listing().Problem != nil:
		return c.styles.bad.Render("✗ failed")
	}
	return c.styles.good.Render("✓") + " read"
}

// policyOf is an account's password policy, in short.
func policyOf(r overviewRow) string {
	if !r.reached() || r.at.Policy() == nil {
		return ""
	}
	p := *r.at.Policy()
	if r.at.PolicyErr() != nil {
		return "? not read"
	}
	return policyShort(p)
}

// policyShort is a policy's length, expiry and kinds of characters.
func policyShort(p iamclient.Policy) string {
	parts := []string{fmt.Sprintf("%d+ characters", p.MinLength)}
	if p.MaxAgeDays > 0 {
		parts = append(parts, text.Counted(p.MaxAgeDays, "day"))
	}
	if p.ThreeOfFour || p.RequireUppercase || p.RequireLowercase || p.RequireNumbers || p.RequireSymbols {
		parts = append(parts, kindsNeeded(p))
	}
	return strings.Join(parts, ", ")
}

// overviewLine sets the texts of a row into the columns.
func overviewLine(columns []overviewColumn, words func(overviewColumn) string) string {
	cells := make([]string, len(columns))
	for i, col := range columns {
		cells[i] = text.Fit(words(col), col.width)
	}
	return strings.TrimRight(strings.Join(cells, "  "), " ")
}
