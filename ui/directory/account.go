package directory

import (
	"cmp"
	"strings"
	"time"

	"iampasswd/iamclient"
	"iampasswd/iamclient/rails"
	"iampasswd/ui/explain"
	"iampasswd/ui/text"
)

// Account is one AWS account: who the program is there, and what it has read. The root of the program has it, and alone
// changes it; a screen has its [View].
type Account struct{ View }

// View is an account to look at. It never changes the account, and is valid for as long as anything refers to it: a change
// that is under way keeps the view of the account that it belongs to. Views of the same account are equal; the zero View
// is of none.
type View struct{ of *account }

// account is the state behind a View.
type account struct {
	client    *iamclient.Client
	endpoint  iamclient.Endpoint
	demo      bool
	readOnly  bool
	several   bool
	identity  iamclient.Identity
	asked     bool               // the identity has been asked for, whatever the answer
	confirmed iamclient.Identity // the caller that the operator knows of; the zero value: none yet
	successor *Account           // whose the same credentials are by now; nil: still this one's
	name      string             // in the organization
	alias     string
	label     string // see View.Label
	aliasRead bool   // it has been asked for, whatever the answer
	policy    *iamclient.Policy
	policyErr error
	changes   int // of the policy, made from here
	round     int // the number of the latest round of reading
	listing   Listing
	report    Report
	live      map[string]*iamclient.Access // the latest live reading, by user name
	signIns   SignIns
	older     map[string]SignIns // the older attempts, by user name
}

// Listing is the state of reading the account's users page by page.
type Listing struct {
	Active  bool
	Again   bool             // a refresh: the rows of the last reading stay until this one is complete
	Waiting string           // why it pauses; empty: it does not
	Until   time.Time        // when the pause ends
	Problem *explain.Problem // why it ended early; nil: it did not
	Kind    iamclient.Kind   // of the problem

	incoming []iamclient.User // what a refresh has read so far
}

// Report is the state of reading the account's credential report.
type Report struct {
	Generated time.Time        // when AWS made it; zero: there is none, or it does not tell
	Undated   bool             // it was read, and does not tell when it was made
	Problem   *explain.Problem // why there is no newer one; nil: nothing went wrong
}

// Loading tells whether the report is being read, and nothing is known of it yet.
func (r Report) Loading() bool { return r.Generated.IsZero() && !r.Undated && r.Problem == nil }

// Options are what an account is opened with.
type Options struct {
	Demo     bool // it is the embedded one
	ReadOnly bool // nothing that changes IAM is offered
	Several  bool // there are other accounts in the list
}

// NewAccount is the account that the client's credentials lead to. Nothing of it has been read.
func NewAccount(client *iamclient.Client, o Options) *Account {
	a := &Account{View{&account{
		client: client, endpoint: client.Endpoint(), demo: o.Demo, readOnly: o.ReadOnly, several: o.Several,
		listing: Listing{Active: true}, live: map[string]*iamclient.Access{},
	}}}
	a.of.relabel()
	return a
}

// Client is what talks to the account.
func (v View) Client() *iamclient.Client { return v.of.client }

// Rails are the guard rails that hold in the account.
func (v View) Rails() *rails.Rails { return v.of.client.Rails() }

// Endpoint is where the account is reached.
func (v View) Endpoint() iamclient.Endpoint { return v.of.endpoint }

// Profile is the name of the profile, fit to show; empty where there is none.
func (v View) Profile() string { return text.Clean(v.of.endpoint.Profile) }

// Demo tells whether the account is the embedded one.
func (v View) Demo() bool { return v.of.demo }

// ReadOnly tells whether nothing that changes IAM is offered.
func (v View) ReadOnly() bool { return v.of.readOnly }

// Several tells whether there are other accounts in the list.
func (v View) Several() bool { return v.of.several }

// Identity is whose the credentials are, as AWS said last; the zero value where it has not.
func (v View) Identity() iamclient.Identity { return v.of.identity }

