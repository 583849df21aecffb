package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"
)

// help shows every key, from the tables that the keys themselves work by.
type help struct {
	top    int
	height int
}

func (*help) takesText() bool { return false }

func (*help) paste(string) action { return nil }

func (*help) keys() keyMap { return helpKeys() }

func (h *help) press(k tea.KeyPressMsg, _ time.Time) action {
	b, ok := h.keys().match(k)
	switch {
	case !ok:
		return nil
	case b.intent == intentDown:
		h.top = min(h.top+max(1, h.height-2), max(0, len(helpText())-h.height))
	case b.intent == intentUp:
		h.top = max(0, h.top-max(1, h.height-2))
	default:
		return leave{1}
	}
	return nil
}

// helpLine is a heading, or a key and its words.
type helpLine struct{ heading, key, what string }

func helpText() []helpLine {
	var text []helpLine
	for _, section := range []struct {
		heading string
		keys    keyMap
	}{
		{"Users", usersKeys(false, true)},
		{"Filter", filterKeys()},
		{"Form", formKeys("reset", false)},
		{"Hand-over", handoverKeys(false)},
		{"Anywhere", anywhereKeys(1)},
	} {
		if len(text) > 0 {
			text = append(text, helpLine{})
		}
		text = append(text, helpLine{heading: section.heading})
		for _, b := range section.keys {
			if b.what != "" {
				text = append(text, helpLine{key: b.Help().Key, what: b.what})
			}
		}
	}
	return text
}

func (h *help) draw(c canvas) drawing {
	text := helpText()
	d := drawing{}
	for _, line := range text[min(h.top, len(text)):min(h.top+c.height, len(text))] {
		switch {
		case line.heading != "":
			d.lines = append(d.lines, c.styles.strong.Render("  "+line.heading))
		case line.key == "":
			d.lines = append(d.lines, "")
		default:
			d.lines = append(d.lines, "  "+c.styles.accent.Render(fit(line.key, 10))+line.what)
		}
	}
	return d
}
