package ui

import (
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"
)

// styles are the looks of everything on the screen, on the 16 colours of the terminal's own palette. No state is
// told by a colour alone: each has a word or a sign too.
type styles struct {
	plain    lipgloss.Style
	faint    lipgloss.Style // secondary
	strong   lipgloss.Style // the one thing that matters
	accent   lipgloss.Style // the selection and the focused field
	match    lipgloss.Style // letters that the filter found
	bad      lipgloss.Style // what went wrong
	warn     lipgloss.Style // what may go wrong
	good     lipgloss.Style // what is met
	demo     lipgloss.Style // badges
	readOnly lipgloss.Style
}

// account is a badge in one of the palette's 16 colours; -1 is none of them. The letters on it are black or white,
// whichever can be read.
func (styles) account(colour int) lipgloss.Style {
	badge := lipgloss.NewStyle().Bold(true)
	if colour < 0 {
		return badge.Reverse(true)
	}
	letters := lipgloss.Black
	switch ansi.BasicColor(colour) { //nolint:gosec // 0 to 15
	case ansi.Black, ansi.Red, ansi.Blue, ansi.Magenta, ansi.BrightBlack:
		letters = lipgloss.BrightWhite
	}
	return badge.Background(lipgloss.ANSIColor(colour)).Foreground(letters) //nolint:gosec // 0 to 15
}

func newStyles(dark bool) styles {
	base := lipgloss.NewStyle()
	// The palette's bright half is made for dark backgrounds, its dark half for light ones.
	accent, bad, warn, good := lipgloss.BrightCyan, lipgloss.BrightRed, lipgloss.BrightYellow, lipgloss.BrightGreen
	if !dark {
		accent, bad, warn, good = lipgloss.Blue, lipgloss.Red, lipgloss.Yellow, lipgloss.Green
	}
	return styles{
		plain:    base,
		faint:    base.Faint(true),
		strong:   base.Bold(true),
		accent:   base.Foreground(accent).Bold(true),
		match:    base.Foreground(accent).Underline(true),
		bad:      base.Foreground(bad).Bold(true),
		warn:     base.Foreground(warn).Bold(!dark),
		good:     base.Foreground(good),
		demo:     base.Reverse(true).Bold(true),
		readOnly: base.Foreground(warn).Reverse(true).Bold(true),
	}
}

// probablyDark tells from COLORFGBG, foreground and background of the palette as some terminals tell them, whether the
// background is dark: until the terminal answers for it, and where it never does.
func probablyDark(colorFGBG string) bool {
	background := colorFGBG[strings.LastIndex(colorFGBG, ";")+1:]
	return background != "7" && background != "15"
}
