package ui

import (
	"context"
	"errors"
	"time"

	tea "charm.land/bubbletea/v2"

	"iampasswd/iamclient"
)

// readTimeout bounds one read, retries and all. A write is bounded by its attempts.
const readTimeout = 2 * time.Minute

// profiles reads the names of the profiles, and what the configuration says of them.
func (e *effects) profiles() tea.Cmd {
	return func() tea.Msg {
		profiles, err := e.client.Profiles()
		return profilesLoadedMsg{profiles, err}
	}
}

// open makes a client for another profile and asks AWS whose the credentials are, with an MFA code where there is one.
func (e *effects) open(id int, profile, code string) tea.Cmd {
	ctx := e.begin(id)
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(ctx, readTimeout)
		defer cancel()
		client, err := e.client.ForProfile(ctx, profile)
		if err != nil {
			return accountOpenedMsg{id: id, endpoint: iamclient.Endpoint{Profile: profile}, err: err}
		}
		identity, err := client.Renew(ctx, code)
		return accountOpenedMsg{id, client, client.Endpoint(), identity, err}
	}
}

// read starts a new reading of everything on the screen, all at the same time, and gives up the one before.
func (e *effects) read(reading int) tea.Cmd {
	e.stop()
	ctx, cancel := context.WithCancel(e.ctx)
	e.stop = cancel
	return tea.Batch(e.identity(ctx, reading), e.alias(ctx, reading), e.policy(reading), e.users(ctx, reading, "", iamclient.FirstPage), e.report(ctx, reading))
}

// renewAndRead reads the credentials first, with an MFA code where there is one.
func (e *effects) renewAndRead(reading int, code string) tea.Cmd {
	e.stop()
	ctx, stop := context.WithCancel(e.ctx)
	e.stop = stop
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(ctx, readTimeout)
		defer cancel()
		identity, err := e.client.Renew(ctx, code)
		return readingRenewedMsg{reading, identity, err}
	}
}

func (e *effects) identity(ctx context.Context, reading int) tea.Cmd {
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(ctx, readTimeout)
		defer cancel()
		identity, err := e.client.Identity(ctx)
		return identityLoadedMsg{reading, identity, err}
	}
}

func (e *effects) alias(ctx context.Context, reading int) tea.Cmd {
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(ctx, readTimeout)
		defer cancel()
		alias, _ := e.client.AccountAlias(ctx) // who may not read it does without
		return aliasLoadedMsg{reading, alias}
	}
}

func (e *effects) policy(reading int) tea.Cmd {
	changes := e.policyChanges
	return func() tea.Msg {
		policy, err := passwordPolicy(e.ctx, e.client)
		return policyLoadedMsg{reading, changes, policy, err}
	}
}

func passwordPolicy(ctx context.Context, client *iamclient.Client) (iamclient.Policy, error) {
	ctx, cancel := context.WithTimeout(ctx, readTimeout)
	defer cancel()
	policy, err := client.PasswordPolicy(ctx)
	if err == nil && !policy.Verified() {
		err = errors.New("AWS answered without the policy")
	}
	return policy, err
}

// report reads the credential report, which can take a while to be made.
func (e *effects) report(ctx context.Context, reading int) tea.Cmd {
	return func() tea.Msg {
		report, err := e.client.CredentialReport(ctx)
		return reportReadMsg{reading, report, err}
	}
}

// access reads what decides whether a user can sign in, once the cursor has rested on the user for a while. It gives up
// the look before.
func (e *effects) access(look int, user iamclient.User, rest time.Duration) tea.Cmd {
	e.unlook()
	ctx, cancel := context.WithTimeout(e.ctx, readTimeout)
	e.unlook = cancel
	return func() tea.Msg {
		defer cancel()
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(rest):
		}
		return accessReadMsg{look, e.client.Access(ctx, user)}
	}
}

// nextUsers reads on where the page before ended.
func (e *effects) nextUsers(reading int, marker string) tea.Cmd {
	ctx, cancel := context.WithCancel(e.ctx)
	stop := e.stop
	e.stop = func() { stop(); cancel() }
	return e.users(ctx, reading, marker, iamclient.FullPage)
}

func (e *effects) users(ctx context.Context, reading int, marker string, limit int32) tea.Cmd {
	send := e.send
	if marker == "" {
		e.list = new(iamclient.Listing)
	}
	list := e.list
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(ctx, readTimeout)
		defer cancel()
		users, next, err := e.client.Users(ctx, marker, limit, func(p iamclient.Progress) { send(usersWaitedMsg{reading, p}) })
		if err == nil && next != "" {
			err = list.Follow("ListUsers", next)
		}
		return usersLoadedMsg{reading, users, next, err}
	}
}

// user reads what is known of a user whose name was typed.
func (e *effects) user(name string) tea.Cmd {
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(e.ctx, readTimeout)
		defer cancel()
		user, err := e.client.User(ctx, name)
		return userLoadedMsg{e.visit, name, user, err}
	}
}

// loginProfile reads whether a user has a console password.
func (e *effects) loginProfile(name string) tea.Cmd {
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(e.ctx, readTimeout)
		defer cancel()
		profile, err := e.client.LoginProfile(ctx, name)
		return loginProfileReadMsg{profile, err}
	}
}

// history reads what was changed from here.
func (e *effects) history() tea.Cmd {
	return func() tea.Msg {
		entries, err := e.client.History()
		return historyLoadedMsg{entries, err}
	}
}
