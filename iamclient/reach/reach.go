package reach

import (
	"context"
	"errors"
	"slices"
	"sync"

	"iampasswd/iamclient"
)

// atOnce is how many accounts are reached at the same time: few enough for STS, which all of them ask.
const atOnce = 16

// Reach is the accounts that options lead to. It is safe for concurrent use.
type Reach struct {
	options Options
	base    iamclient.Options
	client  *iamclient.Client               // see Client
	find    func(ctx context.Context) error // looks for all accounts
	again   func(ctx context.Context, of *place)

	room   chan struct{} // has room for what is under way at the same time
	asking chan struct{} // has room for the one question for a code

	mu      sync.Mutex
	places  []*place // in the order in which they were found
	news    []Account
	changed chan struct{} // is closed, and replaced, where there is news or a search has ended
	busy    int           // searches under way
	err     error
}

// place is what is known of one account by now.
type place struct {
	Account
	answered bool // by AWS, or by what kept it from being asked
}

// New returns the accounts that options lead to, on top of the options for a client, whose Profile is not looked at where
// options name some. It makes no request. The error is a *[MistakeError], or, where the options lead to one account or
// assume roles with one account's credentials, one of [iamclient.New].
func New(ctx context.Context, base iamclient.Options, options Options) (*Reach, error) {
	if err := options.Check(); err != nil {
		return nil, err
	}
	r := &Reach{
		options: options, base: base, changed: make(chan struct{}),
		room: make(chan struct{}, atOnce), asking: make(chan struct{}, 1),
	}
	if options.AllProfiles || len(options.Profiles) > 1 {
		return r, r.profiles(ctx)
	}
	if len(options.Profiles) == 1 {
		r.base.Profile = options.Profiles[0]
	}
	var err error
	if r.client, err = iamclient.New(ctx, r.base); err != nil {
		return nil, err
	}
	if options.OrgRole != "" {
		r.overOrganization(r.client)
	} else {
		r.one(r.client)
	}
	return r, nil
}

// Client is a client for its settings, such as the guard rails and the history: that of the one account, of the account whose
// credentials assume the role, or of the first profile that can be used; nil where none of several can.
func (r *Reach) Client() *iamclient.Client { return r.client }

// one is the reach of one account. Nobody has to be asked anything.
func (r *Reach) one(client *iamclient.Client) {
	open := Account{Key: r.base.Profile, State: Open, Profile: client.Endpoint().Profile, Client: client}
	r.find = func(context.Context) error {
		r.add(open)
		return nil
	}
	r.again = func(_ context.Context, of *place) { r.tell(of, func(a *Account) { *a = open }) }
}

// Many tells whether more than one account may be found.
func (r *Reach) Many() bool { return r.options.Many() }

// BySeveralProfiles tells whether the accounts are those of several profiles, and so of several credentials.
func (r *Reach) BySeveralProfiles() bool { return r.Many() && r.options.OrgRole == "" }

// Start begins to look for the accounts, in the background. The context bounds everything that is asked for that.
func (r *Reach) Start(ctx context.Context) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.begin(func() { r.look(ctx) })
}

// Next waits for news of an account: that it was found, or that its State has changed. ok is false where there is none,
// and none to come until Retry, or where the context ends. Of several news of an account at the same time, only the last
// is handed out.
func (r *Reach) Next(ctx context.Context) (account Account, ok bool) {
	for {
		r.mu.Lock()
		changed, busy := r.changed, r.busy > 0
		if len(r.news) > 0 {
			account, r.news = r.news[0], r.news[1:]
			r.mu.Unlock()
			return account, true
		}
		r.mu.Unlock()
		if !busy {
			return Account{}, false
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return Account{}, false
		}
	}
}

// Accounts are all accounts that have been found so far, in the order of the options or of the organization.
func (r *Reach) Accounts() []Account {
	r.mu.Lock()
	defer r.mu.Unlock()
	all := make([]Account, len(r.places))
	for i, p := range r.places {
		all[i] = p.Account
	}
	return all
}

// Err is why accounts may be missing that nobody knows of: the organization, or the AWS configuration, could not be read to
// its end. nil: nothing is missing, as far as the search has got.
func (r *Reach) Err() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.err
}

// Retry tries to reach an account again that Failed, in the background: Next has the news. What was done for the account's
// client since, as [iamclient.Client.Renew], counts; the account can get another client. An account that has not failed is
// left alone. No account of several has the key "": with it, all are looked for again, where [Reach.Err] tells of an error.
func (r *Reach) Retry(ctx context.Context, key string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if key == "" && r.err != nil {
		r.begin(func() { r.look(ctx) })
		return
	}
	i := slices.IndexFunc(r.places, func(p *place) bool { return p.Key == key })
	if i < 0 || r.places[i].State != Failed {
		return
	}
	of := r.places[i]
	of.State, of.Err, of.answered = Waiting, nil, false
	r.announce(of)
	r.begin(func() { r.again(ctx, of) })
}

// look looks for all accounts.
func (r *Reach) look(ctx context.Context) {
	err := r.find(ctx)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.err = err
}

// begin does in the background what there is news of. The lock is held.
func (r *Reach) begin(search func()) {
	r.busy++
	go func() {
		search()
		r.mu.Lock()
		defer r.mu.Unlock()
		r.busy--
		r.wake()
	}()
}

// wake tells those who wait in Next. The lock is held.
func (r *Reach) wake() {
	close(r.changed)
	r.changed = make(chan struct{})
}

// add takes an account that was found, and hands it out. One that is there already stays as it is.
func (r *Reach) add(a Account) (of *place, added bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if i := slices.IndexFunc(r.places, func(p *place) bool { return p.Key == a.Key }); i >= 0 {
		return r.places[i], false
	}
	p := &place{Account: a}
	r.places = append(r.places, p)
	r.announce(p)
	return p, true
}

// tell changes what is known of an account, and hands it out.
func (r *Reach) tell(of *place, change func(a *Account)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	change(&of.Account)
	r.announce(of)
}

// announce hands an account out. The lock is held.
func (r *Reach) announce(of *place) {
	r.news = slices.DeleteFunc(r.news, func(a Account) bool { return a.Key == of.Key })
	r.news = append(r.news, of.Account)
	r.wake()
}

// identify asks whose the credentials of a client are, with an MFA code where they take one and the operator can be asked.
func (r *Reach) identify(ctx context.Context, client *iamclient.Client) (iamclient.Identity, error) {
	select {
	case r.room <- struct{}{}:
		defer func() { <-r.room }()
	case <-ctx.Done():
		return iamclient.Identity{}, context.Cause(ctx)
	}
	identity, err := client.Identity(ctx)
	if iamclient.KindOf(err) != iamclient.KindMFA || r.options.Code == nil {
		return identity, err
	}
	r.asking <- struct{}{}
	defer func() { <-r.asking }()
	if identity, err = client.Identity(ctx); iamclient.KindOf(err) != iamclient.KindMFA { // a code for another one did
		return identity, err
	}
	var device string
	if e, ok := errors.AsType[*iamclient.Error](err); ok {
		device = e.MFADevice
	}
	code, err := r.options.Code(ctx, device)
	if err != nil {
		return iamclient.Identity{}, err
	}
	return client.Renew(ctx, code)
}
