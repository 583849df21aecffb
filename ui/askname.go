package ui

import (
	tea "charm.land/bubbletea/v2"

	"iampasswd/ui/directory"
)

// askName takes an exact user name, for an account whose users may not be listed.
type askName struct {
	at directory.View // the account that is asked
	inputPanel
}

func newAskName(at directory.View) *askName { return &askName{at, newInputPanel()} }

func (*askName) isPanel() {}

func (*askName) keys() keyMap { return nameKeys() }

func (a *askName) press(k tea.KeyPressMsg, _ canvas) action {
	b, ok := a.keys().match(k)
	switch {
	case !ok:
		a.edit(k)
	case b.intent == intentBack:
		return leave{1}
	case !directory.IsUserName(a.input.Value()):
		a.refusal = "An IAM user name has 1 to 64 letters, digits and + = , . @ _ - and no spaces."
	default:
		return openForm{a.at.Typed(a.input.Value())}
	}
	return nil
}

func (a *askName) draw(c canvas) drawing {
	label := "  User name" + inAccount(c, a.at) + "  "
	return a.drawWith(c, label, "exactly as in IAM; upper and lower case do not matter")
}
