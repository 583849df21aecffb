package ui

import (
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
)

// filter is the line of text that narrows a list.
type filter struct {
	textinput.Model
	open bool // it takes text
}

func newFilter() filter { return filter{Model: newTextInput()} }

// edit takes a key or pasted text where the filter is open, and tells whether it is.
func (f *filter) edit(msg tea.Msg) bool {
	if f.open {
		f.Model, _ = f.Update(msg)
	}
	return f.open
}

// clear empties the filter and closes it.
func (f *filter) clear() {
	f.open = false
	f.Reset()
}

// line stands above the list: the filter while it is open or narrows, else the title.
func (f *filter) line(c canvas, title string, narrows bool) string {
	switch {
	case f.open:
		return " " + c.styles.accent.Render("/") + " " + f.Value()
	case narrows:
		return " " + c.styles.faint.Render("/ ") + f.Value() + c.styles.faint.Render("  esc clears")
	}
	return c.styles.strong.Render(" " + title)
}
