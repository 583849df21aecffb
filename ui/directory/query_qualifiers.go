package directory

import (
	"strconv"
	"strings"
	"time"

	"iampasswd/iamclient"
	"iampasswd/ui/text"
)

// qualifier is a property that a query can ask for, as key:value.
type qualifier struct {
	name   string
	values []string // those that there are, or examples; nil: neither
	fixed  bool     // there are no other values
	takes  string   // what to write
	about  string   // for the help
	// parse reads a value, and returns it as it is to be written; ok is false where it is none.
	parse func(value string) (written string, f fact, needs Needs, ok bool)
}

// qualifiers are all that there are, in the order in which they are offered.
func qualifiers() []qualifier {
	ages := []string{">30d", ">90d", ">180d", ">1y", "<7d", "<1mo"}
	age := func(name, about string, needs Needs, since func(e *Entry, older bool) (time.Time, iamclient.Known)) qualifier {
		return qualifier{
			name: name, values: ages, about: about, parse: parseAge(needs, since),
			takes: "write " + name + ":>90d or <2w, units d w mo y",
		}
	}
	return []qualifier{
		choice("is", "console, no-console, must-change, expired, expiring, never-signed-in, protected, unclaimed (a password set by an administrator, and not replaced yet)", []option{
			{"console", NeedsReport, of(func(e *Entry) iamclient.Known { return e.Facts.Console })},
			{"no-console", NeedsReport, of(negated(true, func(e *Entry) iamclient.Known { return e.Facts.Console }))},
			{"must-change", NeedsReport | NeedsProfile, of(func(e *Entry) iamclient.Known { return e.Facts.MustChange })},
			{"expired", NeedsReport | NeedsPolicy, isExpired},
			{"expiring", NeedsReport | NeedsPolicy, isExpiring},
			{"never-signed-in", 0, of(func(e *Entry) iamclient.Known { return iamclient.Knowing(e.LastSignIn.IsZero()) })},
			{"protected", NeedsRails, of(isProtected)},
			{"unclaimed", NeedsReport | NeedsProfile, of(isUnclaimed)},
		}),
		choice("mfa", "none, any: MFA devices", []option{
			{"none", NeedsReport, of(negated(true, func(e *Entry) iamclient.Known { return e.Facts.MFA }))},
			{"any", NeedsReport, of(func(e *Entry) iamclient.Known { return e.Facts.MFA })},
		}),
		choice("keys", "active, none: active access keys", []option{
			{"active", NeedsReport, of(func(e *Entry) iamclient.Known { return e.Facts.Keys })},
			{"none", NeedsReport, of(negated(true, func(e *Entry) iamclient.Known { return e.Facts.Keys }))},
		}),
		age("password", "how long ago the password was set: >90d, <2w, >6mo, >1y", NeedsReport, passwordSet),
		age("signed-in", "how long ago the last sign-in was; who never signed in is as old as the user", 0, signedIn),
		age("created", "how long ago the user was created: <7d", 0, func(e *Entry, _ bool) (time.Time, iamclient.Known) {
			return e.Created, iamclient.Yes
		}),
		{name: "path", about: "what the path begins with: path:/staff/", takes: "write path:/staff/, with a slash first", parse: parsePath},
		{name: "tag", about: "a tag, or its value: tag:team=x", takes: "write tag:team or tag:team=x", parse: parseTag},
		{name: "account", about: "the name, the alias or the number of the account", takes: "write the name, alias or number of an account", parse: parseAccount},
	}
}

func qualifierOf(name string) (qualifier, bool) {
	for _, q := range qualifiers() {
		if q.name == name {
			return q, true
		}
	}
	return qualifier{}, false
}

func qualifierNames() []string {
	var names []string
	for _, q := range qualifiers() {
		names = append(names, q.name)
	}
	return names
}

// option is one of the values of a qualifier that has no others.
type option struct {
	value string
	needs Needs
	fact  fact
}

// choice is a qualifier with so many values and no others.
func choice(name, about string, options []option) qualifier {
	q := qualifier{name: name, about: about, fixed: true}
	for _, o := range options {
		q.values = append(q.values, o.value)
	}
	q.takes = name + ": takes " + strings.Join(q.values, ", ")
	q.parse = func(value string) (string, fact, Needs, bool) {
		for _, o := range options {
			if strings.EqualFold(o.value, value) {
				return o.value, o.fact, o.needs, true
			}
		}
		return value, nil, 0, false
	}
	return q
}

// of is a fact that does not depend on the time.
func of(t test) fact { return func(time.Time) test { return t } }

// isExpired tells whether the password has expired.
func isExpired(now time.Time) test {
	return expiring(now, func(left time.Duration) bool { return left < 0 }, func(x Expiry) bool { return x.Expired })
}

// isExpiring tells whether the password expires soon.
func isExpiring(now time.Time) test {
	soon := func(left time.Duration) bool { return left > 0 && left < soonDays*text.Day }
	return expiring(now, soon, Expiry.Soon)
}

