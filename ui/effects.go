package ui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"iampasswd/iamclient"
)

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
	list    *iamclient.Listing         // of the users' reading under way
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
