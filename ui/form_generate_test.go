package ui_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"iampasswd/iamclient/demoiam"
	"iampasswd/ui/uitest"
)

func TestGeneratingWords(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.Open("Bob")
		s.Key("ctrl+g")
		s.WantLine("16 random characters, 96 bits", "ctrl+r words", "pgup longer", "pgdn shorter")
		s.Key("ctrl+r")
		s.WantLine("4 words and a number, 57 bits", "ctrl+r random", "pgup longer", "pgdn shorter")
		s.WantLine("New password", masked, "generated")
		s.WantNot("✗", "strength")
		first := shownPassword(s)
		s.Key("ctrl+g") // another one of the same style
		s.Want("4 words and a number")
		second := shownPassword(s)
		if strings.Count(first, "-") != 4 || strings.Count(second, "-") != 4 || first == second {
			t.Errorf("generated %d and %d dashes, the same: %v", strings.Count(first, "-"), strings.Count(second, "-"), first == second)
		}
		s.Key("enter")
		s.Want("Password changed for Bob")
		wantPassword(t, s, "Bob", second, true)
	})
}

func TestLengthsOfGeneratedPasswords(t *testing.T) {
	for _, c := range []struct {
		keys []string
		want string
	}{
		{[]string{"pgup"}, "17 random characters, 102 bits"},
		{[]string{"pgup", "pgup", "pgdown"}, "17 random characters"},
		{[]string{"pgdown", "pgdown"}, "14 random characters, 83 bits"},
		{[]string{"pgdown", "pgdown", "pgdown"}, "14 random characters"}, // the policy's minimum
		{[]string{"ctrl+r", "pgup"}, "5 words and a number, 70 bits"},
		{[]string{"ctrl+r", "pgdown", "pgdown"}, "3 words and a number, 44 bits"},
		{[]string{"pgup", "ctrl+r", "pgup", "ctrl+r"}, "17 random characters"}, // each style has its own
	} {
		t.Run(strings.Join(c.keys, " "), func(t *testing.T) {
			uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
				s.Open("Bob")
				s.Key("ctrl+g")
				for _, key := range c.keys {
					s.Key(key)
				}
				s.Want(c.want)
				var length int
				if _, err := fmt.Sscanf(c.want, "%d random", &length); err == nil {
					if got := len(shownPassword(s)); got != length {
						t.Errorf("%d characters, want %d", got, length)
					}
				}
				s.Key("enter")
				s.Want("Password changed for Bob")
			})
		})
	}
}

func TestTheEndsOfTheLengths(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.Open("Bob")
		s.Key("ctrl+g", "pgdown", "pgdown")
		before := shownPassword(s)
		s.Key("pgdown")
		s.Want("no shorter under this policy")
		if after := shownPassword(s); after != before {
			t.Error("a key that changes nothing has made another password")
		}
		s.Key("ctrl+r")
		s.Key(slices.Repeat([]string{"pgup"}, 8)...)
		s.Want("12 words and a number")
		s.WantNot("no longer than this")
		s.Key("pgup")
		s.Want("12 words and a number", "no longer than this")
	})
}

func TestWordsUnderALongPolicy(t *testing.T) {
	long := func() *demoiam.Server {
		account := demoiam.Company(60, demoiam.Latency{})
		account.SetPolicy(&demoiam.Policy{MinimumLength: 128, RequireSymbols: true, RequireNumbers: true})
		return account
	}
	uitest.Run(t, uitest.Config{Account: long}, func(s *uitest.Screen) {
		s.Open("Bob")
		s.Key("ctrl+g", "ctrl+r")
		s.Want("✓ 128 characters or more", "16 words and a number")
		s.Key("enter")
		s.Want("Password changed for Bob")
	})
}

// The keys change a generated password, and nothing that was typed.
func TestTheKeysOfTheGeneratorLeaveTypedTextAlone(t *testing.T) {
	for _, key := range []string{"ctrl+r", "pgup", "pgdown"} {
		for name, do := range map[string]func(s *uitest.Screen){
			"nothing": func(*uitest.Screen) {}, "typed": func(s *uitest.Screen) { s.Type("mine") },
			"edited": func(s *uitest.Screen) { s.Key("ctrl+g", "tab", "ctrl+u"); s.Type("mine") },
		} {
			t.Run(key+" "+name, func(t *testing.T) {
				uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
					s.Open("Bob")
					do(s)
					before := s.Line("New password")
					s.Key(key)
					s.Want("ctrl+g makes one")
					if after := s.Line("New password"); after != before {
						t.Errorf("the field shows %q, and showed %q", after, before)
					}
				})
			})
		}
	}
}

