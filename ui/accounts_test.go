package ui_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"iampasswd/iamclient/demoiam"
	"iampasswd/ui/uitest"
)

// twoAccounts is a configuration with a profile of each kind: prod leads to Config.Account, lab and the role of ops to
// another account.
const twoAccounts = `[profile prod]
aws_access_key_id=AKIAPROD
aws_secret_access_key=s
region=eu-central-1
[profile lab]
aws_access_key_id=AKIALAB
aws_secret_access_key=s
[profile ops]
role_arn=arn:aws:iam::210987654321:role/HelpDesk
source_profile=prod
mfa_serial=arn:aws:iam::123456789012:mfa/alice
[profile sso]
sso_session=acme
sso_account_id=123456789012
sso_role_name=HelpDesk
[sso-session acme]
sso_start_url=https://acme.awsapps.com/start
sso_region=us-east-1
[profile bare]
region=us-east-1
`

// laboratory is an account of which everything looks different.
func laboratory() *demoiam.Server {
	return demoiam.New(demoiam.Options{
		AccountID: "210987654321", Alias: "acme-lab", Caller: "arn:aws:sts::210987654321:assumed-role/HelpDesk/alice",
		Policy: &demoiam.Policy{MinimumLength: 6, AllowUsersToChangePassword: true}, Users: []demoiam.User{{Name: "Bob", Console: true, Path: "/lab/"}, {Name: "zoe.lab", Console: true}},
	})
}

func configured(profile string) uitest.Config {
	return uitest.Config{Profile: profile, AWS: &uitest.AWS{Config: twoAccounts, Accounts: map[string]func() *demoiam.Server{
		"AKIALAB": laboratory, "arn:aws:iam::210987654321:role/HelpDesk": laboratory,
	}}}
}

// updates is how many changes an account has seen.
func updates(account *demoiam.Server) int {
	n := 0
	for _, call := range account.Calls() {
		if call.Action == "UpdateLoginProfile" {
			n++
		}
	}
	return n
}

func switchTo(s *uitest.Screen, profile string) {
	s.Key("a")
	s.Type(profile)
	s.Key("enter")
}

func TestAccountsScreen(t *testing.T) {
	uitest.Run(t, configured("prod"), func(s *uitest.Screen) {
		s.Key("a")
		s.WantLine("prod", "●", "eu-central-1", "access key")
		s.WantLine("ops", "210987654321", "MFA, role HelpDesk via prod")
		s.WantLine("sso", "123456789012", "SSO, role HelpDesk")
		s.WantLine("bare", "none of its own")
		s.WantLine("5 profiles")
		s.Type("/2109")
		s.WantLine("1 of 5 profiles")
		s.WantNot("none of its own")
		s.Key("ctrl+u")
		s.Type("nothing like it")
		s.Want("No profile, account or role contains nothing like it.")
		s.Key("enter")
		s.Key("esc")
		s.WantLine("5 profiles")
		s.Key("esc")
		s.WantLine("Users", "60")
		if n := len(s.STS.Account("AKIALAB").Calls()); n != 0 {
			t.Errorf("the other account was asked %d times", n)
		}
	})
}

func TestChoosingAmongManyProfiles(t *testing.T) {
	var config strings.Builder
	for i := range 40 {
		fmt.Fprintf(&config, "[profile p%02d]\naws_access_key_id=AKIA%02d\naws_secret_access_key=s\n", i, i)
	}
	cfg := uitest.Config{Profile: "p20", Size: "60x15", AWS: &uitest.AWS{
		Config: config.String(), Accounts: map[string]func() *demoiam.Server{"AKIA30": laboratory},
	}}
	uitest.Run(t, cfg, func(s *uitest.Screen) {
		s.Key("a")
		s.WantLine("▌ ● p20")
		s.Key("pgdown", "pgdown", "pgdown")
		s.WantLine("▌   p39")
		s.Key("down")
		s.WantLine("▌   p39")
		s.Key("pgup")
		s.Wheel(-2)
		s.WantLine("▌   p24")
		s.Wheel(1)
		s.WantLine("▌   p27")
		s.Click("p30")
		s.WantLine("▌   p30")
		s.Key("enter")
		s.WantLine("acme-lab 210987654321", "HelpDesk/alice")
	})
}