// Asked tells whether AWS has been asked for the identity, and has answered or failed to.
func (v View) Asked() bool { return v.of.asked }

// Confirmed is the caller that the operator knows of and agrees to. Where it is another than Identity, nothing is sent
// before the operator agrees to that one.
func (v View) Confirmed() iamclient.Identity { return v.of.confirmed }

// Alias is the account's alias; empty where it has none, or none was read.
func (v View) Alias() string { return v.of.alias }

// Called is what the operator's team calls the account.
func (v View) Called() rails.Account { return v.Rails().Account(v.of.identity.Account) }

// Title is the account's alias and number, fit to show. An account without an alias has its name in the organization there,
// which the list calls it by.
func (v View) Title() string { return v.numbered(cmp.Or(v.of.alias, v.of.name)) }

// ForUser is the account as its users are told of it: its alias and number, fit to show. The sign-in page does not take the
// name in the organization.
func (v View) ForUser() string { return v.numbered(v.of.alias) }

// numbered is a name of the account with its number behind it, fit to show; the number alone where the name is empty.
func (v View) numbered(name string) string {
	if v.of.identity.Account == "" {
		return "account unknown"
	}
	return strings.TrimSpace(text.Clean(name + " " + v.of.identity.Account))
}

// Short is the account's alias, else its name in the organization, else its number, fit to show.
func (v View) Short() string {
	if name := cmp.Or(v.of.alias, v.of.name); name != "" {
		return text.Clean(name)
	}
	return v.Title()
}

// Label tells the account from the others in the list: what the operator's team calls it, else its alias, its name in the
// organization or its number, fit to show.
func (v View) Label() string { return v.of.label }

// relabel follows what is newly known of the account.
func (of *account) relabel() {
	v := View{of}
	of.label = cmp.Or(text.Clean(v.Called().Name), text.Clean(of.alias), text.Clean(of.name), text.Clean(of.identity.Account), v.Profile())
}

// SignInURL is the page on which the account's users sign in; empty where it is not known.
func (v View) SignInURL() string { return iamclient.SignInURL(v.of.identity, v.of.alias) }

// Policy is the account's password policy; nil until it has been read. It says itself where it could not be.
func (v View) Policy() *iamclient.Policy { return v.of.policy }

// PolicyErr is why the policy could not be read; nil where it was, or has not been asked for.
func (v View) PolicyErr() error { return v.of.policyErr }

// PolicyChanges is how often the policy has been changed from here. A policy that was asked for before is out of date.
func (v View) PolicyChanges() int { return v.of.changes }

// Listing is how far reading the users has got.
func (v View) Listing() Listing { return v.of.listing }

// Report is how far reading the credential report has got.
func (v View) Report() Report { return v.of.report }

// Live is the latest live reading of a user; nil where there is none.
func (v View) Live(name string) *iamclient.Access { return v.of.live[name] }

// Key is the key of the account's user of that name.
func (v View) Key(name string) Key { return Key{Account: v, Name: name} }

// Read is a user of the account who has been read.
func (v View) Read(user iamclient.User) User { return User{User: user, Account: v, Known: true} }

// Typed is a user of the account of whom the operator typed the name.
func (v View) Typed(name string) User { return User{User: iamclient.User{Name: name}, Account: v} }

// Context is what an error about a user is explained by, where again is the key that tries again. The zero User stands
// for the account.
func (v View) Context(user User, again string) explain.Context {
	return explain.Context{
		User: user.Shown(), UserARN: user.ARN, Self: user.Name != "" && user.Self(), Caller: v.of.identity,
		Profile: v.of.endpoint.Profile, SignIn: explain.SignInCommand(v.of.endpoint), Again: again,
	}
}

// PolicyProblem is why the policy could not be read, in words; nil where it was.
func (v View) PolicyProblem() *explain.Problem {
	if v.of.policyErr == nil {
		return nil
	}
	p := explain.Error(v.of.policyErr, v.Context(User{}, "r"))
	return &p
}