// expiring tells something of when the password expires. The calendar is asked where the number of hours may say something
// else than it: that takes much longer.
func expiring(now time.Time, roughly func(left time.Duration) bool, exact func(Expiry) bool) test {
	const unsure = 2 * text.Day
	return func(e *Entry) iamclient.Known {
		policy := e.Account.Policy()
		switch {
		case e.Facts.Console == iamclient.No:
			return iamclient.No
		case policy == nil || !policy.Verified():
			return iamclient.Unknown
		case policy.MaxAgeDays == 0:
			return iamclient.No
		case e.Facts.Console == iamclient.Unknown || e.Facts.Changed.IsZero():
			return iamclient.Unknown
		}
		left := time.Duration(policy.MaxAgeDays)*text.Day - now.Sub(e.Facts.Changed)
		if sure := roughly(left - unsure); sure == roughly(left) && sure == roughly(left+unsure) {
			return iamclient.Knowing(sure)
		}
		return iamclient.Knowing(exact(e.Expiry(now)))
	}
}

// isProtected tells whether a guard rail is around the user. A rule about tags or groups that were not read leaves that
// open, where no other rule decides it.
func isProtected(e *Entry) iamclient.Known {
	in := e.Account.Rails()
	if in == nil {
		return iamclient.No
	}
	if _, protected := e.Whose().Protected(); protected {
		return iamclient.Yes
	}
	live := e.Account.Live(e.Name)
	groups := live != nil && live.Groups.Err == nil
	if in.AsksForTags() && !e.tagged || in.AsksForGroups() && !groups {
		return iamclient.Unknown
	}
	return iamclient.No
}

// isUnclaimed tells whether the user has still to replace a password that somebody else has set: a change is forced, and
// nobody has signed in since.
func isUnclaimed(e *Entry) iamclient.Known {
	switch {
	case e.Facts.MustChange != iamclient.Yes:
		return e.Facts.MustChange
	case e.LastSignIn.IsZero():
		return iamclient.Yes
	case e.Facts.Changed.IsZero():
		return iamclient.Unknown
	}
	return iamclient.Knowing(!e.LastSignIn.After(e.Facts.Changed))
}

// parseAge reads how long ago something was: > or <, a number and a unit. since is when it was; a Known of No means that it
// was never.
func parseAge(needs Needs, since func(e *Entry, older bool) (time.Time, iamclient.Known)) func(string) (string, fact, Needs, bool) {
	return func(value string) (string, fact, Needs, bool) {
		older := strings.HasPrefix(value, ">")
		if !older && !strings.HasPrefix(value, "<") {
			return value, nil, 0, false
		}
		ago, ok := readAge(value[1:])
		if !ok {
			return value, nil, 0, false
		}
		return value, func(now time.Time) test {
			bound := ago(now)
			return func(e *Entry) iamclient.Known {
				at, known := since(e, older)
				switch {
				case known != iamclient.Yes:
					return known
				case at.IsZero():
					return iamclient.Unknown
				case older:
					return iamclient.Knowing(at.Before(bound))
				}
				return iamclient.Knowing(at.After(bound))
			}
		}, needs, true
	}
}

// readAge reads a number and a unit: days, weeks, months or years by the calendar.
func readAge(s string) (ago func(now time.Time) time.Time, ok bool) {
	digits := strings.TrimRight(s, "dwmoy")
	n, err := strconv.ParseUint(digits, 10, 16)
	if err != nil || n > 9999 || digits == "" || digits[0] == '+' {
		return nil, false
	}
	years, months, days := 0, 0, 0
	switch s[len(digits):] {
	case "d":
		days = int(n)
	case "w":
		days = 7 * int(n)
	case "mo":
		months = int(n)
	case "y":
		years = int(n)
	default:
		return nil, false
	}
	return func(now time.Time) time.Time { return now.UTC().AddDate(-years, -months, -days) }, true
}

// passwordSet is when the password was set.
func passwordSet(e *Entry, _ bool) (time.Time, iamclient.Known) {
	if e.Facts.Console == iamclient.No {
		return time.Time{}, iamclient.No
	}
	return e.Facts.Changed, iamclient.Yes
}

// signedIn is when the user last signed in. Who never has is as long without a sign-in as there is the user: somebody who
// was created today is not stale.
func signedIn(e *Entry, older bool) (time.Time, iamclient.Known) {
	switch {
	case !e.LastSignIn.IsZero():
		return e.LastSignIn, iamclient.Yes
	case older:
		return e.Created, iamclient.Yes
	}
	return time.Time{}, iamclient.No
}

func parsePath(value string) (string, fact, Needs, bool) {
	if !strings.HasPrefix(value, "/") {
		return value, nil, 0, false
	}
	lower := strings.ToLower(value)
	return value, of(func(e *Entry) iamclient.Known { return iamclient.Knowing(strings.HasPrefix(e.path(), lower)) }), 0, true
}

func parseTag(value string) (string, fact, Needs, bool) {
	key, wanted, valued := strings.Cut(value, "=")
	if key == "" {
		return value, nil, 0, false
	}
	return value, of(func(e *Entry) iamclient.Known {
		for _, t := range e.Tags {
			if strings.EqualFold(t.Key, key) && (!valued || strings.EqualFold(t.Value, wanted)) {
				return iamclient.Yes
			}
		}
		if !e.tagged {
			return iamclient.Unknown
		}
		return iamclient.No
	}), NeedsTags, true
}

func parseAccount(value string) (string, fact, Needs, bool) {
	return value, of(func(e *Entry) iamclient.Known {
		v := e.Account
		for _, name := range []string{v.Identity().Account, v.Alias(), v.Called().Name, v.of.name} {
			if name != "" && strings.EqualFold(name, value) {
				return iamclient.Yes
			}
		}
		if v.Identity().Account == "" || !v.of.aliasRead {
			return iamclient.Unknown
		}
		return iamclient.No
	}), NeedsAlias, value != ""
}