func TestSwitchingAccounts(t *testing.T) {
	uitest.Run(t, configured("prod"), func(s *uitest.Screen) {
		s.WantLine("acme-demo 123456789012", "helpdesk/alice", "profile prod")
		s.Type("/bob")
		s.Key("enter", "s")
		switchTo(s, "lab")
		s.WantLine("acme-lab 210987654321", "HelpDesk/alice", "profile lab")
		s.Want("Now in account 210987654321 as HelpDesk/alice.")
		s.Want("zoe.lab")
		s.WantNot("acme-demo", "eva.expired", "bob-ci", "eu-central-1", "esc clears")
		for s.Selected() != "Bob" {
			s.Key("down")
		}
		s.Key("enter")
		s.WantLine("Reset password for Bob", "/lab/")
		s.Want("6 characters")
		s.Fill("short1")
		s.Key("enter")
		s.Want("Password changed for Bob", "acme-lab 210987654321")
		if updates(s.IAM) != 0 || updates(s.STS.Account("AKIALAB")) != 1 {
			t.Error("the change went to another account")
		}
		s.Key("esc")
		switchTo(s, "prod")
		s.WantLine("acme-demo 123456789012", "helpdesk/alice", "profile prod", "eu-central-1")
		s.WantLine("Users", "60")
		s.Reset("Bob", good)
		s.Want("Password changed for Bob", "acme-demo 123456789012")
		if updates(s.IAM) != 1 || updates(s.STS.Account("AKIALAB")) != 1 {
			t.Error("the change went to another account")
		}
	})
}

func TestSwitchingToUnusableCredentials(t *testing.T) {
	for profile, words := range map[string][]string{
		"sso":  {"Your AWS session has expired.", "`aws sso login --profile sso`. Then enter reads the credentials again."},
		"bare": {"The profile bare has no credentials.", "`aws configure --profile bare`"},
	} {
		t.Run(profile, func(t *testing.T) {
			uitest.Run(t, configured("prod"), func(s *uitest.Screen) {
				switchTo(s, profile)
				s.Want(words...)
				s.WantLine("acme-demo 123456789012", "helpdesk/alice", "profile prod")
				// Keys beside SSO would change nothing: the AWS CLI takes SSO, and so do we.
				without := strings.Replace(twoAccounts, "sso_session=acme\nsso_account_id=123456789012\nsso_role_name=HelpDesk\n", "", 1)
				s.Configure(strings.Replace(without, "[profile "+profile+"]", "[profile "+profile+"]\naws_access_key_id=AKIALAB\naws_secret_access_key=s", 1))
				s.Key("enter")
				s.WantLine("acme-lab 210987654321", "profile "+profile)
			})
		})
	}
	t.Run("refused by AWS", func(t *testing.T) {
		uitest.Run(t, configured("prod"), func(s *uitest.Screen) {
			s.STS.Account("AKIALAB").Inject(demoiam.Fault{Action: "GetCallerIdentity", Code: "InvalidClientTokenId", Times: 1})
			switchTo(s, "lab")
			s.Want("AWS does not know these credentials.", "InvalidClientTokenId")
			s.Key("esc")
			s.Key("esc")
			s.WantLine("Users", "60")
			s.Reset("Bob", good)
			s.Want("Password changed for Bob", "acme-demo 123456789012")
		})
	})
}

