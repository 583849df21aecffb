package demoiam

import (
	"cmp"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// Organization is several accounts behind one endpoint. A request goes to the
// account of its access key: that of the role for a session, and for other keys the
// account whose number the key ends with, or else the management account. An
// AssumeRole goes to the account of the role, so that its faults and its latency
// are that account's. Each account is a [Server] of its own.
type Organization struct {
	id       string
	accounts []*member // the first is the management account
	byNumber map[string]*member
	units    []*unit // the first is the root

	mu sync.Mutex // guards the states
}

// OrganizationOptions says what an organization is like.
type OrganizationOptions struct {
	ID       string // "" is o-acmedemo23
	Units    []Unit // parents before their children
	Accounts []Account
}

// Unit is an organizational unit.
type Unit struct {
	Name   string // unique
	Parent string // the name of another unit; "" is the root
}

// Account is an account of an organization. Its number has to be unique.
type Account struct {
	Options

	Name  string // what Organizations calls it; "" is its alias or its number
	Unit  string // the name of its unit; "" is the root
	State string // "" is ACTIVE
}

// The states of an account.
const (
	Active            = "ACTIVE"
	Suspended         = "SUSPENDED"
	Closed            = "CLOSED"
	PendingActivation = "PENDING_ACTIVATION"
	PendingClosure    = "PENDING_CLOSURE"
)

// member is an account as the organization keeps it.
type member struct {
	*Server

	name   string
	unit   *unit
	state  string
	joined time.Time
}

// unit is a Unit as the organization keeps it.
type unit struct {
	id, name, parent string // parent is an id
	path             string // from the organization to the unit, with a slash at the end
}

// The root, above all units.
const (
	rootID   = "r-acme"
	rootName = "Root"
)

// NewOrganization makes an organization. The first account is the management
// account. Every other account without roles of its own has [OrganizationRole],
// which may do everything and trusts the management account; an empty list of roles
// is none at all.
func NewOrganization(o OrganizationOptions) *Organization {
	org := &Organization{id: cmp.Or(o.ID, "o-acmedemo23"), byNumber: make(map[string]*member, len(o.Accounts))}
	org.units = []*unit{{id: rootID, name: rootName, path: org.id + "/" + rootID + "/"}}
	for _, u := range o.Units {
		parent := org.unitNamed(u.Parent)
		id := "ou-acme-" + strings.ToLower(identifier("", serialOf(u.Name), 0, 8))
		org.units = append(org.units, &unit{id, u.Name, parent.id, parent.path + id + "/"})
	}
	all := newSessions()
	for i := range o.Accounts {
		org.join(&o.Accounts[i], all)
	}
	return org
}

// join adds an account.
func (o *Organization) join(a *Account, all *sessions) {
	options, salt := a.Options, uint64(0) // the first account is what it would be alone
	if len(o.accounts) > 0 {
		salt = serialOf(a.AccountID)
	}
	switch {
	case options.Roles != nil:
	case len(o.accounts) > 0:
		options.Roles = []Role{{Name: OrganizationRole}}
	default:
		options.Roles = []Role{}
	}
	s := newServer(options, salt)
	s.sessions, s.account.sessions, s.account.org = all, all, o
	m := &member{
		Server: s, name: cmp.Or(a.Name, a.Alias, s.account.id), unit: o.unitNamed(a.Unit),
		state: cmp.Or(a.State, Active), joined: s.account.founded.AddDate(0, 0, len(o.accounts)),
	}
	o.accounts = append(o.accounts, m)
	o.byNumber[s.account.id] = m
}

// unitNamed finds a unit; "" is the root. The options name none that does not exist.
func (o *Organization) unitNamed(name string) *unit {
	for _, u := range o.units {
		if u.name == cmp.Or(name, rootName) {
			return u
		}
	}
	panic("demoiam: there is no organizational unit " + name)
}

// UnitID is the id of an organizational unit, or of the root for "".
func (o *Organization) UnitID(name string) string { return o.unitNamed(name).id }

// Account finds an account by its number, or by what Organizations calls it; nil is
// none.
func (o *Organization) Account(number string) *Server {
	for _, m := range o.accounts {
		if m.account.id == number || m.name == number {
			return m.Server
		}
	}
	return nil
}

// Accounts are all accounts, the management account first.
func (o *Organization) Accounts() []*Server {
	all := make([]*Server, len(o.accounts))
	for i, m := range o.accounts {
		all[i] = m.Server
	}
	return all
}

// Management is the management account.
func (o *Organization) Management() *Server { return o.accounts[0].Server }

func (o *Organization) management() *member { return o.accounts[0] }

// SetState changes the state of an account, which is one of the constants here. No
// role can be assumed in one that is not [Active].
func (o *Organization) SetState(number, state string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.byNumber[number].state = state
}

func (o *Organization) state(number string) string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.byNumber[number].state
}

// closed tells whether no role of an account can be assumed.
func (a *account) closed() bool { return a.org != nil && a.org.state(a.id) != Active }

// Number is the account's number of 12 digits.
func (s *Server) Number() string { return s.account.id }

// ServeHTTP leads a request to its account.
func (o *Organization) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if form := signInForm(w, r); form != nil {
		cmp.Or(o.Account(form.Get("account")), o.Management()).serveSignIn(w, form)
		return
	}
	if in := receive(w, r); in != nil {
		o.lead(in).serve(r.Context(), w, in)
	}
}

// Transport reaches the organization without a socket, as [Server.Transport] does.
func (o *Organization) Transport() http.RoundTripper { return transport{o} }

func (o *Organization) refuses(in *request) bool { return o.lead(in).refuses(in) }

// lead finds the account that a request is for.
func (o *Organization) lead(in *request) *Server {
	if in.action == "AssumeRole" {
		if m := o.byNumber[accountIn(in.form.Get("RoleArn"))]; m != nil {
			return m.Server
		}
	}
	keyID, _ := in.credentials()
	if temporary := o.management().sessions.find(keyID); temporary != nil {
		if m := o.byNumber[temporary.account]; m != nil {
			return m.Server
		}
	}
	return o.home(keyID)
}

// home is the account that an access key is of, which AssumeRole did not give.
func (o *Organization) home(keyID string) *Server {
	const digits = 12
	if m := o.byNumber[keyID[max(len(keyID)-digits, 0):]]; m != nil {
		return m.Server
	}
	return o.Management()
}

// Calls is what has arrived in all accounts, oldest first.
func (o *Organization) Calls() []Call {
	var all []Call
	for _, m := range o.accounts {
		all = append(all, m.Calls()...)
	}
	slices.SortStableFunc(all, func(a, b Call) int { return a.Time.Compare(b.Time) })
	return all
}

// Count is how many of the calls were of an action, for a user if one is named.
func (o *Organization) Count(action, user string) int {
	count := 0
	for _, m := range o.accounts {
		count += m.Count(action, user)
	}
	return count
}
