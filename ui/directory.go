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
	byCreated
	bySignIn
	orders // how many there are
)

// directory is the account's users, and which of them are shown in what order.
type directory struct {
	all    []entry
	shown  []int32 // indexes into all
	filter string  // lower case
	order  order
}

type entry struct {
	iamclient.User
	lower string // the name in lower case, for filtering and sorting
}

func (d *directory) len() int { return len(d.shown) }

func (d *directory) at(i int) *entry { return &d.all[d.shown[i]] }

// add puts another page of users where it belongs.
func (d *directory) add(page []iamclient.User) {
	fresh := make([]int32, 0, len(page))
	for _, user := range page {
		d.all = append(d.all, entry{user, strings.ToLower(user.Name)})
		if i := len(d.all) - 1; d.matches(i) {
			fresh = append(fresh, int32(i)) //nolint:gosec // IAM has some thousand users
		}
	}
	slices.SortFunc(fresh, d.compare)
	d.shown = merge(d.shown, fresh, d.compare)
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

func (d *directory) sortBy(o order) {
	d.order = o
	d.arrange()
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

// find returns where the user of that name is shown, -1 where nowhere.
func (d *directory) find(name string) int {
	return slices.IndexFunc(d.shown, func(i int32) bool { return d.all[i].Name == name })
}

func (d *directory) matches(i int) bool { return strings.Contains(d.all[i].lower, d.filter) }

func (d *directory) compare(i, j int32) int {
	a, b := &d.all[i], &d.all[j]
	if d.filter != "" {
		if c := cmp.Compare(d.rank(a), d.rank(b)); c != 0 {
			return c
		}
	}
	var c int
	switch d.order {
	case byCreated:
		c = newestFirst(a.Created, b.Created)
	case bySignIn:
		c = newestFirst(a.LastSignIn, b.LastSignIn)
	}
	return cmp.Or(c, strings.Compare(a.lower, b.lower))
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

func newestFirst(a, b time.Time) int { return b.Compare(a) }

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
