package plain

import (
	"iampasswd/iamclient"
	"iampasswd/ui/explain"
	"iampasswd/ui/text"
)

// tell prints a problem: what happened, what to do, and AWS's own words.
func (c *conversation) tell(what explain.Problem) {
	for _, line := range []string{what.Title, what.Remedy} {
		if line != "" {
			c.say(line)
		}
	}
	if what.Detail != "" {
		c.say("AWS says: " + what.Detail)
	}
}

// policyWords are the rules that a password is to keep.
func policyWords(policy iamclient.Policy) []string {
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
