package reach

import (
	"context"
	"slices"
	"sync"

	"iampasswd/iamclient"
)

// profiles has the accounts of several profiles found. Of profiles that lead to one account one is used, and the others are
// merged into it. Where the operator names them, it is the first. Of all profiles, it is the one whose principal may change
// more, as far as AWS tells that of both, and otherwise the first by name.
func (r *Reach) profiles(ctx context.Context) error {
	configured, err := iamclient.ReadProfiles()
	if err != nil {
		return err
	}
	number := map[string]string{}
	names := r.options.Profiles
	if r.options.AllProfiles {
		names = nil
	}
	for _, p := range configured {
		number[p.Name] = p.Account
		if r.options.AllProfiles {
			names = append(names, p.Name)
		}
	}
	if len(names) == 0 {
		return &MistakeError{"--all-profiles", "finds no profile in the AWS configuration: `aws configure` makes one"}
	}
	for _, name := range names {
		p := &place{Account: Account{Key: name, Profile: name, Number: number[name]}}
		if slices.ContainsFunc(r.places, func(other *place) bool { return other.Key == name }) {
			continue
		}
		r.places = append(r.places, p)
		if p.Client, p.Err = r.forProfile(ctx, name); p.Err == nil && r.client == nil {
			r.client = p.Client
		}
	}
	r.find = func(ctx context.Context) error {
		var all sync.WaitGroup
		for _, p := range r.places {
			all.Go(func() { r.reachProfile(ctx, p, p.Client, p.Err) })
		}
		all.Wait()
		r.settleShared(ctx)
		return nil
	}
	r.again = func(ctx context.Context, of *place) {
		client, err := of.Client, error(nil)
		if client == nil {
			client, err = r.forProfile(ctx, of.Profile)
		}
		r.reachProfile(ctx, of, client, err)
		if r.options.AllProfiles { // others may be tried again at the same time
			r.settleShared(ctx)
		}
	}
	return nil
}

// forProfile makes a client for a profile. What is known of assumed roles it shares with the others.
func (r *Reach) forProfile(ctx context.Context, profile string) (*iamclient.Client, error) {
	if r.client != nil {
		return r.client.ForProfile(ctx, profile)
	}
	opts := r.base
	opts.Profile = profile
	return iamclient.New(ctx, opts)
}

// reachProfile asks whose a profile's credentials are.
func (r *Reach) reachProfile(ctx context.Context, of *place, client *iamclient.Client, err error) {
	var identity iamclient.Identity
	if err == nil {
		r.mu.Lock()
		of.Client = client
		r.settle()
		r.mu.Unlock()
		identity, err = r.identify(ctx, client)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	of.answered, of.Err = true, err
	if err != nil {
		of.State = Failed
		r.announce(of)
	} else {
		of.Identity, of.Number = identity, identity.Account
	}
	r.settle()
}

// settle decides what can be decided of each profile by now. The lock is held.
func (r *Reach) settle() {
	for i, p := range r.places {
		switch {
		case p.State == Open && p.answered && p.Err == nil:
			p.State = Reached
			r.announce(p)
		case p.State != Waiting || p.Client == nil:
		case p.answered:
			r.settleAnswered(i)
		case i == 0 && !r.options.AllProfiles:
			p.State = Open // no other profile is preferred to it
			r.announce(p)
		}
	}
}

// settleAnswered decides whether a profile's account is its own, once every profile that may be preferred to it is known to
// lead elsewhere.
func (r *Reach) settleAnswered(i int) {
	p := r.places[i]
	for _, used := range r.places {
		if used != p && used.Number == p.Number && used.Identity.Account != "" && used.Usable() {
			r.merge(p, used)
			return
		}
	}
	preferred := r.places[:i]
	if r.options.AllProfiles {
		preferred = r.places
	}
	for _, other := range preferred {
		shared := other.Number == p.Number || other.Number == "" && !other.answered
		if other != p && shared && (!other.answered || other.Err == nil) {
			return
		}
	}
	p.State = Reached
	r.announce(p)
}

// merge has an account reached by another profile than p's. The lock is held.
func (r *Reach) merge(p, used *place) {
	p.State, p.Into = Merged, used.Key
	used.Profiles = append(used.Profiles, Other{p.Profile, p.Identity})
	r.announce(p)
	r.announce(used)
}

// settleShared decides which profile is used where several lead to one account, and all have answered.
func (r *Reach) settleShared(ctx context.Context) {
	shared := map[string][]*place{}
	r.mu.Lock()
	for _, p := range r.places {
		if p.State == Waiting && p.answered && p.Err == nil {
			shared[p.Number] = append(shared[p.Number], p)
		}
	}
	r.mu.Unlock()
	for _, places := range shared {
		used := r.preferred(ctx, places)
		r.mu.Lock()
		for _, other := range r.places { // another search may have been faster
			if other.Usable() && other.Identity.Account == used.Number {
				used = other
			}
		}
		used.State = Reached
		for _, p := range places {
			if p != used && p.State == Waiting {
				r.merge(p, used)
			}
		}
		r.announce(used)
		r.mu.Unlock()
	}
}

// preferred is the profile whose principal may change more than that of each one before it, as far as AWS tells.
func (r *Reach) preferred(ctx context.Context, places []*place) *place {
	if len(places) == 1 {
		return places[0]
	}
	type told struct {
		may int
		err error
	}
	answers := make([]told, len(places))
	var all sync.WaitGroup
	for i, p := range places {
		all.Go(func() { answers[i].may, answers[i].err = p.Client.MayChange(ctx, p.Identity) })
	}
	all.Wait()
	best := 0
	for i := range places {
		if answers[best].err == nil && answers[i].err == nil && answers[i].may > answers[best].may {
			best = i
		}
	}
	return places[best]
}
