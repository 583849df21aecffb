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
	// Parts do not depend on each other: each is made, whatever became of the one before. Where there are some, there are no
	// Steps.
	Parts []Part
	// Renew asks to read the credentials again before anything is sent.
	Renew  bool
	Reason string
	// Policy is the change of the account's password policy. Where it is set, there are no Steps.
	Policy *Policy
}

// Outcome is what became of a change.
type Outcome struct {
	Made int // how many of the steps AWS has accepted; of Parts, in this try
	// Err is an *iamclient.Error, or a *PolicyError; nil: all of it was made. Of several Parts that failed, it is what
	// stopped the run, or else the error of the first.
	Err error
	// Parts is what became of each part, up to the one that stopped the run.
	Parts []Outcome
	// Policy is in force now, where the change was one of the policy and that is known.
	Policy *iamclient.Policy
}

// Account is the account that the change belongs to.
func (c *Change) Account() directory.View { return c.User.Account }

// Wipe wipes the passwords, and the codes of an MFA device.
func (c *Change) Wipe() {
	for _, step := range c.Steps {
		step.Wipe()
	}
}

// Unverified tells whether a guard rail wants the caller verified first, and that has not happened.
func (c *Change) Unverified() bool {
	return slices.ContainsFunc(c.Steps[min(c.Made, len(c.Steps)):], c.Account().Client().NeedsVerification)
}

// Begin settles as whom the change is made, the caller that the operator has agreed to, and with which credentials. The
// function that it returns makes the steps that have not been made, one after the other. It ends with the first step that
// fails, but for Parts, and with its context as far as nothing is under way, and waits out EntityTemporarilyUnmodifiable.
// Each request and each pause is told to observe, and the end of each part, on the goroutine of that function, which reads
// nothing else of the account.
func (c *Change) Begin(observe func(Progress)) (run func(context.Context) Outcome) {
	apart := &parts{parts: c.Parts, observe: observe}
	sequence := c.Account().Client().Begin(iamclient.ChangeOptions{
		Reason: c.Reason, Caller: c.Account().Confirmed(), RetryUnmodifiable: true, Observe: apart.observed,
	})
	made, steps, unsure, policy := c.Made, c.Steps, c.unsure(), c.Policy
	switch {
	case policy != nil:
		return func(ctx context.Context) Outcome {
			now, err := policy.replace(ctx, sequence)
			return Outcome{Err: err, Policy: now}
		}
	case c.Parts != nil:
		apart.sequence = sequence
		return apart.run
	}
	return func(ctx context.Context) Outcome { return makeSteps(ctx, sequence, steps, made, unsure) }
}

// unsure is the step of which an earlier try may have succeeded; -1 where there is none.
func (c *Change) unsure() int {
	if !c.EarlierUnknown {
		return -1
	}
	setsPassword := func(step iamclient.Change) bool { return step.Password != nil }
	return max(c.Made, slices.IndexFunc(c.Steps, setsPassword))
}
