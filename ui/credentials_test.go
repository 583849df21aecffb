package ui_test

import (
	"testing"
	"time"

	"iampasswd/iamclient/demoiam"
	"iampasswd/ui/uitest"
)

const (
	alice   = "arn:aws:iam::123456789012:user/helpdesk/alice"
	mallory = "arn:aws:iam::123456789012:user/helpdesk/mallory"
)

func TestRenewedCredentialsSendTheSame(t *testing.T) {
	uitest.Run(t, uitest.Config{Profile: "prod"}, func(s *uitest.Screen) {
		s.Reset("eva.expired", good)
		s.Want("Your AWS session has expired", "`aws sso login --profile prod`", "ExpiredToken")
		wantCalls(t, s, "GetCallerIdentity", "", 1)
		s.Key("enter")
		s.Want("Password changed for eva.expired")
		wantCalls(t, s, "GetCallerIdentity", "", 2) // whose they are is asked before anything is sent
	})
}

// Renewing goes wrong as well, until it does not.
func TestCredentialsThatAreStillExpired(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.Reset("eva.expired", good)
		s.IAM.Inject(demoiam.Fault{Action: "GetCallerIdentity", Code: "ExpiredToken", Times: 1})
		s.Key("enter")
		s.Want("Your AWS session has expired")
		wantCalls(t, s, "UpdateLoginProfile", "eva.expired", 1)
		wantField(t, s, "New password", bullets(len(good)))
		s.Key("enter")
		s.Want("Password changed for eva.expired")
	})
}

// Credentials of somebody else send nothing before that is confirmed.
func TestSomebodyElsesCredentials(t *testing.T) {
	for _, answer := range []string{"y", "n", "esc"} {
		t.Run(answer, func(t *testing.T) {
			uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
				s.Reset("eva.expired", good)
				s.IAM.SetCaller(mallory)
				s.Key("enter")
				s.Want("helpdesk/mallory", "helpdesk/alice", "Send it with these?")
				s.Sleep(3 * time.Second)
				wantCalls(t, s, "UpdateLoginProfile", "eva.expired", 1)
				s.WantLine("acme-demo 123456789012", "helpdesk/mallory") // the context says at once who it is

				s.Key(answer)
				if answer == "y" {
					s.Want("Password changed for eva.expired")
					wantCalls(t, s, "UpdateLoginProfile", "eva.expired", 2)
					return
				}
				s.Want("Not sent: nothing was changed")
				wantField(t, s, "New password", bullets(len(good)))
				wantCalls(t, s, "UpdateLoginProfile", "eva.expired", 1)

				s.Key("enter") // and they are not taken for agreed to the next time
				s.Want("Send it with these?")
				wantCalls(t, s, "UpdateLoginProfile", "eva.expired", 1)
				s.Key("n")
				s.IAM.SetCaller(alice)
				s.Key("enter")
				if s.Shows("Send it with these?") {
					s.Key("y")
				}
				s.Want("Password changed for eva.expired")
			})
		})
	}
}

func TestRenewingOnRefresh(t *testing.T) {
	expired := faulty(
		demoiam.Fault{Action: "ListUsers", Code: "ExpiredToken", Times: 1},
		demoiam.Fault{Action: "GetCallerIdentity", Code: "ExpiredToken", Times: 1},
	)
	uitest.Run(t, uitest.Config{Account: expired}, func(s *uitest.Screen) {
		s.Want("Your AWS session has expired", "`aws sso login`", "ExpiredToken", uitest.RequestID)
		s.Key("r")
		s.WantLine("Users", "60")
		s.WantLine("acme-demo", "helpdesk/alice")
	})
}

func TestCancellingWhileCredentialsAreRenewed(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.Reset("eva.expired", good)
		remove := s.IAM.Inject(demoiam.Fault{Action: "GetCallerIdentity", Latency: 10 * time.Second})
		s.Key("enter")
		s.Want("esc cancels")
		s.Key("esc")
		s.Want("Not sent: nothing was changed")
		s.Sleep(longEnough)
		wantCalls(t, s, "UpdateLoginProfile", "eva.expired", 1)
		remove()
		s.Key("enter")
		s.Want("Password changed for eva.expired")
	})
}

// assumed is a profile whose role is assumed again every hour, by the SDK itself. Where the role leads then is up to
// [uitest.STS.Lead].
func assumed() uitest.Config {
	const profile = "[profile desk]\nrole_arn=" + deskRole + "\nsource_profile=prod\n"
	return uitest.Config{Profile: "desk", AWS: &uitest.AWS{Config: twoAccounts + profile}}
}

const deskRole = "arn:aws:iam::123456789012:role/Desk"

