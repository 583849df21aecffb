package ui

import (
	"unicode"

	"iampasswd/iamclient"
	"iampasswd/ui/terminal"
	"iampasswd/ui/text"
)

// set asks for what the form is filled with, and sends it until that is done or given up.
func (p *plain) set(f *form) error {
	for _, line := range policyWords(f.policy) {
		p.say(line)
	}
	if err := p.fill(f); err != nil {
		return err
	}
	for {
		if err := p.asSame(f); err != nil {
			return err
		}
		err := p.send(f)
		switch {
		case p.ctx.Err() != nil:
			p.interrupted(f, err)
			return p.ctx.Err()
		case err == nil:
			return p.handOver(f)
		}
		if err := p.mend(f, err); err != nil {
			return err
		}
	}
}

// fill asks for the password and the flag, and once more whether to send them.
func (p *plain) fill(f *form) error {
	if err := p.takePassword(f); err != nil {
		return err
	}
	if f.operation != changeOwn {
		p.warnOfLockOut(f)
		must, err := p.mustReplace(f)
		if err != nil {
			return err
		}
		f.resetRequired = must
	}
	return p.agree(f)
}

// warnOfLockOut warns where being made to create a new password may lock the user out.
func (p *plain) warnOfLockOut(f *form) {
	const locks = " Being made to change it locks that user out."
	access := p.effects.access(0, f.user.User, 0)().(accessReadMsg).access
	f.access = &access
	by, denied := denial(f.access)
	switch may := lockOut(f.policy, f.access); {
	case denied:
		p.say("Warning: " + f.user.name() + " may not change their own password, because " + by + " denies it." + locks)
	case may == iamclient.Yes:
		p.say("Warning: " + f.user.name() + " may not change their own password: neither the account's policy nor the user's allow it." + locks)
	case may == iamclient.Unknown:
		p.say("Warning, lock-out risk: the account's policy does not let users change their own password. Unless a policy of " +
			f.user.name() + " allows it, being made to change it locks that user out.")
	}
}

// agree repeats whom and which account it is about, and asks before anything is sent.
func (p *plain) agree(f *form) error {
	if f.operation == changeOwn {
		current, err := p.askUnseen("Your current password, unseen: ")
		if err != nil {
			return err
		}
		for why := unfit(current); why != ""; why = unfit(current) {
			p.say(why)
			current.Wipe()
			if current, err = p.askUnseen("Your current password, unseen: "); err != nil {
				return err
			}
		}
		f.old.set(current)
		current.Wipe()
	}
	if err := p.takeReason(); err != nil {
		return err
	}
	what := map[operation]string{
		resetPassword: "Reset the password of ", createProfile: "Create a console password for ", changeOwn: "Change your own password, ",
	}[f.operation] + f.user.name() + " in " + text.Clean(p.where.account())
	if f.operation != changeOwn {
		what += map[bool]string{true: ", to be replaced at the next sign-in", false: ", to be kept"}[f.resetRequired]
	}
	sure, err := p.yes(what+"?", false, "yes sends it to AWS. no drops it, and changes nothing.")
	if err == nil && !sure {
		p.say("Nothing was sent.")
		err = errBack
	}
	return err
}

// takePassword asks until there is a password that can be sent.
func (p *plain) takePassword(f *form) error {
	if p.rails.TypingIsRefused() {
		p.say("A guard rail of your team takes generated passwords only.")
		_, err := p.take(f, &iamclient.Secret{})
		return err
	}
	for {
		first, err := p.askUnseen("New password, unseen; enter alone or g generates one, b goes back to the users: ")
		if err != nil {
			return err
		}
		taken, err := p.take(f, first)
		first.Wipe()
		if taken || err != nil {
			return err
		}
	}
}

// take puts what was typed into the form, if that is a password, typed twice, that nothing speaks against.
func (p *plain) take(f *form, first *iamclient.Secret) (taken bool, err error) {
	switch {
	case first.Len() == 0, isLetter(first, 'g'):
		password := iamclient.Generate(*f.policy)
		defer password.Wipe()
		p.fields(f, password)
		p.say("A password is generated. Nobody has seen it.")
		return true, nil
	case isLetter(first, 'b'):
		return false, errBack
	case isLetter(first, '?'):
		p.say("Type the new password, and then again; it is not shown. Nothing is sent yet.")
		return false, nil
	}
	if why := unfit(first); why != "" {
		p.say(why)
		return false, nil
	}
	second, err := p.askUnseen("The same again: ")
	if err != nil {
		return false, err
	}
	defer second.Wipe()
	if !first.Equal(second) {
		p.say("The two are not the same.")
		return false, nil
	}
	p.fields(f, first)
	if edges := f.password.edges(); edges != "" {
		p.say("Warning, the password " + edges + ".")
	}
	if f.policy.Verified() && !f.policy.Accepts(first) {
		return p.yes("The policy asks for "+broken(f.policy, first)+". Send it all the same?", false, "AWS has the last word; no asks for another password.")
	}
	return true, nil
}

// fields fills both fields of the form.
func (p *plain) fields(f *form, password *iamclient.Secret) {
	f.password.set(password)
	f.again.set(password)
	f.edited()
}

// isLetter tells whether that one letter was typed, which is no password: IAM asks for 6 characters at least.
func isLetter(s *iamclient.Secret, letter rune) bool {
	return s.Len() == 1 && unicode.ToLower(s.At(0)) == letter
}

// unfit says why IAM or a person could not take it for a password.
func unfit(s *iamclient.Secret) string {
	if s.Len() > iamclient.MaxPasswordLength {
		return "Not taken: IAM takes at most 128 characters."
	}
	for i := range s.Len() {
		switch r := s.At(i); {
		case unicode.IsControl(r):
			return "Not taken: there is a key in it that types no character, such as tab or an arrow."
		case terminal.Unseeable(r):
			return "Not taken: it has " + terminal.Name(r) + " in it, which no one sees."
		case r > 'ÿ':
			return "Not taken: " + wide + "."
		}
	}
	return ""
}
