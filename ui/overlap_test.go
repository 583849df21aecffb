package ui_test

import (
	"testing"
	"time"

	"iampasswd/iamclient/demoiam"
	"iampasswd/ui/uitest"
)

// with is the usual account with something wrong.
func with(faults ...demoiam.Fault) func() *demoiam.Server {
	return func() *demoiam.Server {
		account := demoiam.Company(60, demoiam.Latency{})
		for _, f := range faults {
			account.Inject(f)
		}
		return account
	}
}

// An outcome that is opened over a change under way is not closed by the end of that change: it may hold the only copy of
// a password.
func TestAnOutcomeOpenedOverAnotherChange(t *testing.T) {
	account := with(
		demoiam.Fault{Action: "UpdateLoginProfile", User: "Bob", Latency: 5 * time.Second},
		demoiam.Fault{Action: "UpdateLoginProfile", User: "bob.contractor", Latency: 20 * time.Second},
	)
	for _, over := range []string{"", "f1"} {
		uitest.Run(t, uitest.Config{Account: account}, func(s *uitest.Screen) {
			s.Open("Bob")
			s.Key("ctrl+g", "enter")
			s.Sleep(time.Second)
			s.Key("esc")
			s.Key("esc")
			s.Open("bob.contractor")
			s.Key("ctrl+g", "enter")
			s.Sleep(6 * time.Second)
			if over != "" {
				s.Key(over)
			}
			s.Key("ctrl+o")
			s.Want("Password changed for Bob", "bob.contractor")
			s.Sleep(30 * time.Second)
			s.Want("Password changed for Bob", "Password changed for bob.contractor", "ctrl+o opens it")
			s.Key("ctrl+o")
			s.WantLine("User name", "bob.contractor")
			s.Key("c", "esc")
			s.WantLine("User name", "Bob")
			s.Key("c")
			if !s.IAM.Check("Bob", s.Copied()) {
				t.Error("the password of Bob is lost")
			}
		})
	}
}

// A change that waits is not left for an outcome: it may have something to ask.
func TestAnOutcomeIsNotOpenedOverAChangeThatWaits(t *testing.T) {
	account := with(
		demoiam.Fault{Action: "UpdateLoginProfile", User: "Bob", Latency: 5 * time.Second},
		demoiam.Fault{Action: "UpdateLoginProfile", User: "bob.contractor", Code: "EntityTemporarilyUnmodifiable"},
	)
	uitest.Run(t, uitest.Config{Account: account}, func(s *uitest.Screen) {
		s.Reset("Bob", good)
		s.Sleep(time.Second)
		s.Key("esc")
		s.Key("esc")
		s.Reset("bob.contractor", good)
		s.Sleep(6 * time.Second)
		s.Key("ctrl+o")
		s.Want("Not now: the change for bob.contractor waits to be sent.")
		s.Key("esc")
		s.Key("ctrl+o")
		s.Want("Password changed for Bob")
	})
}

// A remedy that is on its way asks nothing, and is left for an outcome as a form is.
func TestAnOutcomeIsOpenedOverARemedyOnItsWay(t *testing.T) {
	account := with(
		demoiam.Fault{Action: "UpdateLoginProfile", User: "Bob", Latency: 5 * time.Second},
		demoiam.Fault{Action: "UpdateLoginProfile", User: "rita.reuse", Latency: 20 * time.Second},
	)
	uitest.Run(t, uitest.Config{Account: account}, func(s *uitest.Screen) {
		s.Reset("Bob", good)
		s.Sleep(time.Second)
		s.Key("esc")
		s.Key("esc")
		at(s, "rita.reuse")
		s.Key("F", "y")
		s.Sleep(6 * time.Second)
		s.Key("ctrl+o")
		s.WantNot("Not now")
		s.Want("Password changed for Bob")
		s.Sleep(20 * time.Second)
		s.Want("rita.reuse must choose a new password at next sign-in")
	})
}

