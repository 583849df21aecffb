package ui

import (
	"slices"
	"time"

	"iampasswd/iamclient"
	"iampasswd/iamclient/rails"
	"iampasswd/ui/directory"
	"iampasswd/ui/explain"
	"iampasswd/ui/text"
)

// column is one column of the list.
type column struct {
	title string
	width int
	order directory.Order // what it is sorted by; orders: nothing
	left  bool            // its text stands at the left
	cell  func(e *directory.Entry, now time.Time) cellText
}

// cellText is what stands in one cell, and how much it matters.
type cellText struct {
	text   string
	level  explain.Level
	faint  bool
	colour rails.Colour // that the team has given the account; the zero value: none
}

// columnGap is how many cells stand between two columns.
const columnGap = 2

// The names have as much room as they need, but for so many cells: at least before another column is shown, and at most
// where there are others.
const (
	narrowestName = 18
	widestName    = 40
)

// columns are the columns that fit, in the order in which they stand: the account where there are several, the name, what
// the list is sorted by, and of the others the most important. What room is left the path has, as far as it is shown, and
// else the name.
func (s *usersScreen) columns(w int) []column {
	if !s.users.Several() {
		return s.userColumns(w)
	}
	account := column{"ACCOUNT", s.accountWidth(w), directory.ByAccount, true, accountCell}
	return append([]column{account}, s.userColumns(w-account.width-columnGap)...)
}

// accountWidth is how many cells the names of the accounts need, and at most a quarter of the width.
func (s *usersScreen) accountWidth(w int) int {
	longest := len("ACCOUNT ↓")
	for _, at := range s.users.Accounts() {
		longest = max(longest, text.Width(at.Label()))
	}
	return min(longest, max(w/4, len("123456789012")))
}

// accountCell is the account of a user, in the colour that the team has given it.
func accountCell(e *directory.Entry, _ time.Time) cellText {
	return cellText{text: e.Account.Label(), colour: e.Account.Called().Colour}
}

// userColumns are those columns but for the account. The path is shown whole before there is a column for when the user was
// created, and both the name and the path before a sign-in's time stands beside how long ago it was.
func (s *usersScreen) userColumns(w int) []column {
	all := everyColumn(w)
	name, needed := &all[0], min(s.users.LongestPath(), widestPath)
	least := min(max(narrowestName, s.users.Longest()), max(narrowestName, w/3), widestName)
	left := w - listMargin - 1 - least
	shown := map[string]bool{}
	take := func(wanted func(column) bool) {
		for _, col := range all[1:] {
			if wanted(col) && !shown[col.title] && left >= col.width+columnGap {
				shown[col.title] = true
				left -= col.width + columnGap
			}
		}
	}
	take(func(col column) bool { return col.order == s.users.Order() })
	for _, title := range []string{"CONSOLE", "PASSWORD", "LAST SIGN-IN", "MFA", "PATH", "CREATED"} {
		take(func(col column) bool { return col.title == title })
		if path := &all[1]; title == path.title && shown[title] {
			more := max(0, min(left, needed-path.width))
			path.width += more
			left -= more
		}
	}
	name.width = least
	columns := slices.DeleteFunc(all, func(col column) bool { return col.title != name.title && !shown[col.title] })
	if i := slices.IndexFunc(columns, func(col column) bool { return col.order == directory.BySignIn }); i >= 0 && left >= signInTime {
		columns[i].width += signInTime
		columns[i].cell = signInCellAndTime
		left -= signInTime
	}
	columns[0].width += left
	return columns
}

// widestPath is how many cells a path has at most.
const widestPath = 30

// everyColumn are all columns, in the order in which they stand. Where there is room, a password's days to expiry stand
// beside its age.
func everyColumn(w int) []column {
	password := column{"PASSWORD", 12, directory.ByPassword, false, passwordCell}
	if w >= 88 {
		password.width, password.cell = 20, passwordCellAndLeft
	}
	signIn := column{"LAST SIGN-IN", 14, directory.BySignIn, false, func(e *directory.Entry, now time.Time) cellText {
		return cellText{text: text.Ago(e.LastSignIn, now), faint: e.LastSignIn.IsZero()}
	}}
	return []column{
		{"USER", 0, directory.ByName, true, func(e *directory.Entry, _ time.Time) cellText {
			return cellText{text: text.Clean(e.Name)}
		}},
		{"PATH", 11, directory.Orders, true, func(e *directory.Entry, _ time.Time) cellText {
			return cellText{text: text.Clean(e.Path), faint: true}
		}},
		{"CONSOLE", 11, directory.ByConsole, true, consoleCell},
		password,
		signIn,
		{"MFA", 5, directory.ByMFA, true, mfaCell},
		{"CREATED", 11, directory.ByCreated, false, func(e *directory.Entry, _ time.Time) cellText {
			return cellText{text: text.Date(e.Created)}
		}},
	}
}

// signInTime is how many cells the time of a sign-in has beside how long ago it was.
const signInTime = 14

func signInCellAndTime(e *directory.Entry, now time.Time) cellText {
	if e.LastSignIn.IsZero() {
		return cellText{text: "never", faint: true}
	}
	return cellText{text: text.Clock(e.LastSignIn) + text.FitRight(text.Ago(e.LastSignIn, now), 12)}
}

// unknownCell is what stands where nothing is known: it is not "no". While the credential report is being read, it is
// empty: the head says that it is.
func unknownCell(e *directory.Entry) cellText {
	if e.Account.Report().Loading() {
		return cellText{}
	}
	return cellText{text: "?", faint: true}
}

func consoleCell(e *directory.Entry, _ time.Time) cellText {
	switch {
	case e.Facts.Console == iamclient.No:
		return cellText{text: "no", faint: true}
	case e.Facts.MustChange == iamclient.Yes:
		return cellText{text: "must change", level: explain.Warn}
	case e.Facts.Console == iamclient.Yes:
		return cellText{text: "yes"}
	}
	return unknownCell(e)
}

// passwordCell is the password's age, or that it has expired or will do so soon.
func passwordCell(e *directory.Entry, now time.Time) cellText {
	switch x := e.Expiry(now); {
	case e.Facts.Console == iamclient.No:
		return cellText{text: "–", faint: true}
	case e.Facts.Changed.IsZero():
		return unknownCell(e)
	case x.Expired:
		return cellText{text: "expired " + x.Text(), level: explain.Bad}
	case x.Soon():
		return cellText{text: x.Text() + " left", level: explain.Warn}
	}
	age := now.Sub(e.Facts.Changed)
	return cellText{text: text.Age(age) + text.If(age >= time.Minute, " old")}
}

// passwordCellAndLeft says in every case when the password expires.
func passwordCellAndLeft(e *directory.Entry, now time.Time) cellText {
	cell := passwordCell(e, now)
	if x := e.Expiry(now); cell.level == explain.Plain && x.Expires {
		cell.text += ", " + x.Text() + " left"
	}
	return cell
}

func mfaCell(e *directory.Entry, _ time.Time) cellText {
	switch {
	case e.Facts.MFA == iamclient.Yes:
		return cellText{text: "yes"}
	case e.Facts.MFA == iamclient.Unknown:
		return unknownCell(e)
	case e.Facts.Console == iamclient.Yes:
		return cellText{text: "none", level: explain.Warn}
	}
	return cellText{text: "–", faint: true}
}
