package ui_test

import (
	"testing"
	"time"

	"iampasswd/iamclient/demoiam"
	"iampasswd/ui/uitest"
)

// filled opens the form of a user who has been read live, with a generated password in it and the focus on the button.
func filled(s *uitest.Screen, user string) {
	at(s, user)
	s.Key("enter", "ctrl+g")
}

// wantAttached fails unless IAMUserChangePassword is, or is not, attached to the user.
func wantAttached(t *testing.T, s *uitest.Screen, user string, want bool) {
	t.Helper()
	if u, _ := s.IAM.User(user); (len(u.Policies) > 0) != want {
		t.Errorf("attached to %s is %v, want IAMUserChangePassword: %v", user, u.Policies, want)
	}
}

// Nobody is locked out by a default: the first submit stops at the choice, and every way on is one or two keys.
func TestTheFormNeverTraps(t *testing.T) {
	for name, c := range map[string]struct {
		keys                 []string
		attached, must, trap bool
	}{
		"let":              {[]string{"space", "enter"}, true, true, false},
		"let, from within": {[]string{"space", "ctrl+s"}, true, true, false},
		"unticked":         {[]string{"up", "space", "enter"}, false, false, false},
		"sent anyway":      {[]string{"enter"}, false, true, true},
	} {
		t.Run(name, func(t *testing.T) {
			uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
				filled(s, "lars.lockedout")
				s.WantLine("! This would lock the user out: they may not change their password.")
				s.WantLine("[ ] let the user change it (attach IAMUserChangePassword)")
				s.Key("enter")
				s.Want("lars.lockedout would be locked out: tick this box, untick the one above, or press enter again to send it")
				s.WantLine("▌ [ ] let the user change it")
				wantCalls(t, s, "UpdateLoginProfile", "", 0)
				s.Key(c.keys...)
				s.Want("Password changed for lars.lockedout")
				wantAttached(t, s, "lars.lockedout", c.attached)
				if must, _ := s.IAM.ResetRequired("lars.lockedout"); must != c.must || s.IAM.MayChangeOwn("lars.lockedout") != c.attached {
					t.Errorf("must change: %v, may: %v", must, s.IAM.MayChangeOwn("lars.lockedout"))
				}
				if s.Shows("! locked out: w allows it") != c.trap || s.Shows("IAMUserChangePassword; check with i") != c.attached {
					t.Errorf("the hand-over:\n%s", s.Text())
				}
			})
		})
	}
}

// A change of mind after the choice is asked about again.
func TestTheChoiceIsMadeAgain(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		filled(s, "lars.lockedout")
		s.Key("enter", "space", "space", "enter")
		s.Want("lars.lockedout would be locked out")
		wantCalls(t, s, "UpdateLoginProfile", "", 0)
		s.Key("down", "up", "enter") // whoever moved away is in a form as ever
		s.WantLine("▌ [ ] revoke active console sessions")
		wantCalls(t, s, "UpdateLoginProfile", "", 0)
	})
}

// What is only possible is warned of, and stops nobody; the box is there.
func TestAPossibleLockOutStopsNobody(t *testing.T) {
	unsimulated := faulty(demoiam.Fault{Action: "SimulatePrincipalPolicy", Code: "AccessDenied"})
	uitest.Run(t, uitest.Config{Account: unsimulated}, func(s *uitest.Screen) {
		filled(s, "lars.lockedout")
		s.WantLine("! This may lock the user out")
		s.WantLine("[ ] let the user change it")
		s.Key("enter")
		s.Want("Password changed for lars.lockedout")
		wantAttached(t, s, "lars.lockedout", false)
	})
}

// Where a guard rail demands the flag there is nothing to choose but to let the user.
func TestAGuardRailDemandsTheTrap(t *testing.T) {
	uitest.Run(t, uitest.Config{Rails: "reset_required = true"}, func(s *uitest.Screen) {
		filled(s, "lars.lockedout")
		s.WantLine("! A guard rail requires it; this locks the user out")
		s.Key("up", "up")
		s.WantLine("▌ [ ] let the user change it")
		s.Key("space", "ctrl+s")
		s.Want("Password changed for lars.lockedout")
		wantAttached(t, s, "lars.lockedout", true)
	})
	uitest.Run(t, uitest.Config{Rails: "reset_required = true"}, func(s *uitest.Screen) {
		filled(s, "lars.lockedout")
		s.Key("enter")
		s.Want("Password changed for lars.lockedout", "! locked out: w allows it")
	})
}

