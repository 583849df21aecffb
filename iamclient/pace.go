package iamclient

import (
	"context"
	"sync"
	"time"

	"github.com/aws/smithy-go/middleware"
)

// CloudTrail answers two look-ups a second. A little more is left between them: requests do not arrive as evenly as
// they are sent.
const (
	asksAtOnce = 2
	askSpan    = 1100 * time.Millisecond
)

// pace keeps the requests of all clients that are made from one within a rate, apart for each account and Region.
type pace struct {
	mu   sync.Mutex
	gone map[string][asksAtOnce]time.Time // when the latest requests went, or will go: the oldest first
}

// turn is when the next request of a key goes. It is the caller's from then on.
func (p *pace) turn(key string, now time.Time) time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.gone == nil {
		p.gone = map[string][asksAtOnce]time.Time{}
	}
	gone := p.gone[key]
	at := gone[0].Add(askSpan)
	if gone[0].IsZero() || at.Before(now) {
		at = now
	}
	copy(gone[:], gone[1:])
	gone[asksAtOnce-1] = at
	p.gone[key] = gone
	return at
}

// inTurn makes every attempt of a request wait for its turn, before its time is counted.
func (p *pace) inTurn(key string) func(*middleware.Stack) error {
	return func(stack *middleware.Stack) error {
		return stack.Finalize.Insert(middleware.FinalizeMiddlewareFunc("iampasswd.Pace", func(
			ctx context.Context, in middleware.FinalizeInput, next middleware.FinalizeHandler,
		) (middleware.FinalizeOutput, middleware.Metadata, error) {
			turn := time.NewTimer(time.Until(p.turn(key, time.Now())))
			defer turn.Stop()
			select {
			case <-turn.C:
				return next.HandleFinalize(ctx, in)
			case <-ctx.Done():
				return middleware.FinalizeOutput{}, middleware.Metadata{}, ctx.Err()
			}
		}), "Retry", middleware.After)
	}
}
