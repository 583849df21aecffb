package text

import "testing"

func TestClean(t *testing.T) {
	for text, want := range map[string]string{
		"Zoë O'Neil-李":                "Zoë O'Neil-李",
		"two\nlines\r\nand\ta tab":    "two lines  and a tab",
		"\x1b[31mred\x1b]0;title\x07": "[31mred]0;title",
		"\u009b31mred\u0085":          "31mred",
		"bob\u202egnp.exe\u202c":      "bobgnp.exe",
		"\u2066a\u2069\u200b\u200db":  "ab",
		"\xff\xfe and \ufffd":         "? and ?",
		"":                            "",
	} {
		if got := Clean(text); got != want {
			t.Errorf("clean(%q) = %q, want %q", text, got, want)
		}
	}
}
