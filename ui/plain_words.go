package ui

import (
	"strings"

	"iampasswd/iamclient"
	"iampasswd/ui/text"
)

// plainProblem puts an error into words as the screens do, but for what these say of their keys and fields.
func plainProblem(err error, s situation) problem {
	p := explain(err, s)
	if remedy, ok := plainRemedy(err, s); ok {
		p.remedy = remedy
	}
	p.remedy = text.Capital(p.remedy)
	p.detail = strings.ReplaceAll(p.detail, " · ", ", ")
	return p
}

// plainRemedy is what to do about an error at a prompt, where that is not what the screens say.
func plainRemedy(err error, s situation) (remedy string, other bool) {
	kind := iamclient.KindOf(err)
	if iamclient.MayHaveSucceeded(err) {
		switch kind {
		case iamclient.KindPolicyViolation, iamclient.KindAlreadyExists, iamclient.KindDenied:
			return "Let " + s.user + " try to sign in with this password. Keep it until you know.", true
		}
		return "Sending the same again does no harm. Keep the password until you know.", !needsRenewal(kind)
	}
	switch kind {
	case iamclient.KindPolicyViolation:
		return "Nothing was changed. The password is asked for again.", true
	case iamclient.KindNoLoginProfile, iamclient.KindNoSuchEntity:
		return "One can be created, with the password that you gave.", true
	case iamclient.KindAlreadyExists:
		return "It can be reset, with the password that you gave.", true
	case iamclient.KindNoSuchUser:
		return "Check the name with the caller.", true
	case iamclient.KindCanceled:
		return "", true
	case iamclient.KindDenied:
		if s.self && asIAM(err).Op == "UpdateLoginProfile" {
			return "With your current password you can change it, as iam:ChangePassword does.", true
		}
	}
	return "", false
}

// tell prints a problem: what happened, what to do, and AWS's own words.
func (p *plain) tell(what problem) {
	for _, line := range []string{what.title, what.remedy} {
		if line != "" {
			p.say(line)
		}
	}
	if what.detail != "" {
		p.say("AWS says: " + what.detail)
	}
}

// policyWords are the rules that a password is to keep.
func policyWords(policy *iamclient.Policy) []string {
	var rules, hidden []string
	for _, v := range policy.Check(&iamclient.Secret{}) {
		if v.State == iamclient.OnlyAWS {
			hidden = append(hidden, v.Rule)
		} else {
			rules = append(rules, v.Rule)
		}
	}
	var lines []string
	if !policy.Verified() {
		lines = append(lines, "The account's password policy could not be read; these are AWS's default rules, unverified.")
	}
	lines = append(lines, "The password needs "+text.Enumerate(rules)+".")
	if len(hidden) > 0 {
		lines = append(lines, "Only AWS can tell of these rules: "+text.Enumerate(hidden)+".")
	}
	return lines
}
