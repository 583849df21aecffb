package directory

import (
	"slices"
	"strings"
	"time"

	"iampasswd/iamclient"
)

// Users are the users of the accounts, and which of them are shown in what order.
//
// A query narrows them. It is asked of them when it is given, and again when users or a credential report come. What a
// live reading or a change tells of one user moves no row: that would take it from under the cursor.
type Users struct {
	accounts  []View      // that are in the list, in the order in which they came
	unreached []Unreached // that there are no credentials for
	searches  int         // for more of them, that are under way

	all     []Entry
	index   map[Key]int32 // into all
	sorted  []int32       // indexes into all, in the order that is asked for
	shown   []int32       // those of sorted that the query means, the best matches first
	best    rank          // of the first of them
	longest int           // the longest name so far, in bytes
	// longestPath is the longest path so far, in bytes.
	longestPath int

	query   Query
	matcher matcher // the query at the time when it was asked
	leftOut int     // users of whom it cannot be told
	found   []match // room that show uses again

	order    Order
	reversed bool
	facts    map[View]*factBook
}

// match is a user whom the query means.
type match struct {
	index int32 // into all
	how   rank
}

// Entry is one user, with what is known of how the user signs in.
type Entry struct {
	iamclient.User
	Account View
	Facts   Facts
	Lower   string // the name in lower case, for filtering and sorting

	text   string // the name and the path in lower case
	tagged bool   // the tags have been read
}

func newEntry(user iamclient.User, account View, known Facts) Entry {
	name := strings.ToLower(user.Name)
	e := Entry{User: user, Account: account, Facts: known, text: name + "\x00" + strings.ToLower(user.Path), tagged: len(user.Tags) > 0}
	e.Lower = e.text[:len(name)]
	e.takeTags()
	return e
}

// path is the path in lower case.
func (e *Entry) path() string { return e.text[len(e.Lower)+1:] }

// takeTags takes the tags of the latest live reading.
func (e *Entry) takeTags() {
	if live := e.Account.Live(e.Name); live != nil && live.User.Err == nil {
		e.Tags, e.tagged = live.User.Value.Tags, true
	}
}

// Key is the user's key.
func (e *Entry) Key() Key { return Key{e.Account, e.Name} }

// Expiry is when the user's password expires under the policy of the account.
func (e *Entry) Expiry(now time.Time) Expiry { return e.Facts.Expiry(e.Account.Policy(), now) }

// Whose is the user as a change takes it.
func (e *Entry) Whose() User { return e.Account.Read(e.User) }

// Total is how many users there are, shown or not.
func (d *Users) Total() int { return len(d.all) }

// Len is how many users are shown.
func (d *Users) Len() int { return len(d.shown) }

// At is the user shown at i, from 0 to Len()-1. It is valid until the users change.
func (d *Users) At(i int) *Entry { return &d.all[d.shown[i]] }

// Longest is the length of the longest name that was ever in the list.
func (d *Users) Longest() int { return d.longest }

// LongestPath is the length of the longest path that was ever in the list.
func (d *Users) LongestPath() int { return d.longestPath }

// Find is the user of that key; nil where there is none. It is valid until the users change.
func (d *Users) Find(key Key) *Entry {
	i, ok := d.index[key]
	if !ok {
		return nil
	}
	return &d.all[i]
}

// Add takes another page of an account's users.
func (d *Users) Add(account View, page []iamclient.User) {
	if d.index == nil {
		d.index = make(map[Key]int32, len(page))
	}
	book := d.book(account)
	fresh, again := make([]int32, 0, len(page)), false
	for _, user := range page {
		i := int32(len(d.all)) //nolint:gosec // IAM has some thousand users
		e := newEntry(user, account, book.of(user))
		d.longest, d.longestPath = max(d.longest, len(user.Name)), max(d.longestPath, len(user.Path))
		if at, twice := d.index[e.Key()]; twice { // a user who was made while the pages were read
			d.all[at], again = e, true
			continue
		}
		d.all = append(d.all, e)
		d.index[e.Key()] = i
		book.listed++
		fresh = append(fresh, i)
	}
	if again {
		d.sort()
		return
	}
	slices.SortFunc(fresh, d.compare)
	d.sorted = merge(d.sorted, fresh, d.compare)
	d.show()
}