// Whatever the account before still answers is not shown in the next one.
func TestLateAnswersOfTheAccountBefore(t *testing.T) {
	uitest.Run(t, configured("prod"), func(s *uitest.Screen) {
		s.IAM.Inject(demoiam.Fault{Latency: 20 * time.Second})
		s.KeyAtOnce("u")
		s.Type("Bob")
		s.Key("enter") // GetUser is under way
		s.Key("esc")
		s.Key("r") // and so is everything else
		switchTo(s, "lab")
		s.STS.Account("AKIALAB").Inject(demoiam.Fault{Action: "GetUser", Latency: 28 * time.Second})
		s.Key("u")
		s.Type("Bob")
		s.Key("enter")
		s.Sleep(23 * time.Second)
		s.WantLine("Reset password for Bob")
		s.WantNot("/finance/") // as the namesake's
		s.Sleep(time.Minute)
		s.WantLine("acme-lab 210987654321", "HelpDesk/alice")
		s.WantLine("Reset password for Bob", "/lab/")
		s.Want("6 characters")
		s.Key("esc")
		s.WantLine("Users", "2")
		s.WantNot("eva.expired")
	})
}

// A switch that was stopped is none, however it ends.
func TestStoppingASwitch(t *testing.T) {
	uitest.Run(t, configured("prod"), func(s *uitest.Screen) {
		s.STS.Account("AKIALAB").Inject(demoiam.Fault{Latency: 10 * time.Second})
		switchTo(s, "lab")
		s.Want("Switching to lab…", "esc stops")
		s.Type("x")
		s.Want("Switching to lab. esc stops it.")
		s.Key("esc")
		s.WantNot("Switching")
		s.Sleep(time.Minute)
		s.WantLine("acme-demo 123456789012", "helpdesk/alice")
		s.Key("esc")
		s.Key("esc")
		s.Reset("Bob", good)
		s.Want("Password changed for Bob", "acme-demo 123456789012")
	})
}

// A change goes on in the account that it was sent to, and its outcome says which that was.
func TestChangeUnderWayOverASwitch(t *testing.T) {
	uitest.Run(t, configured("prod"), func(s *uitest.Screen) {
		s.Reset("slow.lorris", good)
		s.Key("esc") // stop watching
		s.Key("esc") // the filter
		switchTo(s, "lab")
		s.WantLine("acme-lab 210987654321")
		s.Sleep(20 * time.Second)
		s.Want("Password changed for slow.lorris (in acme-demo). ctrl+o opens it.")
		if updates(s.IAM) != 1 || updates(s.STS.Account("AKIALAB")) != 0 {
			t.Error("the change went to another account")
		}
		s.Key("ctrl+o")
		s.Want("Password changed for slow.lorris", "This was in acme-demo, not in acme-lab.")
		s.WantLine("Account", "acme-demo 123456789012")
		s.Want("https://acme-demo.signin.aws.amazon.com/console")
	})
}

// leaveUnderWay resets Bob's password, which AWS answers with that code once, and goes to the other account meanwhile.
func leaveUnderWay(s *uitest.Screen, code string) {
	s.IAM.Inject(demoiam.Fault{Action: "UpdateLoginProfile", Code: code, Latency: 5 * time.Second, Times: 1})
	s.Reset("Bob", good)
	s.Key("esc")
	s.Key("esc")
	switchTo(s, "lab")
}

// Each attempt of a change goes where the first one went.
func TestChangeThatIsTriedAgainOverASwitch(t *testing.T) {
	uitest.Run(t, configured("prod"), func(s *uitest.Screen) {
		leaveUnderWay(s, "EntityTemporarilyUnmodifiable")
		s.Sleep(2 * time.Minute)
		s.Want("Password changed for Bob (in acme-demo).")
		if updates(s.IAM) != 2 || updates(s.STS.Account("AKIALAB")) != 0 {
			t.Error("the change went to another account")
		}
	})
}

// What failed in one account is sent there again, whichever is open: the line on top says where.
func TestFailedChangeOverASwitch(t *testing.T) {
	uitest.Run(t, configured("prod"), func(s *uitest.Screen) {
		leaveUnderWay(s, "ExpiredToken")
		s.Sleep(20 * time.Second)
		s.Want("Not changed for Bob (in acme-demo).")
		s.Key("ctrl+o")
		s.Want("Your AWS session has expired.")
		s.WantLine("acme-demo 123456789012", "helpdesk/alice", "profile prod")
		wantField(t, s, "New password", bullets(len(good)))
		s.Key("enter")
		s.Want("Password changed for Bob", "This was in acme-demo, not in acme-lab.")
		s.WantLine("Account", "acme-demo 123456789012")
		if updates(s.IAM) != 2 || updates(s.STS.Account("AKIALAB")) != 0 {
			t.Error("the change went to another account")
		}
		s.Key("esc")
		s.WantLine("acme-lab 210987654321", "HelpDesk/alice", "profile lab")
	})
}

