package explain

import (
	"strings"

	"iampasswd/iamclient"
	"iampasswd/ui/text"
)

// AtPrompt puts an error into words as the screens do, but for what these say of their keys and fields.
func AtPrompt(err error, in Context) Problem {
	p := Error(err, in)
	if remedy, ok := promptRemedy(err, in); ok {
		p.Remedy = remedy
	}
	p.Remedy = text.Capital(p.Remedy)
	p.Detail = strings.ReplaceAll(p.Detail, " · ", ", ")
	return p
}

// promptRemedy is what to do about an error at a prompt, where that is not what the screens say.
func promptRemedy(err error, in Context) (remedy string, other bool) {
	kind := iamclient.KindOf(err)
	if in.NoPassword {
		switch kind {
		case iamclient.KindNoLoginProfile, iamclient.KindNoSuchEntity, iamclient.KindCanceled:
			return "", true
		case iamclient.KindNoSuchUser:
			return "Check the spelling of the name with the caller.", true
		}
		return "", false
	}
	if iamclient.MayHaveSucceeded(err) {
		switch kind {
		case iamclient.KindPolicyViolation, iamclient.KindAlreadyExists, iamclient.KindDenied:
			return "Let " + in.User + " try to sign in with this password. Keep it until you know.", true
		}
		return "Sending the same again does no harm. Keep the password until you know.", !NeedsRenewal(kind)
	}
	switch kind {
	case iamclient.KindPolicyViolation:
		return "Nothing was changed. The password is asked for again.", true
	case iamclient.KindNoLoginProfile, iamclient.KindNoSuchEntity:
		return "One can be created, with the password that you gave.", true
	case iamclient.KindAlreadyExists:
		return "It can be reset, with the password that you gave.", true
	case iamclient.KindNoSuchUser:
		return "Check the spelling of the name with the caller.", true
	case iamclient.KindCanceled:
		return "", true
	case iamclient.KindDenied:
		if in.Self && AsIAM(err).Op == "UpdateLoginProfile" {
			return "You can change it with your current password (iam:ChangePassword).", true
		}
	}
	return "", false
}
