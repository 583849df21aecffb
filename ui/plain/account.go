package plain

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"iampasswd/iamclient"
	"iampasswd/iamclient/rails"
	"iampasswd/iamclient/reach"
	"iampasswd/ui/text"
)

// errNoAccount tells that none of several accounts can be used. Why has been said.
var errNoAccount = errors.New("no account can be used")

// ChooseAccount looks for several accounts, and asks which one to work in. The error is of the terminal, or says that there is
// none.
func ChooseAccount(ctx context.Context, in *reach.Reach, tty Teletype) (*iamclient.Client, error) {
	c := &conversation{ctx: ctx, tty: &patientTeletype{Teletype: tty, ctx: ctx}}
	c.say("Looking for the accounts.")
	in.Start(ctx)
	for {
		if _, ok := in.Next(ctx); !ok {
			break
		}
	}
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	names := in.Client().Rails()
	var usable []reach.Account
	for _, a := range in.Accounts() {
		switch {
		case a.Usable():
			usable = append(usable, a)
		case a.State == reach.Failed || a.State == reach.Inactive:
			c.say(text.Capital(a.Title(names, "")) + " cannot be used: " + a.Reason() + ".")
		case a.State == reach.Merged:
			c.say("The profile " + text.Clean(a.Profile) + " leads to the account of " + text.Clean(a.Into) + ", which is used.")
		}
	}
	if err := in.Err(); err != nil {
		c.say("Accounts may be missing: " + text.Sentence(text.Clean(err.Error())))
	}
	if len(usable) == 0 {
		return nil, errNoAccount
	}
	c.say(text.Counted(len(usable), "account") + " can be used.")
	return c.whichOf(usable, names)
}

const accountHelp = "Type the name or the number of an account, the profile, or a part of one. Enter alone lists the accounts. Each change goes to" +
	" the account that you choose here; to work in another one, start again."

// whichOf asks for one of the accounts, by a name or by its place in what was listed last.
func (c *conversation) whichOf(accounts []reach.Account, names *rails.Rails) (*iamclient.Client, error) {
	var listed []reach.Account
	for {
		line, err := c.ask("Account, or enter alone for a list: ", accountHelp)
		if err != nil {
			return nil, err
		}
		if n, err := strconv.Atoi(line); err == nil && n >= 1 && n <= len(listed) {
			return listed[n-1].Client, nil
		}
		found := accountsLike(accounts, line, names)
		switch len(found) {
		case 0:
			c.say("No account is called " + line + ".")
			continue
		case 1:
			if line != "" {
				return found[0].Client, nil
			}
		}
		listed = found
		for i, a := range found {
			if i == mostAccounts {
				c.say(fmt.Sprintf("And %d more: type a part of the name.", len(found)-i))
				break
			}
			c.say(fmt.Sprintf("%d: %s.", i+1, introduced(a, names)))
		}
	}
}

// mostAccounts is how many accounts are read aloud at once.
const mostAccounts = 20

// introduced says which account it is, and who the operator is there.
func introduced(a reach.Account, names *rails.Rails) string {
	says := a.Title(names, "")
	if a.Number != "" && says != a.Number {
		says += ", " + a.Number
	}
	if a.Identity.Name != "" {
		says += ", as " + text.Clean(a.Identity.Name)
	}
	if a.Profile != "" && a.Role == "" && says != a.Profile {
		says += ", by the profile " + text.Clean(a.Profile)
	}
	return says
}

// accountsLike are the accounts that are called that, else those in whose names it is.
func accountsLike(accounts []reach.Account, word string, names *rails.Rails) []reach.Account {
	var exact, part []reach.Account
	for _, a := range accounts {
		like := 0
		for _, name := range []string{names.Account(a.Number).Name, a.Name, a.Number, a.Profile} {
			switch {
			case name != "" && strings.EqualFold(name, word):
				like = 2
			case like == 0 && strings.Contains(strings.ToLower(name), strings.ToLower(word)):
				like = 1
			}
		}
		if like == 2 {
			exact = append(exact, a)
		}
		if like > 0 {
			part = append(part, a)
		}
	}
	if len(exact) > 0 {
		return exact
	}
	return part
}
