package ui

import (
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// newTextInput is a line of plain text, without the keys of the component that read the host's clipboard.
func newTextInput() textinput.Model {
	input := textinput.New()
	input.Prompt = ""
	input.SetVirtualCursor(false)
	input.KeyMap.Paste.Unbind()
	input.KeyMap.AcceptSuggestion.Unbind()
	input.KeyMap.NextSuggestion.Unbind()
	input.KeyMap.PrevSuggestion.Unbind()
	input.CharLimit = 128
	input.Focus()
	return input
}

// drawInput draws a panel that takes a line of text, with a hint or else what was wrong below it.
func drawInput(c canvas, label string, input textinput.Model, hint, refusal string) drawing {
	text, cursor := typedText(input, width(label), c.width)
	d := drawing{lines: []string{c.styles.accent.Render(label) + text}, cursor: cursor}
	if refusal == "" {
		d.lines = append(d.lines, c.styles.faint.Render("  "+hint))
	}
	for _, line := range hanging("  ! ", refusal, c.width-2) {
		d.lines = append(d.lines, c.styles.warn.Render(line))
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

// focusable is a label, with the mark of the focus in its margin where it has that.
func focusable(c canvas, focused bool, label string) string {
	if focused {
		return c.styles.accent.Render("▌ " + label)
	}
	return "  " + label
}
