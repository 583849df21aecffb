package ui_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"iampasswd/iamclient/demoiam"
	"iampasswd/ui/uitest"
)

// What quitting would lose is not what it was when the question was asked: the answer was to that.
func TestTheQuestionAboutQuittingIsOfNow(t *testing.T) {
	slow := with(demoiam.Fault{Action: "UpdateLoginProfile", User: "Bob", Latency: 5 * time.Second})
	for _, sure := range []string{"y", "ctrl+c"} {
		uitest.Run(t, uitest.Config{Account: slow}, func(s *uitest.Screen) {
			s.Open("Bob")
			s.Key("ctrl+g", "enter")
			s.Sleep(time.Second)
			s.Key("esc")
			s.Key("esc")
			s.Key("q")
			s.Want("The change for Bob is still under way")
			s.Sleep(10 * time.Second)
			s.Key(sure)
			s.WantRunning()
			s.Want("The password of Bob was neither shown nor copied nor saved, and would be lost. Quit anyway?")
			s.Key("n")
			s.WantNot("Quit anyway?") // the first question does not stand behind it
			s.Key("q")
			s.Key(sure)
			s.WantExit()
		})
	}
}

// A generated password that may be in force, and that nobody has, takes two presses to be given up.
func TestAPasswordThatMayBeInForceIsNotOverwritten(t *testing.T) {
	lost := with(demoiam.Fault{Action: "UpdateLoginProfile", User: "Bob", Drop: demoiam.DropAfter, Times: 3})
	for _, key := range []string{"ctrl+g", "ctrl+r", "pgup", "pgdown", "backspace", "x", "left"} {
		uitest.Run(t, uitest.Config{Account: lost}, func(s *uitest.Screen) {
			s.Open("Bob")
			s.Key("ctrl+g", "enter")
			s.Sleep(30 * time.Second)
			s.Want("Unknown outcome")
			s.Key("tab", key)
			if key != "left" {
				s.Want("This password may be in force")
			}
			s.Key("esc")
			s.Want("The password may be in force for Bob, and would be lost.")
			s.Key("n")
			s.Key("ctrl+t")
			inForce := func(word string) bool { return s.IAM.Check("Bob", word) }
			if !slices.ContainsFunc(strings.Fields(s.Line("New password")), inForce) {
				t.Errorf("%s: the password that is in force is lost", key)
			}
		})
	}
	uitest.Run(t, uitest.Config{Account: lost}, func(s *uitest.Screen) {
		s.Open("Bob")
		s.Key("ctrl+g", "enter")
		s.Sleep(30 * time.Second)
		s.Key("ctrl+g", "ctrl+g")
		s.WantNot("may be in force")
	})
}

// A password that would be lost is told of, also where something else stands behind it that has nothing to lose.
func TestWhatIsAtRiskBehindAForm(t *testing.T) {
	slow := with(demoiam.Fault{Action: "UpdateLoginProfile", User: "Bob", Latency: 5 * time.Second})
	uitest.Run(t, uitest.Config{Account: slow}, func(s *uitest.Screen) {
		s.Open("Bob")
		s.Key("ctrl+g", "enter")
		s.Sleep(time.Second)
		s.Key("esc")
		s.Key("esc")
		s.Open("rita.reuse")
		s.Sleep(10 * time.Second)
		s.Key("ctrl+o")
		s.Want("Password changed for Bob")
		s.Key("ctrl+c")
		s.Want("The password of Bob was neither shown nor copied nor saved, and would be lost. Quit anyway?")
		s.WantRunning()
	})
}
