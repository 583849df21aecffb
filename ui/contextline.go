package ui

import (
	"cmp"
	"fmt"
	"strings"

	"iampasswd/ui/directory"
	"iampasswd/ui/text"
)

// contextLine is the line on top of every screen: the account, and who the program is there, and the bulk run that goes on in
// the background. Account, caller and badges never give way; the rest does, in order.
func contextLine(at directory.View, st styles, run string, columns int) string {
	badges, name := badges(at, st, run), accountName(at, st)
	room := columns - text.Width(badges) - text.Width(name) - 1
	identity, endpoint := at.Identity(), at.Endpoint()
	account, caller := at.Title(), text.Clean(identity.Name)
	if !at.Asked() && identity.ARN == "" {
		account = "asking AWS who you are…"
	}
	if endpoint.Unverified && caller != "" {
		caller += " (unverified)"
	}
	parts := []string{account, caller, "profile " + text.Clean(endpoint.Profile), strings.TrimSpace(identity.Partition + " " + text.Clean(endpoint.Region))}
	if endpoint.Profile == "" {
		parts[2] = ""
	}
	if at.Called().Name != "" && text.Width(text.Columns(parts[:2])) > room {
		account = text.Clean(identity.Account) // the operator's team has a name for it
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

// accountsLine is the line on top of a list of several accounts: how many there are, who the program is in them, and how
// many could not be read. The badges are those of one of them.
func accountsLine(users *directory.Users, of directory.View, run string, c canvas) string {
	st, columns, all := c.styles, c.width, users.Accounts()
	badges := badges(of, st, run)
	count := " " + st.strong.Render(text.Counted(len(all), "account"))
	if users.Searching() {
		count += " so far " + st.accent.Render(c.spinner)
	}
	failed := ""
	if n := users.Failed(); n > 0 {
		failed = "   " + st.bad.Render(fmt.Sprintf("%d failed", n)) + ": a shows why"
	}
	caller := ""
	if name := sameCaller(all); name != "" {
		caller = "   " + name
	}
	if text.Width(count+caller+failed+badges)+1 > columns {
		caller = ""
	}
	return text.Spread(count+caller+failed, badges, columns)
}

// sameCaller is the caller's name where it is the same in all accounts, fit to show; else empty.
func sameCaller(accounts []directory.View) string {
	name := ""
	for _, at := range accounts {
		in := text.Clean(at.Identity().Name)
		if in != "" && name != "" && in != name {
			return ""
		}
		name = cmp.Or(in, name)
	}
	return name
}

// accountName is what the account is called, in its colour. It stands first: the wrong account is the costliest mistake.
func accountName(at directory.View, st styles) string {
	called := at.Called()
	switch name := text.Clean(called.Name); {
	case name != "":
		return " " + st.account(called.Colour.Index()).Render(" "+name+" ")
	case called.Colour.Index() >= 0:
		return " " + st.account(called.Colour.Index()).Render("  ")
	}
	return ""
}

// inAccount names the account of a user, in its colour, where the list has several; else it is empty.
func inAccount(c canvas, at directory.View) string {
	if !at.Several() {
		return ""
	}
	in, number := " in ", text.Clean(at.Identity().Account)
	if name := accountName(at, c.styles); name != "" {
		return in + strings.TrimSpace(name) + " " + number
	}
	return in + c.styles.strong.Render(at.Title())
}

func badges(at directory.View, st styles, run string) string {
	var badges string
	if run != "" {
		badges += " " + st.run.Render(run)
	}
	if at.Identity().Root() {
		badges += " " + st.readOnly.Render(" ROOT ")
	}
	if at.ReadOnly() {
		badges += " " + st.readOnly.Render(" READ-ONLY ")
	}
	if at.Demo() {
		badges += " " + st.demo.Render(" DEMO ")
	}
	return badges
}
