package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"iampasswd/iamclient"
	"iampasswd/ui/directory"
	"iampasswd/ui/text"
)

// mfaDigits is how many digits an MFA code has.
const mfaDigits = 6

// codePanel asks for an MFA code, without which the role of a profile cannot be assumed. What waits for it goes on once
// AWS has taken the code.
type codePanel struct {
	waits   codeFor
	err     error // what asked for the code
	profile string
	device  string

	digits  string
	refusal string
	asking  bool // AWS is being asked
}

// codeFor is what waits for a code: a switch to a profile, a change by its id, the reading of an account, a search for
// accounts, or the bulk run.
type codeFor struct {
	search  bool
	profile string
	change  int
	account directory.View
	run     bool // the bulk run
	plan    bool // the plan of one
}

func (*codePanel) isPanel() {}

func (*codePanel) takesText() bool { return true }

func (p *codePanel) keys() keyMap {
	why := ""
	if p.asking {
		why = "The code is on its way to AWS."
	}
	return codeKeys(why)
}

func (p *codePanel) press(k tea.KeyPressMsg, _ canvas) action {
	b, ok := p.keys().match(k)
	switch {
	case ok && b.why != "":
		return sayThat(b.why)
	case ok && b.intent == intentBack:
		return dropCode{}
	case ok && len(p.digits) < mfaDigits:
		p.refusal = "The code has six digits."
	case ok:
		p.asking, p.refusal = true, ""
		return giveCode{p.digits}
	case p.asking:
	case k.String() == "backspace" || k.String() == "ctrl+h":
		p.digits = p.digits[:max(0, len(p.digits)-1)]
	case k.String() == "ctrl+u":
		p.digits = ""
	case k.Text != "":
		return p.paste(k.Text)
	}
	return nil
}

// paste takes digits, with spaces as some apps show them.
func (p *codePanel) paste(text string) action {
	text = strings.Join(strings.Fields(text), "")
	switch {
	case p.asking:
	case strings.Trim(text, "0123456789") != "":
		p.refusal = "The code has digits only."
	case len(p.digits)+len(text) > mfaDigits:
		p.refusal = "The code has six digits."
	default:
		p.digits, p.refusal = p.digits+text, ""
	}
	return nil
}

// refused takes what AWS has against the code.
func (p *codePanel) refused(err *iamclient.Error) {
	p.digits, p.asking, p.err, p.device = "", false, err, err.MFADevice
	p.refusal = text.Sentence(err.Message) + " Each code works once: wait for the next one."
}

func (p *codePanel) draw(c canvas) drawing {
	label := "  MFA code" + text.If(p.profile != "", " for profile "+text.Clean(p.profile)) + "  "
	d := drawing{lines: []string{c.styles.accent.Render(label) + c.styles.strong.Render(p.digits) +
		c.styles.faint.Render(strings.Repeat("_", mfaDigits-len(p.digits)))}}
	if !p.asking {
		d.cursor = &tea.Position{X: text.Width(label) + min(len(p.digits), mfaDigits), Y: 0}
	}
	d.lines = append(d.lines, c.styles.faint.Render("  device "+text.Clean(p.device)))
	switch {
	case p.asking:
		d.lines = append(d.lines, "  "+c.styles.accent.Render(c.spinner)+" asking AWS…"+c.styles.faint.Render("   esc stops"))
	case p.refusal == "":
		d.lines = append(d.lines, c.styles.faint.Render("  six digits, as the device or its app shows them now"))
	}
	if p.refusal != "" {
		for _, line := range text.Hanging("  ✗ ", p.refusal, c.width-1) {
			d.lines = append(d.lines, c.styles.bad.Render(line))
		}
	}
	return d
}
