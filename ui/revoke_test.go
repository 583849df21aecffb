package ui_test

import (
	"testing"
	"time"

	"iampasswd/iamclient/demoiam"
	"iampasswd/ui/uitest"
)

// resetAndRevoke fills the form for a user, ticks the box and sends it.
func resetAndRevoke(s *uitest.Screen, user string) {
	s.Open(user)
	s.Fill(good)
	s.Key("tab", "tab", "space")
	s.WantLine("▌ [x] revoke active console sessions")
	s.Key("ctrl+s")
}

func TestResetAndRevoke(t *testing.T) {
	for _, size := range []string{"60x15", "80x24"} {
		uitest.Run(t, uitest.Config{Size: size}, func(s *uitest.Screen) {
			s.Open("Bob")
			s.WantLine("[ ] revoke active console sessions") // off, until somebody wants it
			s.Key("esc")
			s.Key("esc")
			resetAndRevoke(s, "Bob")
			s.Want("Password changed for Bob")
			s.WantLine("Sessions", "revoked")
			_, revoked := s.IAM.InlinePolicy("Bob", "AWSRevokeOlderSessions")
			if !s.IAM.Check("Bob", good) || !revoked {
				t.Errorf("the password is set: %v, the sessions are revoked: %v", s.IAM.Check("Bob", good), revoked)
			}
		})
	}
}

// A password that AWS accepted is handed over, whatever becomes of the sessions.
func TestResetWithoutThePermissionToRevoke(t *testing.T) {
	denied := func() *demoiam.Server {
		account := demoiam.Company(60, demoiam.Latency{})
		account.Inject(demoiam.Fault{Action: "PutUserPolicy", Code: "AccessDenied"})
		return account
	}
	uitest.Run(t, uitest.Config{Account: denied}, func(s *uitest.Screen) {
		resetAndRevoke(s, "Bob")
		s.Want("Password changed for Bob", "not revoked: Access denied: helpdesk/alice is missing iam:PutUserPolicy.")
		s.Key("f2")
		s.Want("Ask for:", "iam:PutUserPolicy")
		s.Key("esc")
		s.Key("v")
		s.Want(good)
		if n := s.IAM.Count("UpdateLoginProfile", "Bob"); n != 1 {
			t.Errorf("the password was set %d times", n)
		}
	})
	slow := func() *demoiam.Server {
		account := denied()
		account.Inject(demoiam.Fault{Action: "UpdateLoginProfile", Latency: 3 * time.Second})
		return account
	}
	uitest.Run(t, uitest.Config{Account: slow}, func(s *uitest.Screen) {
		resetAndRevoke(s, "Bob")
		s.Sleep(time.Second)
		s.Key("esc")
		s.Sleep(5 * time.Second)
		s.Want("Password changed for Bob, but the sessions were not revoked.")
		s.Key("ctrl+o")
		s.Want("Password changed for Bob", "not revoked")
	})
}

// Where the password is refused, nothing is revoked.
func TestRefusedResetRevokesNothing(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		resetAndRevoke(s, "dana.denied")
		s.Want("Access denied")
		if n := s.IAM.Count("PutUserPolicy", "dana.denied"); n != 0 {
			t.Error("the sessions were revoked all the same")
		}
	})
}

// What is read of the user while the form is open shows in it.
func TestTheFormLearnsWhatIsRead(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.Open("Bob")
		s.Sleep(time.Second)
		s.Want("employee-id 104233")
		s.WantNot("lock")
		s.Key("esc")
		s.Key("esc")
		s.Open("ed.expired")
		s.Sleep(time.Second)
		s.Want("This would lock the user out") // he has a path
		s.Key("esc")
		s.Key("esc")
		s.Open("lars.lockedout")
		s.Sleep(time.Second)
		s.Want("This would lock the user out")
		s.Key("esc")
		s.Key("esc")
		s.Open("wanda.welcome")
		s.Sleep(time.Second)
		s.WantNot("lock")
		s.Key("esc")
		s.Key("esc")
		s.Open("nina.newhire")
		s.Sleep(time.Second)
		s.Want("Create a console password for nina.newhire")
		s.WantNot("revoke active")
	})
}

// The hand-over says again who is locked out by what was just done.
func TestTheHandOverTellsOfALockOut(t *testing.T) {
	for user, lockedOut := range map[string]bool{"ed.expired": true, "Bob": false} {
		uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
			at(s, user)
			s.Key("enter", "ctrl+g", "enter")
			if lockedOut {
				s.Key("enter")
			}
			s.Want("Password changed for "+user, "must choose a new password")
			if s.Shows("! locked out: w may allow it") != lockedOut {
				t.Errorf("%s:\n%s", user, s.Text())
			}
		})
	}
}

// Sessions are revoked by AWS's clock: where that is far from this machine's, the question warns before anything is sent.
func TestTheRevocationTellsOfTheClock(t *testing.T) {
	uitest.Run(t, uitest.Config{Skew: 3 * time.Hour}, func(s *uitest.Screen) {
		at(s, "Bob")
		s.Sleep(time.Second)
		s.Key("R")
		s.Want("! AWS's clock is 3 h ahead of this machine's: sessions from before 2026-03-02 12:30 are revoked.")
		s.Key("n", "enter")
		s.Key("tab", "tab", "tab", "space")
		s.WantLine("[x] revoke active console sessions  ! AWS's clock is 3 h off")
	})
}
