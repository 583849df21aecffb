package plain

import (
	"context"
	"errors"
	"io"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"iampasswd/iamclient"
	"iampasswd/ui/clipboard"
	"iampasswd/ui/directory"
	"iampasswd/ui/explain"
	"iampasswd/ui/reset"
	"iampasswd/ui/text"
)

// Config is what the program runs on.
type Config struct {
	Client    *iamclient.Client
	Demo      bool                // the account is the embedded one
	ReadOnly  bool                // change nothing
	Clipboard clipboard.Clipboard // the machine's; nil: there is none
	Folders   []string            // where files with passwords go: the first one that takes them
	Query     string              // the answer to the first question for a user; empty: it is asked
}

// errBack ends what is being asked for one user, and goes on with the next.
var errBack = errors.New("back to the users")

// readTime bounds one read, retries and all. A write is bounded by its attempts.
const readTime = 2 * time.Minute

// conversation is what the program and the operator have said so far.
type conversation struct {
	ctx     context.Context
	tty     *patientTeletype
	account *directory.Account
	reason  string // of the change that is being made
	// unverified tells that a guard rail wants the caller verified for it, which is not possible: a reason does as well.
	unverified bool

	first   string // the answer to the first question for a user
	users   *userList
	listed  []directory.User // the matches that a number picks from
	draft   *reset.Draft     // of the password that is being set; nil: none
	result  *reset.Result    // what is being handed over; nil: nothing
	folders []string

	lock   sync.Mutex // held for copies: a timer empties the clipboard
	copies clipboard.Copies

	// audible lets the pauses of the reading in the background be told: somebody waits for it.
	audible atomic.Bool
}

// Run asks at prompts, until the operator ends it, or ctx does. A terminal's end of input ends it too, and is no error. A
// password that would be lost at the end is saved: where the terminal cannot tell, a [reset.UnsavedError] says where.
func Run(ctx context.Context, cfg Config, tty Teletype) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	c := &conversation{
		ctx: ctx, tty: &patientTeletype{Teletype: tty, ctx: ctx}, copies: clipboard.New(cfg.Clipboard), folders: cfg.Folders, first: cfg.Query,
		account: directory.NewAccount(cfg.Client, directory.Options{Demo: cfg.Demo, ReadOnly: cfg.ReadOnly}),
	}
	defer func() {
		c.lock.Lock()
		defer c.lock.Unlock()
		c.copies.Clear()
	}()
	err := c.converse() //nolint:contextcheck // the conversation has it
	if errors.Is(err, io.EOF) {
		err = nil
	}
	left, kept := c.left()
	if left != "" {
		c.say(left)
	}
	if kept && c.tty.failed.Load() { // standard error may be elsewhere
		err = &reset.UnsavedError{Sentences: []string{left}, Err: err}
	}
	c.drop()
	return err
}

// converse goes from one user to the next. It ends with an error, which is io.EOF where the operator is done.
func (c *conversation) converse() error {
	c.say("iampasswd, in lines. A question mark is answered with help, and an empty user name ends the program.")
	c.users = c.readUsers()
	if err := c.introduce(); err != nil {
		return err
	}
	for {
		user, err := c.whom()
		if err == nil {
			err = c.serve(user)
		}
		if err != nil && !errors.Is(err, errBack) {
			return err
		}
		c.drop()
	}
}

// drop wipes the passwords of the user that was served.
func (c *conversation) drop() {
	if c.draft != nil {
		c.draft.Wipe()
	}
	if c.result != nil {
		c.result.Password.Wipe()
	}
	c.draft, c.result = nil, nil
}

