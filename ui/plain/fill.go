package plain

import (
	"context"
	"strings"
	"unicode"

	"iampasswd/iamclient"
	"iampasswd/ui/directory"
	"iampasswd/ui/reset"
	"iampasswd/ui/text"
)

// set asks for what the draft is filled with, and sends it until that is done or given up.
func (c *conversation) set() error {
	for _, line := range policyWords(c.draft.Policy()) {
		c.say(line)
	}
	if err := c.fill(); err != nil {
		return err
	}
	for {
		if err := c.sameCaller(); err != nil {
			return err
		}
		took, err := c.send()
		switch {
		case c.ctx.Err() != nil:
			c.interrupted(took, err)
			return c.ctx.Err()
		case err == nil:
			return c.handOver(took)
		}
		if err := c.recover(err); err != nil {
			return err
		}
	}
}

// fill asks for the password and the flag, and once more whether to send them.
func (c *conversation) fill() error {
	if err := c.takePassword(); err != nil {
		return err
	}
	if c.draft.Way() != reset.ChangeOwn {
		if err := c.force(); err != nil {
			return err
		}
	}
	return c.agree()
}

// force asks whether the user must choose a new password at next sign-in, and where that locks the user out, what to do
// about it. Nobody is locked out who was not chosen to be.
func (c *conversation) force() error {
	name, forced := c.draft.User.Shown(), c.draft.Forced()
	if warning, ok := strings.CutPrefix(forced.Warning(c.draft.Demanded()), "! "); ok {
		c.say("Warning: " + warning)
	}
	for {
		must, err := c.mustReplace()
		if err != nil {
			return err
		}
		c.draft.MustChange, c.draft.LetChange = must, false
		if !must {
			return nil
		}
		if c.draft.LetChange, err = c.let(c.draft.User); err != nil {
			return err
		}
		if c.draft.LetChange || !forced.Stops() || c.draft.Demanded() {
			return nil
		}
		sure, err := c.yes(name+" would be locked out. Go on anyway?", false, "no asks again whether "+name+" must choose a new password.")
		if err != nil {
			return err
		}
		if sure {
			c.draft.Choose()
			return nil
		}
	}
}

// let asks whether a user who must choose a new password is let to, where that may help.
func (c *conversation) let(user directory.User) (bool, error) {
	forced := directory.ForcedChange(user)
	if !forced.MayBeAllowed() {
		return false, nil
	}
	if uncovered, ok := strings.CutPrefix(forced.Uncovered(), "! "); ok {
		c.say("Warning: " + uncovered + ".")
	}
	return c.yes("Let "+user.Shown()+" change it too, by attaching IAMUserChangePassword?", false,
		"yes attaches this AWS managed policy first: it lets users without a path change their own password.")
}

// readLive reads what decides whether a user can sign in.
func (c *conversation) readLive(user directory.User) {
	ctx, cancel := context.WithTimeout(c.ctx, readTime)
	defer cancel()
	access := c.account.Client().Access(ctx, user.User)
	c.account.Looked(user.Name, &access)
}

// agree repeats whom and which account it is about, and asks before anything is sent.
func (c *conversation) agree() error {
	if c.draft.Way() == reset.ChangeOwn {
		current, err := c.askUnseen("Your current password, unseen: ")
		if err != nil {
			return err
		}
		for why := reset.Unfit(current); why != ""; why = reset.Unfit(current) {
			c.say(why)
			current.Wipe()
			if current, err = c.askUnseen("Your current password, unseen: "); err != nil {
				return err
			}
		}
		c.draft.Old.Wipe()
		c.draft.Old = *current
	}
	if err := c.takeReason(); err != nil {
		return err
	}
	what := map[reset.Way]string{
		reset.Reset: "Reset the password of ", reset.Create: "Create a console password for ", reset.ChangeOwn: "Change your own password, ",
	}[c.draft.Way()] + c.draft.User.Shown() + " in " + c.account.Title()
	if c.draft.Way() != reset.ChangeOwn {
		what += map[bool]string{true: ", to be replaced at next sign-in", false: ", to be kept"}[c.draft.MustChange]
		what += text.If(c.draft.MustChange && c.draft.LetChange, ", and attach IAMUserChangePassword first")
	}
	sure, err := c.yes(what+"?", false, "yes sends it to AWS. no drops it, and changes nothing.")
	if err == nil && !sure {
		c.say("Nothing was sent.")
		err = errBack
	}
	return err
}

