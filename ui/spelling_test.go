package ui_test

import (
	"strings"
	"testing"
	"time"

	"iampasswd/ui/uitest"
)

func TestReadingOut(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.Reset("Bob", good)
		s.WantLine("r read out")
		s.Key("r")
		s.WantLine("Read out the password of Bob", "masked in 60 s")
		s.WantLine("Brand-", "capital Bravo, romeo, alfa, november, delta, dash")
		s.WantLine("New-", "capital November, echo, whiskey, dash")
		s.WantLine("Pass-", "capital Papa, alfa, sierra, sierra, dash")
		s.WantLine("1!", "one, exclamation mark")
		s.Key("esc")
		s.WantLine("✓ Password changed for Bob")
		s.WantNot(good, "Brand-")
		s.Key("esc") // read out, it has been seen
		s.WantLine("▌ Bob")
	})
}

func TestWhatIsReadOutIsMaskedInTime(t *testing.T) {
	for name, mask := range map[string]func(s *uitest.Screen){
		"after a minute": func(s *uitest.Screen) { s.Sleep(time.Minute) },
		"on suspending":  func(s *uitest.Screen) { s.Key("ctrl+z") },
	} {
		t.Run(name, func(t *testing.T) {
			uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
				s.Reset("Bob", good)
				s.Key("r")
				s.Sleep(30 * time.Second)
				s.Want("capital Bravo", "masked in 30 s")
				mask(s)
				s.WantNot("Bravo", "Brand", "romeo")
				s.Want("Masked again")
				s.Key("esc")
				s.WantLine("Password", masked)
				s.Key("r")
				s.Want("capital Bravo")
			})
		})
	}
}

func TestReadingOutALongPasswordOnASmallTerminal(t *testing.T) {
	uitest.Run(t, uitest.Config{Size: "60x15"}, func(s *uitest.Screen) {
		s.Open("Bob")
		s.Key("ctrl+g", "ctrl+r")
		s.Key("enter")
		s.Key("c")
		password := s.Copied()
		s.Key("r")
		seen := s.Text()
		s.Key("down")
		seen += s.Text()
		for part := range strings.SplitSeq(password, "-") {
			if !strings.Contains(seen, "  "+part) {
				t.Errorf("a part of %d characters is not shown\n%s", len(part), seen)
			}
		}
		if !strings.Contains(seen, "dash") || !s.IAM.Check("Bob", password) {
			t.Errorf("the dash is not named, or that is not the password\n%s", seen)
		}
	})
}

// It is not there to be left open: leaving it and the hand-over drops the password.
func TestQuittingWhileReadingOut(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.Open("Bob")
		s.Key("ctrl+g", "enter")
		s.Key("r")
		s.Key("ctrl+c")
		s.WantExit()
	})
}
