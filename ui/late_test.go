package ui_test

import (
	"testing"
	"time"

	"iampasswd/iamclient/demoiam"
	"iampasswd/ui/uitest"
)

// What is read late of a typed name does not move the cursor of who acts on the list again.
func TestALateTypedUserLeavesTheCursor(t *testing.T) {
	slow := with(demoiam.Fault{Action: "GetUser", User: "wanda.welcome", Latency: 5 * time.Second})
	uitest.Run(t, uitest.Config{Account: slow}, func(s *uitest.Screen) {
		s.Type("u")
		s.Type("wanda.welcome")
		s.Key("enter")
		s.Key("esc")
		at(s, "Bob")
		s.Key("esc")
		s.WantLine("▌ Bob")
		s.Sleep(10 * time.Second)
		s.WantLine("▌ Bob")
	})
}

// Nor does it come into the list of another account.
func TestALateTypedUserOfAnotherAccount(t *testing.T) {
	uitest.Run(t, configured("prod"), func(s *uitest.Screen) {
		s.IAM.Inject(demoiam.Fault{Action: "GetUser", User: "wanda.welcome", Latency: 10 * time.Second})
		s.Type("u")
		s.Type("wanda.welcome")
		s.Key("enter")
		s.Key("esc")
		switchTo(s, "lab")
		s.Want("Now in account 210987654321")
		s.Sleep(20 * time.Second)
		s.WantNot("wanda.welcome")
	})
}

// Who was deleted and made anew has nothing of what the credential report, a reading or a change told of the one before.
func TestAUserMadeAnew(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		at(s, "Bob")
		s.Sleep(5 * time.Second)
		s.WantLine("▌ Bob", "yes", "30 d")
		s.Key("esc")
		at(s, "alice")
		s.IAM.Add(demoiam.User{Name: "Bob", Created: time.Now()})
		s.IAM.Inject(demoiam.Fault{Action: "GetLoginProfile", User: "Bob", Code: "AccessDenied"}) // so that it stays unknown
		s.Key("r", "esc")
		s.Type("/bob")
		s.Key("enter", "down")
		s.WantLine("   Bob    ", " ?  ", "never")
	})
}
