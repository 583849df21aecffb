package plain

import (
	"slices"
	"strings"

	"iampasswd/iamclient"
	"iampasswd/ui/change"
	"iampasswd/ui/directory"
	"iampasswd/ui/remedy"
)

// verifyFirst verifies the caller where a guard rail wants that before a change, and tells whether the change may go on. Of a
// user who has no device that shows codes, a reason is asked for instead.
func (c *conversation) verifyFirst(user directory.User, steps ...iamclient.Change) (ok bool, err error) {
	wanted := change.Change{User: user, Steps: steps}
	if c.unverified = wanted.Unverified(); !c.unverified || !directory.HasCodes(user.Live()) {
		return true, nil
	}
	c.say("A guard rail of your team wants the caller verified first.")
	if slices.ContainsFunc(steps, func(step iamclient.Change) bool { return step.Operation == iamclient.OpDeactivateMFADevice }) {
		c.say("For a lost phone see iampasswd help guard-rails.")
	}
	if err := c.remedy(remedy.Synchronise(), user); err != nil {
		return false, err
	}
	c.unverified = wanted.Unverified()
	return !c.unverified, nil
}

// twoCodes asks for two codes of an MFA device, one after the other. Enter alone goes back.
func (c *conversation) twoCodes(of *remedy.Case) (given bool, err error) {
	const help = "Six digits, as the caller reads them from the device. Nothing is sent yet."
	for {
		var codes [2]*iamclient.Secret
		for i, question := range []string{"The code that it shows, six digits; enter alone goes back: ", "The next code; enter alone goes back: "} {
			line, err := c.ask(question, help)
			if err != nil || line == "" {
				return false, err
			}
			codes[i] = iamclient.NewSecret(strings.Join(strings.Fields(line), ""))
		}
		if why := iamclient.CheckCodes(codes[0], codes[1]); why != "" {
			c.say(why)
			continue
		}
		of.Codes = codes
		return true, nil
	}
}
