package ui_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"iampasswd/iamclient/demoiam"
	"iampasswd/ui/uitest"
)

// chooses has a user choose a new password, as at a sign-in.
func chooses(s *uitest.Screen, user string) {
	s.IAM.Add(demoiam.User{Name: user, Console: true, Path: "/finance/"})
}

func reads(s *uitest.Screen, user string) int { return s.IAM.Count("GetLoginProfile", user) }

// The hand-over says that the user is waited for, and when a new password was chosen. Nothing moves meanwhile.
func TestWaitingForTheUser(t *testing.T) {
	for _, size := range []string{"60x15", "80x24", "120x40"} {
		uitest.Run(t, uitest.Config{Size: size}, func(s *uitest.Screen) {
			s.Reset("Bob", good)
			s.Want("waiting for Bob to sign in")
			before := slices.Clone(s.Lines())
			s.Sleep(time.Minute)
			s.Want("waiting for Bob to sign in")
			chooses(s, "Bob")
			s.Sleep(7 * time.Second)
			s.Want("✓ Bob has chosen a new password, " + time.Now().Local().Format("15:04"))
			for i, line := range s.Lines() {
				if line != before[i] && !strings.Contains(line, "Bob has chosen") {
					t.Errorf("line %d is %q, before %q", i, line, before[i])
				}
			}
			n := reads(s, "Bob")
			s.Sleep(5 * time.Minute)
			if reads(s, "Bob") != n {
				t.Error("it reads on")
			}
		})
	}
}

// A try that CloudTrail has meanwhile stands beside the waiting; one from before the change does not.
func TestWaitingTellsOfAFailedTry(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.IAM.SignIn(demoiam.Attempt{User: "Bob", Password: "wrong"})
		s.Sleep(10 * time.Minute)
		s.Reset("Bob", good)
		s.Sleep(70 * time.Second)
		s.Want("waiting for Bob to sign in")
		s.IAM.SignIn(demoiam.Attempt{User: "Bob", Password: "wrong"})
		at := time.Now().Local().Format("15:04")
		s.Sleep(70 * time.Second)
		s.Want("wrong password, " + at + "; waiting for Bob")
		chooses(s, "Bob")
		s.Sleep(7 * time.Second)
		s.Want("✓ Bob has chosen a new password")
	})
}

// It reads every five to ten seconds, for ten minutes.
func TestWaitingEnds(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.Reset("Bob", good)
		s.Sleep(time.Second)
		n := reads(s, "Bob")
		s.Sleep(10 * time.Minute)
		if got := reads(s, "Bob") - n; got < 60 || got > 120 {
			t.Errorf("%d requests in ten minutes", got)
		}
		s.Sleep(7 * time.Second)
		s.Want("no new password of Bob by ", "not watched any more")
		n = reads(s, "Bob")
		s.Sleep(10 * time.Minute)
		if reads(s, "Bob") != n {
			t.Error("it reads on after ten minutes")
		}
	})
}

// It stops when the hand-over is left; the help and the spelling stand in front of it only.
func TestWaitingStopsWithTheHandOver(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.Reset("Bob", good)
		s.Key("r")
		s.Sleep(time.Minute)
		if reads(s, "Bob") < 6 {
			t.Errorf("%d requests while it is spelled", reads(s, "Bob"))
		}
		s.Key("esc")
		s.Key("esc")
		s.Sleep(time.Second) // the list reads about the user once more
		n := reads(s, "Bob")
		s.Sleep(time.Minute)
		if reads(s, "Bob") != n {
			t.Error("it reads on without a hand-over")
		}
		s.WantNot("waiting for Bob")
	})
}

// A form in front of the hand-over reads nothing for the user behind it, and the waiting goes on when that is back.
func TestWaitingInTheBackground(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.Reset("slow.lorris", good)
		s.Key("esc")
		s.Reset("Bob", good)
		s.Want("waiting for Bob")
		s.Sleep(10 * time.Second)
		s.Key("ctrl+o")
		s.Want("Password changed for slow.lorris")
		s.Sleep(time.Second)
		n := reads(s, "Bob")
		s.Sleep(time.Minute)
		if reads(s, "Bob") != n {
			t.Error("it reads about Bob behind another hand-over")
		}
		s.Key("esc")
		s.Want("Password changed for Bob", "waiting for Bob")
		s.Sleep(10 * time.Second)
		if reads(s, "Bob") == n {
			t.Error("it does not go on")
		}
	})
}

// What cannot be read ends it, with one line.
func TestWaitingWithoutThePermission(t *testing.T) {
	for why, fault := range map[string]demoiam.Fault{
		"you may not read it": {Code: "AccessDenied"}, "your AWS session has to be renewed": {Code: "ExpiredToken"},
	} {
		uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
			s.Reset("Bob", good)
			s.Sleep(time.Second)
			fault.Action = "GetLoginProfile"
			s.IAM.Inject(fault)
			s.Sleep(7 * time.Second)
			s.Want("not known whether Bob signs in: ")
			if !s.Shows(why) && !s.Shows("iam:GetLoginProfile") {
				t.Errorf("it does not say why:\n%s", s.Text())
			}
			n := reads(s, "Bob")
			s.Sleep(time.Minute)
			if reads(s, "Bob") != n {
				t.Error("it reads on")
			}
		})
	}
}

// Nobody is waited for who keeps the password.
func TestNobodyIsWaitedFor(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.Open("Bob")
		s.Fill(good)
		s.Key("tab", "space")
		s.Key("ctrl+s")
		s.Want("Password changed for Bob", "keeps this password")
		s.WantNot("waiting for")
		n := reads(s, "Bob")
		s.Sleep(time.Minute)
		if reads(s, "Bob") != n {
			t.Error("it reads about Bob")
		}
	})
}