// Latest is the account that the same credentials lead to by now: this one, but where they were read again and are
// another account's.
func (v View) Latest() View {
	for v.of.successor != nil {
		v = v.of.successor.View
	}
	return v
}

// Agreed tells whether the operator has agreed to the caller that the credentials are by now. Where not, nothing is sent.
func (v View) Agreed() bool { return v.Latest() == v && v.of.confirmed.Same(v.of.identity) }

// Round is one round of reading an account: whatever is asked for at the same time.
type Round struct {
	Account View
	n       int
}

// Over tells whether the account has been read again since, or left: an answer that belongs to the round is stale.
func (r Round) Over() bool { return r.n != r.Account.of.round }

// Round is the present round of reading.
func (a *Account) Round() Round { return Round{a.View, a.of.round} }

// Leave ends the present round: what is still answered is stale.
func (a *Account) Leave() { a.of.round++ }

// Identify takes whose the credentials are. Where they are those of another account than before, that account is returned:
// nothing is known of it yet, and the operator has not agreed to it. Otherwise it is the same account.
func (a *Account) Identify(identity iamclient.Identity) (now *Account, moved bool) {
	of := a.of
	of.asked = true
	if before := of.identity.Account; before != "" && before != identity.Account {
		next := NewAccount(of.client, Options{Demo: of.demo, ReadOnly: of.readOnly, Several: of.several})
		next.of.identity, next.of.asked, next.of.confirmed, next.of.round = identity, true, of.confirmed, of.round+1
		next.of.relabel()
		of.successor = next
		return next, true
	}
	of.identity = identity
	of.relabel()
	if of.confirmed.ARN == "" {
		of.confirmed = identity
	}
	return a, false
}

// Unidentified takes that AWS did not say whose the credentials are.
func (a *Account) Unidentified() { a.of.asked = true }

// Confirm notes that the operator agrees to the present caller.
func (a *Account) Confirm() { a.of.confirmed = a.of.identity }

// Name takes what the organization calls the account.
func (a *Account) Name(name string) {
	a.of.name = name
	a.of.relabel()
}

// SetAlias takes the account's alias; empty where it has none.
func (a *Account) SetAlias(alias string) {
	a.of.alias, a.of.aliasRead = alias, true
	a.of.relabel()
}

// SetPolicy takes the password policy, or why it could not be read.
func (a *Account) SetPolicy(policy iamclient.Policy, err error) {
	a.of.policy, a.of.policyErr = &policy, err
}

// ChangedPolicy takes the policy that is in force after a change of it.
func (a *Account) ChangedPolicy(policy iamclient.Policy) {
	a.of.changes++
	a.SetPolicy(policy, nil)
}

// Looked takes a live reading of a user; nil forgets it.
func (a *Account) Looked(name string, access *iamclient.Access) {
	if access == nil {
		delete(a.of.live, name)
		return
	}
	a.of.live[name] = access
}

// ReadAgain begins a new round. Again tells that rows are shown, which stay until the new ones are complete.
func (a *Account) ReadAgain(again bool) Round {
	a.of.round++
	a.of.signIns.Active, a.of.signIns.again = false, true
	a.of.listing = Listing{Active: true, Again: again}
	return a.Round()
}

// Waits takes that reading the users pauses.
func (a *Account) Waits(p iamclient.Progress, now time.Time) {
	l := &a.of.listing
	l.Waiting, l.Until = "", now.Add(p.Wait)
	if p.Wait > 0 {
		l.Waiting = explain.Waiting(p.Err, "")
	}
}

// Unlisted ends reading the users. The rows that were read stay.
func (a *Account) Unlisted(p explain.Problem, kind iamclient.Kind) {
	a.of.listing = Listing{Problem: &p, Kind: kind}
}

// Unreported takes why there is no credential report. What an earlier one said stays.
func (a *Account) Unreported(p explain.Problem) { a.of.report.Problem = &p }