// A key that waits for the look is for the user under the cursor when it was pressed.
func TestAKeyThatWaitsIsForOneUser(t *testing.T) {
	account := with(demoiam.Fault{Action: "ListMFADevices", Latency: 2 * time.Second})
	uitest.Run(t, uitest.Config{Account: account}, func(s *uitest.Screen) {
		s.Type("/l")
		s.Key("enter", "M")
		s.Want("Reading about lars.lockedout…")
		s.Wheel(1)
		s.WantLine("▌ lola.lostphone")
		s.Sleep(5 * time.Second)
		s.WantNot("Deactivate the MFA device")
	})
}

// Nor does it open anything over what has come in front of the list since.
func TestAKeyThatWaitsOpensNothingOverAnother(t *testing.T) {
	account := with(
		demoiam.Fault{Action: "ListMFADevices", Latency: 2 * time.Second},
		demoiam.Fault{Action: "UpdateLoginProfile", User: "Bob", Latency: time.Minute},
	)
	for _, key := range []string{"f1", "ctrl+c"} {
		uitest.Run(t, uitest.Config{Account: account}, func(s *uitest.Screen) {
			s.Reset("Bob", good)
			s.Sleep(time.Second)
			s.Key("esc")
			s.Key("esc")
			s.Key("esc")
			s.Type("/lola.lost")
			s.Key("enter", "M", key)
			s.Sleep(5 * time.Second)
			s.WantNot("Deactivate the MFA device")
			s.Key("esc")
			s.WantNot("Deactivate the MFA device")
		})
	}
}

// What has been made of a remedy stays made: another try goes on behind it.
func TestARemedyGoesOnWhereItFailed(t *testing.T) {
	half := with(demoiam.Fault{Action: "DeleteVirtualMFADevice", Code: "AccessDenied", Times: 1})
	uitest.Run(t, uitest.Config{Account: half}, func(s *uitest.Screen) {
		at(s, "lola.lostphone")
		s.Key("M", "y")
		s.Want("The first step was made, the next was not.")
		s.Key("y")
		s.Want("MFA device of lola.lostphone removed.")
		wantCalls(t, s, "DeactivateMFADevice", "lola.lostphone", 1)
	})
}

// A device that is gone since an attempt whose answer got lost is deleted all the same, or its name stays taken.
func TestTheLostAnswerOfTheFirstStep(t *testing.T) {
	for action, times := range map[string]int{"DeactivateMFADevice": 1, "DeleteVirtualMFADevice": 1, "": 0} {
		fault := demoiam.Fault{Action: action, Drop: demoiam.DropAfter, Times: times}
		if action == "" {
			fault = demoiam.Fault{Action: "DeactivateMFADevice", Drop: demoiam.DropAfter, Times: 3} // every attempt of the first try
		}
		uitest.Run(t, uitest.Config{Account: with(fault)}, func(s *uitest.Screen) {
			at(s, "lola.lostphone")
			s.Key("M", "y")
			s.Sleep(30 * time.Second)
			if action == "" {
				s.Want("Unknown outcome")
				s.Key("y")
			}
			s.Want("MFA device of lola.lostphone removed.")
			if s.IAM.Count("DeleteVirtualMFADevice", "") == 0 {
				t.Error("the device was not deleted")
			}
		})
	}
}

// The question whose credentials these are does not come in front of the one about quitting: what is pressed for the one
// would send for the other.
func TestQuittingWhileTheCredentialsAreRead(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.Reset("eva.expired", good)
		s.IAM.SetCaller(mallory)
		s.IAM.Inject(demoiam.Fault{Action: "GetCallerIdentity", Latency: 3 * time.Second})
		s.Key("enter")
		s.Sleep(time.Second)
		s.Key("ctrl+c")
		s.Sleep(5 * time.Second)
		s.Want("Quit anyway?")
		s.Key("n")
		s.Want("Send it with these?")
		s.Key("ctrl+c", "y")
		s.WantExit()
		wantCalls(t, s, "UpdateLoginProfile", "eva.expired", 1)
	})
}