// The credentials become another account's by themselves: nothing of that one is read under the name of the one before.
func TestReadsWithAnotherAccountsCredentials(t *testing.T) {
	uitest.Run(t, assumed(), func(s *uitest.Screen) {
		s.Sleep(2 * time.Hour)
		lab := laboratory()
		s.STS.Lead(deskRole, lab)
		s.Key("p")
		s.Want("Nothing was sent: the AWS credentials changed from helpdesk/alice in account 123456789012 to HelpDesk/alice in account 210987654321.",
			"r reads everything again, with these credentials.")
		if calls := lab.Calls(); len(calls) != 1 || calls[0].Action != "GetCallerIdentity" {
			t.Errorf("in the other account arrived %+v", calls)
		}
		s.WantLine("acme-demo 123456789012", "helpdesk/alice")
		s.Key("r")
		s.WantLine("acme-lab 210987654321", "HelpDesk/alice")
		s.WantNot("Nothing was sent")
		s.Key("esc")
		s.Want("zoe.lab")
		s.Open("Bob")
		s.Fill("short1")
		s.Key("enter")
		s.Want("These are other credentials: HelpDesk/alice in account 210987654321, before helpdesk/alice in 123456789012.")
	})
}

// Where r finds it out, everything is read as the new caller at once.
func TestReadingAgainInAnotherAccount(t *testing.T) {
	uitest.Run(t, assumed(), func(s *uitest.Screen) {
		s.Sleep(2 * time.Hour)
		s.STS.Lead(deskRole, laboratory())
		s.Key("r")
		s.WantLine("acme-lab 210987654321", "HelpDesk/alice")
		s.Want("zoe.lab")
		s.WantNot("Nothing was sent", "adam.abebe")
	})
}

// What is known of a user is not taken from another account.
func TestALookWithAnotherAccountsCredentials(t *testing.T) {
	uitest.Run(t, assumed(), func(s *uitest.Screen) {
		at(s, "Bob")
		s.Key("esc")
		s.Key("down")
		s.Sleep(2 * time.Hour)
		lab := laboratory()
		s.STS.Lead(deskRole, lab)
		s.Key("up")
		s.Key("i")
		s.Sleep(10 * time.Second)
		s.Want("somebody else's now")
		if calls := lab.Calls(); len(calls) != 1 {
			t.Errorf("in the other account arrived %+v", calls)
		}
	})
}

// Another principal of the same account: r reads all as that one, whichever answer comes first.
func TestReadingAgainAsAnotherPrincipal(t *testing.T) {
	for _, slow := range []string{"GetCallerIdentity", "ListUsers"} {
		t.Run(slow, func(t *testing.T) {
			uitest.Run(t, assumed(), func(s *uitest.Screen) {
				s.Sleep(2 * time.Hour)
				s.IAM.SetCaller(mallory)
				s.IAM.Inject(demoiam.Fault{Action: slow, Latency: 2 * time.Second})
				s.Key("r")
				s.Sleep(20 * time.Second)
				s.WantLine("acme-demo 123456789012", "helpdesk/mallory")
				s.WantLine("Users", "61") // she is new
				s.WantNot("Nothing was sent")
			})
		})
	}
}

// A change that waits for its next attempt keeps to the caller that it began as: the credentials become another account's
// by themselves in the pause, and the operator reads everything again as that one.
func TestAWaitingChangeKeepsItsCaller(t *testing.T) {
	uitest.Run(t, assumed(), func(s *uitest.Screen) {
		s.IAM.Inject(demoiam.Fault{Action: "UpdateLoginProfile", User: "Bob", Code: "EntityTemporarilyUnmodifiable", Latency: 2 * time.Second})
		s.Sleep(59 * time.Minute)
		s.Reset("Bob", good)
		s.Sleep(time.Second)
		s.Key("esc")
		s.Key("esc")
		lab := laboratory()
		s.Sleep(time.Until(uitest.Now.Add(time.Hour + 10*time.Second)))
		s.STS.Lead(deskRole, lab)
		before := updates(s.IAM)
		s.Key("r")
		s.WantLine("acme-lab 210987654321", "HelpDesk/alice")
		s.Sleep(10 * time.Minute)
		if updates(lab) != 0 || updates(s.IAM) != before || before == 0 {
			t.Errorf("%d changes arrived in the other account, and %d more where it began", updates(lab), updates(s.IAM)-before)
		}
		s.Want("ctrl+o")
		s.Key("ctrl+o")
		s.Want("the AWS credentials changed from helpdesk/alice in account 123456789012 to HelpDesk/alice in account 210987654321")
	})
}
