package ui

import (
	tea "charm.land/bubbletea/v2"

	"iampasswd/ui/text"
)

// question is asked before something that cannot be undone.
type question struct {
	text string
	verb string // what yes does, in a word
	yes  action
	no   action // nil: nothing but closing the question
}

func (*question) isPanel() {}

func (*question) takesText() bool { return false }

func (*question) paste(string) action { return nil }

func (q *question) keys() keyMap { return confirmKeys(q.verb) }

func (q *question) press(k tea.KeyPressMsg, _ canvas) action {
	b, ok := q.keys().match(k)
	switch {
	case !ok:
		return nil
	case b.intent == intentYes:
		return q.yes
	case q.no != nil:
		return q.no
	}
	return leave{1}
}

func (q *question) draw(c canvas) drawing {
	d := drawing{}
	sign := "  ? "
	for _, line := range text.Wrap(q.text, c.width-6) {
		d.lines = append(d.lines, c.styles.warn.Render(sign)+c.styles.strong.Render(line))
		sign = "    "
	}
	return d
}
