package ui

import (
	"context"
	"fmt"

	tea "charm.land/bubbletea/v2"

	"iampasswd/iamclient"
)

// renew reads the credentials again, before the change of that id is sent, with an MFA code where there is one.
func (e *effects) renew(id int, code string) tea.Cmd {
	ctx := e.begin(id)
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(ctx, readTimeout)
		defer cancel()
		identity, err := e.client.Renew(ctx, code)
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
			now, err := held.replacePolicy(ctx, iamclient.Watch{Observe: observe, Reason: c.reason, Caller: c.caller}, c.policy)
			return ended(id, c, changedMsg{id: id, err: err, policy: now})
		}
		requests := held.requests(c)
		for i, request := range requests {
			if i < c.made {
				continue
			}
			watch := iamclient.Watch{
				Observe: observe, EarlierUnknown: c.earlierUnknown && i == c.made, Reason: c.reason, Caller: c.caller,
			}
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
	revoke := func(ctx context.Context) error { return e.client.RevokeSessions(ctx, c.user) }
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
	if iamclient.KindOf(err) == iamclient.KindNoSuchEntity && iamclient.MayHaveSucceeded(err) {
		return nil
	}
	return err
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
	if !iamclient.MayHaveSucceeded(err) && iamclient.KindOf(err) != iamclient.KindNoSuchEntity {
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

// ended is how a change has ended: given back, where it only takes an MFA code to send it.
func ended(id int, c change, msg changedMsg) tea.Msg {
	if msg.made == 0 && iamclient.KindOf(msg.err) == iamclient.KindMFA {
		return codeNeededMsg{id, c, msg.err}
	}
	c.wipe()
	return msg
}

// saveCSV writes a file. It needs no client, but it is I/O.
func (*effects) saveCSV(c csvFile) tea.Cmd {
	return func() tea.Msg {
		defer c.password.Wipe()
		name, err := saveCSV(c)
		return fileSavedMsg{c.id, name, err}
	}
}
