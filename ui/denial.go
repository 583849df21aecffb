package ui

import (
	"errors"

	"iampasswd/iamclient"
)

// denied names what is missing, and says whether asking for it would help.
func denied(e *iamclient.Error, s situation) (title, remedy string) {
	if e.Op == "ChangePassword" {
		return "AWS refuses: " + sentence(e.Message),
			"Check the current password. Where it is right, you may lack iam:ChangePassword."
	}
	action := "iam:" + e.Op
	title = "You may not: " + who(s.caller) + " lacks " + action + "."
	if s.self && e.Op == "UpdateLoginProfile" {
		return "You may not reset your own password (" + action + ").",
			"Type your current password above, then enter: that changes it as iam:ChangePassword does."
	}
	if remedy, ok := denialRemedies[e.Denial()]; ok {
		return "You may not: " + who(s.caller) + " is denied " + action + ".", remedy
	}
	return title, "Ask for: " + statement(action, s)
}

// deniedAction is the permission that an error says is missing.
func deniedAction(err error) string {
	if e, ok := errors.AsType[*iamclient.Error](err); ok {
		return "iam:" + e.Op
	}
	return "read it"
}

// denialRemedies says, for what refuses besides the lack of an Allow, that asking for one is in vain.
var denialRemedies = map[iamclient.Denial]string{
	iamclient.DenialExplicit: "An identity-based policy denies it explicitly, so no Allow will help: ask who owns that policy.",
	iamclient.DenialSCP:      "A service control policy of the organization denies it, so no Allow will help: ask its administrators.",
	iamclient.DenialRCP:      "A resource control policy of the organization denies it, so no Allow will help: ask its administrators.",
	iamclient.DenialBoundary: "Your permissions boundary denies it, so no Allow will help unless the boundary is widened.",
	iamclient.DenialSession:  "The policy of your session denies it, so no Allow will help: get a session without that policy.",
	iamclient.DenialEndpoint: "The policy of the VPC endpoint denies it, so no Allow will help: ask who owns the endpoint.",
}
