package ui

import (
	"context"
	"strings"
	"time"

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

// settle asks CloudTrail about the latest change of a user's password since a time, the outcome of which is unknown.
func (e *effects) settle(a settle) tea.Cmd {
	client := a.user.Account.Client()
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(e.ctx, readTimeout)
		defer cancel()
		answer := settledMsg{id: a.id, user: a.user, why: iamclient.NotSettleable}
		entries, err := client.History() // the newest first
		answer.err = err
		for _, entry := range entries {
			if !entry.Time.Before(a.began.Truncate(time.Millisecond)) && strings.EqualFold(entry.Target, a.user.Name) && iamclient.Settleable(entry, time.Now()) {
				answer.entry, answer.why, answer.err = client.SettleAndKeep(ctx, entry)
				break
			}
		}
		return answer
	}
}
