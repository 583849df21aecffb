package iamclient

import (
	"context"
	"strings"
	"sync"
	"time"

	"iampasswd/iamclient/history"
)

// VerifiedFor is how long it counts that a caller was verified.
const VerifiedFor = 15 * time.Minute

// verifications are the users whose callers were verified, by when. They live as long as the client. The nil value has none.
type verifications struct {
	mu sync.Mutex
	at map[verified]time.Time
}

// verified is a user of an account, whose name is in lower case, as IAM compares names.
type verified struct{ account, user string }

func (v *verifications) add(of verified, at time.Time) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.at == nil {
		v.at = map[verified]time.Time{}
	}
	v.at[of] = at
}

// since returns when it was; the zero time where that is too long ago, or never was.
func (v *verifications) since(of verified, now time.Time) time.Time {
	if v == nil {
		return time.Time{}
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if at, ok := v.at[of]; ok && now.Sub(at) < VerifiedFor {
		return at
	}
	return time.Time{}
}

// Verified tells when AWS took two codes of the user's MFA device from this client, by [ResyncMFADevice]: the person who reads
// them out holds the device. It is the zero time after [VerifiedFor], and where it is not known whose account this is.
func (c *Client) Verified(user string) time.Time {
	of, ok := c.verifying(user)
	if !ok {
		return time.Time{}
	}
	return c.verified.since(of, time.Now())
}

// verifying is the user in the account that requests go to; ok is false where that account is not known.
func (c *Client) verifying(user string) (of verified, ok bool) {
	if c.author != nil && c.author.meant != nil {
		return verified{c.author.meant.Account, strings.ToLower(user)}, true
	}
	known := c.session.Load().callers.known.Load()
	if known == nil || user == "" {
		return verified{}, false
	}
	return verified{known.Account, strings.ToLower(user)}, true
}

// learnVerified notes that the caller was verified, where a change shows that.
func (c *Client) learnVerified(what Change, err error) {
	if of, ok := c.verifying(what.User); ok && err == nil && what.Operation == OpResyncMFADevice {
		c.verified.add(of, time.Now())
	}
}

// verifiedBy is by what the caller was verified, for the history; empty: by nothing that is known here.
func (c *Client) verifiedBy(what Change) history.Verification {
	if what.User == "" || c.Verified(what.User).IsZero() {
		return ""
	}
	return history.ByMFA
}

// GivesAccess tells whether somebody may get in by the change who could not before: a password is set, a forced change is
// taken back, an MFA device is taken away, a policy is attached, or sessions are restored. That is what a guard rail
// can ask to verify the caller for. One's own password is exempt.
func (c Change) GivesAccess() bool {
	switch c.Operation {
	case OpUpdateLoginProfile:
		return c.Password != nil || c.ResetRequired != nil && !*c.ResetRequired
	case OpCreateLoginProfile, OpDeactivateMFADevice, OpAttachUserPolicy, OpDeleteUserPolicy:
		return true
	}
	return false
}

// NeedsVerification tells whether the guard rails let the change of a user be made only once the caller was verified, and
// that has not happened, or was too long ago. For a user without a device that shows codes, a reason does as well.
func (c *Client) NeedsVerification(what Change) bool {
	return what.GivesAccess() && c.opts.Rails.AsksForVerification() && c.Verified(what.User).IsZero()
}

// guardCaller refuses a change where the caller has to be verified first, after reading whether that is possible.
//
// AWS operation: ListMFADevices.
func (c *Client) guardCaller(ctx context.Context, what Change, reason string) error {
	if !c.NeedsVerification(what) {
		return nil
	}
	devices, err := c.MFADevices(ctx, what.User)
	switch KindOf(err) {
	case KindNoSuchEntity, KindNoSuchUser:
		return nil // as the change will tell
	case KindDenied:
		return c.opts.Rails.Unverified("it cannot be told whether the caller can be verified, for you lack iam:ListMFADevices")
	}
	if err != nil {
		return err
	}
	for _, d := range devices {
		if d.ShowsCodes() {
			return c.opts.Rails.Unverified("verify the caller first, with Y in iampasswd: " + what.User + " has an MFA device that shows codes")
		}
	}
	if strings.TrimSpace(reason) == "" {
		return c.opts.Rails.Unverified(what.User + " has no MFA device that shows codes, so a reason is required instead")
	}
	return nil
}