// Page takes a page of the listing of an account. After a refresh the rows of the last one stay until this one is complete.
func (d *Users) Page(a *Account, page []iamclient.User, last bool) {
	l := &a.of.listing
	l.Waiting, l.Active = "", !last
	switch {
	case !l.Again:
		d.Add(a.View, page)
	case !last:
		l.incoming = append(l.incoming, page...)
	default:
		d.replace(a.View, append(l.incoming, page...))
		l.incoming = nil
	}
}

// replace puts a new reading of the account in the place of the old one.
func (d *Users) replace(account View, users []iamclient.User) {
	d.drop(account)
	d.Add(account, users)
}

// Forget drops the users of an account, and what is known of them. The order and the filter stay.
func (d *Users) Forget(account View) {
	d.drop(account)
	delete(d.facts, account)
}

// drop removes the users of an account from the list.
func (d *Users) drop(account View) {
	d.book(account).listed = 0
	d.all = slices.DeleteFunc(d.all, func(e Entry) bool { return e.Account == account })
	d.index = make(map[Key]int32, len(d.all))
	for i := range d.all {
		d.index[d.all[i].Key()] = int32(i)
	}
	d.sort()
}

// Admit adds a user who is not there.
func (d *Users) Admit(user User) {
	if d.Find(user.Key()) == nil {
		d.Add(user.Account, []iamclient.User{user.User})
	}
}

// FactsOf is what is known of how a user signs in.
func (d *Users) FactsOf(user User) Facts { return d.book(user.Account).of(user.User) }

// SignIn is how a user signs in, as far as it was read live; ok is false where it was not.
func (d *Users) SignIn(user User, now time.Time) (s *SignIn, ok bool) {
	access := user.Live()
	return &SignIn{User: user, Access: access, Facts: d.FactsOf(user), Now: now}, access != nil
}

// Learn takes something newer about a user. The rows stay where they are: they would jump under the cursor.
func (d *Users) Learn(key Key, f Facts) {
	book, e := d.book(key.Account), d.Find(key)
	if e == nil {
		book.learn(iamclient.User{Name: key.Name}, f)
		return
	}
	book.learn(e.User, f)
	e.Facts = book.of(e.User)
	e.takeTags()
}

// Report takes the credential report of an account. One that does not tell when it was made is as of now.
func (d *Users) Report(a *Account, r iamclient.Report, now time.Time) {
	a.of.report = Report{Generated: r.Generated, Undated: r.Generated.IsZero()}
	if r.Generated.IsZero() {
		r.Generated = now
	}
	book := d.book(a.View)
	book.report(r)
	for i := range d.all {
		if e := &d.all[i]; e.Account == a.View {
			e.Facts = book.of(e.User)
		}
	}
	d.sort()
}

// book is what is known of the users of an account beyond the list.
func (d *Users) book(account View) *factBook {
	b := d.facts[account]
	if b == nil {
		b = &factBook{}
		if d.facts == nil {
			d.facts = map[View]*factBook{}
		}
		d.facts[account] = b
	}
	return b
}

// OlderThan counts the passwords of an account that are older than a maximum age in days, and those whose age is not
// known.
func (d *Users) OlderThan(account View, maxAge int, now time.Time) (old, unknown int) {
	before := now.UTC().AddDate(0, 0, -maxAge)
	for i := range d.all {
		e := &d.all[i]
		switch {
		case e.Account != account, e.Facts.Console == iamclient.No:
		case e.Facts.Changed.IsZero():
			unknown++
		case !e.Facts.Changed.After(before):
			old++
		}
	}
	return old, unknown
}
