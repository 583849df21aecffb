package ui

import (
	"regexp"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

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
	text, cursor := typedText(a.input, width(label), c.width)
	d := drawing{lines: []string{c.styles.accent.Render(label) + text}, cursor: cursor}
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

// typedText is the part of a line of text that shows between the cells left and end, and where the cursor stands in it:
// nobody types what cannot be seen.
func typedText(input textinput.Model, left, end int) (string, *tea.Position) {
	room := end - left - 1
	at := width(string([]rune(input.Value())[:input.Position()]))
	first := max(0, at-room)
	return ansi.Cut(input.Value(), first, first+room), &tea.Position{X: left + at - first}
}

// inputCursor is where the cursor stands in a line of text that begins at the cell left, and ends before the cell end.
func inputCursor(input textinput.Model, left, end int) *tea.Position {
	before := []rune(input.Value())[:input.Position()]
	return &tea.Position{X: min(left+width(string(before)), end-1)}
}
