package text

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"iampasswd/iamclient/printable"
)

// Clean makes text from AWS fit to show: see [printable.Text].
func Clean(s string) string { return printable.Text(s) }

// Width is how many cells s takes.
func Width(s string) int { return ansi.StringWidth(s) }

// Fit makes s exactly w cells wide: cut with an ellipsis, or filled up with spaces.
func Fit(s string, w int) string {
	if w <= 0 {
		return ""
	}
	s = ansi.Truncate(s, w, "…")
	return s + strings.Repeat(" ", max(0, w-Width(s)))
}

// FitRight is [Fit] with the text at the right.
func FitRight(s string, w int) string {
	if w <= 0 {
		return ""
	}
	s = ansi.Truncate(s, w, "…")
	return strings.Repeat(" ", max(0, w-Width(s))) + s
}

// Spread puts left and right at the two ends of a line of w cells. What does not fit is cut from the left part.
func Spread(left, right string, w int) string {
	room := w - Width(right)
	if room <= 0 {
		return Fit(right, w)
	}
	return Fit(left, room) + right
}

// Wrap breaks s into lines of at most w cells, at spaces where there are any. It does not break at a hyphen: one may be part
// of a name or an address, which is read out as it stands.
func Wrap(s string, w int) []string {
	if s == "" {
		return nil
	}
	const hyphen, unbroken = "-", "\uf8fd" // of the private use area, one cell wide
	if strings.Contains(s, unbroken) {
		return strings.Split(ansi.Wrap(s, max(1, w), ""), "\n")
	}
	whole := ansi.Wrap(strings.ReplaceAll(s, hyphen, unbroken), max(1, w), "")
	return strings.Split(strings.ReplaceAll(whole, unbroken, hyphen), "\n")
}

// Hanging is [Wrap] with a sign before the first line and as much space before the others, which w includes.
func Hanging(sign, s string, w int) []string {
	lines := Wrap(s, w-Width(sign))
	for i, line := range lines {
		lines[i] = sign + line
		sign = strings.Repeat(" ", Width(sign))
	}
	return lines
}

// Thousands is n with its thousands set apart.
func Thousands(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// Enumerate joins words as a sentence does.
func Enumerate(words []string) string {
	if n := len(words); n > 1 {
		return strings.Join(words[:n-1], ", ") + " and " + words[n-1]
	}
	return strings.Join(words, "")
}

// Capital is a sentence with its first letter upper case.
func Capital(s string) string {
	if s == "" {
		return s
	}
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

// Columns sets parts side by side, three spaces apart, and leaves out the empty ones.
func Columns(parts []string) string {
	var filled []string
	for _, p := range parts {
		if p != "" {
			filled = append(filled, p)
		}
	}
	return strings.Join(filled, "   ")
}

// Counted is a number with its noun.
func Counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// Sentence is a message of AWS with a full stop.
func Sentence(message string) string {
	message = strings.TrimSpace(Clean(message))
	if message == "" || strings.HasSuffix(message, ".") {
		return message
	}
	return message + "."
}

// If is s where when holds, and empty where not.
func If(when bool, s string) string {
	if when {
		return s
	}
	return ""
}

// List joins texts with commas, made fit to show; none where there is none.
func List(texts []string, none string) string {
	if len(texts) == 0 {
		return none
	}
	return Clean(strings.Join(texts, ", "))
}

// In says of a sentence where it is true: it puts a place in brackets before the full stop.
func In(sentence, place string) string {
	return strings.TrimSuffix(sentence, ".") + " (in " + place + ")."
}

// Cell is a text as a cell of CSV, fit to show. One that a spreadsheet would run as a formula begins with an apostrophe.
func Cell(s string) string {
	if s = Clean(s); s != "" && strings.ContainsRune("=+-@", rune(s[0])) {
		return "'" + s
	}
	return s
}
