package ui

import (
	"errors"

	"iampasswd/iamclient"
	"iampasswd/ui/change"
	"iampasswd/ui/explain"
)

// policyProblem puts the error of a change of the policy into words. p is what is said of such an error where it is
// about a user.
func policyProblem(err error, p explain.Problem) explain.Problem {
	asked, isAsked := errors.AsType[*change.PolicyError](err)
	e, answered := errors.AsType[*iamclient.Error](err)
	_, elsewhere := errors.AsType[otherAccountError](err)
	switch {
	case elsewhere:
		p.Remedy = "See on top which account it is now. esc goes back; p then shows the policy of that account."
	case isAsked && asked.Sent == nil:
		p.Title = "The policy has changed since, so nothing was sent."
		p.Remedy = "Above is what your change does now. Check it and confirm again."
	case !answered:
	case isAsked:
		p.Title = "The answer was lost. The policy now reads as above: your change was not made, or does not show yet."
		p.Remedy = "enter reads the policy again, and sends your change if it is still missing."
	case e.EarlierMayHaveSucceeded:
		p.Title = "Unknown outcome: the request was sent, no answer came, and the policy cannot be read."
		p.Remedy = "enter reads the policy first, and sends your change if it is still missing."
	case e.Op == "GetAccountPasswordPolicy" && e.Kind != iamclient.KindCanceled:
		p.Title = "The policy could not be read before sending, so nothing was sent. " + p.Title
	}
	return p
}
