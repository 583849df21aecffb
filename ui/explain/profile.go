package explain

import (
	"errors"

	"iampasswd/iamclient"
	"iampasswd/ui/text"
)

// Unusable explains why a profile cannot be switched to.
func Unusable(err error, in Context) Problem {
	profile := text.Clean(in.Profile)
	unknown, isUnknown := errors.AsType[*iamclient.UnknownProfileError](err)
	switch {
	case errors.Is(err, iamclient.ErrNoCredentials):
		return Problem{
			Title:  "The profile " + profile + " has no credentials.",
			Remedy: "Give it some in another window: `aws configure" + profileFlag(in.Profile) + "`, or `aws configure sso" + profileFlag(in.Profile) + "`. Then " + in.Again + " tries again.",
		}
	case isUnknown:
		return Problem{Title: "The AWS configuration has no profile " + text.Clean(unknown.Profile) + " any longer.", Remedy: "esc goes back; a reads the profiles again."}
	}
	if _, asked := errors.AsType[*iamclient.Error](err); !asked {
		return Problem{Title: "The settings of the profile " + profile + " cannot be used.", Remedy: "Correct them in another window, then " + in.Again + " tries again.", Detail: text.Clean(err.Error())}
	}
	p := Error(err, in)
	if iamclient.KindOf(err) == iamclient.KindNetwork {
		p.Title = "AWS could not be reached."
	}
	return p
}
