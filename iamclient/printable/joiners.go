package printable

import (
	"slices"
	"strings"
	"unicode"
)

// The two joiners cannot be seen by themselves. They make letters join, or keep them from it.
const (
	zwnj = '\u200c'
	zwj  = '\u200d'
)

// viramas take the vowel from a letter in the scripts of India and Sri Lanka. A joiner beside one chooses between two forms.
const viramas = "\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d\u0dca"

// indic are the scripts that the viramas belong to.
var indic = []*unicode.RangeTable{
	unicode.Devanagari, unicode.Bengali, unicode.Gurmukhi, unicode.Gujarati, unicode.Oriya, unicode.Tamil, unicode.Telugu,
	unicode.Kannada, unicode.Malayalam, unicode.Sinhala,
}

// cursive are the scripts whose letters join, so that a zero-width non-joiner between two letters can be seen.
var cursive = []*unicode.RangeTable{unicode.Arabic, unicode.Syriac, unicode.Nko, unicode.Mongolian, unicode.Adlam}

// joined replaces the joiners that the script does not need.
func joined(s string) string {
	if !strings.ContainsAny(s, string([]rune{zwnj, zwj})) {
		return s
	}
	text := []rune(s)
	for i, r := range text {
		if (r == zwj || r == zwnj) && !needed(r, text[:i], text[i+1:]) {
			text[i] = '?'
		}
	}
	return string(text)
}

// needed follows the rules for joiners in host names (RFC 5892, appendix A), in a simpler form: it does not look which letters
// of a cursive script join. To these it adds the joiner before a virama, which Bengali needs.
func needed(joiner rune, before, after []rune) bool {
	at := len(before) - 1
	if at >= 0 && strings.ContainsRune(viramas, before[at]) {
		return true
	}
	for at >= 0 && unicode.Is(unicode.Mn, before[at]) { // vowel signs do not keep letters from joining
		at--
	}
	if at < 0 || len(after) == 0 || !unicode.IsLetter(before[at]) {
		return false
	}
	if joiner == zwj {
		return strings.ContainsRune(viramas, after[0]) && sameScript(indic, before[at], after[0])
	}
	return unicode.IsLetter(after[0]) && sameScript(cursive, before[at], after[0])
}

// sameScript tells whether both characters are of one of the scripts.
func sameScript(scripts []*unicode.RangeTable, a, b rune) bool {
	return slices.ContainsFunc(scripts, func(script *unicode.RangeTable) bool { return unicode.Is(script, a) && unicode.Is(script, b) })
}
