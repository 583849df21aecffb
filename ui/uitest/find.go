package uitest

import (
	"context"
	"sync"

	"iampasswd/iamclient"
	"iampasswd/ui"
)

// finder finds the accounts of profiles, all at the same time.
func finder(first *iamclient.Client, profiles []string) ui.Finder {
	return func(ctx context.Context, found func(ui.Found)) error {
		var mu sync.Mutex
		var all sync.WaitGroup
		for _, profile := range profiles {
			all.Go(func() {
				f := openProfile(ctx, first, profile)
				mu.Lock()
				defer mu.Unlock()
				found(f)
			})
		}
		all.Wait()
		return nil
	}
}

func openProfile(ctx context.Context, first *iamclient.Client, profile string) ui.Found {
	f := ui.Found{ID: profile, Name: profile}
	f.Again = func(ctx context.Context) ui.Found { return openProfile(ctx, first, profile) }
	client, err := first.ForProfile(ctx, profile)
	if err == nil {
		f.Identity, err = client.Identity(ctx)
	}
	if f.Err = err; err == nil {
		f.Client, f.Number = client, f.Identity.Account
	}
	return f
}
