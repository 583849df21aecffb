package ui

import (
	"iampasswd/iamclient"
	"iampasswd/ui/text"
)

// mayChangeOwn is whether a user may change their own password. The account's password policy can allow it to every user,
// and a policy of the user to this one. An explicit Deny overrides both. access is nil where nothing of the user was read.
func mayChangeOwn(policy *iamclient.Policy, access *iamclient.Access) iamclient.Known {
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

// lockOut is whether being made to create a new password locks a user out: they must, and may not. Where the account's
// policy could not be read, nothing speaks for that.
func lockOut(policy *iamclient.Policy, access *iamclient.Access) iamclient.Known {
	switch mayChangeOwn(policy, access) {
	case iamclient.Yes:
		return iamclient.No
	case iamclient.No:
		return iamclient.Yes
	}
	if policy == nil || !policy.Verified() {
		return iamclient.No
	}
	return iamclient.Unknown
}

// denial names the policy that denies a user iam:ChangePassword explicitly; ok is false where none is known to.
func denial(access *iamclient.Access) (policy string, ok bool) {
	if access == nil || access.MayChange.Err != nil || !access.MayChange.Value.Denied {
		return "", false
	}
	if by := text.Clean(access.MayChange.Value.DeniedBy); by != "" {
		return "the policy " + by, true
	}
	return "a policy", true
}

// lockOutWarning is the one line about a user who may not be able to create the new password that they are asked for.
const lockOutWarning = "! lock-out risk: the policy does not let users do so"

// lockOutText warns, in one line of at most w cells, that a forced change locks the user out; empty where it does not.
func lockOutText(user target, policy *iamclient.Policy, access *iamclient.Access, w int) string {
	switch lockOut(policy, access) {
	case iamclient.No:
		return ""
	case iamclient.Unknown:
		return lockOutWarning
	}
	if by, denied := denial(access); denied {
		return text.Fit("! the user may not, and is locked out: "+by+" denies it", w)
	}
	return "! the user may not, and is locked out" + text.If(w >= 70, ": "+user.unlockedBy())
}
