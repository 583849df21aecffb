package ui

import (
	"slices"
	"time"

	"iampasswd/iamclient"
	"iampasswd/ui/explain"
)

// submit checks what can be checked here and sends. A rule that a verified policy leaves unmet stops the first try
// only: AWS has the last word.
func (f *form) submit() action {
	if f.send.active() {
		return nil
	}
	f.refusals = nil
	if slices.ContainsFunc(f.fields(), f.incomplete) {
		return nil
	}
	switch {
	case f.operation == changeOwn && f.old.secret.Len() == 0:
		f.refuse(fieldOld, "Type your current password.")
		return nil
	case f.password.secret.Len() == 0:
		f.refuse(fieldNew, "Type a new password, or ctrl+g generates one.")
		return nil
	case f.again.secret.Len() == 0:
		f.refuse(fieldAgain, "Type the new password again.")
		return nil
	case !f.password.secret.Equal(&f.again.secret):
		f.refuse(fieldAgain, "The two passwords are not the same.")
		return nil
	case f.policy != nil && f.policy.Verified() && !f.policy.Accepts(&f.password.secret) && !f.sure.unmet:
		f.refuse(f.focus, "The policy asks for "+broken(f.policy, &f.password.secret)+". enter again sends it all the same.")
		f.sure.unmet = true
		return nil
	}
	f.problem = nil
	return submit{change{
		operation:      f.operation,
		user:           f.user.Name,
		password:       f.password.secret.Clone(),
		oldPassword:    f.old.secret.Clone(),
		resetRequired:  f.resetRequired,
		revoke:         f.revoke && f.operation == resetPassword,
		earlierUnknown: f.unknown,
		renew:          f.renew,
	}}
}

// finished takes the outcome of the change.
func (f *form) finished(err error, p *explain.Problem, now time.Time) action {
	began := f.send.began
	f.send.stop()
	f.problem, f.ended = p, err
	if err == nil {
		return handOver{f.send.id, result{
			user: f.user, operation: f.operation, resetRequired: f.resetRequired,
			password: f.password.secret.Clone(), dark: f.dark(),
			at: now, took: now.Sub(began), revoked: f.revoke && f.operation == resetPassword, unrevoked: f.unmade,
			lockedOut: f.lockedOut(),
		}}
	}
	return f.failed(err)
}

// lockedOut is what is to be done about a user who must create a new password and may not; empty where nothing is.
func (f *form) lockedOut() string {
	if f.operation == changeOwn || !f.resetRequired || lockOut(f.policy, f.access) != iamclient.Yes {
		return ""
	}
	if by, denied := denial(f.access); denied {
		return by + " denies it"
	}
	return f.user.unlockedBy()
}

// failed decides what the next Enter does.
func (f *form) failed(err error) action {
	kind := iamclient.KindOf(err)
	f.renew = explain.NeedsRenewal(kind)
	if iamclient.MayHaveSucceeded(err) {
		f.unknown, f.focus = true, fieldButton
		return refused{kind, f.user}
	}
	switch kind {
	case iamclient.KindPolicyViolation:
		f.focus = fieldNew
	case iamclient.KindNoLoginProfile, iamclient.KindNoSuchEntity:
		f.operation, f.focus = createProfile, fieldButton
	case iamclient.KindAlreadyExists:
		f.operation, f.focus = resetPassword, fieldButton
	case iamclient.KindDenied:
		switch {
		case f.operation == changeOwn:
			f.focus = fieldOld
		case f.user.self:
			f.operation, f.focus = changeOwn, fieldOld
		}
	default:
		f.focus = fieldButton
	}
	return refused{kind, f.user}
}

// outcome says how the change ended, for an operator who stopped watching it.
func (f *form) outcome() notice {
	switch {
	case f.ended == nil && f.unmade != nil:
		return notice{f.operation.done() + " for " + f.user.name() + ", but the sessions were not revoked.", explain.Warn}
	case f.ended == nil:
		return notice{f.operation.done() + " for " + f.user.name() + ".", explain.Good}
	case f.unknown:
		return notice{"Outcome unknown for " + f.user.name() + ".", explain.Warn}
	}
	return notice{"Not changed for " + f.user.name() + ".", explain.Bad}
}
