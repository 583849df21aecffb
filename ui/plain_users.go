package ui

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"iampasswd/iamclient"
	"iampasswd/ui/explain"
	"iampasswd/ui/text"
)

// mostListed is how many matches are read aloud at once.
const mostListed = 10

// roll is the account's users, read in the background while the operator types.
type roll struct {
	read      chan struct{} // closed when the reading has ended; what follows is valid then
	directory directory
	err       error // why it is incomplete
	told      bool  // that was said
}

func (p *plain) readUsers() *roll {
	r := &roll{read: make(chan struct{})}
	go func() {
		defer close(r.read)
		for marker, limit := "", int32(iamclient.FirstPage); ; limit = iamclient.FullPage {
			page := p.effects.users(p.ctx, 0, marker, limit)().(usersLoadedMsg)
			if r.err = page.err; r.err != nil {
				return
			}
			r.directory.add(page.users)
			if marker = page.next; marker == "" {
				return
			}
		}
	}()
	return r
}

// everybody waits for the account's users to be read. Where that failed it says why, and tries again with the next name;
// not where the operator may not list users, which stays so.
func (p *plain) everybody() (*roll, error) {
	r := p.users
	select {
	case <-r.read:
	default:
		p.say("Reading the account's users.")
		p.audible.Store(true)
		defer p.audible.Store(false)
		select {
		case <-r.read:
		case <-p.ctx.Done():
		}
	}
	if p.ctx.Err() != nil {
		return nil, context.Cause(p.ctx)
	}
	if r.err != nil && !r.told {
		r.told = true
		what := explain.Unlisted(r.err, explain.Context{Caller: p.where.identity, Profile: p.where.endpoint.Profile, Again: "the next name"})
		if iamclient.KindOf(r.err) == iamclient.KindDenied {
			what.Remedy = "an exact user name works all the same."
		} else {
			p.users = p.readUsers()
		}
		what.Remedy = text.Capital(what.Remedy)
		p.tell(what)
	}
	return r, nil
}

const whomHelp = "Type a user's exact name, or a part of it: upper and lower case do not matter. Of several matches, " +
	"type the number. An empty line ends the program; ctrl+d does at any question, and changes nothing."

// whom asks for a user, until there is one to serve. It is io.EOF where the operator is done.
func (p *plain) whom() (target, error) {
	for {
		line, err := p.ask("User name, or part of it: ", whomHelp)
		if err != nil {
			return target{}, err
		}
		if line == "" {
			return target{}, io.EOF
		}
		if n, err := strconv.Atoi(line); err == nil && n >= 1 && n <= len(p.listed) {
			return p.known(p.listed[n-1]), nil
		}
		user, err := p.search(line)
		if err != nil || user.Name != "" {
			return user, err
		}
	}
}

func (p *plain) known(user iamclient.User) target {
	return target{User: user, known: true, self: p.where.identity.IsUser(user.Name)}
}

// search finds the user of that name, or lists those whose names contain the text; the target is empty then.
func (p *plain) search(words string) (target, error) {
	p.listed = nil
	r, err := p.everybody()
	if err != nil {
		return target{}, err
	}
	d := &r.directory
	d.narrow(words)
	n := d.len()
	switch {
	case n == 0:
		return p.unlisted(words, r.err == nil)
	case n == 1:
		return p.known(d.at(0).User), nil
	case d.rank(d.at(0)) == 0:
		p.say(fmt.Sprintf("%s is the exact name of a user; the names of %s more contain it.", text.Clean(d.at(0).Name), text.Thousands(n-1)))
		return p.known(d.at(0).User), nil
	}
	p.say(fmt.Sprintf("The names of %s users contain %s:", text.Thousands(n), words))
	for i := range min(n, mostListed) {
		user := d.at(i).User
		p.listed = append(p.listed, user)
		p.say(fmt.Sprintf("%d. %s, path %s", i+1, text.Clean(user.Name), text.Clean(user.Path)))
	}
	if n > mostListed {
		p.say("And " + text.Thousands(n-mostListed) + " more: type more of the name.")
	}
	p.say("Type a number to choose one.")
	return target{}, nil
}

