package ui

import (
	tea "charm.land/bubbletea/v2"

	"iampasswd/iamclient/bulk"
	"iampasswd/ui/directory"
	"iampasswd/ui/text"
)

// bulkChoice asks what to do to many users. Nothing is read or changed before that.
type bulkChoice struct {
	of     directory.View
	names  []string // of the users
	marked bool     // they are marked; else it is the one under the cursor
	later  string   // the other accounts in which users are marked; empty: there is none
}

func (*bulkChoice) isPanel() {}

func (*bulkChoice) takesText() bool { return false }

func (*bulkChoice) paste(string) action { return nil }

func (*bulkChoice) keys() keyMap { return bulkChoiceKeys() }

func (p *bulkChoice) press(k tea.KeyPressMsg, _ canvas) action {
	b, ok := p.keys().match(k)
	switch {
	case !ok:
		return nil
	case b.intent == intentBack:
		return leave{1}
	}
	for _, o := range bulk.Operations() {
		if bulkLetters[o] == b.Help().Key {
			return planBulk{of: p.of, names: p.names, operation: o}
		}
	}
	return nil
}

func (p *bulkChoice) draw(c canvas) drawing {
	title := "  Change " + c.styles.strong.Render(users(len(p.names))) + inAccount(c, p.of) + text.If(p.marked, ", as marked")
	if len(p.names) == 1 {
		title += ": " + text.Clean(p.names[0])
	}
	const hint = "   a plan is shown first"
	if text.Width(title+hint) <= c.width {
		title += c.styles.faint.Render(hint)
	}
	d := drawing{lines: []string{title}}
	if p.later != "" {
		for _, line := range text.Hanging("  ! ", "Each account has a plan of its own: B on a user of "+p.later+" goes on there.", c.width-1) {
			d.lines = append(d.lines, c.styles.warn.Render(line))
		}
	}
	for _, o := range bulk.Operations() {
		d.lines = append(d.lines, "    "+c.styles.accent.Render(text.Fit(bulkLetters[o], 6))+" "+o.Does())
	}
	return d
}