// Of a user with a path the words say that the policy may not help; where it is attached already, it is not offered.
func TestIAMUserChangePasswordAndPaths(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		filled(s, "ed.expired")
		s.Key("enter", "space")
		s.WantLine("[x] let the user change it", "! may not help: not for users with a path")
		s.Key("enter")
		s.Want("Password changed for ed.expired", "IAMUserChangePassword; check with i")
	})
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		at(s, "paula.path")
		s.Key("w")
		s.Want("IAMUserChangePassword is attached, but covers no users with a path.")
		s.Key("enter", "ctrl+g")
		s.WantNot("let the user change it")
		s.Key("enter")
		s.Want("paula.path would be locked out: untick this box, or press enter again")
		s.Key("space", "enter")
		s.Want("Password changed for paula.path", "keeps this password")
	})
}

// The policy is attached before the password is set. Where the first step fails nothing is sent behind it; where the second
// does, another try goes on there.
func TestTheTwoStepsOfLetting(t *testing.T) {
	refused := faulty(demoiam.Fault{Action: "AttachUserPolicy", Code: "AccessDenied", Times: 1})
	uitest.Run(t, uitest.Config{Account: refused}, func(s *uitest.Screen) {
		filled(s, "lars.lockedout")
		s.Key("enter", "space", "enter")
		s.Want("No password was sent: IAMUserChangePassword could not be attached.", "iam:AttachUserPolicy")
		s.WantLine("▌ [x] let the user change it")
		wantCalls(t, s, "UpdateLoginProfile", "", 0)
		s.WantLine("New password", masked, "generated")
		s.Key("ctrl+s")
		s.Want("Password changed for lars.lockedout")
		wantAttached(t, s, "lars.lockedout", true)
	})
	lost := faulty(demoiam.Fault{Action: "AttachUserPolicy", Drop: demoiam.DropAfter, Times: 3})
	uitest.Run(t, uitest.Config{Account: lost}, func(s *uitest.Screen) {
		filled(s, "lars.lockedout")
		s.Key("enter", "space", "enter")
		s.Sleep(time.Minute)
		s.Want("No password was sent", "Unknown outcome")
		s.WantNot("password may be in force")
		s.Key("enter")
		s.Want("Password changed for lars.lockedout")
	})
	halfway := faulty(demoiam.Fault{Action: "UpdateLoginProfile", Code: "AccessDenied", Times: 1})
	uitest.Run(t, uitest.Config{Account: halfway}, func(s *uitest.Screen) {
		filled(s, "lars.lockedout")
		s.Key("enter", "space", "enter")
		s.Want("IAMUserChangePassword is attached.", "Access denied", "iam:UpdateLoginProfile")
		s.WantLine("[x] let the user change it (attached; check with i)")
		s.Key("ctrl+s")
		s.Want("Password changed for lars.lockedout", "IAMUserChangePassword; check with i")
		wantCalls(t, s, "AttachUserPolicy", "lars.lockedout", 1)
		wantCalls(t, s, "UpdateLoginProfile", "lars.lockedout", 2)
	})
}

// A password that may be in force already is still recognised behind the policy that is attached on the second try.
func TestLettingAfterALostAnswer(t *testing.T) {
	lost := faulty(demoiam.Fault{Action: "UpdateLoginProfile", Drop: demoiam.DropAfter, Times: 3})
	uitest.Run(t, uitest.Config{Account: lost}, func(s *uitest.Screen) {
		filled(s, "lars.lockedout")
		s.Key("enter", "enter")
		s.Sleep(time.Minute)
		s.Want("Unknown outcome")
		s.IAM.Inject(demoiam.Fault{Action: "UpdateLoginProfile", Code: "PasswordPolicyViolation", Times: 1})
		s.Key("up", "up", "space", "ctrl+s")
		s.Sleep(time.Second)
		s.Want("The earlier attempt may have succeeded")
		wantAttached(t, s, "lars.lockedout", true)
	})
}

