package ui

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"iampasswd/iamclient"
)

// order is what the users are sorted by.
type order int

const (
	byName order = iota
	byConsole
	byPassword
	bySignIn
	byMFA
	byCreated
	orders // how many there are
)

// directory is the account's users, and which of them are shown in what order.
type directory struct {
	all    []entry
	shown  []int32 // indexes into all
	filter string  // lower case

	order    order
	reversed bool
	known    knowledge
}

type entry struct {
	iamclient.User
	standing standing
	lower    string // the name in lower case, for filtering and sorting
}

func (d *directory) len() int { return len(d.shown) }

func (d *directory) at(i int) *entry { return &d.all[d.shown[i]] }

// add puts another page of users where it belongs.
func (d *directory) add(page []iamclient.User) {
	fresh := make([]int32, 0, len(page))
	for _, user := range page {
		d.all = append(d.all, entry{user, d.known.of(user), strings.ToLower(user.Name)})
		if i := len(d.all) - 1; d.matches(i) {
			fresh = append(fresh, int32(i)) //nolint:gosec // IAM has some thousand users
		}
	}
	slices.SortFunc(fresh, d.compare)
	d.shown = merge(d.shown, fresh, d.compare)
}

// admit adds a user who is not there.
func (d *directory) admit(user iamclient.User) {
	if !slices.ContainsFunc(d.all, func(e entry) bool { return e.Name == user.Name }) {
		d.add([]iamclient.User{user})
	}
}

// replace puts a new reading of the account in the place of the old one.
func (d *directory) replace(users []iamclient.User) {
	d.all, d.shown = make([]entry, 0, len(users)), nil
	d.add(users)
}

// narrow shows only the users whose name contains text, in any case.
func (d *directory) narrow(text string) {
	d.filter = strings.ToLower(text)
	d.arrange()
}

func (d *directory) sortBy(o order, reversed bool) {
	d.order, d.reversed = o, reversed
	d.arrange()
}

// sorting says how the users are sorted.
func (d *directory) sorting() string {
	words := [orders][2]string{
		byName:     {"name", "name, from the end"},
		byConsole:  {"console access: none first", "console access: with a password first"},
		byPassword: {"password: expired and oldest first", "password: newest first"},
		bySignIn:   {"last sign-in: never signed in first", "last sign-in: latest first"},
		byMFA:      {"MFA: password without MFA first", "MFA: with a device first"},
		byCreated:  {"created: newest first", "created: oldest first"},
	}[d.order]
	if d.reversed {
		return words[1]
	}
	return words[0]
}

// learn takes something newer about a user. The rows stay where they are: they would jump under the cursor.
func (d *directory) learn(name string, s standing) {
	i := slices.IndexFunc(d.all, func(e entry) bool { return e.Name == name })
	if i < 0 {
		d.known.learn(iamclient.User{Name: name}, s)
		return
	}
	d.known.learn(d.all[i].User, s)
	d.all[i].standing = d.known.of(d.all[i].User)
}

// report takes a credential report.
func (d *directory) report(r iamclient.Report) {
	d.known.report(r)
	for i := range d.all {
		d.all[i].standing = d.known.of(d.all[i].User)
	}
	d.arrange()
}

// olderThan counts the passwords that are older than a maximum age in days, and those whose age is not known.
func (d *directory) olderThan(maxAge int, now time.Time) (old, unknown int) {
	before := now.UTC().AddDate(0, 0, -maxAge)
	for i := range d.all {
		switch s := &d.all[i].standing; {
		case s.console == iamclient.No:
		case s.changed.IsZero():
			unknown++
		case !s.changed.After(before):
			old++
		}
	}
	return old, unknown
}

func (d *directory) arrange() {
	d.shown = d.shown[:0]
	for i := range d.all {
		if d.matches(i) {
			d.shown = append(d.shown, int32(i))
		}
	}
	slices.SortFunc(d.shown, d.compare)
}

func (d *directory) matches(i int) bool { return strings.Contains(d.all[i].lower, d.filter) }

func (d *directory) compare(i, j int32) int {
	a, b := &d.all[i], &d.all[j]
	if d.filter != "" {
		if c := cmp.Compare(d.rank(a), d.rank(b)); c != 0 {
			return c
		}
	}
	c := d.byOrder(a, b)
	if d.reversed {
		c = -c
	}
	return cmp.Or(c, strings.Compare(a.lower, b.lower))
}

// byOrder compares by the column that is sorted by: what may need help comes first, what is unknown late.
func (d *directory) byOrder(a, b *entry) int {
	switch d.order {
	case byName:
		return strings.Compare(a.lower, b.lower)
	case byConsole:
		return cmp.Compare(consoleRank(a), consoleRank(b))
	case byPassword:
		return cmp.Or(cmp.Compare(passwordRank(a), passwordRank(b)), a.standing.changed.Compare(b.standing.changed))
	case bySignIn:
		return a.LastSignIn.Compare(b.LastSignIn)
	case byMFA:
		return cmp.Compare(mfaRank(a), mfaRank(b))
	case byCreated:
		return b.Created.Compare(a.Created)
	}
	return 0
}

func consoleRank(e *entry) int {
	switch {
	case e.standing.console == iamclient.No:
		return 0
	case e.standing.reset == iamclient.Yes:
		return 1
	case e.standing.console == iamclient.Yes:
		return 2
	}
	return 3
}

// passwordRank puts known ages first; they are all of one policy, so the oldest has expired or will do so first.
func passwordRank(e *entry) int {
	switch {
	case e.standing.console == iamclient.Yes && !e.standing.changed.IsZero():
		return 0
	case e.standing.console != iamclient.No:
		return 1
	}
	return 2
}

func mfaRank(e *entry) int {
	switch {
	case e.standing.mfa == iamclient.No && e.standing.console == iamclient.Yes:
		return 0
	case e.standing.mfa == iamclient.No:
		return 1
	case e.standing.mfa == iamclient.Unknown:
		return 2
	}
	return 3
}

// rank puts an exact match first, then names that begin with the filter.
func (d *directory) rank(e *entry) int {
	switch {
	case e.lower == d.filter:
		return 0
	case strings.HasPrefix(e.lower, d.filter):
		return 1
	}
	return 2
}

// merge joins two sorted lists. Users arrive sorted by name, so the new ones mostly belong at the end.
func merge(old, fresh []int32, compare func(a, b int32) int) []int32 {
	if len(fresh) == 0 || len(old) == 0 || compare(old[len(old)-1], fresh[0]) <= 0 {
		return append(old, fresh...)
	}
	merged := make([]int32, 0, len(old)+len(fresh))
	for len(old) > 0 && len(fresh) > 0 {
		if compare(old[0], fresh[0]) <= 0 {
			merged, old = append(merged, old[0]), old[1:]
		} else {
			merged, fresh = append(merged, fresh[0]), fresh[1:]
		}
	}
	return append(append(merged, old...), fresh...)
}
