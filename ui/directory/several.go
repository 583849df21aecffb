package directory

import (
	"cmp"
	"slices"
	"strings"

	"iampasswd/ui/explain"
)

// Unreached is an account without credentials: its users are not in the list.
type Unreached struct {
	ID      string // tells it from the others
	Name    string // the profile, or the account's name in the organization, fit to show
	Number  string // empty where it is not known
	Problem explain.Problem
	// Inactive tells that the account is closed or suspended: nothing failed.
	Inactive bool
}

// Fail takes an account that there are no credentials for, in the place of what was known of it before.
func (d *Users) Fail(u Unreached) {
	d.Reach(u.ID)
	d.unreached = append(d.unreached, u)
}

// Reach forgets that there were no credentials for an account.
func (d *Users) Reach(id string) {
	d.unreached = slices.DeleteFunc(d.unreached, func(u Unreached) bool { return u.ID == id })
}

// Unreached are the accounts that there are no credentials for, by what they are called.
func (d *Users) Unreached() []Unreached {
	return slices.SortedFunc(slices.Values(d.unreached), func(a, b Unreached) int {
		return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.ID, b.ID))
	})
}

// Open takes an account into the list. Its users come with [Users.Page].
func (d *Users) Open(account View) { d.accounts = append(d.accounts, account) }

// Replace puts an account into the place of another one, whose users are dropped with what is known of them.
func (d *Users) Replace(before, now View) {
	d.Forget(before)
	if i := slices.Index(d.accounts, before); i >= 0 {
		d.accounts[i] = now
	}
}

// Close takes an account out of the list, with its users and what is known of them.
func (d *Users) Close(account View) {
	d.Forget(account)
	d.accounts = slices.DeleteFunc(d.accounts, func(a View) bool { return a == account })
}

// Twin is another account in the list that turned out to be the same one.
func (d *Users) Twin(account View) (twin View, ok bool) {
	i := slices.IndexFunc(d.accounts, func(a View) bool {
		return a != account && a.Identity().Account != "" && a.Identity().Account == account.Identity().Account
	})
	if i < 0 {
		return View{}, false
	}
	return d.accounts[i], true
}

// Accounts are the accounts in the list, in the order in which they came. The caller does not change them.
func (d *Users) Accounts() []View { return d.accounts }

// Lists tells whether an account is in the list.
func (d *Users) Lists(account View) bool {
	return slices.Contains(d.accounts, account)
}

// Several tells whether there is more than one account.
func (d *Users) Several() bool { return len(d.accounts)+len(d.unreached) > 1 }

// One tells whether there is one account, and no other to come.
func (d *Users) One() bool { return len(d.accounts) == 1 && len(d.unreached) == 0 && !d.Searching() }

// Search takes that so many searches for accounts have begun, or ended.
func (d *Users) Search(more int) { d.searches += more }

// Searching tells whether more accounts may come.
func (d *Users) Searching() bool { return d.searches > 0 }

// Listing is how far reading the users of all accounts has got. It is active while accounts are searched for or any of them
// is read, and has a problem where no account could be read whole.
func (d *Users) Listing() Listing {
	all := Listing{Again: len(d.accounts) > 0, Active: d.Searching()}
	if len(d.accounts) == 0 && len(d.unreached) > 0 {
		all.Problem = &d.unreached[0].Problem
	}
	read := 0 // accounts that were read whole, or are being read
	for _, a := range d.accounts {
		l := a.Listing()
		if l.Active {
			all.Active, all.Again = true, all.Again && l.Again
		}
		if l.Waiting != "" {
			all.Waiting, all.Until = l.Waiting, l.Until
		}
		switch {
		case l.Problem == nil:
			read++
		case all.Problem == nil:
			all.Problem, all.Kind = l.Problem, l.Kind
		}
	}
	if read > 0 {
		all.Problem = nil
	}
	all.Again = all.Again && all.Active
	return all
}

// CountOf is how many users of an account are in the list, shown or not.
func (d *Users) CountOf(account View) int { return d.book(account).listed }

// Sorted are the accounts in the list, by what they are called.
func (d *Users) Sorted() []View {
	return slices.SortedFunc(slices.Values(d.accounts), func(a, b View) int {
		return cmp.Or(strings.Compare(a.Label(), b.Label()), strings.Compare(a.Identity().Account, b.Identity().Account))
	})
}

// Namesakes are the users of that name in the other accounts, by what these are called. IAM's names are the same without
// regard to upper and lower case.
func (d *Users) Namesakes(of User) []User {
	if len(d.accounts) < 2 {
		return nil
	}
	at := map[View]User{}
	for i := range d.all {
		if e := &d.all[i]; e.Account != of.Account && strings.EqualFold(e.Name, of.Name) {
			at[e.Account] = e.Whose()
		}
	}
	var all []User
	for _, a := range d.Sorted() {
		if user, ok := at[a]; ok {
			all = append(all, user)
		}
	}
	return all
}

// Failed counts the accounts whose users could not be read, or not all of them.
func (d *Users) Failed() int {
	n := 0
	for _, u := range d.unreached {
		if !u.Inactive {
			n++
		}
	}
	for _, a := range d.accounts {
		if a.Listing().Problem != nil {
			n++
		}
	}
	return n
}

// Unreported counts the accounts without a credential report.
func (d *Users) Unreported() int {
	n := 0
	for _, a := range d.accounts {
		if a.Report().Problem != nil {
			n++
		}
	}
	return n
}

// Reported is how far reading the credential reports of all accounts has got: the oldest one, or why one is missing.
func (d *Users) Reported() Report {
	all := Report{Undated: len(d.accounts) == 0}
	for i, a := range d.accounts {
		r := a.Report()
		switch {
		case r.Loading():
			return r
		case all.Problem != nil:
		case r.Problem != nil || i == 0 || r.Generated.Before(all.Generated):
			all = r
		}
	}
	return all
}
