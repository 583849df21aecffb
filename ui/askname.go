package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"iampasswd/iamclient"
)

// isUserName tells whether IAM takes a text for the name of a user with a login profile.
func isUserName(text string) bool {
	const longest = 64
	return text != "" && len(text) <= longest && !strings.ContainsFunc(text, func(r rune) bool { return !inUserName(r) })
}

// inUserName tells whether IAM takes a character in the name of a user.
func inUserName(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("_+=,.@-", r)
}

// askName takes an exact user name, for an account whose users may not be listed.
type askName struct {
	inputPanel
}

func newAskName() *askName { return &askName{newInputPanel()} }

func (*askName) keys() keyMap { return nameKeys() }

func (a *askName) press(k tea.KeyPressMsg, _ canvas) action {
	b, ok := a.keys().match(k)
	switch {
	case !ok:
		a.edit(k)
	case b.intent == intentBack:
		return leave{1}
	case !isUserName(a.input.Value()):
		a.refusal = "An IAM user name has 1 to 64 letters, digits and + = , . @ _ - and no spaces."
	default:
		return openForm{target{User: iamclient.User{Name: a.input.Value()}}}
	}
	return nil
}

func (a *askName) draw(c canvas) drawing {
	const label = "  User name  "
	return a.drawWith(c, label, "exactly as in IAM; upper and lower case do not matter")
}
