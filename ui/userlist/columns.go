package userlist

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"iampasswd/iamclient"
	"iampasswd/ui/directory"
	"iampasswd/ui/text"
)

// Column is one property of a user.
type Column struct {
	Name  string // in CSV and JSON, and to choose it by
	title string // in the table
	needs directory.Needs
	// value is a bool, an int, a string or a time; nil where it is not known, and where there is none.
	value func(e *directory.Entry) any
	// shown is the value for people.
	shown func(e *directory.Entry, now time.Time) string
}

const notKnown, none = "?", "–"

// Columns are all columns, in the order of CSV and JSON.
func Columns() []Column {
	return []Column{
		words("account", "ACCOUNT", accountOf),
		words("user", "USER", func(e *directory.Entry) string { return e.Name }),
		words("path", "PATH", func(e *directory.Entry) string { return e.Path }),
		yesOrNo("console", "CONSOLE", directory.NeedsReport, func(e *directory.Entry) iamclient.Known { return e.Facts.Console }),
		yesOrNo("must_change", "MUST CHANGE", directory.NeedsReport|directory.NeedsProfile, func(e *directory.Entry) iamclient.Known { return e.Facts.MustChange }),
		{"password_changed", "PASSWORD", directory.NeedsReport, when(changed), func(e *directory.Entry, now time.Time) string {
			return orNot(e, changed(e), func(at time.Time) string { return text.Age(now.Sub(at)) + " old" })
		}},
		{"password_expires", "EXPIRES", directory.NeedsReport | directory.NeedsPolicy, when(expires), func(e *directory.Entry, now time.Time) string {
			if p := e.Account.Policy(); p != nil && p.Verified() && p.MaxAgeDays == 0 {
				return "never"
			}
			return orNot(e, expires(e), func(time.Time) string {
				if x := e.Expiry(now); x.Expired {
					return x.Text() + " ago"
				}
				return "in " + e.Expiry(now).Text()
			})
		}},
		{"last_sign_in", "LAST SIGN-IN", 0, when(func(e *directory.Entry) time.Time { return e.LastSignIn }), func(e *directory.Entry, now time.Time) string {
			return text.Ago(e.LastSignIn, now)
		}},
		{"mfa", "MFA", directory.NeedsReport, known(func(e *directory.Entry) iamclient.Known { return e.Facts.MFA }), func(e *directory.Entry, _ time.Time) string {
			return [...]string{iamclient.Unknown: notKnown, iamclient.No: "none", iamclient.Yes: "yes"}[e.Facts.MFA]
		}},
		{"active_keys", "KEYS", directory.NeedsReport, activeKeys, func(e *directory.Entry, _ time.Time) string {
			if n, ok := activeKeys(e).(int); ok {
				return strconv.Itoa(n)
			}
			return notKnown
		}},
		{"created", "CREATED", 0, when(func(e *directory.Entry) time.Time { return e.Created }), func(e *directory.Entry, _ time.Time) string {
			return text.Date(e.Created)
		}},
		words("arn", "ARN", func(e *directory.Entry) string { return e.ARN }),
	}
}

// tableColumns are the columns of the table where nobody chooses others.
func tableColumns() []Column {
	var chosen []Column
	for _, name := range []string{"user", "console", "must_change", "password_changed", "password_expires", "last_sign_in", "mfa", "active_keys", "path", "created"} {
		c, _ := column(name)
		chosen = append(chosen, c)
	}
	return chosen
}

// Choose are the columns of those names, with commas between them. unknown is the first name that there is not.
func Choose(names string) (chosen []Column, unknown string) {
	for name := range strings.SplitSeq(names, ",") {
		c, ok := column(strings.TrimSpace(name))
		if !ok {
			return nil, name
		}
		chosen = append(chosen, c)
	}
	return chosen, ""
}

// Names are the names of all columns.
func Names() []string {
	var names []string
	for _, c := range Columns() {
		names = append(names, c.Name)
	}
	return names
}

func column(name string) (Column, bool) {
	all := Columns()
	i := slices.IndexFunc(all, func(c Column) bool { return c.Name == name })
	if i < 0 {
		return Column{}, false
	}
	return all[i], true
}

func has(columns []Column, name string) bool {
	return slices.ContainsFunc(columns, func(c Column) bool { return c.Name == name })
}

func words(name, title string, of func(e *directory.Entry) string) Column {
	return Column{
		name, title, 0,
		func(e *directory.Entry) any {
			if s := of(e); s != "" {
				return s
			}
			return nil
		},
		func(e *directory.Entry, _ time.Time) string { return text.Clean(of(e)) },
	}
}

func yesOrNo(name, title string, needs directory.Needs, of func(e *directory.Entry) iamclient.Known) Column {
	return Column{name, title, needs, known(of), func(e *directory.Entry, _ time.Time) string {
		return [...]string{iamclient.Unknown: notKnown, iamclient.No: "no", iamclient.Yes: "yes"}[of(e)]
	}}
}

func known(of func(e *directory.Entry) iamclient.Known) func(e *directory.Entry) any {
	return func(e *directory.Entry) any {
		if of(e) == iamclient.Unknown {
			return nil
		}
		return of(e) == iamclient.Yes
	}
}

func when(of func(e *directory.Entry) time.Time) func(e *directory.Entry) any {
	return func(e *directory.Entry) any {
		if of(e).IsZero() {
			return nil
		}
		return of(e).UTC()
	}
}

// orNot says what is known of a password's time: nothing, or that there is no password.
func orNot(e *directory.Entry, at time.Time, say func(time.Time) string) string {
	switch {
	case e.Facts.Console == iamclient.No:
		return none
	case at.IsZero():
		return notKnown
	}
	return say(at)
}

// accountOf is the number of the account, which also the user's ARN has.
func accountOf(e *directory.Entry) string {
	if number := e.Account.Identity().Account; number != "" {
		return number
	}
	if parts := strings.Split(e.ARN, ":"); len(parts) > 5 {
		return parts[4]
	}
	return ""
}

func changed(e *directory.Entry) time.Time {
	if e.Facts.Console == iamclient.No {
		return time.Time{}
	}
	return e.Facts.Changed
}

// expires is when the password expires, or has expired; the zero time where it does not, or that is not known.
func expires(e *directory.Entry) time.Time {
	p := e.Account.Policy()
	if p == nil || !p.Verified() || p.MaxAgeDays == 0 || changed(e).IsZero() {
		return time.Time{}
	}
	return changed(e).AddDate(0, 0, p.MaxAgeDays)
}

func activeKeys(e *directory.Entry) any {
	if e.Facts.Keys == iamclient.Unknown {
		return nil
	}
	return int(e.Facts.ActiveKeys)
}