func TestTheChoiceIsKeptForTheNextForm(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.Open("Bob")
		s.Key("ctrl+g", "ctrl+r", "pgup")
		s.Key("esc")
		s.Key("y")
		s.Key("u")
		s.Type("nina.newhire")
		s.Key("enter")
		s.Key("ctrl+g")
		s.Want("5 words and a number")
	})
}

func TestTheGeneratorWaitsWhileSending(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.Open("slow.lorris")
		s.Key("ctrl+g", "enter")
		for _, key := range []string{"ctrl+g", "ctrl+r", "pgup", "pgdown"} {
			s.Key(key)
			s.Want("The request is on its way", "16 random characters")
		}
		s.WantNot("enter reset", "ctrl+g generate", "ctrl+r words")
		s.WantLine("esc stop", "F1 help")
	})
}

// One character more or less, in either field, and it is the operator's own.
func TestAnEditedPasswordIsNotGenerated(t *testing.T) {
	for name, at := range map[string][]string{"the password": {"tab"}, "the repetition": {"tab", "tab"}} {
		t.Run(name, func(t *testing.T) {
			uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
				s.Open("Bob")
				s.Key("ctrl+g")
				s.Key(at...)
				s.Key("backspace")
				s.WantNot("generated", "random characters")
			})
		})
	}
}

func TestStrengthFollowsTheTyping(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.Open("Bob")
		s.WantNot("strength")
		for _, step := range []struct{ text, want string }{
			{"pass", "very weak"}, {"word", "very weak"}, {"2026!", "fair"}, {"-xK9#", "strong"},
		} {
			s.Type(step.text)
			s.WantLine("strength", "█", step.want)
		}
		s.Key("ctrl+u")
		s.WantNot("strength", "strong")
		s.Fill(good)
		s.WantLine("strength", "██████████", "strong")
		s.Key("enter")
		s.Want("Password changed for Bob") // a hint it is, and stops nothing
	})
}

// The name of the user and of the account are no secret.
func TestStrengthKnowsWhoAndWhere(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.Open("bob.contractor")
		for _, text := range []string{"bob.contractor", "Contractor", "acme-demo", "123456789012"} {
			s.Type(text)
			s.WantLine("strength", "weak")
			s.Key("ctrl+u")
		}
	})
}

// A weak password is sent all the same, at once, where it keeps the rules.
func TestAWeakPasswordIsSent(t *testing.T) {
	lax := func() *demoiam.Server {
		account := demoiam.Company(60, demoiam.Latency{})
		account.SetPolicy(&demoiam.Policy{MinimumLength: 6})
		return account
	}
	uitest.Run(t, uitest.Config{Account: lax}, func(s *uitest.Screen) {
		s.Open("Bob")
		s.Fill("password")
		s.WantLine("strength", "very weak")
		s.Key("enter")
		s.Want("Password changed for Bob")
	})
}

// On a small terminal the strength stands in the field's own line, and what is unmet stays.
func TestStrengthOnASmallTerminal(t *testing.T) {
	uitest.Run(t, uitest.Config{Size: "60x15"}, func(s *uitest.Screen) {
		s.Open("Bob")
		s.Type("Summer2026")
		s.WantLine("New password", "weak")
		s.Want("✗ 14 characters or more", "esc back", "[ Reset password ]")
	})
}

// Where there is room, nothing moves when hints, strength, warnings and errors come and go.
func TestTheFormStandsStill(t *testing.T) {
	late := faulty(demoiam.Fault{Action: "GetAccountPasswordPolicy", Latency: 5_000_000_000})
	uitest.Run(t, uitest.Config{Account: late}, func(s *uitest.Screen) {
		s.Open("Bob")
		place := func() int { return slices.Index(s.Lines(), s.Line("[ Reset password ]")) }
		button := place()
		for name, do := range map[string]func(){
			"typing":       func() { s.Type("abc") },
			"the policy":   func() { s.Sleep(5_000_000_000) },
			"a generated":  func() { s.Key("ctrl+g", "ctrl+g") },
			"words":        func() { s.Key("ctrl+g", "ctrl+r") },
			"the box":      func() { s.Key("tab", "tab", "space") },
			"a refusal":    func() { s.Key("ctrl+s") },
			"an empty one": func() { s.Key("ctrl+u") },
		} {
			if do(); place() != button {
				t.Errorf("%s has moved the button from line %d to %d\n%s", name, button, place(), s.Text())
			}
		}
	})
}
