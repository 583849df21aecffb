package ui

import (
	tea "charm.land/bubbletea/v2"

	"iampasswd/iamclient"
	"iampasswd/ui/text"
)

// numberColumn is where the numbers of the form begin, and numberWidth their cells with the space after them.
const (
	numberColumn = 22
	numberWidth  = 6
)

// draw lays the form out from the top; the place of the warnings is what remains, so that nothing moves to make room.
func (f *policyForm) draw(c canvas) drawing { return inMargin(c, f.drawAtMargin) }

func (f *policyForm) drawAtMargin(c canvas) drawing {
	c.width = min(c.width, columnWidth)
	d := drawing{}
	gap := func() {
		if c.height >= 16 {
			d.lines = append(d.lines, "")
		}
	}
	number := func(at setting) {
		if at == f.focus {
			d.cursor = &tea.Position{X: numberColumn + f.inputs[at].Position(), Y: len(d.lines)}
		}
		d.lines = append(d.lines, f.numberLine(c, at))
	}
	d.lines = append(d.lines, f.title(c))
	gap()
	number(settingLength)
	left := c.width / 2
	for _, at := range []setting{settingUpper, settingLower} {
		d.lines = append(d.lines, text.Fit(f.boxLine(c, at), left)+f.boxLine(c, at+settingNumber-settingUpper))
	}
	gap()
	number(settingAge)
	d.lines = append(d.lines, f.boxLine(c, settingHard))
	gap()
	number(settingReuse)
	d.lines = append(d.lines, f.boxLine(c, settingOwn))
	gap()
	d.lines = append(d.lines, f.focused(c, settingButton, "[ Review the change ]"))
	gap()
	d.lines = append(d.lines, f.status(c, c.height-len(d.lines))...)
	return d
}

func (f *policyForm) title(c canvas) string {
	from := "from the account's own"
	if f.base.Source == iamclient.PolicyDefault {
		from = "new: from the AWS default"
	}
	return text.Spread("  "+c.styles.strong.Render("Edit the password policy"), c.styles.faint.Render(from)+"  ", c.width)
}

// focused draws a label, with the mark of the focus where that is there.
func (f *policyForm) focused(c canvas, at setting, label string) string {
	return focusable(c, f.focus == at, label)
}

// numberLine is a number, and what it takes. That it makes no sense is said once the cursor has left it, or no further
// digit can correct it.
func (f *policyForm) numberLine(c canvas, at setting) string {
	n := f.number(at)
	_, ok, hopeless := n.parse(f.inputs[at].Value())
	note := c.styles.faint.Render("  " + n.takes())
	if !ok && (hopeless || f.focus != at) {
		note = c.styles.bad.Render("✗ " + n.asks())
	}
	return f.focused(c, at, text.Fit(n.label, numberColumn-2)) + text.Fit(f.inputs[at].Value(), numberWidth) + note
}

func (f *policyForm) boxLine(c canvas, at setting) string {
	label := map[setting]string{
		settingUpper: "uppercase required", settingLower: "lowercase required",
		settingNumber: "number required", settingSymbol: "symbol required",
		settingHard: "hard expiry: then only an administrator can reset it",
		settingOwn:  "every user may change their own password",
	}[at]
	tick := map[bool]string{true: "[x] ", false: "[ ] "}[*f.box(at)]
	return f.focused(c, at, tick+label)
}

// status is what was wrong with the last key, and what the change brings, in at most n lines.
func (f *policyForm) status(c canvas, n int) []string {
	var texts []string
	if f.refusal != "" {
		texts = append(texts, f.refusal)
	}
	if f.follows {
		texts = append(texts, "The policy has changed in the meantime: what you have not touched follows it.")
	}
	texts = append(texts, policyWarnings(f.base, f.draft, "")...)
	if f.base.Source == iamclient.PolicyDefault {
		texts = append(texts, bareIsWeaker, threeOfFour)
	} else if weaker := weakerNow(f.base, f.draft); weaker != "" {
		texts = append(texts, weaker)
	}
	lines := warningLines(c, texts)
	if len(lines) > n && n > 0 {
		const more = " more on the review"
		lines = lines[:n]
		lines[n-1] = text.Spread(lines[n-1], c.styles.strong.Render(more)+"  ", c.width)
	}
	return lines
}

// warningLines set texts one below the other.
func warningLines(c canvas, texts []string) []string {
	var lines []string
	for _, words := range texts {
		for _, line := range text.Hanging("! ", words, c.width-4) {
			lines = append(lines, "  "+c.styles.warn.Render(line))
		}
	}
	return lines
}
