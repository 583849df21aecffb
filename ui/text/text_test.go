package text

import (
	"slices"
	"strings"
	"testing"
)

func TestClean(t *testing.T) {
	for text, want := range map[string]string{
		"Zoë O'Neil-李":                "Zoë O'Neil-李",
		"two\nlines\r\nand\ta tab":    "two lines  and a tab",
		"\x1b[31mred\x1b]0;title\x07": "[31mred]0;title",
		"\u009b31mred\u0085":          "31mred",
		"bob\u202egnp.exe\u202c":      "bobgnp.exe",
		"\u2066a\u2069\u200b\u200db":  "a?b",
		"\xff\xfe and \ufffd":         "? and ?",
		"":                            "",
	} {
		if got := Clean(text); got != want {
			t.Errorf("clean(%q) = %q, want %q", text, got, want)
		}
	}
}

// The joiners that are left of a text take no cell: not where a width is computed, and not where a line is cut.
func TestJoinersTakeNoCell(t *testing.T) {
	for _, text := range []string{"کتاب\u200cها", "क्\u200dष", "র\u200d্যাব", "ශ්\u200dරී"} {
		without := strings.NewReplacer("\u200c", "", "\u200d", "").Replace(text)
		if got := Clean(text); got != text || Width(got) != Width(without) {
			t.Errorf("%q becomes %q, of %d cells and not %d", text, got, Width(got), Width(without))
		}
		for w := range 12 {
			if got := Width(Fit(Clean(text)+" of the library", w)); got != w {
				t.Errorf("%q, cut to %d cells, has %d", text, w, got)
			}
		}
	}
}

// A name, an address or a request id with hyphens stays in one piece, where the line has room for it.
func TestWrapKeepsHyphens(t *testing.T) {
	got := Wrap("Read out acme-demo.signin.aws.amazon.com/console to the sign-in user", 40)
	want := []string{"Read out", "acme-demo.signin.aws.amazon.com/console", "to the sign-in user"}
	if !slices.Equal(got, want) {
		t.Errorf("it breaks into %q", got)
	}
	if got := Wrap("a-b-c-d", 3); !slices.Equal(got, []string{"a-b", "-c-", "d"}) {
		t.Errorf("a word that is too long breaks into %q", got)
	}
	if got := Wrap("a-b \uf8fd", 4); strings.Join(got, "|") != "a-b|\uf8fd" {
		t.Errorf("the character that stands in for the hyphen becomes %q", got)
	}
}
