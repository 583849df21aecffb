package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"iampasswd/iamclient"
	"iampasswd/ui/text"
)

// codeFields take two codes of an MFA device. A code that is complete leads on to the next field.
type codeFields struct {
	codes   [2]*iamclient.Secret
	at      int    // the field that takes digits
	refusal string // why something was not taken
}

func newCodeFields() codeFields {
	return codeFields{codes: [2]*iamclient.Secret{iamclient.NewSecret(""), iamclient.NewSecret("")}}
}

// clear wipes the codes. They work once.
func (f *codeFields) clear() {
	f.codes[0].Wipe()
	f.codes[1].Wipe()
	f.at, f.refusal = 0, ""
}

// complete tells whether both codes are there and may be right, and says why not otherwise. Before the second is begun,
// it leads on to that.
func (f *codeFields) complete() bool {
	if f.at == 0 && f.codes[0].Len() == iamclient.CodeDigits && f.codes[1].Len() == 0 {
		f.at = 1
		return false
	}
	f.refusal = iamclient.CheckCodes(f.codes[0], f.codes[1])
	return f.refusal == ""
}

func (f *codeFields) move(by int) { f.at = max(0, min(1, f.at+by)) }

func (f *codeFields) press(k tea.KeyPressMsg) {
	f.refusal = ""
	code := f.codes[f.at]
	switch {
	case k.String() == "backspace" || k.String() == "ctrl+h":
		if code.Len() == 0 {
			f.move(-1)
			return
		}
		code.Delete(code.Len()-1, code.Len())
	case k.String() == "ctrl+u":
		code.Wipe()
	case k.Text != "":
		f.paste(k.Text)
	}
}

// paste takes digits, with spaces as some apps show them: those of both codes, too. What does not fit is not taken at all.
func (f *codeFields) paste(pasted string) {
	f.refusal = ""
	digits := strings.Join(strings.Fields(pasted), "")
	room := iamclient.CodeDigits - f.codes[f.at].Len()
	if f.at == 0 {
		room += iamclient.CodeDigits - f.codes[1].Len()
	}
	switch {
	case strings.Trim(digits, "0123456789") != "":
		f.refusal = "A code has digits only."
		return
	case len(digits) > room:
		f.refusal = "Each code has six digits."
		return
	}
	for _, digit := range digits {
		if f.codes[f.at].Len() == iamclient.CodeDigits {
			f.at = 1
		}
		_ = f.codes[f.at].Insert(f.codes[f.at].Len(), digit) // there is room
	}
	if f.codes[f.at].Len() == iamclient.CodeDigits {
		f.at = 1
	}
}

// draw draws the two codes on a line, and keeps the next one for what was not taken.
func (f *codeFields) draw(c canvas) drawing {
	var d drawing
	line := "    "
	for i, label := range []string{"Code ", "Next code "} {
		style := c.styles.faint
		if i == f.at {
			style = c.styles.accent
			d.cursor = &tea.Position{X: text.Width(line+label) + min(f.codes[i].Len(), iamclient.CodeDigits-1)}
		}
		line += style.Render(label) + c.styles.strong.Render(f.codes[i].Reveal()) +
			c.styles.faint.Render(strings.Repeat("_", iamclient.CodeDigits-f.codes[i].Len())) + "   "
	}
	d.lines = []string{line, c.styles.warn.Render(text.If(f.refusal != "", "    ! "+f.refusal))}
	return d
}