// The hand-over lets a user who is locked out, after the question that the list asks, and its outcome stands there.
func TestTheHandOverLets(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		filled(s, "lars.lockedout")
		s.Key("enter", "enter")
		s.WantLine("! locked out: w allows it")
		s.Key("w")
		s.Want("Let lars.lockedout change their own password, by attaching IAMUserChangePassword?")
		s.Key("n", "w", "y")
		s.Want("Password changed for lars.lockedout", "lars.lockedout may change their password now", "IAMUserChangePassword; check with i")
		s.WantNot("locked out: w", "w attach")
		wantAttached(t, s, "lars.lockedout", true)
		s.Key("c")
		s.Want("sent to the clipboard")
	})
	slow := faulty(demoiam.Fault{Action: "AttachUserPolicy", Latency: 5 * time.Second})
	uitest.Run(t, uitest.Config{Account: slow}, func(s *uitest.Screen) {
		filled(s, "lars.lockedout")
		s.Key("enter", "enter")
		s.Key("w", "y")
		s.Want("Attaching IAMUserChangePassword")
		s.Key("esc") // stops watching
		s.Want("! locked out: w allows it")
		s.Sleep(10 * time.Second)
		s.Want("IAMUserChangePassword; check with i")
	})
}

// F goes by the same rule: nobody is forced into a lock-out by one y.
func TestForcingNeverTraps(t *testing.T) {
	for name, c := range map[string]struct {
		keys     []string
		attached bool
		sent     int
	}{
		"anyway":     {[]string{"y", "y"}, false, 1},
		"let":        {[]string{"w"}, true, 1},
		"let, after": {[]string{"y", "w"}, true, 1},
		"left":       {[]string{"y", "n"}, false, 0},
	} {
		t.Run(name, func(t *testing.T) {
			uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
				at(s, "lars.lockedout")
				s.Key("F")
				s.Want("! This would lock the user out", "w lets the user change it too", "force change anyway", "allow it too")
				s.Key(c.keys...)
				s.Sleep(time.Second)
				wantCalls(t, s, "UpdateLoginProfile", "lars.lockedout", c.sent)
				wantAttached(t, s, "lars.lockedout", c.attached)
				if c.attached {
					s.Want("IAMUserChangePassword attached; check with i")
				}
			})
		})
	}
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		at(s, "Bob")
		s.Key("F")
		s.WantNot("anyway", "w lets")
		s.Key("y")
		s.Want("Bob must choose a new password at next sign-in.")
	})
}

// The simulation is asked as the user signs in: without MFA where there is no device, and with it where there is one.
func TestTheSimulationKnowsOfMFA(t *testing.T) {
	account := func() *demoiam.Server {
		a := demoiam.Company(60, demoiam.Latency{})
		a.Add(demoiam.User{Name: "nick.mfa", Console: true, Groups: []string{"mfa-required"}, MFA: []demoiam.MFADevice{{}}})
		return a
	}
	for user, want := range map[string]string{
		"nick.nomfa": "! This would lock the user out: the policy ForceMFA denies it.",
		"nick.mfa":   "! This would lock the user out: they may not change their password.", // which nothing allows
	} {
		uitest.Run(t, uitest.Config{Account: account}, func(s *uitest.Screen) {
			filled(s, user)
			s.WantLine(want)
		})
	}
}

// Who is quicker than the reading does not lead a user into the trap: the form waits for it, and then asks. Any other key
// ends the waiting, and the same key again sends at once.
func TestTheFormWaitsForWhatDecidesALockOut(t *testing.T) {
	slow := func() *demoiam.Server {
		account := demoiam.Company(60, demoiam.Latency{})
		account.Inject(demoiam.Fault{Action: "SimulatePrincipalPolicy", Latency: 4 * time.Second})
		return account
	}
	for name, c := range map[string]struct {
		user        string
		then        []string // keys, while it is read
		want        string
		after, sent int // requests, once it was read
	}{
		"locked out":  {"paula.path", nil, "paula.path would be locked out: untick this box", 0, 0},
		"not":         {"Bob", nil, "Password changed for Bob", 0, 1},
		"enter again": {"paula.path", []string{"enter"}, "Password changed for paula.path", 1, 1},
		"another key": {"Bob", []string{"tab"}, "Reset password for Bob", 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			uitest.Run(t, uitest.Config{Account: slow}, func(s *uitest.Screen) {
				s.Open(c.user)
				s.Key("ctrl+g", "enter")
				s.Want("Reading whether " + c.user + " may choose a new password")
				wantCalls(t, s, "UpdateLoginProfile", c.user, 0)
				for _, key := range c.then {
					s.Key(key)
				}
				wantCalls(t, s, "UpdateLoginProfile", c.user, c.after)
				s.Sleep(5 * time.Second)
				s.Want(c.want)
				wantCalls(t, s, "UpdateLoginProfile", c.user, c.sent)
			})
		})
	}
}
