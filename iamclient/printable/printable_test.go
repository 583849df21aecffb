package printable_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"iampasswd/iamclient/printable"
)

func TestText(t *testing.T) {
	for in, want := range map[string]string{
		"helpdesk/alice": "helpdesk/alice",
		"Zoë Åström, 田中, علي, 👩🏽":   "Zoë Åström, 田中, علي, 👩🏽",
		"two\nlines\tand\ra return": "two lines and a return",
		"\x1b[2Jcleared\x07":        "[2Jcleared",
		"C1 \u009b2J":               "C1 2J",
		"raw C1 \x9b2J":             "raw C1 ?2J",
		"bob\u202egnp.exe":          "bobgnp.exe",
		"bo\u200bb\u2060":           "bob",
		"a\u2028b\u2029c":           "a b c",
		"tag\U000e0041\U000e007f":   "tag",
		"filler\u3164":              "filler",
		"\x7f":                      "",
		"\xff\xfe":                  "?",
	} {
		if got := printable.Text(in); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
	if got := printable.Lines("a\tb\r\n\x1b[31mc"); got != "a\tb\n[31mc" {
		t.Errorf("lines become %q", got)
	}
}

// FuzzText: whatever comes in, nothing comes out that a terminal obeys or that cannot be seen; and that comes out again as
// it is.
func FuzzText(f *testing.F) {
	for _, s := range []string{"bob", "\x1b]0;title\x07", "\u202e", "\xc2", "\xc2\x9b", "é\u0301", "👩\u200d💻", "\U000e0041"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for name, out := range map[string]string{"Text": printable.Text(s), "Lines": printable.Lines(s)} {
			rest := strings.NewReplacer("\n", "", "\t", "").Replace(out)
			if name == "Text" {
				rest = out
			}
			for _, r := range rest {
				if unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Bidi_Control) {
					t.Fatalf("%s lets %U through in %q", name, r, out)
				}
			}
			again := printable.Text(out)
			if name == "Lines" {
				again = printable.Lines(out)
			}
			if !utf8.ValidString(out) || again != out {
				t.Fatalf("%s of %q is %q, and of that %q", name, s, out, again)
			}
		}
	})
}
