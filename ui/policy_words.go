package ui

import (
	"strings"

	"iampasswd/iamclient"
	"iampasswd/ui/text"
)

// policyFact is one thing that a policy says.
type policyFact struct {
	name, is string
	means    string // what follows from it, where that is not plain
	risky    bool   // what follows may not be wanted
}

// policyFacts put a policy into words, in the order in which it matters to who sets a password.
func policyFacts(p iamclient.Policy) []policyFact {
	expiry := policyFact{name: "Expiry", is: "never"}
	if p.MaxAgeDays > 0 {
		expiry.is = "after " + text.Counted(p.MaxAgeDays, "day")
		expiry.means = "Then the user sets a new one at sign-in."
	}
	if p.MaxAgeDays > 0 && p.HardExpiry {
		expiry.is += ", hard"
		expiry.means, expiry.risky = "Locked out then, until an administrator resets it. "+
			"Who has access keys and iam:ChangePassword can still change it.", true
	}
	reuse := policyFact{name: "Reuse", is: "any earlier password may come back"}
	if p.ReusePrevention > 0 {
		reuse.is = "none of the last " + text.Counted(p.ReusePrevention, "password")
	}
	own := policyFact{name: "Own change", is: "every user may change their own password", means: "A forced change works for everyone."}
	if !p.UsersMayChange {
		own.is = "only users with iam:ChangePassword"
		own.means, own.risky = "A forced change locks out everyone else.", true
	}
	needs := policyFact{name: "Needs", is: kindsNeeded(p)}
	switch {
	case p.ThreeOfFour:
		needs.means = "Not the account's name or e-mail."
	case p.WeakerThanDefault():
		needs.means, needs.risky = "Weaker than the AWS default.", true
	}
	return []policyFact{
		{name: "Length", is: text.Counted(p.MinLength, "character") + " or more"},
		needs, expiry, reuse, own,
	}
}

func kindsNeeded(p iamclient.Policy) string {
	if p.ThreeOfFour {
		return "three of: upper, lower, number, symbol"
	}
	var kinds []string
	for _, k := range []struct {
		required bool
		name     string
	}{{p.RequireUppercase, "uppercase"}, {p.RequireLowercase, "lowercase"}, {p.RequireNumbers, "number"}, {p.RequireSymbols, "symbol"}} {
		if k.required {
			kinds = append(kinds, k.name)
		}
	}
	if len(kinds) == 0 {
		return "nothing: any characters will do"
	}
	return strings.Join(kinds, ", ")
}

const (
	weakerThanDefault = "Weaker than the AWS default, which asks for 8 characters and three of the four kinds."
	// bareIsWeaker and threeOfFour are what has to be known before an account gets a policy of its own.
	bareIsWeaker      = "A custom policy with nothing set is weaker than the AWS default: 6 characters, nothing required."
	threeOfFour       = "A custom policy cannot ask for three kinds of four, as the AWS default does: this names them."
	nothingButDefault = "From then on the AWS default holds: 8 characters or more, three of the four kinds, not the account's name or " +
		"e-mail. Passwords never expire."
)

// policyWarnings say what a change of the policy brings that its lines do not, the worst first. expiring says
// how many passwords that is; empty: it is not known.
func policyWarnings(from, to iamclient.Policy, expiring string) []string {
	var warnings []string
	warn := func(when bool, text string) {
		if when {
			warnings = append(warnings, text)
		}
	}
	warn(from.UsersMayChange && !to.UsersMayChange,
		"Forced changes lock out every user without the permission iam:ChangePassword.")
	warn(to.HardExpiry && to.MaxAgeDays > 0,
		"Hard expiry: expired users are locked out until an administrator resets them. "+
			"Who has access keys and iam:ChangePassword can still change it.")
	warn(to.HardExpiry && to.MaxAgeDays == 0, "Hard expiry does nothing without a maximum age.")
	warn(shortens(from, to), "Enforced at once for every password older than "+text.Counted(to.MaxAgeDays, "day")+expiring+".")
	warn(to.WeakerThanDefault(), weakerThanDefault)
	return warnings
}

// shortens tells whether passwords expire earlier than before, or at all.
func shortens(from, to iamclient.Policy) bool {
	return to.MaxAgeDays > 0 && (from.MaxAgeDays == 0 || to.MaxAgeDays < from.MaxAgeDays)
}

// weakerNow names what a change weakens; empty where nothing.
func weakerNow(from, to iamclient.Policy) string {
	var settings []string
	for _, c := range from.Changes(to) {
		if c.Strictness == iamclient.Weaker {
			settings = append(settings, c.Setting)
		}
	}
	if len(settings) == 0 {
		return ""
	}
	return "Weaker than now: " + strings.Join(settings, ", ") + "."
}
