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
	"iampasswd/ui/remedy"
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

// choose asks what to do for a user, until the password has been reset or the operator goes back.
func (c *conversation) choose(user directory.User, way reset.Way) error {
	verb := map[reset.Way]string{reset.Create: "create"}[way]
	if verb == "" {
		verb = "reset"
	}
	for {
		line, err := c.ask(c.menu(user, verb), menuHelp(user, verb))
		if err != nil {
			return err
		}
		if line == "Y" {
			line = syncWord // y in lower case is a yes
		}
		switch strings.ToLower(line) {
		case "", verb, "y", "yes":
			if ok, err := c.verifyFirst(user, iamclient.CreateLoginProfile(user.Name, nil, nil)); err != nil {
				return err
			} else if !ok {
				continue
			}
			c.draft = reset.New(user, nil)
			c.draft.Settle(way)
			return c.set()
		case "b", "n", "no":
			return errBack
		case "why":
			c.readLive(user)
			c.why(user)
			continue
		}
		r := byLetter(line)
		if r == nil {
			c.say(line + " is none of these.")
			continue
		}
		if err := c.remedy(r, user); err != nil {
			return err
		}
	}
}

// menu is the question what to do. Only what applies to the user is offered.
func (c *conversation) menu(user directory.User, verb string) string {
	var letters []string
	for _, r := range applicable(user) {
		letters = append(letters, typedFor(r)+" "+r.Name)
	}
	return "Go on with " + user.Shown() + "? Type " + verb + ", why, b to go back, or a letter: " + strings.Join(letters, ", ") +
		"; enter alone means " + verb + ": "
}

func menuHelp(user directory.User, verb string) string {
	help := []string{verb + ": asks for a new password.", "why: says why " + user.Shown() + " cannot sign in.", "b: goes back to the users."}
	for _, r := range applicable(user) {
		help = append(help, typedFor(r)+": "+r.Help+".")
	}
	return strings.Join(append(help, "Nothing is sent yet."), " ")
}

// applicable are the remedies that may help the user.
func applicable(user directory.User) []*remedy.Remedy {
	var all []*remedy.Remedy
	for _, r := range remedy.All() {
		if r.Why(user) == "" {
			all = append(all, r)
		}
	}
	return all
}

// byLetter is the remedy of a letter, in upper or lower case; nil where there is none.
func byLetter(letter string) *remedy.Remedy {
	for _, r := range remedy.All() {
		if strings.EqualFold(r.Key, letter) || r.TakesCodes && strings.EqualFold(syncWord, letter) {
			return r
		}
	}
	return nil
}

// syncWord stands for the letter Y, which in lower case means yes here.
const syncWord = "sync"

// typedFor is what is typed for a remedy.
func typedFor(r *remedy.Remedy) string {
	if r.TakesCodes {
		return r.Key + " or " + syncWord
	}
	return r.Key
}

// spokenLevels are the words for the signs of the screens.
var spokenLevels = map[explain.Level]string{explain.Bad: "Problem: ", explain.Warn: "Warning: "}

// why says why a user cannot sign in: the verdicts, each with what helps, and then what they rest on.
func (c *conversation) why(user directory.User) {
	access := user.Live()
	_, protected := user.Protected()
	in := directory.SignIn{User: user, Access: access, Facts: directory.FactsOf(access), Now: time.Now(), NoKeys: c.account.ReadOnly() || protected}
	for _, v := range in.Verdicts() {
		c.say(spokenLevels[v.Level] + v.Text)
		if v.Key != "" && !in.NoKeys {
			c.say("Next: " + v.Key + " " + v.Does + ".")
		}
	}
	if directory.Gone(access) {
		return
	}
	for _, e := range in.Evidence() {
		c.say(e.Label + ": " + e.Text + ".")
	}
	if page := c.account.SignInURL(); page != "" {
		c.say("Sign-in page: " + text.Clean(page))
	}
}
