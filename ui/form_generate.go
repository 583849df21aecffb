package ui

import (
	"math"
	"strings"
	"time"

	"iampasswd/iamclient/strength"
	"iampasswd/ui/reset"
	"iampasswd/ui/text"
)

const mayBeInForce = "This password may be in force: enter sends it again, ctrl+t shows it."

// generate fills both fields. What was typed it overwrites only when asked twice.
func (f *form) generate(now time.Time) {
	typed := !f.Generated() && f.Password.Len()+f.Again.Len() > 0
	if (typed || f.Unknown()) && !f.replaces {
		f.replaces = true
		why := "ctrl+g again replaces what you typed."
		if f.Unknown() {
			why = mayBeInForce + " ctrl+g again gives it up."
		}
		f.refuse(reset.FieldNew, why)
		return
	}
	password, makeup := f.generator.Generate(f.Policy())
	defer password.Wipe()
	f.Fill(password)
	f.password.filled()
	f.again.filled()
	f.edited()
	f.makeup = makeup
	f.Seen = f.shown(now)
	f.focus = reset.FieldSend
}

// resize makes a generated password that is longer by n, or shorter.
func (f *form) resize(n int, now time.Time) action {
	switch resized := f.generator.Resize(n, f.Policy()); {
	case !resized && n < 0:
		return sayThat("A generated password is no shorter under this policy.")
	case !resized:
		return sayThat("A generated password is no longer than this.")
	}
	f.generate(now)
	return nil
}

// quality says what a generated password is made of, and how to have another, or how strong a typed one looks.
func (f *form) quality(c canvas) string {
	switch {
	case f.Generated():
		left := "  " + f.makeup
		for _, keys := range f.otherKeys(c) {
			if text.Width(left)+text.Width(keys)+4 <= c.width {
				return text.Spread(left, keys+"  ", c.width)
			}
		}
		return left
	case f.Password.Len() == 0 || f.Password.Generated():
		return ""
	}
	return "  " + c.styles.faint.Render("strength") + "  " + f.bar(c, 10)
}

// otherKeys are the keys for another generated password, from the most words to the fewest.
func (f *form) otherKeys(c canvas) []string {
	if f.send.active() {
		return nil
	}
	style := "words"
	if f.generator.Words() {
		style = "random"
	}
	key := func(label, text string) string {
		return c.styles.strong.Render(label) + " " + c.styles.faint.Render(text)
	}
	return []string{
		key("ctrl+r", style) + "  " + key("pgup", "longer") + "  " + key("pgdn", "shorter"),
		key("ctrl+r", style) + "  " + key("pgup pgdn", "length"),
		key("ctrl+r", style) + "  " + c.styles.strong.Render("pgup pgdn"),
	}
}

// bar is the strength of a typed password, drawn in so many cells, and in a word.
func (f *form) bar(c canvas, cells int) string {
	level := f.strength.Level()
	style := c.styles.good
	switch level {
	case strength.VeryWeak, strength.Weak:
		style = c.styles.warn
	case strength.Fair:
		style = c.styles.plain
	}
	full := min(max(1, int(math.Log10(f.strength.Guesses))*cells/10), cells)
	return style.Render(strings.Repeat("█", full)) + c.styles.faint.Render(strings.Repeat("░", cells-full)) + "  " + style.Render(level.String())
}
