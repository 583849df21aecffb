package reset

import (
	"fmt"
	"strings"
	"time"

	"iampasswd/iamclient"
	"iampasswd/ui/directory"
	"iampasswd/ui/explain"
	"iampasswd/ui/text"
)

// Result is a password that AWS accepted, to be handed over.
type Result struct {
	User       directory.User
	Way        Way
	MustChange bool // must choose a new password at next sign-in
	Password   *iamclient.Secret
	Unseen     bool      // generated, and neither shown nor copied nor saved yet: nobody has it but this program
	Kept       bool      // it is in the journal of a bulk run, too: it is not lost with this program
	At         time.Time // the zero time: it is not known
	Took       time.Duration
	Revoked    bool             // the sessions were to be revoked, too
	Unrevoked  *explain.Problem // why they were not; nil: they were
	Allowed    bool             // IAMUserChangePassword was attached, so that the user may change the password
}

// LocksOut tells whether the user is known to be locked out: must choose a new password, and may not.
func (r *Result) LocksOut() bool {
	return r.MustChange && r.Way != ChangeOwn && !r.Allowed && directory.ForcedChange(r.User).Stops()
}

// MayBeAllowed tells whether attaching IAMUserChangePassword is offered.
func (r *Result) MayBeAllowed() bool {
	return r.LocksOut() && directory.ForcedChange(r.User).MayBeAllowed()
}

// LockedOut says what is to be done about a user who is locked out; empty where nothing is. The key that allows it is given.
func (r *Result) LockedOut(key string) string {
	switch f := directory.ForcedChange(r.User); {
	case !r.LocksOut():
		return ""
	case !f.MayBeAllowed():
		return f.Why()
	case f.Path != "":
		return key + " may allow it"
	}
	return key + " allows it"
}

// Attached is what was attached to let the user change the password, and how to check that; empty where nothing was.
func (r *Result) Attached(key string) string {
	return text.If(r.Allowed, "IAMUserChangePassword; check with "+key)
}

// Headline says what was done, and for whom.
func (r *Result) Headline() string { return r.Way.Done() + " for " + r.User.Shown() }

// Next is what the user meets at the next sign-in.
func (r *Result) Next() string {
	switch {
	case r.Way == ChangeOwn:
		return "with the new password"
	case r.MustChange:
		return "must choose a new password"
	}
	return "keeps this password"
}

// AtRisk says that nobody has the password but this program; empty where somebody has.
func (r *Result) AtRisk() string {
	if r.Unseen && !r.Kept {
		return "The password of " + r.User.Shown() + " was neither shown nor copied nor saved, and would be lost."
	}
	return ""
}

// Message is what the user may be told in writing: everything but the password.
func (r *Result) Message() string {
	var b strings.Builder
	line := func(label, s string) {
		if s != "" {
			fmt.Fprintf(&b, "%-14s%s\n", label, s)
		}
	}
	fmt.Fprintf(&b, "Your AWS console password has been reset.\n\n")
	line("Sign-in page:", text.Clean(r.User.Account.SignInURL()))
	line("Account:", r.User.Account.ForUser())
	line("User name:", r.User.Shown())
	b.WriteString("\nYou will receive the password separately.")
	if r.Way != ChangeOwn && r.MustChange {
		b.WriteString(" When you first sign in with it, you must choose a new one.")
	}
	b.WriteString(" It can take a moment to work everywhere.\n")
	return b.String()
}

// File is the console's own file for the user, with a password of its own.
func (r *Result) File(folders []string) File {
	return File{Folders: folders, User: r.User.Name, Password: r.Password.Clone(), SignIn: r.User.Account.SignInURL()}
}
