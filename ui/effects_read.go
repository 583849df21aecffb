package ui

import (
	"context"
	"runtime/debug"
	"time"

	tea "charm.land/bubbletea/v2"

	"iampasswd/iamclient"
	"iampasswd/ui/change"
	"iampasswd/ui/directory"
)

// readTimeout bounds one read, retries and all. A write is bounded by its attempts.
const readTimeout = 2 * time.Minute

// profiles reads the names of the profiles, and what the configuration says of them.
func (*effects) profiles(client *iamclient.Client) tea.Cmd {
	return func() tea.Msg {
		profiles, err := client.Profiles()
		return profilesLoadedMsg{profiles, err}
	}
}

// open makes a client for another profile and asks AWS whose the credentials are, with an MFA code where there is one.
func (e *effects) open(id int, present *iamclient.Client, profile, code string) tea.Cmd {
	ctx := e.begin(id)
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(ctx, readTimeout)
		defer cancel()
		client, err := present.ForProfile(ctx, profile)
		if err != nil {
			return accountOpenedMsg{id: id, endpoint: iamclient.Endpoint{Profile: profile}, err: err}
		}
		identity, err := client.Renew(ctx, code)
		return accountOpenedMsg{id, client, client.Endpoint(), identity, err}
	}
}

// begins gives up what is being read of an account, and returns the context of its next round of reading.
func (e *effects) begins(account directory.View) context.Context {
	if before, ok := e.readings[account]; ok {
		before.stop()
	}
	ctx, cancel := context.WithCancel(e.ctx)
	e.readings[account] = reading{ctx, cancel, new(iamclient.Listing)}
	return ctx
}

// read reads everything of an account that the screen shows, all at the same time, and gives up the round before.
func (e *effects) read(round directory.Round) tea.Cmd {
	ctx := e.begins(round.Account)
	return tea.Batch(
		e.identity(ctx, round), e.alias(ctx, round), e.policy(round), e.users(round, "", iamclient.FirstPage), e.report(ctx, round),
	)
}

// renewAndRead reads the credentials first, with an MFA code where there is one.
func (e *effects) renewAndRead(round directory.Round, code string) tea.Cmd {
	ctx, client := e.begins(round.Account), round.Account.Client()
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(ctx, readTimeout)
		defer cancel()
		identity, err := client.Renew(ctx, code)
		return readingRenewedMsg{round, identity, err}
	}
}

func (e *effects) identity(ctx context.Context, round directory.Round) tea.Cmd {
	client := round.Account.Client()
	return e.inTurn(ctx, func(ctx context.Context) tea.Msg {
		identity, err := client.Identity(ctx)
		return identityLoadedMsg{round, identity, err}
	})
}

func (e *effects) alias(ctx context.Context, round directory.Round) tea.Cmd {
	client := round.Account.Client()
	return e.inTurn(ctx, func(ctx context.Context) tea.Msg {
		alias, _ := client.AccountAlias(ctx) // who may not read it does without
		return aliasLoadedMsg{round, alias}
	})
}

// inTurn makes one read when its turn comes, and bounds it. It makes none once ctx has ended.
func (e *effects) inTurn(ctx context.Context, read func(context.Context) tea.Msg) tea.Cmd {
	return func() tea.Msg {
		free, err := e.requests.take(ctx)
		if err != nil {
			return nil
		}
		defer free()
		ctx, cancel := context.WithTimeout(ctx, readTimeout)
		defer cancel()
		return read(ctx)
	}
}

func (e *effects) policy(round directory.Round) tea.Cmd {
	client, changes := round.Account.Client(), round.Account.PolicyChanges()
	return e.inTurn(e.ctx, func(ctx context.Context) tea.Msg {
		policy, err := change.ReadPolicy(ctx, client)
		return policyLoadedMsg{round, changes, policy, err}
	})
}

// report reads the credential report, which can take a while to be made.
func (e *effects) report(ctx context.Context, round directory.Round) tea.Cmd {
	client := round.Account.Client()
	return func() tea.Msg {
		free, err := e.reports.take(ctx)
		if err != nil {
			return nil
		}
		defer free()
		report, err := client.CredentialReport(ctx)
		return reportReadMsg{round, report, err}
	}
}

// access reads what decides whether a user can sign in, once the cursor has rested on the user for a while. It gives up
// the live reading before.
func (e *effects) access(read int, user directory.User, rest time.Duration) tea.Cmd {
	e.stopAccess()
	ctx, cancel := context.WithTimeout(e.ctx, readTimeout)
	e.stopAccess = cancel
	client := user.Account.Client()
	return func() tea.Msg {
		defer cancel()
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(rest):
		}
		return accessReadMsg{read, client.Access(ctx, user.User)}
	}
}

// users reads a page of the users: the first one, or the one that a marker stands for.
func (e *effects) users(round directory.Round, marker string, limit int32) tea.Cmd {
	client, send, reading := round.Account.Client(), e.send, e.readings[round.Account]
	return e.inTurn(reading.ctx, func(ctx context.Context) tea.Msg {
		users, next, err := client.Users(ctx, marker, limit, func(p iamclient.Progress) { send(usersWaitedMsg{round, p}) })
		if err == nil && next != "" {
			err = reading.listing.Follow("ListUsers", len(users), next)
		}
		return usersLoadedMsg{round, users, next, err}
	})
}

// user reads what is known of a user whose name was typed.
func (e *effects) user(key directory.Key) tea.Cmd {
	client := key.Account.Client()
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(e.ctx, readTimeout)
		defer cancel()
		user, err := client.User(ctx, key.Name)
		return userLoadedMsg{key, user, err}
	}
}

// manyUsers is how many users make a reading that leaves much memory behind.
const manyUsers = 10_000

// tidy gives back to the system what reading many users took and no longer needs: several times what the users take.
func (*effects) tidy(users int) tea.Cmd {
	if users < manyUsers {
		return nil
	}
	return func() tea.Msg {
		debug.FreeOSMemory()
		return nil
	}
}

// history reads what was changed from here.
func (*effects) history(client *iamclient.Client) tea.Cmd {
	return func() tea.Msg {
		entries, err := client.History()
		return historyLoadedMsg{entries, err}
	}
}
