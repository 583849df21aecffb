package plain

import (
	"strings"
	"time"

	"iampasswd/iamclient"
	"iampasswd/ui/change"
	"iampasswd/ui/explain"
	"iampasswd/ui/reset"
	"iampasswd/ui/text"
)

// sameCaller reads the credentials again where that is needed, and asks before a password is sent with other ones than the
// operator knows of.
func (c *conversation) sameCaller() error {
	for c.draft.Renews() {
		identity, err := c.identity(true)
		if c.ctx.Err() != nil {
			return c.ctx.Err()
		}
		if err != nil {
			if err := c.recover(err); err != nil {
				return err
			}
			continue
		}
		c.draft.Renewed()
		if !identity.Same(c.account.Identity()) {
			c.become(identity)
		}
	}
	if c.draft.User.Account.Agreed() {
		return nil
	}
	c.say("The credentials are not those from before. " + c.whichAccount())
	sure, err := c.yes("Send the password with these?", false, "no drops the password, and changes nothing.")
	switch {
	case err != nil:
		return err
	case !sure:
		c.say("Nothing was sent.")
		return errBack
	}
	c.account.Confirm()
	c.draft.User.Account = c.account.View
	return nil
}

// become goes on as another principal.
func (c *conversation) become(identity iamclient.Identity) {
	c.account, _ = c.account.Identify(identity)
	c.readAlias()
	c.users = c.readUsers()
}

// meet says whose the credentials are now, where a read was stopped because they are somebody else's, and goes on as that
// principal. Where that cannot be known it says why; met is false.
func (c *conversation) meet(stopped error) (met bool) {
	if iamclient.KindOf(stopped) != iamclient.KindOtherCaller {
		return false
	}
	identity, err := c.identity(true)
	if err != nil {
		c.tell(explain.AtPrompt(err, explain.Context{Profile: c.account.Endpoint().Profile, Again: "the next name"}))
		return false
	}
	c.become(identity)
	c.say("The credentials are not those from before. " + c.whichAccount())
	return true
}

// send makes the change that the draft is, and waits for its end.
func (c *conversation) send() (took time.Duration, err error) {
	c.draft.Agree() // the operator was asked
	if refusal := c.draft.Check(); refusal != nil {
		c.say(text.Capital(refusal.Why))
		return 0, &iamclient.Error{Kind: iamclient.KindCanceled}
	}
	sent := c.draft.Change()
	defer sent.Wipe()
	sent.Reason = c.reason
	name := c.draft.User.Shown()
	run := sent.Begin(func(p change.Progress) { c.waits(p.Progress, name) })
	c.say("Sending the password for " + name + ".")
	began := time.Now()
	outcome := run(c.ctx)
	if c.draft.Took(outcome.Made) == reset.LetsOnly {
		c.say("IAMUserChangePassword is attached to " + name + ".")
	}
	return time.Since(began), outcome.Err
}

// interrupted says what is known of a change that was under way when the program was asked to end.
func (c *conversation) interrupted(took time.Duration, err error) {
	switch {
	case err == nil:
		c.accepted(took)
	case iamclient.MayHaveSucceeded(err):
		c.draft.MayBeInForce()
		c.say("The request for " + c.draft.User.Shown() + " was on its way, and its outcome will not be seen.")
	}
}

// accepted says that AWS has accepted the password.
func (c *conversation) accepted(took time.Duration) {
	result := c.draft.Result(time.Now(), took, nil)
	c.result = &result
	c.say(result.Headline() + ".")
}

// recover explains why a change was not made, and asks for what the next try needs.
func (c *conversation) recover(failed error) error {
	in := c.context(c.draft.User)
	in.NoPassword = c.draft.Allowing()
	if in.NoPassword {
		c.say("No password was sent: IAMUserChangePassword could not be attached.")
	}
	c.tell(explain.AtPrompt(failed, in))
	c.draft.Failed(failed)
	kind := iamclient.KindOf(failed)
	switch {
	case c.draft.Unknown():
		return c.keep()
	case kind == iamclient.KindCanceled:
		return errBack
	case kind == iamclient.KindPolicyViolation:
		c.readPolicy()
		for _, line := range policyWords(c.draft.Policy()) {
			c.say(line)
		}
		if err := c.takePassword(); err != nil {
			return err
		}
		return c.agree()
	case kind == iamclient.KindNoSuchUser:
		c.users = c.readUsers()
		return errBack
	case kind == iamclient.KindGuarded, kind == iamclient.KindDenied && c.draft.Way() != reset.ChangeOwn:
		return errBack
	case kind == iamclient.KindNoLoginProfile, kind == iamclient.KindNoSuchEntity, kind == iamclient.KindAlreadyExists, kind == iamclient.KindDenied:
		return c.agree()
	}
	return c.again("The password is kept.")
}

// keep asks what to do with a password that may be in force: it is not dropped before the operator says so.
func (c *conversation) keep() error {
	for {
		line, err := c.ask("Press enter to send the same again, type s to show the password, or d to drop it and go back to the users: ",
			"The password may be in force for "+c.draft.User.Shown()+". Sending the same again does no harm.")
		switch {
		case err != nil:
			return err
		case line == "":
			return nil
		case strings.EqualFold(line, "s"):
			shown, err := c.show(&c.draft.Password)
			if err != nil {
				return err
			}
			c.draft.Seen = c.draft.Seen || shown
		case strings.EqualFold(line, "d"):
			return errBack
		default:
			c.say(line + " is none of these.")
		}
	}
}
