package ui

import (
	"time"

	"iampasswd/iamclient"
	"iampasswd/iamclient/rails"
	"iampasswd/iamclient/strength"
	"iampasswd/ui/explain"
)

// shownFor is how long a password stays readable.
const shownFor = time.Minute

// field is a place in the form that the cursor can be at.
type field int

const (
	fieldOld field = iota // the caller's current password; changeOwn only
	fieldNew
	fieldAgain
	fieldReset
	fieldRevoke // resetPassword only
	fieldButton
)

// form takes a new password for one user. Its text survives every error, resize and refresh.
type form struct {
	user      target
	operation operation
	policy    *iamclient.Policy // nil until it has been read

	old, password, again secretField
	focus                field
	resetRequired        bool
	revoke               bool              // the sessions too
	skew                 string            // warns that AWS's clock differs, by which sessions are revoked; empty: it does not
	access               *iamclient.Access // what was read live of the user; nil: nothing yet
	shownUntil           time.Time
	seen                 bool // the password has been shown

	generator *generator         // what generated passwords are to be like; the whole session has one
	made      string             // what the generated password is made of, and its entropy
	strength  strength.Estimated // of the password that was typed
	context   []string           // what somebody who guesses would try first

	sure     confirmation
	unknown  bool // this very password may be in force already
	renew    bool // the credentials have to be read again before the next try
	send     sending
	problem  *explain.Problem
	refusals map[field]string // what was wrong with a field
	ended    error            // how the last try ended
	unmade   *explain.Problem // why the sessions were not revoked, where the password was set
	rails    *rails.Rails
}

// confirmation remembers what a second press of the same key confirms.
type confirmation struct{ unmet, overwrite bool }

func newForm(user target, policy *iamclient.Policy, generator *generator, context []string) *form {
	return &form{
		user: user, policy: policy, focus: fieldNew, resetRequired: true,
		generator: generator, context: append(context, user.Name, user.Path),
	}
}

func (f *form) fields() []field {
	switch f.operation {
	case changeOwn:
		return []field{fieldOld, fieldNew, fieldAgain, fieldButton}
	case resetPassword:
		return []field{fieldNew, fieldAgain, fieldReset, fieldRevoke, fieldButton}
	default:
		return []field{fieldNew, fieldAgain, fieldReset, fieldButton}
	}
}

// knows takes what was read live of the user.
func (f *form) knows(a *iamclient.Access) {
	f.access = a
	none := a.Profile.Err == nil && a.Profile.Value == nil
	if none && f.operation == resetPassword && !f.send.active() && f.problem == nil {
		f.operation = createProfile
		if f.focus == fieldRevoke {
			f.focus = fieldButton
		}
	}
}

func (f *form) takesText() bool { return true }

func (f *form) sending() *sending { return &f.send }

func (f *form) about() target { return f.user }

func (f *form) keys() keyMap {
	return formKeys(f.verb(), f.send.active(), f.problem != nil, f.generated())
}

func (f *form) shown(now time.Time) bool { return now.Before(f.shownUntil) }

// learned is what is known of the user once the password is set.
func (f *form) learned(now time.Time) standing {
	reset := f.resetRequired && f.operation != changeOwn
	return standing{console: iamclient.Yes, reset: iamclient.Knowing(reset), changed: now, at: now}
}

// typed tells whether there is anything to lose.
func (f *form) typed() bool {
	return f.old.secret.Len()+f.password.secret.Len()+f.again.secret.Len() > 0
}

// mask hides the passwords.
func (f *form) mask() { f.shownUntil = time.Time{} }

// atRisk says that leaving would lose a password that may be in force.
func (f *form) atRisk() string {
	if f.unknown {
		return "The password may be in force for " + f.user.name() + ", and would be lost."
	}
	return ""
}

func (f *form) forget() {
	for _, at := range []field{fieldOld, fieldNew, fieldAgain} {
		f.field(at).secret.Wipe()
	}
}
