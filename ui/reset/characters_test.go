package reset

import (
	"strings"
	"testing"

	"iampasswd/iamclient"
)

func TestUnfitPasswordsNameTheCharacter(t *testing.T) {
	for typed, want := range map[string]string{
		"Heron-0815?":     "",
		"Grüße ÿ":         "",
		"Heron\u00ad0815": "U+00AD SOFT HYPHEN",
		"Heron\u00a00815": "U+00A0 NO-BREAK SPACE",
		"Heron\u200b0815": "U+200B ZERO WIDTH SPACE",
		"Heron\u202e0815": "U+202E RIGHT-TO-LEFT OVERRIDE",
		"Heron\u20ac0815": "U+0020 to U+00FF",
		"Heron\x1b[D0815": "types no character",
	} {
		got := Unfit(iamclient.NewSecret(typed))
		if (got == "") != (want == "") || !strings.Contains(got, want) {
			t.Errorf("%q: %q, want %q", typed, got, want)
		}
	}
}
