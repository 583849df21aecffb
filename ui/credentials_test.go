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
