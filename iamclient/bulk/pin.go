package bulk

import (
	"context"
	"fmt"
	"sync"
	"time"

	"iampasswd/iamclient"
)

// PinError ends a run: something else is the case than was planned. Nothing was sent after it was noticed.
type PinError struct{ What string }

func (e *PinError) Error() string { return e.What + ": the run ends here, and nothing more was sent" }

// pin holds a run to its plan.
type pin struct {
	plan   *Plan
	client *iamclient.Client

	mu      sync.Mutex
	checked time.Time // when the policy was last read
}

// policyChecks is how often the policy is read again while a run goes on.
const policyChecks = 10 * time.Second

// check reads whose the credentials are, and the policy.
func (p *pin) check(ctx context.Context) error {
	policy := make(chan error, 1)
	go func() { policy <- p.checkPolicy(ctx) }() // at the same time
	now, err := p.client.Identity(ctx)
	policyErr := <-policy
	switch {
	case err != nil:
		return err
	case !now.Same(p.plan.Caller):
		return &PinError{fmt.Sprintf("the plan was made by %s in account %s, and the credentials are those of %s in account %s",
			p.plan.Caller.Name, p.plan.Caller.Account, now.Name, now.Account)}
	}
	return policyErr
}

// checkPolicy is an error where another password policy is in force than was planned with. Where it could not be read for
// the plan, it is not looked at.
func (p *pin) checkPolicy(ctx context.Context) error {
	planned := p.plan.Policy.Fingerprint()
	if planned == "" || !p.plan.Operation.usesPolicy() {
		return nil
	}
	p.mu.Lock()
	p.checked = time.Now()
	p.mu.Unlock()
	now, err := p.client.PasswordPolicy(ctx)
	if err != nil {
		return err
	}
	if now.Fingerprint() != planned {
		return &PinError{"the account's password policy was changed since the plan was made"}
	}
	return nil
}

// due tells, to one caller at a time, that the policy is to be read again.
func (p *pin) due() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if time.Since(p.checked) < policyChecks {
		return false
	}
	p.checked = time.Now()
	return true
}

// renewal has credentials renewed once for all who have found them expired.
type renewal struct {
	mu    sync.Mutex
	times int // so far
	busy  bool
}

func expired(kind iamclient.Kind) bool {
	switch kind {
	case iamclient.KindExpired, iamclient.KindInvalidToken, iamclient.KindMFA, iamclient.KindCredentials:
		return true
	default:
		return false
	}
}

// generation is how often credentials were renewed so far.
func (r *renewal) generation() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.times
}

// begins tells whether the caller is the one who renews the credentials, which have expired since that generation.
func (r *renewal) begins(generation int) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.busy || r.times > generation {
		return false
	}
	r.busy = true
	return true
}

func (r *renewal) ends() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.times++
	r.busy = false
}

// renew renews the credentials, and sees to it that they are the same caller's.
func (r *Run) renew(ctx context.Context, why error) error {
	if r.cfg.Renew == nil {
		return why
	}
	if err := r.cfg.Renew(ctx, why); err != nil {
		if ctx.Err() != nil {
			return ErrStopped
		}
		return err
	}
	r.cfg.Client.Follow() // it may be of the plan alone, and another one was renewed
	return r.pin.check(ctx)
}
