package ui

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	tea "charm.land/bubbletea/v2"

	"iampasswd/iamclient"
	"iampasswd/iamclient/rails"
	"iampasswd/ui/explain"
	"iampasswd/ui/text"
)

// Teletype is a terminal as the plain mode knows it: lines go out, and lines come in. What is written to it holds no
// control character but the line feed.
type Teletype interface {
	io.Writer
	// Columns is how wide it is, in cells; 0 where that is not known.
	Columns() int
	// ReadLine reads a line that is seen while it is typed, without its end; io.EOF at the end of the input.
	ReadLine(ctx context.Context) (string, error)
	// ReadSecret reads a line that is not seen; io.EOF at the end of the input.
	ReadSecret(ctx context.Context) (*iamclient.Secret, error)
}

// errBack ends what is being asked for one user, and goes on with the next.
var errBack = errors.New("back to the users")

// plain does the main job by prompts, for screen readers and for terminals that can do no more than print. Each line is
// printed once, and makes sense when it is read aloud in its turn. What it does it does by the same effects as the
// screens, one after the other: each runs to its end here, and its message is the answer.
type plain struct {
	ctx     context.Context
	effects *effects
	tty     Teletype
	where   where
	agreed  iamclient.Identity // whose the credentials are, as far as the operator knows and agrees
	lastID  int
	rails   *rails.Rails
	reason  string // of the change that is being made

	users     *roll
	listed    []iamclient.User // the matches that a number picks from
	form      *form            // of the password that is being set; nil: none
	done      *result          // what is being handed over; nil: nothing
	folder    string           // where files with passwords go
	fallbacks []string

	clipboard sync.Mutex // held for copies: a timer empties the clipboard
	copies    copies

	// audible lets the pauses of the reading in the background be told: somebody waits for it.
	audible atomic.Bool
}

// RunPlain is Run in lines, at prompts, until the operator ends it, or ctx does. A terminal's end of input ends it too,
// and is no error.
func RunPlain(ctx context.Context, cfg Config, tty Teletype) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	terminal := &patientTeletype{Teletype: tty, ctx: ctx}
	p := &plain{
		ctx: ctx, effects: newEffects(ctx, cfg.Client), tty: terminal, copies: copies{native: patient(cfg.Clipboard)},
		rails: cfg.Client.Rails(), folder: cfg.Folder, fallbacks: cfg.Fallbacks,
		where: where{endpoint: cfg.Client.Endpoint(), demo: cfg.Demo, readOnly: cfg.ReadOnly},
	}
	p.effects.send = p.progressed
	defer func() {
		p.clipboard.Lock()
		defer p.clipboard.Unlock()
		p.copies.clear()
	}()
	err := p.converse() //nolint:contextcheck // the effects have it
	if errors.Is(err, io.EOF) {
		err = nil
	}
	left, kept := p.left()
	if left != "" {
		p.say(left)
	}
	if kept && terminal.failed.Load() { // standard error may be elsewhere
		err = &UnseenError{Sentences: []string{left}, Err: err}
	}
	p.drop()
	return err
}

// patientTeletype is a terminal that is not waited for once the program is asked to end: a terminal that does not read takes
// no line, and then takes no more of them.
type patientTeletype struct {
	Teletype
	ctx    context.Context
	gone   atomic.Bool // a write was not waited for
	failed atomic.Bool // the last write has not printed its text
}

// Write prints.
func (p *patientTeletype) Write(text []byte) (int, error) {
	err := p.write(text)
	p.failed.Store(err != nil)
	if err != nil {
		return 0, err
	}
	return len(text), nil
}

func (p *patientTeletype) write(text []byte) error {
	if p.gone.Load() {
		return context.Canceled
	}
	printed := make(chan error, 1)
	go func(text []byte) {
		defer clear(text)
		_, err := p.Teletype.Write(text)
		printed <- err
	}(bytes.Clone(text))
	late := make(chan struct{})
	stop := context.AfterFunc(p.ctx, func() { time.AfterFunc(endTime, func() { close(late) }) })
	defer stop()
	select {
	case err := <-printed:
		return err
	case <-late:
		p.gone.Store(true)
		return context.Canceled
	}
}

// converse goes from one user to the next. It ends with an error, which is io.EOF where the operator is done.
func (p *plain) converse() error {
	p.say("iampasswd, in lines. A question mark is answered with help, and an empty user name ends the program.")
	p.users = p.readUsers()
	if err := p.introduce(); err != nil {
		return err
	}
	for {
		user, err := p.whom()
		if err == nil {
			err = p.serve(user)
		}
		if err != nil && !errors.Is(err, errBack) {
			return err
		}
		p.drop()
	}
}

