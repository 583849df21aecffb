package directory

import (
	"cmp"
	"slices"
	"strings"

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
	}[d.order]
	if d.reversed {
		return words[1]
	}
	return words[0]
}

// Filter is what the users are narrowed by, in lower case; empty where all are shown.
func (d *Users) Filter() string { return d.filter }

// Filtered tells whether the users are narrowed.
func (d *Users) Filtered() bool { return d.filter != "" }

// Narrow shows only the users whose name contains the text, in any case: the one of exactly that name first, then those
// whose name begins with it.
func (d *Users) Narrow(to string) {
	d.filter = strings.ToLower(to)
	d.show()
}

// Exact tells whether the first user shown has exactly the name that the users are narrowed by.
func (d *Users) Exact() bool { return len(d.shown) > 0 && d.At(0).Lower == d.filter }

// sort sorts all users anew.
func (d *Users) sort() {
	d.sorted = make([]int32, len(d.all))
	for i := range d.sorted {
		d.sorted[i] = int32(i)
	}
	slices.SortFunc(d.sorted, d.compare)
	d.show()
}

// show picks the users that the filter leaves. They are sorted already: only what matches best goes to the front.
func (d *Users) show() {
	if d.filter == "" {
		d.shown = d.sorted
		return
	}
	var exact, begin []int32
	contain := make([]int32, 0, len(d.sorted))
	for _, i := range d.sorted {
		switch at := strings.Index(d.all[i].Lower, d.filter); {
		case at > 0:
			contain = append(contain, i)
		case at < 0:
		case len(d.all[i].Lower) == len(d.filter):
			exact = append(exact, i)
		default:
			begin = append(begin, i)
		}
	}
	d.shown = contain
	if len(exact)+len(begin) > 0 {
		d.shown = slices.Concat(exact, begin, contain)
	}
}

func (d *Users) compare(i, j int32) int {
	a, b := &d.all[i], &d.all[j]
	c := d.byOrder(a, b)
	if d.reversed {
		c = -c
	}
	return cmp.Or(c, strings.Compare(a.Lower, b.Lower))
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

// passwordRank puts known ages first; they are all of one policy, so the oldest has expired or will do so first.
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
