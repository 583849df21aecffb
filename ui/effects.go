package ui

import (
	"context"
	"errors"
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"

	"iampasswd/iamclient"
)

// readTimeout bounds one read, retries and all. A write is bounded by its attempts.
const readTimeout = 2 * time.Minute

// effects is the only place that sees the client. Each method returns a command that closes over values, runs on a
// goroutine of its own and ends in one message.
type effects struct {
	ctx    context.Context   // of the program; ends with it
	client *iamclient.Client // never another one: see in
	visit  int               // to the account; counts from 0
	// send delivers progress while a command runs. It is set before the program starts.
	send    func(tea.Msg)
	cancels map[int]context.CancelFunc // of the changes under way, by id
	stop    context.CancelFunc         // of the reading under way
	unlook  context.CancelFunc         // of the look under way
	// policyChanges is how often the policy has been changed.
	policyChanges int
}

func newEffects(ctx context.Context, client *iamclient.Client) *effects {
	return &effects{ctx: ctx, client: client, cancels: map[int]context.CancelFunc{}, stop: func() {}, unlook: func() {}}
}

// in returns the effects on another account. What these have under way goes on with their own client, but for the
// reading.
func (e *effects) in(client *iamclient.Client) *effects {
	e.stop()
	e.unlook()
	other := newEffects(e.ctx, client)
	other.visit, other.send, other.cancels = e.visit+1, e.send, e.cancels
	return other
}

// profiles reads the names of the profiles, and what the configuration says of them.
func (e *effects) profiles() tea.Cmd {
	return func() tea.Msg { return profilesLoadedMsg{e.client.Profiles()} }
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
		identity, err := client.RenewWithCode(ctx, code)
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
		identity, err := e.client.RenewWithCode(ctx, code)
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
		policy, err := e.passwordPolicy(e.ctx)
		return policyLoadedMsg{reading, changes, policy, err}
	}
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
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(ctx, readTimeout)
		defer cancel()
		watch := iamclient.Watch{Observe: func(p iamclient.Progress) { send(usersWaitedMsg{reading, p}) }}
		users, next, err := e.client.Users(watch.In(ctx), marker, limit)
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

// renew reads the credentials again, before the change of that id is sent, with an MFA code where there is one.
func (e *effects) renew(id int, code string) tea.Cmd {
	ctx := e.begin(id)
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(ctx, readTimeout)
		defer cancel()
		identity, err := e.client.RenewWithCode(ctx, code)
		return credentialsRenewedMsg{id, identity, err}
	}
}

// change makes a change, one request after the other. Only cancel ends it before AWS has answered.
func (e *effects) change(id int, c change) tea.Cmd {
	ctx := e.begin(id)
	send := e.send
	held := *e
	held.client = e.client.Held()
	return func() tea.Msg {
		observe := func(p iamclient.Progress) { send(changeProgressedMsg{id, p}) }
		if c.operation == replacePolicy {
			now, err := held.replacePolicy(ctx, iamclient.Watch{Observe: observe, Reason: c.reason}, c.policy)
			return ended(id, c, changedMsg{id: id, err: err, policy: now})
		}
		requests := held.requests(c)
		for i, request := range requests {
			if i < c.made {
				continue
			}
			watch := iamclient.Watch{Observe: observe, EarlierUnknown: c.earlierUnknown && i == c.made, Reason: c.reason}
			if err := iamclient.Patiently(watch.In(ctx), request); err != nil {
				return ended(id, c, changedMsg{id: id, made: i, err: err})
			}
		}
		return ended(id, c, changedMsg{id: id, made: len(requests)})
	}
}

