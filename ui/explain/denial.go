package explain

import (
	"errors"

	"iampasswd/iamclient"
	"iampasswd/ui/text"
)

// denied names what is missing, and says whether asking for it would help.
func denied(e *iamclient.Error, in Context) (title, remedy string) {
	if e.Op == "ChangePassword" {
		return "AWS refuses: " + text.Sentence(e.Message),
			"Check the current password. If it is right, you may be missing iam:ChangePassword."
	}
	action := e.Action()
	title = "Access denied: " + who(in.Caller) + " is missing " + action + "."
	if in.Self && e.Op == "UpdateLoginProfile" {
		return "You may not reset your own password (" + action + ").",
			"Type your current password above, then press Enter: this uses iam:ChangePassword."
	}
	if e.Op == "AssumeRole" {
		return "Access denied: the role cannot be assumed.", "Ask whether the account has the role, and whether its trust policy admits " + who(in.Caller) + "."
	}
	if remedy := denialRemedy(e.Denial()); remedy != "" {
		return "Access denied: " + who(in.Caller) + " is denied " + action + ".", remedy
	}
	return title, "Ask for: " + statement(action, in)
}

// missing is the statement that a refusal says is missing; empty where none is, or none would help.
func missing(e *iamclient.Error, in Context) string {
	if e.Kind != iamclient.KindDenied || e.Op == "ChangePassword" || e.Op == "AssumeRole" || denialRemedy(e.Denial()) != "" {
		return ""
	}
	return statement(e.Action(), in)
}

// deniedAction is the permission that an error says is missing.
func deniedAction(err error) string {
	e, ok := errors.AsType[*iamclient.Error](err)
	switch {
	case !ok:
		return "read it"
	case e.Op == "AssumeRole":
		return "assume the role"
	}
	return e.Action()
}

// AskForSignIns is the statement that lets the caller see sign-in attempts.
const AskForSignIns = `Ask for: {"Effect":"Allow","Action":"cloudtrail:LookupEvents","Resource":"*"}, the statement SeeSignIns of "iampasswd permissions".`

// denialRemedy says, of what refuses besides the lack of an Allow, that asking for one is in vain; empty: it is not.
func denialRemedy(d iamclient.Denial) string {
	switch d {
	case iamclient.DenialExplicit:
		return "An identity-based policy denies it explicitly, so no Allow will help: ask the owner of that policy."
	case iamclient.DenialSCP:
		return "A service control policy of the organization denies it, so no Allow will help: ask its administrators."
	case iamclient.DenialRCP:
		return "A resource control policy of the organization denies it, so no Allow will help: ask its administrators."
	case iamclient.DenialBoundary:
		return "Your permissions boundary denies it, so no Allow will help unless the boundary is widened."
	case iamclient.DenialSession:
		return "The policy of your session denies it, so no Allow will help: get a session without that policy."
	case iamclient.DenialOwnSession:
		return "It is not the role that denies it, but the session policy that iampasswd adds: --no-session-policy leaves that out."
	case iamclient.DenialEndpoint:
		return "The policy of the VPC endpoint denies it, so no Allow will help: ask the owner of the endpoint."
	}
	return ""
}

// Region says in a few words why something could not be read in a Region. Where others could be, credentials that are
// refused mean that the Region is not enabled.
func Region(err error, othersRead bool) string {
	if othersRead && iamclient.KindOf(err) == iamclient.KindInvalidToken {
		return "it does not know your credentials: perhaps it is not enabled for the account"
	}
	return Unread(err)
}

// Unread says in a few words why something could not be read.
func Unread(err error) string {
	if err == nil {
		return "AWS did not say"
	}
	switch iamclient.KindOf(err) {
	case iamclient.KindDenied:
		return "you may not " + deniedAction(err)
	case iamclient.KindThrottled:
		return "AWS is throttling"
	case iamclient.KindNetwork:
		return "AWS could not be reached"
	case iamclient.KindExpired, iamclient.KindMFA, iamclient.KindInvalidToken, iamclient.KindCredentials:
		return "your AWS session has to be renewed"
	case iamclient.KindOtherCaller:
		return "the AWS credentials are somebody else's now: r reads again"
	}
	if code := AsIAM(err).Code; code != "" {
		return "AWS answers " + text.Clean(code)
	}
	return "AWS failed on its side"
}
