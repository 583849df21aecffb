package plain

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"iampasswd/iamclient"
	"iampasswd/ui/change"
	"iampasswd/ui/directory"
	"iampasswd/ui/explain"
	"iampasswd/ui/remedy"
	"iampasswd/ui/text"
)

// remedy asks about a remedy for a user, and makes it. What the operator does not want is no error.
func (c *conversation) remedy(r *remedy.Remedy, user directory.User) error {
	if why := r.Why(user); why != "" {
		c.say(why)
		return nil
	}
	of := remedy.Case{User: user, Live: user.Live(), Skew: c.account.Client().ClockSkew(), Now: time.Now()}
	sure, err := c.confirm(r, &of)
	if err != nil {
		return err
	}
	if !sure {
		c.say("Nothing was sent.")
		return nil
	}
	if ok, err := c.verifyFirst(user, r.Steps(of)...); err != nil || !ok {
		return err
	}
	if err := c.takeReason(); err != nil {
		return err
	}
	if !of.User.Account.Agreed() {
		c.say("The credentials are not those from before. " + c.whichAccount())
		if sure, err = c.yes("Send it with these?", false, "no changes nothing."); err != nil || !sure {
			return err
		}
		c.account.Confirm()
	}
	return c.make(r, of)
}

// confirm says what a remedy does, and asks what it has to know, and then whether to make it.
func (c *conversation) confirm(r *remedy.Remedy, of *remedy.Case) (sure bool, err error) {
	if r.Choice != nil {
		if sure, err = c.device(r, of); err != nil || !sure {
			return false, err
		}
	}
	words, name := r.Words(*of), of.User.Shown()
	for _, consequence := range words.Consequences {
		c.say(text.Sentence(consequence))
	}
	if of.User.Self() {
		c.say("Warning: This is your own user.")
	}
	if words.Warning != "" {
		c.say("Warning: " + strings.TrimPrefix(words.Warning, "! "))
	}
	if r.Forces {
		if sure, err = c.mayForce(of); err != nil || !sure {
			return false, err
		}
	}
	if r.TakesCodes {
		c.say(words.Ask)
		return c.twoCodes(of)
	}
	if !r.TypeName {
		return c.yes(words.Ask, false, "yes sends it to AWS. no changes nothing.")
	}
	line, err := c.ask(words.Ask+" Type "+name+" to "+words.Verb+"; enter alone goes back: ", "The whole name confirms it. Anything else changes nothing.")
	if err == nil && line != "" && line != of.User.Name {
		c.say("That is not the name.")
	}
	return line == of.User.Name, err
}

// mayForce asks whether a user who is made to choose a new password is let to. Nobody is locked out who was not chosen to be.
func (c *conversation) mayForce(of *remedy.Case) (sure bool, err error) {
	if of.Let, err = c.let(of.User); err != nil || of.Let || !directory.ForcedChange(of.User).Stops() {
		return err == nil, err
	}
	return c.yes(of.User.Shown()+" would be locked out. Go on anyway?", false, "no changes nothing.")
}

// device asks which of several MFA devices it is about.
func (c *conversation) device(r *remedy.Remedy, of *remedy.Case) (chosen bool, err error) {
	devices, n := r.Choice(*of), 1
	if len(devices) > 1 {
		c.say(of.User.Shown() + " has several MFA devices:")
		for i, d := range devices {
			c.say(fmt.Sprintf("%d. %s, since %s", i+1, text.Clean(d.Serial), text.OnDay(d.Enabled)))
		}
		line, err := c.ask(r.Which+" Type its number; enter alone goes back: ", "Nothing is sent yet.")
		if err != nil {
			return false, err
		}
		if n, err = strconv.Atoi(line); err != nil || n < 1 || n > len(devices) {
			if line != "" {
				c.say(line + " is none of these.")
			}
			return false, nil
		}
	}
	of.Device = devices[n-1]
	return true, nil
}

// make makes a remedy, and once more where that failed and the operator wants it. Another try leaves alone what was made.
func (c *conversation) make(r *remedy.Remedy, of remedy.Case) error {
	sent, words, name := r.Change(of), r.Words(of), of.User.Shown()
	sent.Reason = c.reason
	defer sent.Wipe()
	for {
		c.say(words.Doing + ".")
		run := sent.Begin(func(p change.Progress) { c.waits(p.Progress, name) })
		outcome := run(c.ctx)
		sent.Made = max(sent.Made, outcome.Made)
		switch {
		case outcome.Err == nil:
			c.say(atPrompt(words.Done))
			c.readLive(of.User)
			return nil
		case c.ctx.Err() != nil:
			if iamclient.MayHaveSucceeded(outcome.Err) {
				c.say("The request for " + name + " was on its way, and its outcome will not be seen.")
			}
			return c.ctx.Err()
		}
		again, err := c.failed(r, &sent, outcome.Err, words)
		if err != nil || !again || r.TakesCodes {
			return err
		}
	}
}

// failed explains why a remedy was not made, and asks whether to try again, where that may help.
func (c *conversation) failed(r *remedy.Remedy, sent *change.Change, failed error, words remedy.Words) (again bool, err error) {
	in := c.context(sent.User)
	in.NoPassword = true
	if sent.Made > 0 {
		c.say("The first step was made, the next was not.")
	}
	c.tell(explain.AtPrompt(failed, in))
	if !iamclient.MayHaveSucceeded(failed) {
		c.say(words.Failed)
	}
	c.readLive(sent.User)
	kind := iamclient.KindOf(failed)
	switch kind {
	case iamclient.KindNoSuchUser:
		c.users = c.readUsers()
		return false, errBack
	case iamclient.KindGuarded, iamclient.KindDenied, iamclient.KindInvalidCode, iamclient.KindNoLoginProfile, iamclient.KindNoSuchEntity:
		return false, nil
	}
	if r.TakesCodes && !explain.NeedsRenewal(kind) { // a code is soon too old
		return false, nil
	}
	if r.Removes {
		sent.EarlierUnknown = explain.AsIAM(failed).EarlierMayHaveSucceeded
	}
	if err := c.again("It can be sent again."); err != nil || !explain.NeedsRenewal(kind) {
		return true, err
	}
	return c.renewed()
}

// renewed reads the credentials again before another try. What was agreed to for one principal is not sent as another.
func (c *conversation) renewed() (same bool, err error) {
	identity, err := c.identity(true)
	switch {
	case c.ctx.Err() != nil:
		return false, c.ctx.Err()
	case err != nil:
		return true, nil //nolint:nilerr // the next try tells
	case identity.Same(c.account.Identity()):
		return true, nil
	}
	c.become(identity)
	c.say("The credentials are not those from before. " + c.whichAccount())
	c.say("Nothing was sent.")
	return false, errBack
}

// atPrompt names what is typed here in the place of a key of the screens.
func atPrompt(words string) string {
	return strings.ReplaceAll(words, "heck with i.", "heck with why.")
}