// takePassword asks until there is a password that can be sent.
func (c *conversation) takePassword() error {
	if c.account.Rails().TypingIsRefused() {
		c.say("A guard rail of your team takes generated passwords only.")
		_, err := c.take(&iamclient.Secret{})
		return err
	}
	for {
		first, err := c.askUnseen("New password, unseen; enter alone or g generates one, b goes back to the users: ")
		if err != nil {
			return err
		}
		taken, err := c.take(first)
		first.Wipe()
		if taken || err != nil {
			return err
		}
	}
}

// take puts what was typed into the form, if that is a password, typed twice, that nothing speaks against.
func (c *conversation) take(first *iamclient.Secret) (taken bool, err error) {
	switch {
	case first.Len() == 0, isLetter(first, 'g'):
		password := iamclient.Generate(c.draft.Policy())
		defer password.Wipe()
		c.draft.Fill(password)
		c.say("A password is generated. Nobody has seen it.")
		return true, nil
	case isLetter(first, 'b'):
		return false, errBack
	case isLetter(first, '?'):
		c.say("Type the new password, and then again; it is not shown. Nothing is sent yet.")
		return false, nil
	}
	if why := reset.Unfit(first); why != "" {
		c.say(why)
		return false, nil
	}
	second, err := c.askUnseen("The same again: ")
	if err != nil {
		return false, err
	}
	defer second.Wipe()
	if !first.Equal(second) {
		c.say("The two are not the same.")
		return false, nil
	}
	c.draft.Fill(first)
	if edges := reset.Edges(&c.draft.Password); edges != "" {
		c.say("Warning, the password " + edges + ".")
	}
	if c.draft.BreaksRules() {
		return c.yes("The policy asks for "+c.draft.Broken()+". Send it anyway?", false, "AWS has the last word; no asks for another password.")
	}
	return true, nil
}

// isLetter tells whether that one letter was typed, which is no password: IAM asks for 6 characters at least.
func isLetter(s *iamclient.Secret, letter rune) bool {
	return s.Len() == 1 && unicode.ToLower(s.At(0)) == letter
}

// mustReplace asks whether the user has to create a new password at the next sign-in, where that may be asked.
func (c *conversation) mustReplace() (bool, error) {
	if c.account.Rails().ResetIsLocked() {
		c.say(c.draft.User.Shown() + " must choose a new password at next sign-in: a guard rail of your team requires it.")
		return true, nil
	}
	return c.yes("Must "+c.draft.User.Shown()+" choose a new password at next sign-in?", true,
		"yes: only the user knows the password from then on.")
}

// takeReason asks for the ticket or the reason, where a guard rail wants one.
func (c *conversation) takeReason() error {
	such := ""
	if example := c.account.Rails().ReasonExample(); example != "" {
		such = ", such as " + text.Clean(example)
	}
	for c.account.Rails().RefuseReason(c.reason) != "" || c.unverified && c.reason == "" {
		line, err := c.ask("Ticket or reason"+such+"; b goes back to the users: ", "It is kept in the history, with the change.")
		switch {
		case err != nil:
			return err
		case line == "b":
			c.say("Nothing was sent.")
			return errBack
		}
		if c.unverified && line == "" {
			c.say("A reason is required, because the caller cannot be verified by MFA.")
			continue
		}
		if why := c.account.Rails().RefuseReason(line); why != "" {
			c.say(text.Capital(text.Sentence(why)))
			continue
		}
		c.reason = line
	}
	return nil
}
