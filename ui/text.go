package ui

import (
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"iampasswd/iamclient/printable"
)

// clean makes text from AWS fit to show: see [printable.Text].
func clean(s string) string { return printable.Text(s) }

func width(s string) int { return ansi.StringWidth(s) }

// fit makes s exactly w cells wide: cut with an ellipsis, or filled up with spaces.
func fit(s string, w int) string {
	if w <= 0 {
		return ""
	}
	s = ansi.Truncate(s, w, "…")
	return s + strings.Repeat(" ", max(0, w-width(s)))
}

// fitRight is fit with the text at the right.
func fitRight(s string, w int) string {
	if w <= 0 {
		return ""
	}
	s = ansi.Truncate(s, w, "…")
	return strings.Repeat(" ", max(0, w-width(s))) + s
}

// spread puts left and right at the two ends of a line of w cells. What does not fit is cut from the left part.
func spread(left, right string, w int) string {
	room := w - width(right)
	if room <= 0 {
		return fit(right, w)
	}
	return fit(left, room) + right
}

// wrap breaks s into lines of at most w cells, at spaces where there are any.
func wrap(s string, w int) []string {
	if s == "" {
		return nil
	}
	return strings.Split(ansi.Wrap(s, max(1, w), ""), "\n")
}

// hanging is wrap with a sign before the first line and as much space before the others, which w includes.
func hanging(sign, s string, w int) []string {
	lines := wrap(s, w-width(sign))
	for i, line := range lines {
		lines[i] = sign + line
		sign = strings.Repeat(" ", width(sign))
	}
	return lines
}

// ago says how long before now t was, "never" for the zero time.
func ago(t, now time.Time) string {
	d := now.Sub(t)
	switch {
	case t.IsZero():
		return "never"
	case d < time.Minute:
		return "just now"
	case d < time.Hour:
		return fmt.Sprintf("%d min ago", int(d/time.Minute))
	case d < day:
		return fmt.Sprintf("%d h ago", int(d/time.Hour))
	case d < 60*day:
		return fmt.Sprintf("%d d ago", int(d/day))
	case d < 730*day:
		return fmt.Sprintf("%d mo ago", int(d/(30*day)))
	default:
		return fmt.Sprintf("%d y ago", int(d/(365*day)))
	}
}

// age is how long something has lasted, in the largest unit that says enough.
func age(d time.Duration) string {
	switch {
	case d < time.Minute:
		return "just now"
	case d < time.Hour:
		return fmt.Sprintf("%d min", int(d/time.Minute))
	case d < day:
		return fmt.Sprintf("%d h", int(d/time.Hour))
	}
	return inDays(int(d / day))
}

// inDays is a number of days, or of years.
func inDays(days int) string {
	if days < 730 {
		return fmt.Sprintf("%d d", days)
	}
	return fmt.Sprintf("%d y", days/365)
}

// date is t as a day, "–" for the zero time.
func date(t time.Time) string {
	if t.IsZero() {
		return "–"
	}
	return t.Local().Format(time.DateOnly)
}

// clock is t as a day and a time of day.
func clock(t time.Time) string { return t.Local().Format("2006-01-02 15:04") }

// seconds is a time to wait, rounded up, so that a countdown ends at 1 s and not at 0 s.
func seconds(d time.Duration) string {
	return fmt.Sprintf("%d s", max(0, int((d+time.Second-1)/time.Second)))
}

// thousands is n with its thousands set apart.
func thousands(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// enumerate joins words as a sentence does.
func enumerate(words []string) string {
	if n := len(words); n > 1 {
		return strings.Join(words[:n-1], ", ") + " and " + words[n-1]
	}
	return strings.Join(words, "")
}

// capital is a sentence with its first letter upper case.
func capital(s string) string {
	if s == "" {
		return s
	}
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}
