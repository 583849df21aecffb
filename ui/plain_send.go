package ui

import (
	"strings"

	"iampasswd/iamclient"
	"iampasswd/ui/explain"
	"iampasswd/ui/text"
)

// asSame reads the credentials again where that is needed, and asks before a password is sent with other ones than the
// operator knows of.
func (p *plain) asSame(f *form) error {
	for f.renew {
		msg := p.renewed().(identityLoadedMsg)
		if p.ctx.Err() != nil {
			return p.ctx.Err()
		}
		if msg.err != nil {
			if err := p.mend(f, msg.err); err != nil {
				return err
			}
			continue
		}
		f.renew = false
		if !msg.identity.Same(p.where.identity) {
			p.where.identity = msg.identity
			p.where.alias = p.effects.alias(p.ctx, 0)().(aliasLoadedMsg).alias
			p.users = p.readUsers()
		}
	}
	if p.agreed.Same(p.where.identity) {
		return nil
	}
	p.say("The credentials are not those from before. " + p.account())
	sure, err := p.yes("Send the password with these?", false, "no drops the password, and changes nothing.")
	switch {
	case err != nil:
		return err
	case !sure:
		p.say("Nothing was sent.")
		return errBack
	}
	p.agreed = p.where.identity
	return nil
}

// send makes the change that the form is filled with, and waits for its end.
func (p *plain) send(f *form) error {
	f.sure.unmet = true // the operator was asked
	s, ok := f.submit().(submit)
	if !ok {
		for _, why := range f.refusals {
			p.say(text.Capital(why))
		}
		return &iamclient.Error{Kind: iamclient.KindCanceled}
	}
	p.lastID++
	defer p.effects.end(p.lastID)
	s.change.reason, s.change.caller = p.reason, p.agreed
	p.say("Sending the password for " + f.user.name() + ".")
	switch msg := p.effects.change(p.lastID, s.change)().(type) {
	case codeNeededMsg:
		msg.change.wipe()
		return msg.err
	case changedMsg:
		return msg.err
	}
	return nil
}

// interrupted says what is known of a change that was under way when the program was asked to end.
func (p *plain) interrupted(f *form, err error) {
	switch {
	case err == nil:
		p.done = &result{user: f.user, password: &f.password.secret, dark: f.dark()}
		p.say(f.operation.done() + " for " + f.user.name() + ".")
	case iamclient.MayHaveSucceeded(err):
		f.unknown = true
		p.say("The request for " + f.user.name() + " was on its way, and its outcome will not be seen.")
	}
}

// mend explains why a change was not made, and asks for what the next try needs.
func (p *plain) mend(f *form, failed error) error {
	p.tell(explain.AtPrompt(failed, p.context(f.user)))
	f.failed(failed)
	kind := iamclient.KindOf(failed)
	switch {
	case f.unknown:
		return p.keep(f)
	case kind == iamclient.KindCanceled:
		return errBack
	case kind == iamclient.KindPolicyViolation:
		policy := p.effects.policy(0)().(policyLoadedMsg).policy
		f.policy = &policy
		for _, line := range policyWords(f.policy) {
			p.say(line)
		}
		if err := p.takePassword(f); err != nil {
			return err
		}
		return p.agree(f)
	case kind == iamclient.KindNoSuchUser:
		p.users = p.readUsers()
		return errBack
	case kind == iamclient.KindGuarded, kind == iamclient.KindDenied && f.operation != changeOwn:
		return errBack
	case kind == iamclient.KindNoLoginProfile, kind == iamclient.KindNoSuchEntity, kind == iamclient.KindAlreadyExists, kind == iamclient.KindDenied:
		return p.agree(f)
	}
	return p.again("The password is kept.")
}

// keep asks what to do with a password that may be in force: it is not dropped before the operator says so.
func (p *plain) keep(f *form) error {
	for {
		line, err := p.ask("Press enter to send the same again, type s to show the password, or d to drop it and go back to the users: ",
			"The password may be in force for "+f.user.name()+". Sending the same again does no harm.")
		switch {
		case err != nil:
			return err
		case line == "":
			return nil
		case strings.EqualFold(line, "s"):
			shown, err := p.show(&f.password.secret)
			if err != nil {
				return err
			}
			f.seen = f.seen || shown
		case strings.EqualFold(line, "d"):
			return errBack
		default:
			p.say(line + " is none of these.")
		}
	}
}
