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
	d.cursor = inputCursor(a.input, width(label), c.width)
	if a.refusal != "" {
		for i, line := range wrap(a.refusal, c.width-6) {
			sign := map[bool]string{true: "  ! ", false: "    "}[i == 0]
			d.lines = append(d.lines, c.styles.warn.Render(sign+line))
		}
	} else {
		d.lines = append(d.lines, c.styles.faint.Render("  exactly as it is in IAM; upper and lower case do not matter"))
	}
	return d
}

// inputCursor is where the cursor stands in a line of text that begins at the cell left, and ends before the cell end.
func inputCursor(input textinput.Model, left, end int) *tea.Position {
	before := []rune(input.Value())[:input.Position()]
	return &tea.Position{X: min(left+width(string(before)), end-1)}
}
