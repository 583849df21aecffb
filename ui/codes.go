package ui

import (
	"context"
	"sync"

	tea "charm.land/bubbletea/v2"

	"iampasswd/iamclient"
)

// Codes asks the operator for MFA codes while accounts are looked for. It is made before the program runs, for what looks for
// accounts, and used while it does.
type Codes struct {
	mu   sync.Mutex
	send func(tea.Msg) // nil: the program does not run
}

// Ask asks for what an MFA device shows, and waits for the answer. The error is of iamclient.KindMFA where the operator gives
// none.
func (c *Codes) Ask(ctx context.Context, device string) (string, error) {
	c.mu.Lock()
	send := c.send
	c.mu.Unlock()
	none := &iamclient.Error{Kind: iamclient.KindMFA, MFADevice: device}
	if send == nil {
		return "", none
	}
	answer := make(chan string, 1)
	send(codeAskedMsg{device, answer})
	select {
	case code := <-answer:
		if code == "" {
			return "", none
		}
		return code, nil
	case <-ctx.Done():
		return "", context.Cause(ctx)
	}
}

// bind makes questions go to the program.
func (c *Codes) bind(send func(tea.Msg)) {
	if c == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.send = send
}
