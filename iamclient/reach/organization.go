package reach

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"iampasswd/iamclient"
)

// OrganizationError tells why the accounts of an organization could not be read to their end.
type OrganizationError struct {
	Err error
	// Manager is the number of the management account, where the credentials may not read the accounts because they are of
	// another one that is no delegated administrator, as far as that is known.
	Manager string
}

func (e *OrganizationError) Error() string {
	if e.Manager == "" {
		return "the accounts of the organization cannot be read: " + e.Err.Error()
	}
	return fmt.Sprintf("the accounts of the organization can be read from its management account %s, or from that of a delegated administrator: %s", e.Manager, e.Err)
}

// Unwrap returns the error of the client.
func (e *OrganizationError) Unwrap() error { return e.Err }

// organization is one search for the accounts of an organization. The role is assumed in each as soon as its page has come.
// The account of the client itself is reached by the client's own credentials: a management account mostly has no such role.
type organization struct {
	*Reach
	home *iamclient.Client
	own  iamclient.Identity

	under sync.WaitGroup
	below map[string]map[string]bool // the numbers of the accounts below each OU, where these had to be asked for
	met   map[string]bool            // the OUs and numbers of the options that were found
}

// overOrganization has the accounts found by a role, which the client's credentials assume.
func (r *Reach) overOrganization(home *iamclient.Client) {
	r.find = func(ctx context.Context) error {
		o := &organization{Reach: r, home: home, below: map[string]map[string]bool{}, met: map[string]bool{}}
		defer o.under.Wait()
		return o.search(ctx)
	}
	r.again = func(ctx context.Context, of *place) {
		if of.Role == "" && r.Err() != nil { // the organization was not read without it
			r.look(ctx)
			return
		}
		identity, err := r.identify(ctx, home)
		if of.Role != "" && err == nil {
			r.assume(ctx, of, home, identity)
			return
		}
		r.end(of, home, identity, err)
	}
}

// ownKey is the key of the client's own account, whose number is not known at first.
const ownKey = "own"

// search reads the organization page by page.
func (o *organization) search(ctx context.Context) error {
	own := Account{Key: ownKey, State: Open, Profile: o.home.Endpoint().Profile, Client: o.home}
	all := !o.options.narrowed() && len(o.options.Skip) == 0
	if all { // nothing can leave out the client's own account, so it is there before anybody is asked
		o.add(own)
	}
	var err error
	if o.own, err = o.identify(ctx, o.home); err != nil || all || o.options.names(o.own.Account) {
		place, _ := o.add(own)
		o.end(place, o.home, o.own, err)
	}
	if err != nil {
		return err
	}
	return o.list(ctx)
}

// list reads the accounts, and has each reached that is meant.
func (o *organization) list(ctx context.Context) error {
	var below error
	err := o.home.OrgAccounts(ctx, func(page []iamclient.OrgAccount) {
		for _, a := range page {
			meant, err := o.means(ctx, a)
			if err != nil {
				below = err
			}
			if meant {
				o.take(ctx, a)
			}
		}
	})
	switch {
	case err == nil && below == nil:
		return o.missing()
	case err == nil:
		return &OrganizationError{Err: below}
	case iamclient.KindOf(err) != iamclient.KindDenied:
		return &OrganizationError{Err: err}
	case len(o.options.Accounts) > 0 && len(o.options.OUs) == 0: // whose numbers are known without the organization
		for _, number := range o.options.Accounts {
			if o.options.names(number) {
				o.take(ctx, iamclient.OrgAccount{Number: number, State: active})
			}
		}
		return nil
	}
	denied := &OrganizationError{Err: err}
	if manager, err := o.home.OrgManager(ctx); err == nil && manager != o.own.Account {
		denied.Manager = manager
	}
	return denied
}

// active is the state of an account that can be used.
const active = "ACTIVE"

// names tells whether an account is among those of --accounts, and not skipped.
func (o Options) names(number string) bool {
	return slices.Contains(o.Accounts, number) && !slices.Contains(o.Skip, number)
}

