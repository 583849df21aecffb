package ui

import (
	"context"

	tea "charm.land/bubbletea/v2"
)

// find finds the accounts beyond the first one, and tells of each as it comes.
func (e *effects) find(find Finder) tea.Cmd {
	ctx, send := e.ctx, e.send
	return func() tea.Msg {
		return accountsFoundMsg{find(ctx, func(f Found) { send(accountFoundMsg{f}) })}
	}
}

// findAgain tries again to get credentials for an account.
func (e *effects) findAgain(again func(context.Context) Found) tea.Cmd {
	ctx := e.ctx
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(ctx, readTimeout)
		defer cancel()
		return accountFoundMsg{again(ctx)}
	}
}
