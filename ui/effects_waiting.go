package ui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"iampasswd/ui/directory"
)

// pause waits for the user of the hand-over of that id to sign in, for a while. effects.end ends it.
func (e *effects) pause(id int, wait time.Duration) tea.Cmd {
	e.end(id)
	ctx := e.begin(id)
	return func() tea.Msg {
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(wait):
		}
		return signInDueMsg{id}
	}
}

// loginProfile reads a user's login profile for the hand-over of that id.
func (e *effects) loginProfile(id int, user directory.User) tea.Cmd {
	e.end(id)
	ctx, client := e.begin(id), user.Account.Client()
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(ctx, readTimeout)
		defer cancel()
		profile, err := client.LoginProfile(ctx, user.Name)
		return loginProfileReadMsg{id, profile, err}
	}
}
