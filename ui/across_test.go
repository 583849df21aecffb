package ui_test

import (
	"testing"
	"time"

	"iampasswd/iamclient/demoiam"
	"iampasswd/ui/uitest"
)

// A reason is offered again for the same user, and not for a user of that name in another account.
func TestAReasonIsOfOneAccount(t *testing.T) {
	cfg := configured("prod")
	cfg.Rails = "[reason]\nrequired = true"
	uitest.Run(t, cfg, func(s *uitest.Screen) {
		for _, answer := range []string{"enter", "esc"} {
			at(s, "Bob")
			s.Key("F", "y")
			s.Want("Ticket or reason")
			s.Key("ctrl+u")
			s.Type("INC-4711")
			s.Key(answer)
			s.Key("esc")
			switchTo(s, "lab")
			s.WantLine("acme-lab 210987654321")
			at(s, "Bob")
			s.Key("F", "y")
			s.Want("Ticket or reason")
			s.WantNot("INC-4711")
			s.Key("esc")
			s.Key("esc")
			s.Key("esc")
			switchTo(s, "prod")
			s.WantLine("acme-demo 123456789012")
		}
	})
}

// A form that is opened while another account is open holds a password against the policy of its own.
func TestAFormHasThePolicyOfItsAccount(t *testing.T) {
	uitest.Run(t, configured("prod"), func(s *uitest.Screen) {
		s.IAM.Inject(demoiam.Fault{Action: "UpdateLoginProfile", User: "Bob", Code: "AccessDenied", Latency: 5 * time.Second})
		s.Reset("Bob", good)
		s.Sleep(time.Second)
		s.Key("esc")
		s.Key("esc")
		switchTo(s, "lab")
		s.Sleep(10 * time.Second)
		s.Key("ctrl+o")
		s.WantLine("acme-demo 123456789012", "profile prod")
		s.Want("14 characters or more", "an uppercase letter")
		s.WantNot("6 characters or more")
		s.Key("shift+tab", "ctrl+u")
		s.Type("short1")
		s.Key("enter")
		s.WantLine("✗ 14 characters or more")
	})
}

// A review that is opened while another account is open is of the policy of its own, whatever is read there.
func TestAPolicyReviewStaysInItsAccount(t *testing.T) {
	for name, lab := range map[string]demoiam.Fault{
		"read meanwhile": {Action: "GetAccountPasswordPolicy", Latency: 20 * time.Second, Times: 1},
		"never read":     {Action: "GetAccountPasswordPolicy", Latency: time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			uitest.Run(t, configured("prod"), func(s *uitest.Screen) {
				s.STS.Account("AKIALAB").Inject(lab)
				edited(s, "20")
				s.IAM.Inject(demoiam.Fault{Action: "UpdateAccountPasswordPolicy", Latency: 5 * time.Second, Code: "AccessDenied", Times: 1})
				confirm(s, "acme-demo")
				s.Key("esc")
				s.Key("esc")
				switchTo(s, "lab")
				s.Sleep(10 * time.Second)
				s.Key("ctrl+o")
				s.Want("14 → 20", "is missing iam:UpdateAccountPasswordPolicy")
				if name == "read meanwhile" {
					s.Sleep(20 * time.Second)
					s.Want("14 → 20", "is missing iam:UpdateAccountPasswordPolicy")
				}
				s.Key("enter")
				s.Want("Password policy changed (in acme-demo).")
				wantSent(t, s, 2)
			})
		})
	}
}

// Where the credentials turn out to be another account's, the screen of the policy is of that account, too.
func TestThePolicyScreenFollowsTheCredentials(t *testing.T) {
	uitest.Run(t, configured("prod"), func(s *uitest.Screen) {
		s.IAM.Inject(demoiam.Fault{Action: "ListUsers", Code: "ExpiredToken", Times: 1})
		s.Key("r")
		s.Want("Your AWS session has expired")
		s.Configure("[profile prod]\naws_access_key_id=AKIALAB\naws_secret_access_key=s\n")
		lab := s.STS.Account("AKIALAB")
		lab.Inject(demoiam.Fault{Action: "GetCallerIdentity", Latency: time.Second})
		lab.Inject(demoiam.Fault{Action: "GetAccountPasswordPolicy", Latency: 10 * time.Second})
		s.Key("r", "p")
		s.Want("14 characters or more")
		s.Sleep(3 * time.Second)
		s.WantLine("210987654321", "HelpDesk/alice")
		s.WantNot("14 characters or more")
		s.Key("e")
		s.Want("still being read")
		s.Sleep(10 * time.Second)
		s.Want("6 characters or more")
	})
}
