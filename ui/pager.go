package ui

import (
	"slices"

	tea "charm.land/bubbletea/v2"
)

// pager shows a text that may be longer than the screen: the help, or a problem whole.
type pager struct {
	text    func(c canvas) []string
	foot    string // stays in the last line; "": none
	top     int    // the first line shown
	selects bool   // its text is to be selected with the mouse
}

// releasesMouse tells whether the terminal has the mouse, so that text can be selected.
func (p *pager) releasesMouse() bool { return p.selects }

func (*pager) takesText() bool { return false }

func (*pager) paste(string) action { return nil }

func (*pager) keys() keyMap { return pagerKeys() }

func (p *pager) press(k tea.KeyPressMsg, c canvas) action {
	b, ok := p.keys().match(k)
	if !ok {
		return nil
	}
	return p.turn(b.intent, c)
}

// turn turns the pages; every other intent closes the text.
func (p *pager) turn(i intent, c canvas) action {
	page := max(1, p.room(c)-2)
	switch i {
	case intentDown:
		p.scroll(page, c)
	case intentUp:
		p.scroll(-page, c)
	default:
		return leave{1}
	}
	return nil
}

// scroll moves the text up by lines, or down where lines is negative.
func (p *pager) scroll(lines int, c canvas) {
	p.top = max(0, min(p.top+lines, len(p.text(c))-p.room(c)))
}

// room is how many lines of the text are shown at once.
func (p *pager) room(c canvas) int {
	if p.foot == "" {
		return c.height
	}
	return c.height - 1
}

func (p *pager) scrolls(c canvas) (up, down bool) {
	hidden := len(p.text(c)) - p.room(c)
	return hidden > 0 && p.top > 0, p.top < hidden
}

func (p *pager) draw(c canvas) drawing {
	lines, room := p.text(c), p.room(c)
	top := max(0, min(p.top, len(lines)-room)) // the terminal may have grown
	lines = lines[top:min(top+room, len(lines))]
	if p.foot != "" {
		lines = append(slices.Clip(lines), slices.Repeat([]string{""}, room-len(lines))...)
		lines = append(lines, c.styles.faint.Render("  "+p.foot))
	}
	return drawing{lines: lines}
}
