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
	sequence := e.client.Begin(iamclient.ChangeOptions{
		Reason: c.reason, Caller: c.caller, EarlierUnknown: c.earlierUnknown, RetryUnmodifiable: true,
		Observe: func(p iamclient.Progress) { send(changeProgressedMsg{id, p}) },
	})
	return func() tea.Msg {
		if c.operation == replacePolicy {
			now, err := replacePasswordPolicy(ctx, sequence, c.policy)
			return ended(id, c, changedMsg{id: id, err: err, policy: now})
		}
		plan := c.plan()
		for i := c.made; i < len(plan); i++ {
			if _, err := sequence.Make(ctx, plan[i]); err != nil {
				return ended(id, c, changedMsg{id: id, made: i, err: err})
			}
		}
		return ended(id, c, changedMsg{id: id, made: len(plan)})
	}
}

// plan is what a change takes, in the order in which it is made. What replacePolicy takes depends on the policy that is
// in force: see replacePasswordPolicy.
func (c change) plan() []iamclient.Change {
	switch c.operation {
	case resetPassword, forceNewAtNext:
		plan := []iamclient.Change{iamclient.UpdateLoginProfile(c.user, c.password, &c.resetRequired)}
		if c.revoke {
			plan = append(plan, iamclient.RevokeSessions(c.user))
		}
		return plan
	case createProfile:
		return []iamclient.Change{iamclient.CreateLoginProfile(c.user, c.password, &c.resetRequired)}
	case changeOwn:
		return []iamclient.Change{iamclient.ChangePassword(c.oldPassword, c.password)}
	case disableConsole:
		return []iamclient.Change{iamclient.DeleteLoginProfile(c.user)}
	case removeMFA:
		plan := []iamclient.Change{iamclient.DeactivateMFADevice(c.user, c.device.Serial)}
		if c.device.Virtual() {
			plan = append(plan, iamclient.DeleteVirtualMFADevice(c.device.Serial))
		}
		return plan
	case revokeSessions:
		return []iamclient.Change{iamclient.RevokeSessions(c.user)}
	case restoreSessions:
		return []iamclient.Change{iamclient.RestoreSessions(c.user)}
	case disableKeys:
		var plan []iamclient.Change
		for _, key := range c.keys {
			plan = append(plan, iamclient.DeactivateAccessKey(c.user, key))
		}
		return plan
	case allowChange:
		return []iamclient.Change{iamclient.AttachChangePasswordPolicy(c.user, c.partition)}
	}
	panic(fmt.Sprintf("ui: no plan for the operation %d", c.operation))
}

// replacePasswordPolicy changes the account's password policy where it still is what the change was made from. It returns
// what is in force then, nil where that is not known: it reads before it sends, and again where the answer got lost.
func replacePasswordPolicy(ctx context.Context, sequence *iamclient.Sequence, p policyChange) (*iamclient.Policy, error) {
	now, err := passwordPolicy(ctx, sequence.Client())
	switch {
	case err != nil:
		return nil, err
	case now == p.to: // as an earlier try left it, or somebody else
		return &now, nil
	case now != p.from:
		return &now, policyError{now: now}
	}
	_, err = sequence.Make(ctx, p.request())
	if err == nil {
		return &p.to, nil
	}
	if !iamclient.MayHaveSucceeded(err) && iamclient.KindOf(err) != iamclient.KindNoSuchEntity {
		return nil, err
	}
	now, unread := passwordPolicy(context.WithoutCancel(ctx), sequence.Client()) // it may have been what lost the answer
	switch {
	case unread != nil:
		return nil, err
	case now == p.to:
		return &now, nil
	}
	return &now, policyError{now: now, sent: err}
}

// request is the change that makes the new policy the account's.
func (p policyChange) request() iamclient.Change {
	if p.to.Source == iamclient.PolicyDefault {
		return iamclient.DeleteAccountPasswordPolicy()
	}
	return iamclient.UpdateAccountPasswordPolicy(p.to.Update())
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
		name, err := saveFirst(c)
		return fileSavedMsg{c.id, name, err}
	}
}
