package ui

import (
	"strings"

	"iampasswd/iamclient"
)

// where says which account the program works on, and as whom. A wrong account is the costliest mistake there is.
type where struct {
	identity iamclient.Identity
	asked    bool // the identity has been asked for, whatever the answer
	alias    string
	endpoint iamclient.Endpoint
	demo     bool
	readOnly bool
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

// line is the context on top of every screen. Account, caller and badges never give way; the rest does, in order.
func (w where) line(st styles, columns int) string {
	badges := w.badges(st)
	room := columns - width(badges) - 1
	account, caller := clean(w.account()), clean(w.identity.Name)
	if !w.asked && w.identity.ARN == "" {
		account = "asking AWS who you are…"
	}
	if w.endpoint.Unverified && caller != "" {
		caller += " (unverified)"
	}
	partition := w.identity.Partition
	parts := []string{account, caller, "profile " + clean(w.endpoint.Profile), strings.TrimSpace(partition + " " + clean(w.endpoint.Region))}
	if w.endpoint.Profile == "" {
		parts[2] = ""
	}
	for last := len(parts); last >= 2; last-- {
		if text := joinParts(parts[:last]); width(text) <= room || last == 2 {
			rest := strings.TrimPrefix(text, account)
			return spread(" "+st.strong.Render(account)+rest, badges, columns)
		}
	}
	return badges
}

func joinParts(parts []string) string {
	var filled []string
	for _, p := range parts {
		if p != "" {
			filled = append(filled, p)
		}
	}
	return strings.Join(filled, "   ")
}

func (w where) badges(st styles) string {
	var badges string
	if w.readOnly {
		badges += " " + st.readOnly.Render(" READ-ONLY ")
	}
	if w.demo {
		badges += " " + st.demo.Render(" DEMO ")
	}
	return badges
}
