package ui

import (
	"cmp"

	"iampasswd/iamclient/rails"
	"iampasswd/ui/text"
)

// guarded says why a user is not touched, where that can be told from what is known of the user.
func (p *plain) guarded(user target) error {
	p.reason = ""
	who := rails.Subject{Name: user.Name, Path: user.Path}
	for _, t := range user.Tags {
		who.Tags = append(who.Tags, rails.Tag(t))
	}
	rule, ok := p.rails.Rule(who)
	if !ok {
		return nil
	}
	p.say(user.name() + " is protected by a guard rail of your team. " + text.Sentence(cmp.Or(rule.Reason, rule.Where())))
	return errBack
}

// mustReplace asks whether the user has to create a new password at the next sign-in, where that may be asked.
func (p *plain) mustReplace(f *form) (bool, error) {
	if p.rails.ResetIsLocked() {
		p.say(f.user.name() + " must create a new password at the next sign-in: a guard rail of your team says so.")
		return true, nil
	}
	return p.yes("Must "+f.user.name()+" create a new password at the next sign-in?", true,
		"yes keeps you from knowing the password that the user goes on with.")
}

// takeReason asks for the ticket or the reason, where a guard rail wants one.
func (p *plain) takeReason() error {
	such := ""
	if example := p.rails.ReasonExample(); example != "" {
		such = ", such as " + text.Clean(example)
	}
	for p.rails.RefuseReason(p.reason) != "" {
		line, err := p.ask("Ticket or reason"+such+"; b goes back to the users: ", "It is kept in the history, with the change.")
		switch {
		case err != nil:
			return err
		case line == "b":
			p.say("Nothing was sent.")
			return errBack
		}
		if why := p.rails.RefuseReason(line); why != "" {
			p.say(text.Capital(text.Sentence(why)))
			continue
		}
		p.reason = line
	}
	return nil
}