// Other credentials there say nothing of the account that is open: it is not read again.
func TestOtherCredentialsOverASwitch(t *testing.T) {
	uitest.Run(t, configured("prod"), func(s *uitest.Screen) {
		leaveUnderWay(s, "ExpiredToken")
		s.Sleep(20 * time.Second)
		s.Key("ctrl+o")
		lab := s.STS.Account("AKIALAB")
		before := lab.Count("ListUsers", "")
		s.IAM.SetCaller(mallory)
		s.Key("enter")
		s.Want("Send it with these?")
		s.Key("n")
		s.Key("esc")
		s.Key("y")
		s.WantLine("acme-lab 210987654321", "HelpDesk/alice", "profile lab")
		if n := lab.Count("ListUsers", ""); n != before {
			t.Errorf("the users of the open account were read %d times more", n-before)
		}
	})
}

// The other way round: who comes back to the account may send it.
func TestFailedChangeBackInItsAccount(t *testing.T) {
	uitest.Run(t, configured("prod"), func(s *uitest.Screen) {
		leaveUnderWay(s, "ExpiredToken")
		s.Sleep(20 * time.Second)
		switchTo(s, "prod")
		s.Key("ctrl+o")
		s.Key("enter")
		s.Want("Password changed for Bob", "acme-demo 123456789012")
		if updates(s.IAM) != 2 || updates(s.STS.Account("AKIALAB")) != 0 {
			t.Error("the change went to another account")
		}
	})
}

// After a switch, too, renewed credentials of somebody else send nothing before that is confirmed.
func TestSomebodyElsesCredentialsAfterASwitch(t *testing.T) {
	uitest.Run(t, configured("prod"), func(s *uitest.Screen) {
		switchTo(s, "lab")
		lab := s.STS.Account("AKIALAB")
		lab.Inject(demoiam.Fault{Action: "UpdateLoginProfile", Code: "ExpiredToken", Times: 1})
		s.Open("Bob")
		s.Fill("short1")
		s.Key("enter")
		s.Want("Your AWS session has expired")
		s.Configure(strings.ReplaceAll(twoAccounts, "AKIALAB", "AKIAOTHER")) // which is prod's account
		s.Key("enter")
		s.Want("These are other credentials: helpdesk/alice in account 123456789012, before HelpDesk/alice in 210987654321.")
		if updates(s.IAM) != 0 {
			t.Error("sent before it was confirmed")
		}
		s.Key("n")
		s.Want("Not sent: nothing was changed")
		s.WantLine("acme-demo 123456789012", "helpdesk/alice", "profile lab")
	})
}

// A namesake in the next account has nothing to do with it.
func TestWhatIsKnownOfANamesake(t *testing.T) {
	uitest.Run(t, configured("prod"), func(s *uitest.Screen) {
		s.STS.Account("AKIALAB").SetReport(2 * time.Hour)
		s.IAM.Inject(demoiam.Fault{Action: "UpdateLoginProfile", Latency: 10 * time.Second, Times: 1})
		s.Reset("Bob", good)
		s.Key("esc")
		s.Key("esc")
		switchTo(s, "lab")
		s.Key("down") // from the namesake, of whom a look would tell the truth
		s.WantLine("▌ zoe.lab")
		s.Sleep(20 * time.Second)
		s.Want("Password changed for Bob (in acme-demo).")
		s.WantLine("  Bob", "?")
		s.WantNot("must change")
	})
}

func TestNoAccountsInTheDemo(t *testing.T) {
	uitest.Run(t, uitest.Config{Demo: true}, func(s *uitest.Screen) {
		s.Key("a")
		s.Want("The demo has one account")
		s.WantLine("Users", "60")
	})
}
