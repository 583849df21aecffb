package ui

import (
	tea "charm.land/bubbletea/v2"

	"iampasswd/iamclient/reach"
)

// find looks for the accounts that the options reach, and tells of each as there is news of it.
func (e *effects) find(in *reach.Reach) tea.Cmd {
	return func() tea.Msg {
		in.Start(e.ctx)
		return e.news(in)
	}
}

// findAgain tries again to reach an account.
func (e *effects) findAgain(in *reach.Reach, key string) tea.Cmd {
	return func() tea.Msg {
		in.Retry(e.ctx, key)
		return e.news(in)
	}
}

// news tells of each account as it comes, until there is none to come.
func (e *effects) news(in *reach.Reach) tea.Msg {
	for {
		account, ok := in.Next(e.ctx)
		if !ok {
			return accountsFoundMsg{in.Err()}
		}
		e.send(accountFoundMsg{account})
	}
}
