package ui

import (
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"iampasswd/ui/text"
)

// filter is the line of text that narrows a list.
type filter struct {
	textinput.Model
	open     bool // it takes text
	selected bool // its whole text is selected: what is typed next replaces it
}

// replaceHint tells what typing does to a filter whose text is selected.
const replaceHint = "what you type replaces this; → edits it"

// LongestFilter is how many characters a filter has at most.
const LongestFilter = 512

func newFilter() filter {
	f := filter{Model: newTextInput()}
	f.CharLimit = LongestFilter
	return f
}

// reopen lets the filter take text again. What it has is selected.
func (f *filter) reopen() {
	f.open, f.selected = true, f.Value() != ""
	f.CursorEnd()
}

// edit takes a key or pasted text where the filter is open, and tells whether it is.
func (f *filter) edit(msg tea.Msg) bool {
	if !f.open {
		return false
	}
	if f.selected {
		f.selected = false
		if f.replaces(msg) {
			f.Reset()
		}
	}
	f.Model, _ = f.Update(msg)
	return true
}

// replaces tells whether something that is typed takes the place of what is selected. A key that only moves does not.
func (f *filter) replaces(msg tea.Msg) bool {
	switch msg := msg.(type) {
	case tea.PasteMsg:
		return true
	case tea.KeyPressMsg:
		if msg.Text != "" {
			return true
		}
		switch msg.String() {
		case "backspace", "delete", "ctrl+h", "ctrl+d", "ctrl+u", "ctrl+k", "ctrl+w", "alt+backspace", "alt+d", "alt+delete":
			return true
		}
	}
	return false
}

// clear empties the filter and closes it.
func (f *filter) clear() {
	f.open, f.selected = false, false
	f.Reset()
}

// put replaces a part of the text, in bytes, and puts the cursor behind what stands there now.
func (f *filter) put(from, to int, instead string) {
	value := f.Value()
	f.selected = false
	f.SetValue(value[:from] + instead + value[to:])
	f.SetCursor(len([]rune(value[:from] + instead)))
}

// at is where the cursor stands in the text, in bytes.
func (f *filter) at() int { return len(string([]rune(f.Value())[:f.Position()])) }

// line stands above the list: the filter while it is open or narrows, else the title.
func (f *filter) line(c canvas, title string, narrows bool) string {
	switch {
	case f.open && f.selected:
		return " " + c.styles.accent.Render("/") + " " + c.styles.selected.Render(f.Value()) + c.styles.faint.Render("  "+replaceHint)
	case f.open:
		return " " + c.styles.accent.Render("/") + " " + f.Value()
	case narrows:
		return " " + c.styles.faint.Render("/ ") + f.Value() + c.styles.faint.Render("  esc clears")
	}
	return c.styles.strong.Render(" " + title)
}

// lineIn is line in so many cells, with a part of the text marked as wrong, and where the cursor stands: of a long text, the
// part around the cursor shows.
func (f *filter) lineIn(c canvas, title string, narrows bool, wrong [2]int, w int) (string, *tea.Position) {
	const left = 3
	value := f.Value()
	if !f.open {
		return f.line(c, title, narrows), nil
	}
	shown := value
	switch {
	case f.selected:
		shown = c.styles.selected.Render(value)
	case wrong[1] > 0:
		shown = value[:wrong[0]] + c.styles.wrong.Render(value[wrong[0]:wrong[1]]) + value[wrong[1]:]
	}
	at, room := text.Width(value[:f.at()]), max(1, w-left-1)
	first := max(0, at-room)
	return " " + c.styles.accent.Render("/") + " " + ansi.Cut(shown, first, first+room), &tea.Position{X: left + at - first}
}
