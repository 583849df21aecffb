package ui

import (
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"iampasswd/ui/text"
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

// inputPanel takes a line of text.
type inputPanel struct {
	input   textinput.Model
	refusal string // what was wrong with the text
}

func newInputPanel() inputPanel { return inputPanel{input: newTextInput()} }

func (*inputPanel) takesText() bool { return true }

func (p *inputPanel) edit(k tea.KeyPressMsg) {
	p.refusal = ""
	p.input, _ = p.input.Update(k)
}

func (p *inputPanel) paste(pasted string) action {
	p.input, _ = p.input.Update(tea.PasteMsg{Content: text.Clean(pasted)})
	return nil
}

// drawWith draws the line after its label, and below it the hint, or else what was wrong.
func (p *inputPanel) drawWith(c canvas, label, hint string) drawing {
	typed, cursor := typedText(p.input, text.Width(label), c.width)
	d := drawing{lines: []string{c.styles.accent.Render(label) + typed}, cursor: cursor}
	if p.refusal == "" {
		for _, line := range text.Hanging("  ", hint, c.width-2) {
			d.lines = append(d.lines, c.styles.faint.Render(line))
		}
	}
	for _, line := range text.Hanging("  ! ", p.refusal, c.width-2) {
		d.lines = append(d.lines, c.styles.warn.Render(line))
	}
	return d
}

// typedText is the part of a line of text that shows between the cells left and end, and where the cursor stands in it:
// nobody types what cannot be seen.
func typedText(input textinput.Model, left, end int) (string, *tea.Position) {
	room := end - left - 1
	at := text.Width(string([]rune(input.Value())[:input.Position()]))
	first := max(0, at-room)
	return ansi.Cut(input.Value(), first, first+room), &tea.Position{X: left + at - first}
}

// inputCursor is where the cursor stands in a line of text that begins at the cell left, and ends before the cell end.
func inputCursor(input textinput.Model, left, end int) *tea.Position {
	before := []rune(input.Value())[:input.Position()]
	return &tea.Position{X: min(left+text.Width(string(before)), end-1)}
}

// focusable is a label, with the mark of the focus in its margin where it has that.
func focusable(c canvas, focused bool, label string) string {
	if focused {
		return c.styles.accent.Render("▌ " + label)
	}
	return "  " + label
}