// means tells whether the options mean an account.
func (o *organization) means(ctx context.Context, a iamclient.OrgAccount) (bool, error) {
	meant := !o.options.narrowed() || slices.Contains(o.options.Accounts, a.Number)
	o.met[a.Number] = true
	for _, ou := range o.options.OUs {
		below, err := o.isBelow(ctx, a, ou)
		if err != nil {
			return false, err
		}
		if below {
			o.met[ou], meant = true, true
		}
	}
	return meant && !slices.Contains(o.options.Skip, a.Number), nil
}

// isBelow tells whether an account is in an OU, at any depth.
func (o *organization) isBelow(ctx context.Context, a iamclient.OrgAccount, ou string) (bool, error) {
	if below, known := a.Below(ou); known {
		return below, nil
	}
	if o.below[ou] == nil {
		numbers, err := o.home.OrgAccountsBelow(ctx, ou)
		if err != nil {
			return false, err
		}
		o.below[ou] = map[string]bool{}
		for _, number := range numbers {
			o.below[ou][number] = true
		}
	}
	return o.below[ou][a.Number], nil
}

// missing adds the accounts that are meant and that the organization does not have, as failures. An OU that has none is an
// error: it may be mistyped.
func (o *organization) missing() error {
	for _, number := range o.options.Accounts {
		if !o.met[number] && o.options.names(number) {
			p, _ := o.add(Account{Key: number, Number: number, Role: o.options.OrgRole})
			o.end(p, nil, iamclient.Identity{}, fmt.Errorf("the organization has no account %s", number))
		}
	}
	for _, ou := range o.options.OUs {
		if !o.met[ou] {
			return fmt.Errorf("the organization has no account in %s", ou)
		}
	}
	return nil
}

// take has an account reached, where it is active.
func (o *organization) take(ctx context.Context, a iamclient.OrgAccount) {
	if a.Number == o.own.Account {
		p, _ := o.add(Account{Key: ownKey, Profile: o.home.Endpoint().Profile})
		o.tell(p, func(own *Account) { own.Name = a.Name })
		o.end(p, o.home, o.own, nil)
		return
	}
	found := Account{Key: a.Number, Number: a.Number, Name: a.Name, Profile: o.home.Endpoint().Profile, Role: o.options.OrgRole}
	if a.State != active {
		found.State, found.Err = Inactive, fmt.Errorf("the account is %s", strings.ToLower(strings.ReplaceAll(a.State, "_", " ")))
		if slices.Contains(o.options.Accounts, a.Number) { // who names it wants it
			found.State = Failed
		}
		o.add(found)
		return
	}
	if p, added := o.add(found); added || o.state(p) == Failed {
		o.under.Go(func() { o.assume(ctx, p, o.home, o.own) })
	}
}

// assume reaches an account by the role.
func (r *Reach) assume(ctx context.Context, of *place, home *iamclient.Client, by iamclient.Identity) {
	arn := "arn:" + by.Partition + ":iam::" + of.Number + ":role/" + r.options.OrgRole
	client, err := home.ForRole(arn, !r.options.NoSessionPolicy)
	var identity iamclient.Identity
	if err == nil {
		identity, err = r.identify(ctx, client)
	}
	if err == nil && identity.Account != of.Number {
		client, err = nil, fmt.Errorf("the role leads to account %s", identity.Account)
	}
	r.end(of, client, identity, err)
}

// end notes whether an account was reached.
func (r *Reach) end(of *place, client *iamclient.Client, identity iamclient.Identity, err error) {
	r.tell(of, func(a *Account) {
		a.State, a.Client, a.Err = Reached, client, err
		if err != nil {
			a.State = Failed
			return
		}
		a.Identity, a.Number = identity, identity.Account
	})
}

func (r *Reach) state(of *place) State {
	r.mu.Lock()
	defer r.mu.Unlock()
	return of.State
}
