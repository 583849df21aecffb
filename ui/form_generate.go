package ui

import (
	"fmt"
	"math"
	"strings"
	"time"

	"iampasswd/iamclient"
	"iampasswd/iamclient/strength"
	"iampasswd/ui/text"
)

// generator is what generated passwords are to be like: the style, and the length that was chosen in each.
type generator struct {
	style   iamclient.Style
	lengths [2]int // by style; 0 stands for the usual
}

func (g *generator) chosen() iamclient.Generator {
	return iamclient.Generator{Style: g.style, Length: g.lengths[g.style]}
}

// change goes over to the other style.
func (g *generator) change() { g.style = 1 - g.style }

const mayBeInForce = "This password may be in force; enter sends it again, ctrl+t shows it."

// generated tells whether both fields hold a password as the generator made it.
func (f *form) generated() bool { return f.password.secret.Generated() && f.again.secret.Generated() }

// dark tells whether nobody has the password but this program.
func (f *form) dark() bool { return f.generated() && !f.seen }

// generate fills both fields. What was typed it overwrites only when asked twice.
func (f *form) generate(now time.Time) {
	typed := !f.generated() && f.password.secret.Len()+f.again.secret.Len() > 0
	if (typed || f.unknown) && !f.sure.overwrite {
		f.sure.overwrite = true
		why := "ctrl+g again replaces what you typed."
		if f.unknown {
			why = mayBeInForce + " ctrl+g again gives it up."
		}
		f.refuse(fieldNew, why)
		return
	}
	policy := f.rulesToKeep()
	made := f.generator.chosen().Under(policy)
	password := made.Generate(policy)
	defer password.Wipe()
	f.password.set(password)
	f.again.set(password)
	f.edited()
	what := "random characters"
	if made.Style == iamclient.StyleWords {
		what = "words and a number"
	}
	f.made = fmt.Sprintf("%d %s, %d bits", made.Length, what, int(made.Entropy(policy)))
	f.seen = f.shown(now)
	f.focus = fieldButton
}

// resize makes a generated password that is longer by n, or shorter.
func (f *form) resize(n int, now time.Time) action {
	policy := f.rulesToKeep()
	before := f.generator.chosen().Under(policy)
	after := before
	after.Length += n
	after = after.Under(policy)
	switch {
	case after == before && n < 0:
		return sayThat("A generated password is no shorter under this policy.")
	case after == before:
		return sayThat("A generated password is no longer than this.")
	}
	f.generator.lengths[after.Style] = after.Length
	f.generate(now)
	return nil
}

// rulesToKeep is the policy; AWS's default one while it has not been read.
func (f *form) rulesToKeep() iamclient.Policy {
	if f.policy == nil {
		return iamclient.DefaultPolicy(iamclient.PolicyUnverified)
	}
	return *f.policy
}

// quality says what a generated password is made of, and how to have another, or how strong a typed one looks.
func (f *form) quality(c canvas) string {
	switch {
	case f.generated():
		left := "  " + f.made
		for _, keys := range f.otherKeys(c) {
			if text.Width(left)+text.Width(keys)+4 <= c.width {
				return text.Spread(left, keys+"  ", c.width)
			}
		}
		return left
	case f.password.secret.Len() == 0 || f.password.secret.Generated():
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
	if f.generator.style == iamclient.StyleWords {
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