// unlisted asks AWS for a user of exactly that name whom no list has: one may be new, or the list not to be had.
func (p *plain) unlisted(name string, complete bool) (target, error) {
	if isUserName(name) {
		msg := p.effects.user(name)().(userLoadedMsg)
		switch kind := iamclient.KindOf(msg.err); {
		case msg.err == nil:
			return p.known(msg.user), nil
		case p.ctx.Err() != nil:
			return target{}, p.ctx.Err()
		case kind == iamclient.KindDenied && !complete:
			return target{User: iamclient.User{Name: name}, self: p.where.identity.IsUser(name)}, nil
		case kind != iamclient.KindNoSuchUser && !complete:
			p.tell(explain.AtPrompt(msg.err, explain.Context{Caller: p.where.identity, Profile: p.where.endpoint.Profile, Again: "typing the name again"}))
			return target{}, nil
		}
	}
	if !complete {
		p.say("There is no user of exactly the name " + name + ".")
		return target{}, nil
	}
	p.say("No user's name contains " + name + ". The person may sign in through IAM Identity Center, or in another account.")
	return target{}, nil
}

// serve says who a user is, and sets the password if that is the right one.
func (p *plain) serve(user target) error {
	if user.known { // from the list, which is no longer fresh and has no tags
		switch msg := p.effects.user(user.Name)().(userLoadedMsg); {
		case msg.err == nil:
			user.User = msg.user
		case iamclient.KindOf(msg.err) == iamclient.KindNoSuchUser:
			p.tell(explain.AtPrompt(msg.err, p.context(user)))
			p.users = p.readUsers()
			return errBack
		}
	}
	operation := p.describe(user)
	if p.ctx.Err() != nil {
		return p.ctx.Err()
	}
	if p.where.readOnly {
		p.say(explain.ReadOnly)
		return errBack
	}
	if err := p.guarded(user); err != nil {
		return err
	}
	right, err := p.yes("Go on with "+user.name()+"?", false, "yes asks for the new password; no goes back to the users. Nothing is sent yet.")
	if err != nil {
		return err
	}
	if !right {
		return errBack
	}
	policy := p.effects.policy(0)().(policyLoadedMsg).policy
	p.form = newForm(user, &policy, &generator{}, nil)
	p.form.operation = operation
	return p.set(p.form)
}

// describe says who a user is, and returns the operation that gives this user a password.
func (p *plain) describe(user target) operation {
	name := user.name()
	if user.known {
		signIn := "no sign-in with a password is known"
		if !user.LastSignIn.IsZero() {
			signIn = "last sign-in with a password " + text.OnDay(user.LastSignIn) + ", " + text.InWords(time.Since(user.LastSignIn)) + " ago"
		}
		p.say(name + ": path " + text.Clean(user.Path) + ", created " + text.OnDay(user.Created) + ", " + signIn + ".")
	} else {
		p.say(name + ": the name is as you typed it; you may not read more of the user (iam:GetUser).")
	}
	if user.self {
		p.say("This is you.")
	}
	var tags []string
	for _, tag := range user.Tags {
		tags = append(tags, text.Clean(strings.TrimSpace(tag.Key+" "+tag.Value)))
	}
	if len(tags) > 0 {
		p.say("Tags: " + strings.Join(tags, ", ") + ".")
	}
	msg := p.effects.loginProfile(user.Name)().(loginProfileReadMsg)
	kind := iamclient.KindOf(msg.err)
	switch {
	case msg.err == nil:
		p.say("Has a console password, the first one " + text.OnDay(msg.profile.Created) + ".")
		if msg.profile.ResetRequired {
			p.say("Must create a new password at the next sign-in already.")
		}
	case kind == iamclient.KindNoLoginProfile, kind == iamclient.KindNoSuchEntity && user.known:
		p.say("Has no console password: one would be created.")
		return createProfile
	case kind == iamclient.KindNoSuchEntity:
		p.say("Has no console password, or does not exist: you may not read which.")
		return createProfile
	case kind == iamclient.KindDenied:
		p.say("Whether there is a console password is unknown: you may not read it (iam:GetLoginProfile).")
	default:
		p.say("Whether there is a console password is unknown: " + explain.AtPrompt(msg.err, p.context(user)).Title)
	}
	return resetPassword
}