// introduce says which account this is, and as whom, before anything else is asked.
func (c *conversation) introduce() error {
	if c.account.Demo() {
		c.say("DEMO: this is an embedded account, and nothing in it is real.")
	}
	if c.account.ReadOnly() {
		c.say("READ-ONLY: nothing can be changed.")
	}
	for renew := false; ; {
		identity, err := c.identity(renew)
		if err == nil {
			c.account.Identify(identity)
			break
		}
		if c.ctx.Err() != nil {
			return c.ctx.Err()
		}
		c.tell(explain.AtPrompt(err, c.context(directory.User{})))
		line, asked := c.ask("Press enter to try again, or type g to go on without knowing the account: ",
			"Without knowing the account, you may set a password in the wrong one.")
		if asked != nil {
			return asked
		}
		if strings.EqualFold(line, "g") {
			break
		}
		renew = explain.NeedsRenewal(iamclient.KindOf(err))
	}
	c.readAlias()
	c.say(c.whichAccount())
	return c.ctx.Err()
}

// identity asks AWS whose the credentials are. Renew reads them again first, with an MFA code where they take one.
func (c *conversation) identity(renew bool) (iamclient.Identity, error) {
	if !renew {
		ctx, cancel := context.WithTimeout(c.ctx, readTime)
		defer cancel()
		return c.account.Client().Identity(ctx)
	}
	for code := ""; ; {
		identity, err := c.renew(code)
		if iamclient.KindOf(err) != iamclient.KindMFA {
			return identity, err
		}
		e := explain.AsIAM(err)
		if e.Code != "" {
			c.say(text.Sentence(e.Message) + " Each code works once: wait for the next one.")
		}
		line, asked := c.ask("MFA code of the device "+text.Clean(e.MFADevice)+", or enter to go on without: ",
			"The role of the profile "+c.account.Profile()+" asks for the six digits that the device or its app shows.")
		if code = strings.Join(strings.Fields(line), ""); asked != nil || code == "" {
			return iamclient.Identity{}, err
		}
	}
}

func (c *conversation) renew(code string) (iamclient.Identity, error) {
	ctx, cancel := context.WithTimeout(c.ctx, readTime)
	defer cancel()
	return c.account.Client().Renew(ctx, code)
}

func (c *conversation) readAlias() {
	ctx, cancel := context.WithTimeout(c.ctx, readTime)
	defer cancel()
	alias, _ := c.account.Client().AccountAlias(ctx) // who may not read it does without
	c.account.SetAlias(alias)
}

// whichAccount is where the passwords go, in a sentence.
func (c *conversation) whichAccount() string {
	account, identity, e := c.account.Title(), c.account.Identity(), c.account.Endpoint()
	if identity.Account != "" {
		account = "account " + account
	}
	if name := c.account.Called().Name; name != "" {
		account = name + ", " + account
	}
	parts := []string{"This is " + account}
	if identity.Name != "" {
		parts = append(parts, "you are "+identity.Name)
	}
	if e.Profile != "" {
		parts = append(parts, "profile "+e.Profile)
	}
	if identity.Partition != "" {
		parts = append(parts, "partition "+identity.Partition)
	}
	parts = append(parts, "region "+e.Region)
	sentence := text.Clean(strings.Join(parts, ", ")) + "."
	if e.Unverified {
		sentence += " This is unverified: IAM and STS are not reached at the same place."
	}
	return sentence
}

// left says what becomes of what was begun when the conversation ends, and whether that is of a password nobody else has.
func (c *conversation) left() (sentence string, kept bool) {
	if c.result != nil {
		if u, ok := c.result.Unsaved(c.folders); ok {
			return u.Save(), true
		}
		return "", false
	}
	if c.draft == nil {
		return "", false
	}
	if u, ok := c.draft.Unsaved(c.folders, false); ok {
		return u.Save(), true
	}
	name := c.draft.User.Shown()
	if c.draft.Unknown() {
		return "The password may be in force for " + name + ": the outcome is not known. It is dropped here.", false
	}
	return "Nothing was changed for " + name + ".", false
}

// waits tells of a pause of what is under way.
func (c *conversation) waits(progress iamclient.Progress, name string) {
	if progress.Wait > 0 {
		c.say(explain.Waiting(progress.Err, name) + "; trying again in " + text.InWords(progress.Wait) + ".")
	}
}

// context is what an error about the user is explained by.
func (c *conversation) context(user directory.User) explain.Context {
	return c.account.Context(user, "enter")
}
