package plain

import (
	"cmp"
	"context"
	"strings"
	"time"

	"iampasswd/iamclient"
	"iampasswd/ui/change"
	"iampasswd/ui/directory"
	"iampasswd/ui/explain"
	"iampasswd/ui/reset"
	"iampasswd/ui/text"
)

// serve says who a user is, and sets the password if that is the right one.
func (c *conversation) serve(user directory.User) error {
	if user.Known { // from the list, which is no longer fresh and has no tags
		switch read, err := c.user(user.Name); {
		case err == nil:
			user.User = read
		case c.meet(err): // there the name may be somebody else's
			return errBack
		case iamclient.KindOf(err) == iamclient.KindNoSuchUser:
			c.tell(explain.AtPrompt(err, c.context(user)))
			c.users = c.readUsers()
			return errBack
		}
	}
	way := c.describe(user)
	if c.ctx.Err() != nil {
		return c.ctx.Err()
	}
	c.readPolicy()
	c.readLive(user)
	if c.ctx.Err() != nil {
		return c.ctx.Err()
	}
	if c.account.ReadOnly() {
		c.why(user)
		c.say(explain.ReadOnly)
		return errBack
	}
	if err := c.guarded(user); err != nil {
		return err
	}
	return c.choose(user, way)
}

// readPolicy reads the account's password policy.
func (c *conversation) readPolicy() {
	c.account.SetPolicy(change.ReadPolicy(c.ctx, c.account.Client()))
}

// describe says who a user is, and returns the way in which this user gets a password.
func (c *conversation) describe(user directory.User) reset.Way {
	name := user.Shown()
	if user.Known {
		signIn := "no sign-in with a password is known"
		if !user.LastSignIn.IsZero() {
			signIn = "last sign-in with a password " + text.OnDay(user.LastSignIn) + ", " + text.InWords(time.Since(user.LastSignIn)) + " ago"
		}
		c.say(name + ": path " + text.Clean(user.Path) + ", created " + text.OnDay(user.Created) + ", " + signIn + ".")
	} else {
		c.say(name + ": the name is as you typed it; you may not read more of the user (iam:GetUser).")
	}
	if user.Self() {
		c.say("This is you.")
	}
	var tags []string
	for _, tag := range user.Tags {
		tags = append(tags, text.Clean(strings.TrimSpace(tag.Key+" "+tag.Value)))
	}
	if len(tags) > 0 {
		c.say("Tags: " + strings.Join(tags, ", ") + ".")
	}
	profile, err := c.loginProfile(user.Name)
	switch kind := iamclient.KindOf(err); {
	case err == nil:
		c.say("Has a console password, the first one " + text.OnDay(profile.Created) + ".")
		if profile.ResetRequired {
			c.say("Must already choose a new password at next sign-in.")
		}
	case kind == iamclient.KindNoLoginProfile, kind == iamclient.KindNoSuchEntity && user.Known:
		c.say("Has no console password: one would be created.")
		return reset.Create
	case kind == iamclient.KindNoSuchEntity:
		c.say("Has no console password, or does not exist: you may not read which.")
		return reset.Create
	case kind == iamclient.KindDenied:
		c.say("Whether there is a console password is unknown: you may not read it (iam:GetLoginProfile).")
	default:
		c.say("Whether there is a console password is unknown: " + explain.AtPrompt(err, c.context(user)).Title)
	}
	return reset.Reset
}

func (c *conversation) loginProfile(name string) (iamclient.LoginProfile, error) {
	ctx, cancel := context.WithTimeout(c.ctx, readTime)
	defer cancel()
	return c.account.Client().LoginProfile(ctx, name)
}

// guarded says why a user is not touched, where that can be told from what is known of the user.
func (c *conversation) guarded(user directory.User) error {
	c.reason, c.unverified = "", false
	rule, ok := user.Protected()
	if !ok {
		return nil
	}
	c.say(user.Shown() + " is protected by a guard rail of your team. " + text.Sentence(cmp.Or(rule.Reason, rule.Where())))
	return errBack
}
