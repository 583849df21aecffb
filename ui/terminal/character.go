package terminal

import (
	"fmt"
	"unicode"
)

// names are those of the characters that are met in copied text and that no one sees.
var names = map[rune]string{
	0x00: "NULL", '\t': "TAB", '\n': "LINE FEED", '\r': "CARRIAGE RETURN", 0x1b: "ESCAPE", 0x7f: "DELETE", 0x85: "NEXT LINE",
	0xA0: "NO-BREAK SPACE", 0xAD: "SOFT HYPHEN", 0x34F: "COMBINING GRAPHEME JOINER", 0x61C: "ARABIC LETTER MARK",
	0x2007: "FIGURE SPACE", 0x2009: "THIN SPACE", 0x200B: "ZERO WIDTH SPACE", 0x200C: "ZERO WIDTH NON-JOINER",
	0x200D: "ZERO WIDTH JOINER", 0x200E: "LEFT-TO-RIGHT MARK", 0x200F: "RIGHT-TO-LEFT MARK", 0x2028: "LINE SEPARATOR",
	0x2029: "PARAGRAPH SEPARATOR", 0x202A: "LEFT-TO-RIGHT EMBEDDING", 0x202B: "RIGHT-TO-LEFT EMBEDDING",
	0x202C: "POP DIRECTIONAL FORMATTING", 0x202D: "LEFT-TO-RIGHT OVERRIDE", 0x202E: "RIGHT-TO-LEFT OVERRIDE",
	0x202F: "NARROW NO-BREAK SPACE", 0x2060: "WORD JOINER", 0x2066: "LEFT-TO-RIGHT ISOLATE", 0x2067: "RIGHT-TO-LEFT ISOLATE",
	0x2068: "FIRST STRONG ISOLATE", 0x2069: "POP DIRECTIONAL ISOLATE", 0x3000: "IDEOGRAPHIC SPACE",
	0xFEFF: "ZERO WIDTH NO-BREAK SPACE", unicode.ReplacementChar: "REPLACEMENT CHARACTER",
}

// Name is the code point of a character, such as U+00AD, with its Unicode name where it is one that no one sees.
func Name(r rune) string {
	if name := names[r]; name != "" {
		return fmt.Sprintf("U+%04X %s", r, name)
	}
	return fmt.Sprintf("U+%04X", r)
}

// Unseeable tells whether a character cannot be told from another, or from none, by looking at it: spaces other than
// U+0020, control, format and unassigned characters, and variation selectors.
func Unseeable(r rune) bool {
	return r != ' ' && !unicode.IsGraphic(r) || r != ' ' && unicode.Is(unicode.Zs, r) ||
		unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r) || unicode.Is(unicode.Variation_Selector, r) ||
		r == unicode.ReplacementChar
}

// altered tells whether Bubble Tea changes or drops a character, typed or pasted. Line ends and tabs it leaves alone.
func altered(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r >= 0x7f && r < 0xA0 || r == unicode.ReplacementChar ||
		r >= 0xFDD0 && r <= 0xFDEF || r&0xFFFE == 0xFFFE
}
