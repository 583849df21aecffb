package directory

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"iampasswd/iamclient"
)

// Order is what the users are sorted by.
type Order int

// The orders.
const (
	ByName Order = iota
	ByConsole
	ByPassword
	BySignIn
	ByMFA
	ByCreated
	ByAccount
	Orders // how many there are
)

// Order is what the users are sorted by.
func (d *Users) Order() Order { return d.order }

// Reversed tells whether the users are sorted the other way round.
func (d *Users) Reversed() bool { return d.reversed }

// SortBy sorts the users.
func (d *Users) SortBy(o Order, reversed bool) {
	d.order, d.reversed = o, reversed
	d.sort()
}

// Sorting says how the users are sorted.
func (d *Users) Sorting() string {
	words := [Orders][2]string{
		ByName:     {"name", "name, from the end"},
		ByConsole:  {"console access: none first", "console access: with a password first"},
		ByPassword: {"password: expired and oldest first", "password: newest first"},
		BySignIn:   {"last sign-in: never signed in first", "last sign-in: latest first"},
		ByMFA:      {"MFA: password without MFA first", "MFA: with a device first"},
		ByCreated:  {"created: newest first", "created: oldest first"},
		ByAccount:  {"account", "account, from the end"},
	}[d.order]
	switch {
	case d.reversed:
		return words[1]
	case d.order == ByPassword && d.Several(): // whose policies may differ
		return "password: oldest first"
	}
	return words[0]
}

// Next is the order of the column after the present one. There is no column for the account where there is only one.
func (d *Users) Next() Order {
	next := (d.order + 1) % Orders
	if next == ByAccount && !d.Several() {
		return ByName
	}
	return next
}

// Query is what the users are narrowed by.
func (d *Users) Query() Query { return d.query }

// Filtered tells whether the users are narrowed.
func (d *Users) Filtered() bool { return !d.query.Empty() }

// Narrow shows only the users whom a query means as of now: the one whose name the words of the query are first, then
// those whose names begin with them, and those whose names have them.
func (d *Users) Narrow(to Query, now time.Time) {
	d.query, d.matcher = to, to.at(now)
	d.show()
}

// Undecided are the users of whom it cannot be told whether the query means them. They are valid until the users change.
func (d *Users) Undecided() []*Entry {
	var undecided []*Entry
	for i := range d.all {
		if known, _ := d.matcher.match(&d.all[i]); known == iamclient.Unknown {
			undecided = append(undecided, &d.all[i])
		}
	}
	return undecided
}

// LeftOut is how many users are not shown because of something that is not known of them.
func (d *Users) LeftOut() int { return d.leftOut }

// Exact tells whether the first user shown has exactly the name that the words of the query are.
func (d *Users) Exact() bool { return len(d.shown) > 0 && d.best == exactly }

// sort sorts all users anew.
func (d *Users) sort() {
	d.sorted = make([]int32, len(d.all))
	for i := range d.sorted {
		d.sorted[i] = int32(i)
	}
	slices.SortFunc(d.sorted, d.compare)
	d.show()
}

// show picks the users whom the query means. They are sorted already: only what matches better goes to the front.
func (d *Users) show() {
	d.leftOut, d.best = 0, ranks
	if d.query.Empty() {
		d.shown = d.sorted
		return
	}
	var by [ranks]int // how many there are of each rank
	found := slices.Grow(d.found[:0], len(d.sorted))
	for _, i := range d.sorted {
		switch known, how := d.matcher.match(&d.all[i]); known {
		case iamclient.Yes:
			found = append(found, match{i, how})
			by[how]++
		case iamclient.Unknown:
			d.leftOut++
		}
	}
	var next [ranks]int // where the next one of each rank goes
	for r := range ranks - 1 {
		next[r+1] = next[r] + by[r]
	}
	d.shown = make([]int32, len(found))
	for _, m := range found {
		d.shown[next[m.how]] = m.index
		next[m.how]++
		d.best = min(d.best, m.how)
	}
	d.found = found
}

func (d *Users) compare(i, j int32) int {
	a, b := &d.all[i], &d.all[j]
	c := d.byOrder(a, b)
	if d.reversed {
		c = -c
	}
	if c = cmp.Or(c, strings.Compare(a.Lower, b.Lower)); c != 0 || a.Account == b.Account {
		return c
	}
	return strings.Compare(a.Account.of.identity.Account, b.Account.of.identity.Account)
}

// byOrder compares by the column that is sorted by: what may need help comes first, what is unknown late.
func (d *Users) byOrder(a, b *Entry) int {
	switch d.order {
	case ByName:
		return strings.Compare(a.Lower, b.Lower)
	case ByConsole:
		return cmp.Compare(consoleRank(a), consoleRank(b))
	case ByPassword:
		return cmp.Or(cmp.Compare(passwordRank(a), passwordRank(b)), a.Facts.Changed.Compare(b.Facts.Changed))
	case BySignIn:
		return a.LastSignIn.Compare(b.LastSignIn)
	case ByMFA:
		return cmp.Compare(mfaRank(a), mfaRank(b))
	case ByCreated:
		return b.Created.Compare(a.Created)
	case ByAccount:
		return strings.Compare(a.Account.of.label, b.Account.of.label)
	}
	return 0
}

func consoleRank(e *Entry) int {
	switch {
	case e.Facts.Console == iamclient.No:
		return 0
	case e.Facts.MustChange == iamclient.Yes:
		return 1
	case e.Facts.Console == iamclient.Yes:
		return 2
	}
	return 3
}

// passwordRank puts known ages first. Under one policy the oldest has expired or will do so first.
func passwordRank(e *Entry) int {
	switch {
	case e.Facts.Console == iamclient.Yes && !e.Facts.Changed.IsZero():
		return 0
	case e.Facts.Console != iamclient.No:
		return 1
	}
	return 2
}

func mfaRank(e *Entry) int {
	switch {
	case e.Facts.MFA == iamclient.No && e.Facts.Console == iamclient.Yes:
		return 0
	case e.Facts.MFA == iamclient.No:
		return 1
	case e.Facts.MFA == iamclient.Unknown:
		return 2
	}
	return 3
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
