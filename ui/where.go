package ui

import (
	"strings"

	"iampasswd/iamclient"
	"iampasswd/iamclient/rails"
	"iampasswd/ui/explain"
	"iampasswd/ui/text"
)

// where says which account the program works on, and as whom. A wrong account is the costliest mistake there is.
type where struct {
	identity iamclient.Identity
	asked    bool // the identity has been asked for, whatever the answer
	alias    string
	endpoint iamclient.Endpoint
	demo     bool
	readOnly bool
	called   rails.Account // what the operator's team calls the account
	visit    int           // how often the account was switched before; tells what belongs to another one
}

// account is the account's alias and number.
func (w where) account() string {
	switch {
	case w.identity.Account == "":
		return "account unknown"
	case w.alias == "":
		return w.identity.Account
	}
	return w.alias + " " + w.identity.Account
}

// short is the account's alias, or its number where it has none.
func (w where) short() string {
	if w.alias != "" {
		return text.Clean(w.alias)
	}
	return text.Clean(w.account())
}

// line is the context on top of every screen. Account, caller and badges never give way; the rest does, in order.
func (w where) line(st styles, columns int) string {
	badges := w.badges(st)
	name := w.name(st)
	room := columns - text.Width(badges) - text.Width(name) - 1
	account, caller := text.Clean(w.account()), text.Clean(w.identity.Name)
	if !w.asked && w.identity.ARN == "" {
		account = "asking AWS who you are…"
	}
	if w.endpoint.Unverified && caller != "" {
		caller += " (unverified)"
	}
	partition := w.identity.Partition
	parts := []string{account, caller, "profile " + text.Clean(w.endpoint.Profile), strings.TrimSpace(partition + " " + text.Clean(w.endpoint.Region))}
	if w.endpoint.Profile == "" {
		parts[2] = ""
	}
	if w.called.Name != "" && text.Width(text.Columns(parts[:2])) > room {
		account = text.Clean(w.identity.Account) // which the operator's team has a name for
		parts[0] = account
	}
	for last := len(parts); last >= 2; last-- {
		if context := text.Columns(parts[:last]); text.Width(context) <= room || last == 2 {
			rest := strings.TrimPrefix(context, account)
			return text.Spread(name+" "+st.strong.Render(account)+rest, badges, columns)
		}
	}
	return badges
}

// name is what the account is called, in its colour: before everything, for it is the account that is got wrong.
func (w where) name(st styles) string {
	switch name := text.Clean(w.called.Name); {
	case name != "":
		return " " + st.account(w.called.Colour.Index()).Render(" "+name+" ")
	case w.called.Colour.Index() >= 0:
		return " " + st.account(w.called.Colour.Index()).Render("  ")
	}
	return ""
}

func (w where) badges(st styles) string {
	var badges string
	if w.identity.Root() {
		badges += " " + st.readOnly.Render(" ROOT ")
	}
	if w.readOnly {
		badges += " " + st.readOnly.Render(" READ-ONLY ")
	}
	if w.demo {
		badges += " " + st.demo.Render(" DEMO ")
	}
	return badges
}

// context is what an error is explained by here, where again is the key that tries again.
func (m *Model) context(user target, again string) explain.Context {
	return m.where.context(user, again)
}

func (w where) context(user target, again string) explain.Context {
	return explain.Context{
		User: user.name(), UserARN: user.ARN, Self: user.self, Caller: w.identity, Profile: w.endpoint.Profile, Again: again,
		SignIn: explain.SignInCommand(w.endpoint),
	}
}
