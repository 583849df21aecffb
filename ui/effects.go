package ui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"iampasswd/iamclient"
	"iampasswd/ui/directory"
)

// effects is the only place that calls the client. Each method returns a command that closes over values, runs on a
// goroutine of its own and ends in one message.
type effects struct {
	ctx context.Context // of the program; ends with it
	// send delivers progress while a command runs. It is set before the program starts.
	send       func(tea.Msg)
	cancels    map[int]context.CancelFunc // of the changes under way, by id
	readings   map[directory.View]reading // the rounds of reading under way, by account
	requests   slots                      // for what is read of accounts
	reports    slots                      // for credential reports, which take long to be made
	stopAccess context.CancelFunc         // of the live reading under way
	bulk       bulkEffects
}

// reading is the round of reading of one account that is under way.
type reading struct {
	ctx     context.Context
	stop    context.CancelFunc
	listing *iamclient.Listing // of its users
}

func newEffects(ctx context.Context) *effects {
	return &effects{ctx: ctx, cancels: map[int]context.CancelFunc{}, readings: map[directory.View]reading{}, requests: newSlots(32), reports: newSlots(16), stopAccess: func() {}}
}

// stopReading gives up what is being read of an account. Changes go on.
func (e *effects) stopReading(account directory.View) {
	if r, ok := e.readings[account]; ok {
		r.stop()
		delete(e.readings, account)
	}
	e.stopAccess()
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

// slots bound how much is read at the same time, however many accounts there are.
type slots chan struct{}

func newSlots(n int) slots { return make(slots, n) }

// take waits for a slot. The slot is given back by free, where ctx has not ended before.
func (s slots) take(ctx context.Context) (free func(), err error) {
	select {
	case s <- struct{}{}:
		return func() { <-s }, nil
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

func tick() tea.Cmd {
	return tea.Tick(tickInterval, func(time.Time) tea.Msg { return tickedMsg{} })
}
