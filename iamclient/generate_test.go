package iamclient_test

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"iampasswd/iamclient"
	"iampasswd/iamclient/demoiam"
)

// The classes of a generated password's characters: none that looks like another, and symbols that IAM documents.
var generatedClasses = []string{"ABCDEFGHJKLMNPQRSTUVWXYZ", "abcdefghijkmnpqrstuvwxyz", "23456789", "!@#$%&*+-="}

func checkGenerated(t interface{ Errorf(string, ...any) }, policy iamclient.Policy, password *iamclient.Secret) {
	text := password.Reveal()
	if want := max(16, policy.MinLength); password.Len() != want {
		t.Errorf("%q has %d characters, want %d", text, password.Len(), want)
	}
	for _, v := range policy.Check(password) {
		if v.State == iamclient.Unmet {
			t.Errorf("%q breaks a rule: %s", text, v.Rule)
		}
	}
	for _, class := range generatedClasses {
		if !strings.ContainsAny(text, class) {
			t.Errorf("%q has none of %s", text, class)
		}
	}
	if rest := strings.Trim(text, strings.Join(generatedClasses, "")); rest != "" {
		t.Errorf("%q has %q in it", text, rest)
	}
	if strings.ContainsAny(text[:1], iamclient.Symbols) {
		t.Errorf("%q begins with a symbol", text)
	}
}

func TestGeneratedForEveryPolicy(t *testing.T) {
	for length := 6; length <= 128; length++ {
		for required := range 16 {
			policy := iamclient.Policy{
				Source: iamclient.PolicyCustom, MinLength: length,
				RequireUppercase: required&1 != 0, RequireLowercase: required&2 != 0,
				RequireNumbers: required&4 != 0, RequireSymbols: required&8 != 0,
			}
			checkGenerated(t, policy, iamclient.Generate(policy))
		}
	}
	for range 100 {
		policy := iamclient.DefaultPolicy(iamclient.PolicyDefault)
		checkGenerated(t, policy, iamclient.Generate(policy))
	}
}

func TestGeneratedIsAccepted(t *testing.T) {
	s := demoiam.New(demoiam.Options{Users: []demoiam.User{{Name: "bob", Console: true}}})
	c := newClient(t, s)
	rapid.Check(t, func(rt *rapid.T) {
		s.SetPolicy(policies().Draw(rt, "policy"))
		policy, err := c.PasswordPolicy(t.Context())
		if err != nil {
			rt.Fatal(err)
		}
		password := iamclient.Generate(policy)
		checkGenerated(rt, policy, password)
		if err := makeChange(t.Context(), c, iamclient.UpdateLoginProfile("bob", password, nil)); err != nil {
			rt.Fatalf("%q under %+v: %v", password.Reveal(), policy, err)
		}
	})
}

// A policy of more than 128 characters cannot be, and must not be the end of the program.
func TestGeneratedForAnImpossiblePolicy(t *testing.T) {
	if got := iamclient.Generate(iamclient.Policy{MinLength: 500}).Len(); got != 128 {
		t.Errorf("%d characters", got)
	}
}

// Within each class every character is as likely as any other. With x % n in the place of throwing away what is too
// large, the last of the alphabet come up a quarter less often, and chi-square is far above what is allowed here.
// What is allowed, ten standard deviations above the mean, a fair generator exceeds less than once in a billion runs.
func TestGeneratedIsFair(t *testing.T) {
	const runs = 5_000
	seen, passwords := map[rune]int{}, map[string]bool{}
	for range runs {
		text := iamclient.Generate(iamclient.DefaultPolicy(iamclient.PolicyDefault)).Reveal()
		passwords[text] = true
		for _, r := range text {
			seen[r]++
		}
	}
	if len(passwords) != runs {
		t.Errorf("%d different passwords in %d", len(passwords), runs)
	}
	for _, class := range generatedClasses {
		total := 0
		for _, r := range class {
			total += seen[r]
		}
		expected := float64(total) / float64(len(class))
		chi := 0.0
		for _, r := range class {
			chi += math.Pow(float64(seen[r])-expected, 2) / expected
		}
		freedom := float64(len(class) - 1)
		if most := freedom + 10*math.Sqrt(2*freedom); chi > most {
			t.Errorf("chi-square of %s is %.0f, and at most %.0f is fair", class, chi, most)
		}
	}
}
