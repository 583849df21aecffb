package ui

import (
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
)

// usersHead is how many lines stand above the rows: the filter or the count, and the columns' names.
const usersHead = 2

// problemRoom is how many lines at the foot of the rows an error has.
const problemRoom = 4

// column is one column of the list.
type column struct {
	title string
	width int
	order order // what it is sorted by; orders: nothing
	text  func(e *entry, now time.Time) string
}

func (s *usersScreen) draw(c canvas) drawing {
	count := s.count(c)
	lines := []string{spread(s.filterLine(c), count, c.width)}
	d := drawing{}
	if s.filtering {
		d.cursor = &tea.Position{X: 3 + s.filter.Position(), Y: 0}
	}
	columns := s.columns(c.width)
	if s.directory.len() > 0 {
		lines = append(lines, s.titles(c, columns))
		for i := s.top; i < min(s.top+s.visible(), s.directory.len()); i++ {
			lines = append(lines, s.row(c, columns, i))
		}
	} else {
		lines = append(lines, "")
		lines = append(lines, s.empty(c)...)
	}
	if s.reading.problem != nil && s.directory.len() > 0 {
		lines = append(lines, problemLines(c, *s.reading.problem, problemRoom)...)
	}
	d.lines = lines
	return d
}

func (s *usersScreen) filterLine(c canvas) string {
	switch {
	case s.filtering:
		return " " + c.styles.accent.Render("/") + " " + s.filter.Value()
	case s.directory.filter != "":
		return " " + c.styles.faint.Render("/ ") + s.filter.Value() + c.styles.faint.Render("  esc clears")
	}
	return c.styles.strong.Render(" Users")
}

// count says how many users are shown, of how many, and whether more are coming.
func (s *usersScreen) count(c canvas) string {
	n := thousands(len(s.directory.all))
	if s.directory.filter != "" {
		n = thousands(s.directory.len()) + " of " + n
	}
	r := &s.reading
	switch {
	case r.waiting != "":
		return c.styles.warn.Render(fmt.Sprintf("%s %s, trying again in %s", c.spinner, r.waiting, seconds(r.until.Sub(c.now)))) + "  " + n + " "
	case r.active && r.again:
		return c.styles.accent.Render(c.spinner) + c.styles.faint.Render(" reading again  ") + n + " "
	case r.active:
		return c.styles.accent.Render(c.spinner) + c.styles.faint.Render(" loading  ") + n + " "
	case r.problem != nil && len(s.directory.all) == 0:
		return c.styles.bad.Render("✗ not read ")
	case r.problem != nil:
		return c.styles.bad.Render("✗ incomplete") + "  " + n + " "
	}
	return n + " "
}

// columns are the columns that fit, in order of importance: the name, then what the list is sorted by.
func (s *usersScreen) columns(w int) []column {
	created := column{"CREATED", 12, byCreated, func(e *entry, _ time.Time) string { return date(e.Created) }}
	signIn := column{"LAST SIGN-IN", 14, bySignIn, func(e *entry, now time.Time) string { return ago(e.LastSignIn, now) }}
	path := column{"PATH", 18, orders, func(e *entry, _ time.Time) string { return clean(e.Path) }}
	rest := []column{path, created, signIn}
	switch {
	case w < 80 && s.directory.order == byCreated:
		rest = []column{created}
	case w < 80:
		rest = []column{signIn}
	case w >= 110:
		path.width, signIn.width = 26, 28
		signIn.text = func(e *entry, now time.Time) string {
			if e.LastSignIn.IsZero() {
				return "never"
			}
			return e.LastSignIn.Local().Format("2006-01-02 15:04") + fitRight(ago(e.LastSignIn, now), 12)
		}
		rest = []column{path, created, signIn}
	}
	name := column{"USER", w - 4, byName, func(e *entry, _ time.Time) string { return clean(e.Name) }}
	for _, col := range rest {
		name.width -= col.width + 1
	}
	return append([]column{name}, rest...)
}

func (s *usersScreen) titles(c canvas, columns []column) string {
	var b strings.Builder
	b.WriteString("   ")
	for i, col := range columns {
		title := col.title
		if col.order == s.directory.order {
			title += map[bool]string{true: " ↑", false: " ↓"}[col.order == byName]
		}
		b.WriteString(cell(col, i, title))
	}
	return c.styles.faint.Render(b.String())
}

// cell sets text into a column: names and paths to the left, dates to the right.
func cell(col column, i int, text string) string {
	if col.order == byName || col.order == orders {
		text = fit(text, col.width)
	} else {
		text = fitRight(text, col.width)
	}
	if i > 0 {
		text = " " + text
	}
	return text
}

func (s *usersScreen) row(c canvas, columns []column, i int) string {
	e := s.directory.at(i)
	var b strings.Builder
	for n, col := range columns {
		text := cell(col, n, col.text(e, c.now))
		switch {
		case n == 0 && i == s.cursor:
			text = c.styles.accent.Render(text)
		case n == 0:
			text = s.marked(c, e, text)
		case col.order == bySignIn && e.LastSignIn.IsZero(), col.order == orders:
			text = c.styles.faint.Render(text)
		}
		b.WriteString(text)
	}
	if i == s.cursor {
		return c.styles.accent.Render(" ▌ ") + b.String()
	}
	return "   " + b.String()
}

// marked shows which letters the filter found.
func (s *usersScreen) marked(c canvas, e *entry, text string) string {
	at := strings.Index(e.lower, s.directory.filter)
	end := at + len(s.directory.filter)
	if s.directory.filter == "" || at < 0 || end > len(text) || !strings.EqualFold(text[at:end], s.directory.filter) {
		return text
	}
	return text[:at] + c.styles.match.Render(text[at:end]) + text[end:]
}

// empty says why there is no row.
func (s *usersScreen) empty(c canvas) []string {
	r := &s.reading
	switch {
	case r.problem != nil:
		return append([]string{""}, problemLines(c, *r.problem, c.height-3)...)
	case s.directory.filter != "" && len(s.directory.all) > 0:
		return []string{
			"",
			"  No user's name contains " + c.styles.strong.Render(clean(s.filter.Value())) + suffix(r.active, " so far") + ".",
			"",
			c.styles.faint.Render("  The person may sign in through IAM Identity Center, or in another account."),
		}
	case r.active:
		return []string{"", c.styles.faint.Render("  Reading the account's users…")}
	}
	return []string{"", "  This account has no IAM users.", "", c.styles.faint.Render("  Its people may sign in through IAM Identity Center.")}
}

func suffix(when bool, text string) string {
	if when {
		return text
	}
	return ""
}
