package ui

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"iampasswd/iamclient"
	"iampasswd/ui/directory"
)

// signIns reads the attempts to sign in to the account.
func (e *effects) signIns(round directory.Round, again bool) tea.Cmd {
	client := round.Account.Client()
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(e.ctx, readTimeout)
		defer cancel()
		reading, err := client.SignIns(ctx, again)
		return signInsReadMsg{round, reading, err}
	}
}

// olderSignIns reads those of a user, as far back as they go.
func (e *effects) olderSignIns(user directory.Key) tea.Cmd {
	client := user.Account.Client()
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(e.ctx, readTimeout)
		defer cancel()
		reading, err := client.SignInsOf(ctx, user.Name, iamclient.MostHistory)
		return olderReadMsg{user, reading, err}
	}
}
