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

// A change that waits for its next attempt is made with the credentials that it was sent with, or not at all.
func TestAWaitingChangeKeepsItsCredentials(t *testing.T) {
	uitest.Run(t, configured("prod"), func(s *uitest.Screen) {
		s.IAM.Inject(demoiam.Fault{Action: "UpdateLoginProfile", User: "Bob", Code: "EntityTemporarilyUnmodifiable", Latency: 2 * time.Second, Times: 1})
		s.Reset("Bob", good)
		s.Sleep(time.Second)
		s.Key("esc")
		s.Key("esc")
		s.Configure("[profile prod]\naws_access_key_id=AKIALAB\naws_secret_access_key=s\n")
		s.IAM.Inject(demoiam.Fault{Action: "ListUsers", Code: "ExpiredToken", Times: 1})
		s.Key("r")
		s.Want("Your AWS session has expired")
		s.Key("r")
		s.Want("210987654321")
		s.Sleep(time.Minute)
		if n := updates(s.STS.Account("AKIALAB")); n != 0 {
			t.Errorf("the password of the user with the same name in the other account was changed %d times", n)
		}
		if !s.IAM.Check("Bob", good) {
			t.Error("the password was not changed where it was to be")
		}
		s.Want("Password changed for Bob (in ")
		s.Key("ctrl+o")
		s.WantLine("Account  ", "acme-demo 123456789012")
	})
}

// What a change in the account before was refused for says nothing of the user with the same name here.
func TestARefusalFromTheAccountBefore(t *testing.T) {
	uitest.Run(t, configured("prod"), func(s *uitest.Screen) {
		s.IAM.Inject(demoiam.Fault{Action: "UpdateLoginProfile", User: "Bob", Code: "NoSuchEntity", Latency: 5 * time.Second})
		s.STS.Account("AKIALAB").Inject(demoiam.Fault{Action: "GetLoginProfile", Code: "AccessDenied"})
		s.Reset("Bob", good)
		s.Sleep(time.Second)
		s.Key("esc")
		s.Key("esc")
		switchTo(s, "lab")
		s.Sleep(time.Minute)
		s.WantLine("▌ Bob", "yes")
		s.Key("ctrl+o")
		s.Want("Bob has no console password yet.")
		s.WantLine("acme-demo 123456789012", "helpdesk/alice", "profile prod")
		s.Key("esc")
		s.Key("y")
		s.WantLine("▌ Bob", "yes")
	})
}

// What is read here of a user is not shown in a form from the account before: its tags are what a caller is asked for.
func TestAFormFromTheAccountBeforeLearnsNothingHere(t *testing.T) {
	uitest.Run(t, configured("prod"), func(s *uitest.Screen) {
		s.IAM.Inject(demoiam.Fault{Action: "UpdateLoginProfile", User: "bob.contractor", Code: "AccessDenied", Latency: 2 * time.Second})
		lab := s.STS.Account("AKIALAB")
		lab.Add(demoiam.User{Name: "bob.contractor", Console: true, Tags: []demoiam.Tag{{Key: "badge", Value: "4711"}}})
		lab.Inject(demoiam.Fault{Action: "ListMFADevices", Latency: 10 * time.Second})
		s.Reset("bob.contractor", good)
		s.Want("agency Northwind")
		s.Sleep(time.Second)
		s.Key("esc")
		s.Key("esc")
		switchTo(s, "lab")
		s.Sleep(3 * time.Second)
		s.Type("/bob.c")
		s.Key("enter", "ctrl+o")
		s.Want("agency Northwind")
		s.Sleep(20 * time.Second)
		s.Want("agency Northwind")
		s.WantNot("4711")
	})
}
