package change

import (
	"context"
	"slices"

	"iampasswd/iamclient"
	"iampasswd/ui/directory"
)

// Change is everything that one change needs. The passwords in its steps are its own, and wiped when it has been made.
type Change struct {
	User  directory.User // whom it is for; of a policy, the account alone
	Steps []iamclient.Change
	// Made is how many of the steps AWS has accepted in earlier tries.
	Made int
	// EarlierUnknown tells that an earlier try may have succeeded, whose answer got lost: of the step that sets a password,
	// and where none does, of the next one.
	EarlierUnknown bool
	// Renew asks to read the credentials again before anything is sent.
	Renew  bool
	Reason string
	// Policy is the change of the account's password policy. Where it is set, there are no Steps.
	Policy *Policy
}

// Outcome is what became of a change.
type Outcome struct {
	Made int   // how many of the steps AWS has accepted
	Err  error // an *iamclient.Error, or a *PolicyError; nil: all of it was made
	// Policy is in force now, where the change was one of the policy and that is known.
	Policy *iamclient.Policy
}

// Account is the account that the change belongs to.
func (c *Change) Account() directory.View { return c.User.Account }

// Wipe wipes the passwords.
func (c *Change) Wipe() {
	for _, step := range c.Steps {
		step.Password.Wipe()
		step.OldPassword.Wipe()
	}
}

// Begin settles as whom the change is made, the caller that the operator has agreed to, and with which credentials. The
// function that it returns makes the steps that have not been made, one after the other. It ends with the first step that
// fails, and with its context as far as nothing is under way, and waits out EntityTemporarilyUnmodifiable. Each request and
// each pause is told to observe, on the goroutine of that function, which reads nothing else of the account.
func (c *Change) Begin(observe func(iamclient.Progress)) (run func(context.Context) Outcome) {
	sequence := c.Account().Client().Begin(iamclient.ChangeOptions{
		Reason: c.Reason, Caller: c.Account().Confirmed(), RetryUnmodifiable: true, Observe: observe,
	})
	made, steps, unsure, policy := c.Made, c.Steps, c.unsure(), c.Policy
	if policy != nil {
		return func(ctx context.Context) Outcome {
			now, err := policy.replace(ctx, sequence)
			return Outcome{Err: err, Policy: now}
		}
	}
	return func(ctx context.Context) Outcome {
		for i := made; i < len(steps); i++ {
			if i == unsure {
				sequence.Unsure()
			}
			if _, err := sequence.Make(ctx, steps[i]); err != nil {
				return Outcome{Made: i, Err: err}
			}
		}
		return Outcome{Made: len(steps)}
	}
}

// unsure is the step of which an earlier try may have succeeded; -1 where there is none.
func (c *Change) unsure() int {
	if !c.EarlierUnknown {
		return -1
	}
	setsPassword := func(step iamclient.Change) bool { return step.Password != nil }
	return max(c.Made, slices.IndexFunc(c.Steps, setsPassword))
}
