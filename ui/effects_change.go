package ui

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"iampasswd/iamclient"
	"iampasswd/ui/change"
	"iampasswd/ui/directory"
	"iampasswd/ui/reset"
)

// renew reads the credentials of an account again, before the change of that id is sent, with an MFA code where there is
// one.
func (e *effects) renew(id int, account directory.View, code string) tea.Cmd {
	ctx, client := e.begin(id), account.Client()
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(ctx, readTimeout)
		defer cancel()
		identity, err := client.Renew(ctx, code)
		return credentialsRenewedMsg{id, account, identity, err}
	}
}

// change makes a change. Only cancel ends it before AWS has answered. A change that only takes an MFA code to be sent is
// given back.
func (e *effects) change(id int, c change.Change) tea.Cmd {
	ctx, send := e.begin(id), e.send
	run := c.Begin(func(p change.Progress) { send(changeProgressedMsg{id, p}) })
	return func() tea.Msg {
		outcome := run(ctx)
		if outcome.Made == 0 && iamclient.KindOf(outcome.Err) == iamclient.KindMFA {
			return codeNeededMsg{id, c, outcome.Err}
		}
		c.Wipe()
		return changedMsg{id, outcome}
	}
}

// save writes a file with the password of the change of that id. It needs no client, but it is I/O.
func (*effects) save(id int, f reset.File) tea.Cmd {
	return func() tea.Msg {
		name, err := f.Save()
		return fileSavedMsg{id, name, err}
	}
}
