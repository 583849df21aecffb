package ui

import (
	"strings"

	"iampasswd/ui/directory"
	"iampasswd/ui/text"
)

// contextLine is the line on top of every screen: the account, and who the program is there. Account, caller and badges
// never give way; the rest does, in order.
func contextLine(at directory.View, st styles, columns int) string {
	badges, name := badges(at, st), accountName(at, st)
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

func badges(at directory.View, st styles) string {
	var badges string
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