// requests are what a change takes.
func (e *effects) requests(c change) []func(context.Context) error {
	one := func(request func(context.Context) error) []func(context.Context) error {
		return []func(context.Context) error{request}
	}
	update := iamclient.LoginProfileUpdate{UserName: c.user, Password: c.password, ResetRequired: &c.resetRequired}
	revoke := func(ctx context.Context) error { return e.client.RevokeSessions(ctx, c.user, time.Now()) }
	switch c.operation {
	case resetPassword, forceNewAtNext:
		requests := one(func(ctx context.Context) error { return e.client.UpdateLoginProfile(ctx, update) })
		if c.revoke {
			requests = append(requests, revoke)
		}
		return requests
	case createProfile:
		return one(func(ctx context.Context) error {
			_, err := e.client.CreateLoginProfile(ctx, update)
			return err
		})
	case changeOwn:
		return one(func(ctx context.Context) error { return e.client.ChangePassword(ctx, c.oldPassword, c.password) })
	case disableConsole:
		return one(func(ctx context.Context) error { return e.client.DeleteLoginProfile(ctx, c.user) })
	case removeMFA:
		requests := one(func(ctx context.Context) error {
			return unlessGone(e.client.DeactivateMFADevice(ctx, c.user, c.device.Serial))
		})
		if c.device.Virtual() {
			requests = append(requests, func(ctx context.Context) error {
				return unlessGone(e.client.DeleteVirtualMFADevice(ctx, c.device.Serial))
			})
		}
		return requests
	case revokeSessions:
		return one(revoke)
	case restoreSessions:
		return one(func(ctx context.Context) error { return e.client.RestoreSessions(ctx, c.user) })
	case disableKeys:
		var requests []func(context.Context) error
		for _, key := range c.keys {
			requests = append(requests, func(ctx context.Context) error { return e.client.DeactivateAccessKey(ctx, c.user, key) })
		}
		return requests
	case allowChange:
		return one(func(ctx context.Context) error { return e.client.AttachChangePasswordPolicy(ctx, c.user, c.partition) })
	}
	panic(fmt.Sprintf("ui: no request for the operation %d", c.operation))
}

// unlessGone is how taking something away failed; nil where it is not there any more since an attempt whose answer got
// lost, which then was what took it away.
func unlessGone(err error) error {
	e, ok := errors.AsType[*iamclient.Error](err)
	if ok && e.Kind == iamclient.KindNoSuchEntity && e.EarlierMayHaveSucceeded {
		return nil
	}
	return err
}

// saveCSV writes a file. It needs no client, but it is I/O.
func (*effects) saveCSV(c csvFile) tea.Cmd {
	return func() tea.Msg {
		defer c.password.Wipe()
		name, err := saveCSV(c)
		return fileSavedMsg{c.id, name, err}
	}
}

// replacePolicy changes the account's password policy where it still is what the change was made from. It returns what
// is in force then, nil where that is not known: it reads before it sends, and again where the answer got lost.
func (e *effects) replacePolicy(ctx context.Context, watch iamclient.Watch, p policyChange) (*iamclient.Policy, error) {
	now, err := e.passwordPolicy(ctx)
	switch {
	case err != nil:
		return nil, err
	case now == p.to: // as an earlier try left it, or somebody else
		return &now, nil
	case now != p.from:
		return &now, policyError{now: now}
	}
	err = iamclient.Patiently(watch.In(ctx), func(ctx context.Context) error {
		if p.to.Source == iamclient.PolicyDefault {
			return e.client.DeleteAccountPasswordPolicy(ctx)
		}
		return e.client.UpdateAccountPasswordPolicy(ctx, p.to.Update())
	})
	if err == nil {
		return &p.to, nil
	}
	failed, ok := errors.AsType[*iamclient.Error](err)
	if !ok || !failed.EarlierMayHaveSucceeded && failed.Kind != iamclient.KindNoSuchEntity {
		return nil, err
	}
	now, unread := e.passwordPolicy(context.WithoutCancel(ctx)) // it may have been what lost the answer
	switch {
	case unread != nil:
		return nil, err
	case now == p.to:
		return &now, nil
	}
	return &now, policyError{now: now, sent: err}
}

func (e *effects) passwordPolicy(ctx context.Context) (iamclient.Policy, error) {
	ctx, cancel := context.WithTimeout(ctx, readTimeout)
	defer cancel()
	policy, err := e.client.PasswordPolicy(ctx)
	if err == nil && !policy.Verified() {
		err = errors.New("AWS answered without the policy")
	}
	return policy, err
}

// ended is how a change has ended: given back, where it only takes an MFA code to send it.
func ended(id int, c change, msg changedMsg) tea.Msg {
	if msg.made == 0 && iamclient.KindOf(msg.err) == iamclient.KindMFA {
		return codeNeededMsg{id, c, msg.err}
	}
	c.wipe()
	return msg
}

func (e *effects) begin(id int) context.Context {
	ctx, cancel := context.WithCancel(e.ctx)
	e.cancels[id] = cancel
	return ctx
}

// cancel takes a change back, as far as it can be.
func (e *effects) cancel(id int) {
	if cancel, ok := e.cancels[id]; ok {
		cancel()
	}
}

// end frees what a change held.
func (e *effects) end(id int) {
	e.cancel(id)
	delete(e.cancels, id)
}

func tick() tea.Cmd {
	return tea.Tick(tickInterval, func(time.Time) tea.Msg { return tickedMsg{} })
}
