package strength_test

import (
	"math"
	"strings"
	"testing"

	"github.com/trustelem/zxcvbn"
	"pgregory.net/rapid"

	"iampasswd/iamclient"
	"iampasswd/iamclient/strength"
)

// The matches are found by code of our own; the library with all its tables says what has to come out.
func TestStrengthIsThatOfTheLibrary(t *testing.T) {
	context := []string{"bob", "acme-demo"}
	for _, p := range []string{
		"a", "Summer2019!", "Brand-New-Pass-1!", "Correct-Horse-42!", "Welcome1", "P@ssw0rd!", "p4ssw0rdp4ssw0rd",
		"aaaaaaaaaaaaaaaa", "abcdefgh12345678", "asdfghjkl", "zxcvbnm,./", "01.02.1985", "19850201", "3-12-1999", "drowssap",
		"mnbvcxz", "xK9#mQ2$vL7@", "abcabcabcabc", "Grüße-Straße", "bob2019!", "acme-demo-2019", "TrustNo1", "j9)Kd2#s",
		"correct horse battery staple", "D0nald!1999", "1qaz2WSX3edc", "97531", "Xk4-Xk4-Xk4-", "+3l3phon3",
	} {
		got := strength.Estimate(iamclient.NewSecret(p), context...)
		want := zxcvbn.PasswordStrength(p, append(context, "acme", "demo", "aws"))
		if math.Abs(math.Log10(got.Guesses)-math.Log10(want.Guesses)) > 0.2 || int(got.Level()) != want.Score {
			t.Errorf("%q takes 10^%.1f guesses and is %s, want 10^%.1f and %d", p,
				math.Log10(got.Guesses), got.Level(), math.Log10(want.Guesses), want.Score)
		}
	}
}

// What the library's list of years does not know.
func TestStrengthOfThisYear(t *testing.T) {
	for text, want := range map[string]strength.Level{"Summer2026": strength.Weak, "Summer2026!": strength.Fair} {
		if got := strength.Estimate(iamclient.NewSecret(text)).Level(); got != want {
			t.Errorf("%q is %s, want %s", text, got, want)
		}
	}
}

// The name of the user, its parts, and what everyone at AWS thinks of, are no secret.
func TestStrengthKnowsTheContext(t *testing.T) {
	for _, text := range []string{"bobby.tables", "Tables", "BOBBY", "Xylo-Widgets", "w1dg3ts", "staging", "elbat" + "ybbob"} {
		context := []string{"bobby.tables", "/staging/", "xylo-widgets", "elbatybbob"}
		with := strength.Estimate(iamclient.NewSecret(text), context...)
		if with.Level() > strength.Weak && text != "Xylo-Widgets" {
			t.Errorf("%q is %s", text, with.Level())
		}
		if without := strength.Estimate(iamclient.NewSecret(text)); with.Guesses > without.Guesses {
			t.Errorf("%q takes %g guesses with the context, and %g without", text, with.Guesses, without.Guesses)
		}
	}
	if got := strength.Estimate(iamclient.NewSecret("awsiam")).Level(); got > strength.Weak {
		t.Errorf("awsiam is %s", got)
	}
}

func TestStrengthOfAnything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		piece := rapid.SampledFrom([]string{"summer", "Bob", "2026", "!", "é", "€", "\x7f", "aa", "12.3.", "qwe", "zz9", " ", "\t", "l33t"})
		text := strings.Join(rapid.SliceOfN(piece, 0, 12).Draw(t, "pieces"), "") + rapid.String().Draw(t, "end")
		password := iamclient.NewSecret(text)
		plain := strength.Estimate(password)
		if math.IsNaN(plain.Guesses) || plain.Guesses < 1 || plain.Level().String() == "" {
			t.Fatalf("%q: %g", text, plain.Guesses)
		}
		if got := password.Reveal(); got != string([]rune(text)) {
			t.Fatalf("%q has become %q", text, got)
		}
	})
}

func TestStrengthOfALongPassword(t *testing.T) {
	if got := strength.Estimate(iamclient.NewSecret(strings.Repeat("x", 500))).Level(); got > strength.Weak {
		t.Errorf("500 times the same is %s", got)
	}
	if got := strength.Estimate(iamclient.Generate(iamclient.Policy{MinLength: 128})).Level(); got != strength.Strong {
		t.Errorf("128 random characters are %s", got)
	}
}

// BenchmarkEstimate is what a key press in a password field adds.
func BenchmarkEstimate(b *testing.B) {
	for name, text := range map[string]string{
		"usual": "Brand-New-Pass-1!", "longest": "xK9#mQ2$vL7@wR4%tY6&uI8*oP1(aS3)dF5_gH7+", "repetitive": strings.Repeat("Abc1!", 8),
	} {
		b.Run(name, func(b *testing.B) {
			password := iamclient.NewSecret(text)
			b.ReportAllocs()
			for b.Loop() {
				strength.Estimate(password, "bob.contractor", "/finance/", "acme-demo", "123456789012")
			}
		})
	}
}
