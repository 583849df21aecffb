package directory

import (
	"iampasswd/iamclient"
	"iampasswd/ui/text"
)

// MayChangeOwn is whether a user may change their own password. The account's password policy can allow it to every user,
// and a policy of the user to this one. An explicit Deny overrides both.
func MayChangeOwn(user User) iamclient.Known {
	policy, access := user.Account.Policy(), user.Live()
	read := access != nil && access.MayChange.Err == nil
	known := policy != nil && policy.Verified()
	switch {
	case read && access.MayChange.Value.Denied:
		return iamclient.No
	case known && policy.UsersMayChange:
		return iamclient.Yes
	case read && access.MayChange.Value.Allowed == iamclient.Yes:
		return iamclient.Yes
	case read && known:
		return access.MayChange.Value.Allowed
	}
	return iamclient.Unknown
}

// LockOut is whether a forced change locks a user out: they must choose a new password, and may not. It is No where the
// account's policy could not be read.
func LockOut(user User) iamclient.Known {
	switch MayChangeOwn(user) {
	case iamclient.Yes:
		return iamclient.No
	case iamclient.No:
		return iamclient.Yes
	}
	if policy := user.Account.Policy(); policy == nil || !policy.Verified() {
		return iamclient.No
	}
	return iamclient.Unknown
}

// Denial names the policy that denies a user iam:ChangePassword explicitly; ok is false where none is known to.
func Denial(user User) (policy string, ok bool) {
	access := user.Live()
	if access == nil || access.MayChange.Err != nil || !access.MayChange.Value.Denied {
		return "", false
	}
	if by := text.Clean(access.MayChange.Value.DeniedBy); by != "" {
		return "the policy " + by, true
	}
	return "a policy", true
}

// lockOutWarning is the one line about a user who may not be able to create the new password that they are asked for.
const lockOutWarning = "! This may lock the user out: the policy does not let users change it."

// LockOutText warns, in one line of at most w cells, that a forced change locks the user out; empty where it does not.
func LockOutText(user User, w int) string {
	switch LockOut(user) {
	case iamclient.No:
		return ""
	case iamclient.Unknown:
		return lockOutWarning
	}
	if by, denied := Denial(user); denied {
		return text.Fit("! This would lock the user out: "+by+" denies it.", w)
	}
	return "! This would lock the user out: they may not change their password."
}
