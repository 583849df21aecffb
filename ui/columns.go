package ui

import (
	"time"

	"iampasswd/iamclient"
	"iampasswd/ui/explain"
	"iampasswd/ui/text"
)

// column is one column of the list.
type column struct {
	title string
	width int
	order order // what it is sorted by; orders: nothing
	left  bool  // its text stands at the left
	cell  func(e *entry, policy *iamclient.Policy, now time.Time) cellText
}

// cellText is what stands in one cell, and how much it matters.
type cellText struct {
	text  string
	level explain.Level
	faint bool
}

// columnGap is how many cells stand between two columns.
const columnGap = 2

// narrowestName is how many cells the names have at least, before another column is shown.
func narrowestName(w int) int { return max(18, w/3) }

// columns are the columns that fit, in the order in which they stand: the name, what the list is sorted by, and of the
// others the most important.
func (s *usersScreen) columns(w int) []column {
	all := everyColumn(w)
	name := &all[0]
	name.width = w - 4
	shown := map[order]bool{}
	take := func(o order) {
		for _, col := range all[1:] {
			if col.order == o && !shown[o] && name.width-col.width-columnGap >= narrowestName(w) {
				shown[o] = true
				name.width -= col.width + columnGap
			}
		}
	}
	for _, o := range []order{s.directory.order, byConsole, byPassword, bySignIn, byMFA, byCreated, orders} {
		take(o)
	}
	columns := all[:1]
	for _, col := range all[1:] {
		if shown[col.order] {
			columns = append(columns, col)
		}
	}
	return columns
}

// everyColumn are all columns, in the order in which they stand. Where there is room, a password's days to expiry stand
// beside its age; where there is much, times are told twice.
func everyColumn(w int) []column {
	password := column{"PASSWORD", 12, byPassword, false, passwordCell}
	if w >= 88 {
		password.width, password.cell = 16, passwordCellAndLeft
	}
	signIn := column{"LAST SIGN-IN", 14, bySignIn, false, func(e *entry, _ *iamclient.Policy, now time.Time) cellText {
		return cellText{text: text.Ago(e.LastSignIn, now), faint: e.LastSignIn.IsZero()}
	}}
	if w >= 130 {
		signIn.width = 28
		signIn.cell = func(e *entry, _ *iamclient.Policy, now time.Time) cellText {
			if e.LastSignIn.IsZero() {
				return cellText{text: "never", faint: true}
			}
			return cellText{text: text.Clock(e.LastSignIn) + text.FitRight(text.Ago(e.LastSignIn, now), 12)}
		}
	}
	return []column{
		{"USER", 0, byName, true, func(e *entry, _ *iamclient.Policy, _ time.Time) cellText { return cellText{text: text.Clean(e.Name)} }},
		{"PATH", 18, orders, true, func(e *entry, _ *iamclient.Policy, _ time.Time) cellText {
			return cellText{text: text.Clean(e.Path), faint: true}
		}},
		{"CONSOLE", 11, byConsole, true, consoleCell},
		password,
		signIn,
		{"MFA", 5, byMFA, true, mfaCell},
		{"CREATED", 11, byCreated, false, func(e *entry, _ *iamclient.Policy, _ time.Time) cellText { return cellText{text: text.Date(e.Created)} }},
	}
}

// unknownCell is what stands where nothing is known: it is not "no".
var unknownCell = cellText{text: "?", faint: true}

func consoleCell(e *entry, _ *iamclient.Policy, _ time.Time) cellText {
	switch {
	case e.standing.console == iamclient.No:
		return cellText{text: "no", faint: true}
	case e.standing.reset == iamclient.Yes:
		return cellText{text: "must change", level: explain.Warn}
	case e.standing.console == iamclient.Yes:
		return cellText{text: "yes"}
	}
	return unknownCell
}

// passwordCell is the password's age, or that it has expired or will do so soon.
func passwordCell(e *entry, policy *iamclient.Policy, now time.Time) cellText {
	switch x := e.standing.expiry(policy, now); {
	case e.standing.console == iamclient.No:
		return cellText{text: "–", faint: true}
	case e.standing.changed.IsZero():
		return unknownCell
	case x.expired:
		return cellText{text: "expired " + x.text(), level: explain.Bad}
	case x.soon():
		return cellText{text: x.text() + " left", level: explain.Warn}
	}
	return cellText{text: text.Age(now.Sub(e.standing.changed))}
}

// passwordCellAndLeft says in every case when the password expires.
func passwordCellAndLeft(e *entry, policy *iamclient.Policy, now time.Time) cellText {
	cell := passwordCell(e, policy, now)
	if x := e.standing.expiry(policy, now); cell.level == explain.Plain && x.expires {
		cell.text += ", " + x.text() + " left"
	}
	return cell
}

func mfaCell(e *entry, _ *iamclient.Policy, _ time.Time) cellText {
	switch {
	case e.standing.mfa == iamclient.Yes:
		return cellText{text: "yes"}
	case e.standing.mfa == iamclient.Unknown:
		return unknownCell
	case e.standing.console == iamclient.Yes:
		return cellText{text: "none", level: explain.Warn}
	}
	return cellText{text: "–", faint: true}
}
