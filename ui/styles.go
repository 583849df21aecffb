package ui

import (
	"strings"

	"iampasswd/ui/explain"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"
)

// styles are the looks of everything on the screen, on the 16 colours of the terminal's own palette. No state is
// told by a colour alone: each has a word or a sign too.
type styles struct {
	plain    style
	faint    style // secondary
	strong   style // the one thing that matters
	accent   style // the selection and the focused field
	match    style // letters that the filter found
	selected style // text that the next letter replaces
	wrong    style // the part of a text that cannot be read
	bad      style // what went wrong
	warn     style // what may go wrong
	good     style // what is met
	run      style // badges
	demo     style
	readOnly style
}

// style is the look of a piece of one line: what a terminal is told before it, and after it. It is made of a Lip Gloss
// style once, for a frame has some hundred pieces.
type style struct{ before, after string }

// look makes a style.
func look(of lipgloss.Style) style {
	const piece = "x"
	before, after, _ := strings.Cut(of.Render(piece), piece)
	return style{before, after}
}

// Render is the piece in that look.
func (s style) Render(piece string) string {
	if piece == "" {
		return ""
	}
	return s.before + piece + s.after
}

// of is the look of a line of the level.
func (s styles) of(level explain.Level) style {
	return [...]style{explain.Plain: s.plain, explain.Good: s.good, explain.Warn: s.warn, explain.Bad: s.bad}[level]
}

// account is a badge in one of the palette's 16 colours; -1 is none of them. The letters on it are black or white,
// whichever can be read.
func (styles) account(colour int) style {
	badge := lipgloss.NewStyle().Bold(true)
	if colour < 0 {
		return look(badge.Reverse(true))
	}
	letters := lipgloss.Black
	switch ansi.BasicColor(colour) { //nolint:gosec // 0 to 15
	case ansi.Black, ansi.Red, ansi.Blue, ansi.Magenta, ansi.BrightBlack:
		letters = lipgloss.BrightWhite
	}
	return look(badge.Background(lipgloss.ANSIColor(colour)).Foreground(letters)) //nolint:gosec // 0 to 15
}

func newStyles(dark bool) styles {
	base := lipgloss.NewStyle()
	// The palette's bright half is made for dark backgrounds, its dark half for light ones.
	accent, bad, warn, good := lipgloss.BrightCyan, lipgloss.BrightRed, lipgloss.BrightYellow, lipgloss.BrightGreen
	if !dark {
		accent, bad, warn, good = lipgloss.Blue, lipgloss.Red, lipgloss.Yellow, lipgloss.Green
	}
	return styles{
		plain:    look(base),
		faint:    look(base.Faint(true)),
		strong:   look(base.Bold(true)),
		accent:   look(base.Foreground(accent).Bold(true)),
		match:    look(base.Foreground(accent).Underline(true)),
		selected: look(base.Reverse(true)),
		wrong:    look(base.Foreground(warn).Underline(true)),
		bad:      look(base.Foreground(bad).Bold(true)),
		warn:     look(base.Foreground(warn).Bold(!dark)),
		good:     look(base.Foreground(good)),
		run:      look(base.Foreground(accent).Reverse(true).Bold(true)),
		demo:     look(base.Reverse(true).Bold(true)),
		readOnly: look(base.Foreground(warn).Reverse(true).Bold(true)),
	}
}

// probablyDark tells from COLORFGBG, foreground and background of the palette as some terminals tell them, whether the
// background is dark: until the terminal answers for it, and where it never does.
func probablyDark(colorFGBG string) bool {
	background := colorFGBG[strings.LastIndex(colorFGBG, ";")+1:]
	return background != "7" && background != "15"
}
