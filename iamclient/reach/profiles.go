package reach

import (
	"context"
	"slices"
	"sync"

	"iampasswd/iamclient"
)

// profiles has the accounts of several profiles found. A profile that leads to an account of an earlier one is merged into that:
// the order in which the operator names them, or that of their names, says which principal is preferred.
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
		return nil
	}
	r.again = func(ctx context.Context, of *place) {
		client, err := of.Client, error(nil)
		if client == nil {
			client, err = r.forProfile(ctx, of.Profile)
		}
		r.reachProfile(ctx, of, client, err)
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
		case i == 0:
			p.State = Open // no other profile is preferred to it
			r.announce(p)
		}
	}
}

// settleAnswered decides whether a profile's account is its own, once every profile that is preferred to it is known to
// lead elsewhere.
func (r *Reach) settleAnswered(i int) {
	p := r.places[i]
	for _, used := range r.places {
		if used != p && used.Number == p.Number && used.Identity.Account != "" && used.Usable() {
			p.State, p.Into = Merged, used.Key
			used.Profiles = append(used.Profiles, Other{p.Profile, p.Identity})
			r.announce(p)
			r.announce(used)
			return
		}
	}
	for _, earlier := range r.places[:i] {
		if !earlier.answered && (earlier.Number == "" || earlier.Number == p.Number) {
			return
		}
	}
	p.State = Reached
	r.announce(p)
}
