package directory

import (
	"slices"

	"iampasswd/iamclient"
	"iampasswd/ui/text"
)

// MayChangeOwn is whether a user may change their own password.
func MayChangeOwn(user User) iamclient.Known {
	return iamclient.MayChangeOwn(user.Account.Policy(), mayChange(user))
}

// mayChange is what the user's policies say, nil where they have not been read.
func mayChange(user User) *iamclient.Read[iamclient.OwnPassword] {
	if access := user.Live(); access != nil {
		return &access.MayChange
	}
	return nil
}

// Forced is what it means for a user to have to choose a new password at next sign-in. The form, the remedies, the
// verdicts, the hand-over and plain mode all go by it.
type Forced struct {
	// LocksOut tells whether the user may not choose one, and so cannot sign in any more. It is No where the account's
	// policy could not be read, and Unknown where it is only possible.
	LocksOut iamclient.Known
	// DeniedBy is the policy that denies it explicitly, which no other policy overrides; empty: none is known to.
	DeniedBy string
	// Attached tells that IAMUserChangePassword is attached to the user already.
	Attached bool
	// Path is the user's path, where IAMUserChangePassword does not cover it: that policy names users without a path.
	Path string
}

// ForcedChange is what a forced change means for a user, as far as is known.
func ForcedChange(user User) Forced {
	f := Forced{LocksOut: iamclient.LocksOut(user.Account.Policy(), mayChange(user))}
	if user.Known && user.Path != "/" {
		f.Path = text.Clean(user.Path)
	}
	access := user.Live()
	if access == nil {
		return f
	}
	f.Attached = slices.ContainsFunc(access.Attached.Value, iamclient.AttachedPolicy.LetsChangePassword)
	if may := access.MayChange; may.Err == nil && may.Value.Denied {
		f.DeniedBy = "a policy"
		if name := text.Clean(may.Value.DeniedBy); name != "" {
			f.DeniedBy = "the policy " + name
		}
	}
	return f
}

// Stops tells that the operator chooses before a forced change is sent: it is known to lock the user out.
func (f Forced) Stops() bool { return f.LocksOut == iamclient.Yes }

// MayBeAllowed tells whether attaching IAMUserChangePassword is offered.
func (f Forced) MayBeAllowed() bool {
	return f.LocksOut != iamclient.No && f.DeniedBy == "" && !f.Attached
}

// Why says why the user may not change the password, to stand after a colon; empty where it is not known that they may not.
func (f Forced) Why() string {
	switch {
	case f.LocksOut != iamclient.Yes:
		return ""
	case f.DeniedBy != "":
		return f.DeniedBy + " denies it"
	case f.Attached && f.Path != "":
		return "IAMUserChangePassword covers no users with a path"
	case f.Attached:
		return "IAMUserChangePassword is attached, but not in force"
	}
	return "they may not change their password"
}

// Warning warns that a forced change locks the user out; empty where it does not. Demanded tells that a guard rail demands
// it.
func (f Forced) Warning(demanded bool) string {
	switch {
	case f.LocksOut == iamclient.No:
		return ""
	case f.LocksOut == iamclient.Unknown:
		return "! This may lock the user out: the policy does not let users change it."
	case demanded:
		return "! A guard rail requires it; this locks the user out: " + f.Why() + "."
	}
	return "! This would lock the user out: " + f.Why() + "."
}

// Uncovered warns that IAMUserChangePassword may not help the user; empty where it covers the user.
func (f Forced) Uncovered() string {
	return text.If(f.Path != "", "! IAMUserChangePassword covers only users without a path, not "+f.Path)
}
