package ui_test

import (
	"testing"
	"time"

	"iampasswd/iamclient/demoiam"
	"iampasswd/ui/uitest"
)

// losing is the demo account, whose answers to resets get lost: after AWS has made them, or before.
func losing(drop demoiam.Drop) func() *demoiam.Server {
	return func() *demoiam.Server {
		account := demoiam.Company(60, demoiam.Latency{})
		account.SetTrailDelay(5 * time.Minute)
		account.Inject(demoiam.Fault{Action: "UpdateLoginProfile", User: "Bob", Drop: drop, Times: 3})
		return account
	}
}

// A lost outcome becomes known: F5 asks CloudTrail, which is late, and then hands the password over.
func TestALostOutcomeIsSettled(t *testing.T) {
	uitest.Run(t, uitest.Config{Account: losing(demoiam.DropAfter)}, func(s *uitest.Screen) {
		s.Never(good)
		s.Reset("Bob", good)
		s.Sleep(time.Minute)
		s.Want("Unknown outcome", "F5 asks CloudTrail.")
		s.Key("f5")
		s.Sleep(time.Second)
		s.Want("Still unknown: CloudTrail has no event of it, or not yet", "Unknown outcome")
		s.Sleep(5 * time.Minute)
		s.Key("f5")
		s.Sleep(time.Second)
		s.Want("Password changed for Bob", "CloudTrail says: done, at 2026-03-02 09:30.")
		s.Key("esc")
		s.Type("H")
		s.Want("settled by CloudTrail")
		if !s.IAM.Check("Bob", good) {
			t.Error("the password is not in force")
		}
	})
}

// Where the change was not made, CloudTrail has no event of it, and nothing is concluded from that.
func TestAbsenceProvesNothing(t *testing.T) {
	uitest.Run(t, uitest.Config{Account: losing(demoiam.DropBefore)}, func(s *uitest.Screen) {
		s.Never(good)
		s.Reset("Bob", good)
		s.Sleep(time.Minute)
		s.Want("Unknown outcome")
		s.Sleep(time.Hour)
		s.Key("f5")
		s.Sleep(time.Second)
		s.Want("Still unknown", "Unknown outcome")
		s.Key("esc")
		s.Want("The password may be in force for Bob, and would be lost. Leave anyway?")
	})
}

// What is edited since is another password: CloudTrail is not asked about it.
func TestAnEditedPasswordIsNotSettled(t *testing.T) {
	uitest.Run(t, uitest.Config{Account: losing(demoiam.DropAfter)}, func(s *uitest.Screen) {
		s.Reset("Bob", good)
		s.Sleep(10 * time.Minute)
		s.Want("Unknown outcome")
		s.Key("tab")
		s.Type("x")
		s.Key("f5")
		s.Want("No outcome got lost here.")
	})
}
