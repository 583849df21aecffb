package plain

import (
	"strings"
	"time"

	"iampasswd/iamclient"
	"iampasswd/ui/directory"
	"iampasswd/ui/explain"
	"iampasswd/ui/remedy"
	"iampasswd/ui/reset"
	"iampasswd/ui/text"
)

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
