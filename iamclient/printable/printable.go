package printable

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// Text returns s as one line. Line ends and tabs become spaces, invalid UTF-8 and joiners that the script does not need
// become question marks, and control, other format and bidirectional characters are dropped.
func Text(s string) string { return clean(s, false) }

// Lines is Text, and keeps line feeds and tabs.
func Lines(s string) string { return clean(s, true) }

// JSON returns JSON that says in ASCII what a terminal would obey rather than show. Line feeds stay.
func JSON(plain []byte) []byte {
	var shown []byte
	for _, r := range string(plain) {
		if r == '\n' || unicode.IsPrint(r) {
			shown = utf8.AppendRune(shown, r)
			continue
		}
		for _, unit := range utf16.AppendRune(nil, r) {
			shown = fmt.Appendf(shown, `\u%04x`, unit)
		}
	}
	return shown
}

func clean(s string, lines bool) string {
	if plain(s) {
		return s
	}
	return joined(strings.Map(func(r rune) rune {
		switch {
		case r == zwj, r == zwnj:
			return r
		case lines && (r == '\n' || r == '\t'):
			return r
		case r == '\n', r == '\t', r == '\r' && !lines, r == '\u2028', r == '\u2029':
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r), unicode.Is(unicode.Bidi_Control, r), invisible(r):
			return -1
		case r == unicode.ReplacementChar:
			return '?'
		}
		return r
	}, strings.ToValidUTF8(s, "?")))
}

// invisible tells of letters that have no width and are of no format category: fillers, which look like a space.
func invisible(r rune) bool {
	switch r {
	case '\u034f', '\u115f', '\u1160', '\u17b4', '\u17b5', '\u3164', '\uffa0':
		return true
	}
	return false
}

// plain tells whether s is ASCII that can be printed as it is, as nearly all is.
func plain(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}
