package ui

import (
	"regexp"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"iampasswd/iamclient"
)

// userName is what IAM takes for the name of a user with a login profile.
var userName = regexp.MustCompile(`^[\w+=,.@-]{1,64}$`)

// askName takes an exact user name, for an account whose users may not be listed.
type askName struct {
	input   textinput.Model
	refusal string
}

func newAskName() *askName { return &askName{input: newTextInput()} }

func (*askName) isPanel() {}

func (*askName) takesText() bool { return true }

func (*askName) keys() keyMap { return nameKeys() }

func (a *askName) paste(text string) action {
	a.input, _ = a.input.Update(tea.PasteMsg{Content: clean(text)})
	return nil
}

func (a *askName) press(k tea.KeyPressMsg, _ canvas) action {
	b, ok := a.keys().match(k)
	switch {
	case !ok:
		a.refusal = ""
		a.input, _ = a.input.Update(k)
	case b.intent == intentBack:
		return leave{1}
	case !userName.MatchString(a.input.Value()):
		a.refusal = "An IAM user name has 1 to 64 letters, digits and + = , . @ _ - and no spaces."
	default:
		return openForm{target{User: iamclient.User{Name: a.input.Value()}}}
	}
	return nil
}

func (a *askName) draw(c canvas) drawing {
	const label = "  User name  "
	d := drawing{lines: []string{c.styles.accent.Render(label) + a.input.Value()}}
	d.cursor = &tea.Position{X: min(width(label)+a.input.Position(), c.width-1), Y: 0}
	if a.refusal != "" {
		d.lines = append(d.lines, c.styles.warn.Render("  ! "+a.refusal))
	} else {
		d.lines = append(d.lines, c.styles.faint.Render("  exactly as it is in IAM; upper and lower case do not matter"))
	}
	return d
}