// drop wipes the passwords of the user that was served.
func (p *plain) drop() {
	if p.form != nil {
		p.form.forget()
	}
	p.form, p.done = nil, nil
}

// introduce says which account this is, and as whom, before anything else is asked.
func (p *plain) introduce() error {
	if p.where.demo {
		p.say("DEMO: this is an embedded account, and nothing in it is real.")
	}
	if p.where.readOnly {
		p.say("READ-ONLY: nothing can be changed.")
	}
	read := p.effects.identity(p.ctx, 0)
	for {
		msg := read().(identityLoadedMsg)
		if msg.err == nil {
			p.where.identity, p.agreed = msg.identity, msg.identity
			break
		}
		if p.ctx.Err() != nil {
			return p.ctx.Err()
		}
		p.tell(explain.AtPrompt(msg.err, p.context(target{})))
		line, err := p.ask("Press enter to try again, or type g to go on without knowing the account: ",
			"Without knowing the account, you may set a password in the wrong one.")
		if err != nil {
			return err
		}
		if strings.EqualFold(line, "g") {
			break
		}
		if explain.NeedsRenewal(iamclient.KindOf(msg.err)) {
			read = p.renewed
		}
	}
	p.where.alias = p.effects.alias(p.ctx, 0)().(aliasLoadedMsg).alias
	p.say(p.account())
	return p.ctx.Err()
}

// renewed reads the credentials again, and whose they are. Where they take an MFA code, it asks for that.
func (p *plain) renewed() tea.Msg {
	for code := ""; ; {
		p.lastID++
		msg := p.effects.renew(p.lastID, code)().(credentialsRenewedMsg)
		p.effects.end(p.lastID)
		if iamclient.KindOf(msg.err) != iamclient.KindMFA {
			return identityLoadedMsg{identity: msg.identity, err: msg.err}
		}
		if e := explain.AsIAM(msg.err); e.Code != "" {
			p.say(text.Sentence(e.Message) + " Each code works once: wait for the next one.")
		}
		line, err := p.ask("MFA code of the device "+text.Clean(explain.AsIAM(msg.err).MFADevice)+", or enter to go on without: ",
			"The role of the profile "+text.Clean(p.where.endpoint.Profile)+" asks for the six digits that the device or its app shows.")
		if code = strings.Join(strings.Fields(line), ""); err != nil || code == "" {
			return identityLoadedMsg{err: msg.err}
		}
	}
}

// account is where the passwords go, in a sentence.
func (p *plain) account() string {
	account := p.where.account()
	if p.where.identity.Account != "" {
		account = "account " + account
	}
	if name := p.rails.Account(p.where.identity.Account).Name; name != "" {
		account = name + ", " + account
	}
	parts := []string{"This is " + account}
	if name := p.where.identity.Name; name != "" {
		parts = append(parts, "you are "+name)
	}
	e := p.where.endpoint
	if e.Profile != "" {
		parts = append(parts, "profile "+e.Profile)
	}
	if p.where.identity.Partition != "" {
		parts = append(parts, "partition "+p.where.identity.Partition)
	}
	parts = append(parts, "region "+e.Region)
	text := text.Clean(strings.Join(parts, ", ")) + "."
	if e.Unverified {
		text += " That is unverified: the servers of IAM and STS are not of one kind."
	}
	return text
}

// left says what becomes of what was begun when the conversation ends, and whether that is of a password nobody else has.
func (p *plain) left() (text string, kept bool) {
	switch {
	case p.done != nil && p.done.dark:
		return orphan{p.file(p.done), true}.save(), true
	case p.done != nil || p.form == nil:
		return "", false
	case p.form.unknown && p.form.dark():
		return orphan{p.file(&result{user: p.form.user, password: &p.form.password.secret}), false}.save(), true
	case p.form.unknown:
		return "The password may be in force for " + p.form.user.name() + ": the outcome is not known. It is dropped here.", false
	}
	return "Nothing was changed for " + p.form.user.name() + ".", false
}

// progressed tells of the pauses of what is under way.
func (p *plain) progressed(msg tea.Msg) {
	switch msg := msg.(type) {
	case usersWaitedMsg:
		if p.audible.Load() {
			p.waits(msg.progress, "")
		}
	case changeProgressedMsg:
		p.waits(msg.progress, p.form.user.name())
	}
}

func (p *plain) waits(progress iamclient.Progress, name string) {
	if progress.Wait > 0 {
		p.say(explain.Waiting(progress.Err, name) + "; trying again in " + text.InWords(progress.Wait) + ".")
	}
}

// context is what an error about the user is explained by.
func (p *plain) context(user target) explain.Context { return p.where.context(user, "enter") }
