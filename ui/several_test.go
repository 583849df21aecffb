package ui_test

import (
	"testing"
	"time"

	"iampasswd/iamclient/demoiam"
	"iampasswd/ui/uitest"
)

// several is a list of two accounts, and a third one without credentials.
func several(size string) uitest.Config {
	cfg := configured("prod")
	cfg.Profiles = []string{"prod", "lab", "bare"}
	cfg.Size = size
	return cfg
}

// namesake puts the cursor on the Bob of the laboratory.
func namesake(s *uitest.Screen) {
	s.Type("/Bob")
	s.Key("enter", "down")
	s.WantLine("▌", "acme-lab", "Bob")
}

func TestSeveralAccountsInOneList(t *testing.T) {
	uitest.Run(t, several("80x24"), func(s *uitest.Screen) {
		s.WantLine("2 accounts", "1 failed: a shows why")
		s.Type("/Bob")
		s.WantLine("4 of 62")
		s.WantLine("acme-demo", "Bob")
		s.WantLine("acme-lab", "Bob")
		s.Key("ctrl+u")
		s.Type("account:acme-lab")
		s.WantLine("2 of 62")
		s.WantLine("zoe.lab")
	})
}

// A single marked user is named before anything is chosen, and the line is never cut for a hint.
func TestBulkNamesASingleUser(t *testing.T) {
	uitest.Run(t, several("60x15"), func(s *uitest.Screen) {
		namesake(s)
		s.Key("space", "up", "B")
		s.WantLine("Change 1 user in acme-lab", "as marked: Bob")
		s.WantNot("a plan is")
	})
}

// The whole error of an account names the account: by then its row is out of sight.
func TestErrorOfAnAccountNamesIt(t *testing.T) {
	uitest.Run(t, several("80x24"), func(s *uitest.Screen) {
		s.Key("a")
		s.WantLine("▌", "bare")
		s.Key("f2")
		s.WantLine("✗ bare: ")
	})
}

// Each key is about the account of the row under the cursor: its policy, its sign-in page, its name.
func TestAKeyIsAboutTheAccountOfItsRow(t *testing.T) {
	uitest.Run(t, several("120x40"), func(s *uitest.Screen) {
		namesake(s)
		s.Sleep(time.Second)
		s.WantLine("Account", "acme-lab 210987654321")
		s.Key("enter")
		s.WantLine("acme-lab 210987654321", "HelpDesk/alice", "profile lab")
		s.WantLine("Reset password for Bob in acme-lab 210987654321", "/lab/")
		s.Want("6 characters or more")
		s.Key("esc")
		s.Key("p")
		s.WantLine("acme-lab 210987654321")
		s.Want("6 characters or more")
		s.Key("esc")
		s.Key("up", "p")
		s.WantLine("acme-demo 123456789012")
		s.Want("14 characters or more")
	})
}

func TestAChangeGoesToTheAccountOfItsRow(t *testing.T) {
	uitest.Run(t, several("80x24"), func(s *uitest.Screen) {
		namesake(s)
		s.Key("enter")
		s.Fill(good)
		s.Key("enter")
		s.Want("Password changed for Bob")
		s.WantLine("Account", "acme-lab 210987654321")
		s.Want("https://acme-lab.signin.aws.amazon.com/console")
		lab := s.STS.Account("AKIALAB")
		if !lab.Check("Bob", good) || updates(lab) != 1 {
			t.Errorf("the laboratory's Bob was changed %d times", updates(lab))
		}
		if updates(s.IAM) != 0 {
			t.Errorf("%d changes went to the other account", updates(s.IAM))
		}
		s.Key("esc")
		s.WantLine("▌", "acme-lab", "Bob")
	})
}

// A change that nobody watches tells in which of the accounts it ended.
func TestAnOutcomeNamesItsAccount(t *testing.T) {
	uitest.Run(t, several("120x40"), func(s *uitest.Screen) {
		s.STS.Account("AKIALAB").Inject(demoiam.Fault{Action: "UpdateLoginProfile", Code: "AccessDenied", Latency: 5 * time.Second})
		namesake(s)
		s.Key("enter")
		s.Fill(good)
		s.Key("enter")
		s.Sleep(time.Second)
		s.Key("esc")
		s.Sleep(10 * time.Second)
		s.WantLine("Bob", "in acme-lab")
	})
}

func TestTheAccountsOfTheList(t *testing.T) {
	uitest.Run(t, several("120x40"), func(s *uitest.Screen) {
		s.Key("a")
		s.WantLine("▌", "bare", "✗ no access")
		s.WantLine("acme-demo", "123456789012", "60", "✓ read", "14+ characters, 90 days")
		s.WantLine("acme-lab", "210987654321", "2", "HelpDesk/alice", "6+ characters")
		s.Want("profile bare")
		s.Key("enter")
		s.Want("There are no credentials for this account")
		s.Configure(twoAccounts + "aws_access_key_id=AKIALAB\naws_secret_access_key=s\n")
		s.Key("r")
		s.WantNot("no access") // it is the laboratory, which is there already
		s.Key("G", "enter")
		s.WantLine("▌", "acme-lab", "Bob")
		s.WantLine("2 of 62")
		s.WantLine("2 accounts")
		s.WantNot("failed")
	})
}

// An account whose users may not be listed costs no other account its rows.
func TestOneAccountThatFails(t *testing.T) {
	cfg := several("80x24")
	var allow func()
	cfg.AWS.Accounts["AKIALAB"] = func() *demoiam.Server {
		lab := laboratory()
		allow = lab.Inject(demoiam.Fault{Action: "ListUsers", Code: "AccessDenied"})
		return lab
	}
	uitest.Run(t, cfg, func(s *uitest.Screen) {
		s.WantLine("2 accounts", "2 failed: a shows why")
		s.WantLine("acme-demo", "adam.abebe")
		s.Key("a")
		s.Key("down")
		s.WantLine("▌", "acme-lab", "✗ failed")
		s.Want("iam:ListUsers")
		allow()
		s.Key("r")
		s.WantLine("acme-lab", "✓ read")
		s.Key("esc")
		s.WantLine("of 62")
	})
}

// Two profiles that lead to one account make it stand in the list once.
func TestAnAccountOfTwoProfiles(t *testing.T) {
	cfg := several("120x40")
	cfg.AWS.Config += "aws_access_key_id=AKIALAB\naws_secret_access_key=s\n"
	uitest.Run(t, cfg, func(s *uitest.Screen) {
		s.WantLine("2 accounts")
		s.WantLine("The profile bare leads to the same account as lab, which is used.")
		s.WantLine("of 62")
	})
}

// Where every account fails, the list says so, and the accounts can be tried again.
func TestEveryAccountFails(t *testing.T) {
	cfg := several("80x24")
	cfg.Profiles = []string{"bare", "lab"}
	var allow func()
	cfg.AWS.Accounts["AKIALAB"] = func() *demoiam.Server {
		lab := laboratory()
		allow = lab.Inject(demoiam.Fault{Action: "GetCallerIdentity", Code: "InvalidClientTokenId"})
		return lab
	}
	uitest.Run(t, cfg, func(s *uitest.Screen) {
		s.WantLine("0 accounts", "2 failed: a shows why")
		s.WantLine("✗ not read")
		s.WantNot("credential report")
		s.Key("i", "u", "p", "F", "enter", "y")
		s.Key("a")
		s.WantLine("lab", "✗ no access")
		s.WantLine("bare", "✗ no access")
		s.Type("/bare")
		s.Key("enter")
		s.Want("The profile bare has no credentials.")
		allow()
		s.Configure(twoAccounts + "aws_access_key_id=AKIALAB\naws_secret_access_key=s\n")
		s.Key("esc", "esc")
		s.Key("r")
		s.WantLine("zoe.lab")
	})
}

// A leaver is offboarded in one account after the other, each with a confirmation of its own.
func TestOffboardingOverAccounts(t *testing.T) {
	cfg := several("80x24")
	cfg.AWS.Config += "aws_access_key_id=AKIAOPEN\naws_secret_access_key=s\n"
	cfg.AWS.Accounts["AKIAOPEN"] = func() *demoiam.Server {
		open := demoiam.New(demoiam.Options{
			AccountID: "333333333333", Alias: "acme-open", Caller: "arn:aws:iam::333333333333:user/alice", Users: []demoiam.User{{Name: "bob", Console: true}},
		})
		open.Inject(demoiam.Fault{Action: "DeleteLoginProfile", Code: "AccessDenied"})
		return open
	}
	uitest.Run(t, cfg, func(s *uitest.Screen) {
		s.Type("/Bob")
		s.Key("enter", "L")
		s.WantLine("Offboard Bob in acme-demo 123456789012", "then in acme-lab, +1")
		s.Type("Bob")
		s.Key("enter")
		s.Sleep(5 * time.Second)
		if _, console := s.IAM.ResetRequired("Bob"); console {
			t.Error("the first Bob has a console password still")
		}
		lab := s.STS.Account("AKIALAB")
		if _, console := lab.ResetRequired("Bob"); !console {
			t.Error("the second Bob was offboarded without a confirmation")
		}
		s.Key("tab")
		s.WantLine("acme-lab 210987654321", "profile lab")
		s.WantLine("Offboard Bob in acme-lab 210987654321", "then in acme-open")
		s.Sleep(time.Second)
		s.Type("Bob")
		s.Key("enter")
		s.Sleep(5 * time.Second)
		if _, console := lab.ResetRequired("Bob"); console {
			t.Error("the second Bob has a console password still")
		}
		s.Key("tab")
		s.WantLine("Offboard bob in acme-open 333333333333")
		s.WantNot("then in")
		s.Sleep(time.Second)
		s.Type("bob")
		s.Key("enter")
		s.Sleep(5 * time.Second)
		s.Want("Access denied")
		s.Key("esc")
		s.WantLine("▌", "acme-open", "bob")
	})
}

// An operator who leaves the checklist early is told which accounts are left.
func TestOffboardingLeftEarly(t *testing.T) {
	uitest.Run(t, several("80x24"), func(s *uitest.Screen) {
		s.Type("/Bob")
		s.Key("enter", "L")
		s.Key("esc")
		s.WantLine("Nothing was done about Bob in acme-lab. L goes on there.")
	})
}

// Where the terminal is narrow, the checklist still says that other accounts have the user.
func TestOffboardingInANarrowTerminal(t *testing.T) {
	uitest.Run(t, uitest.Config{Organization: uitest.Organization, Size: "60x15"}, func(s *uitest.Screen) {
		s.Type("/leo")
		s.Key("enter", "L")
		s.WantLine("Offboard leo.leaver in acme-demo", "then in acme-prod")
	})
}

// An account that tab passed over is named too: the user can still sign in there.
func TestOffboardingPassedOver(t *testing.T) {
	uitest.Run(t, several("80x24"), func(s *uitest.Screen) {
		s.Type("/Bob")
		s.Key("enter", "L")
		s.WantLine("Offboard Bob in acme-demo")
		s.Key("tab")
		s.WantLine("Offboard Bob in acme-lab")
		s.Key("esc")
		s.WantLine("Nothing was done about Bob in acme-demo. L goes on there.")
	})
}

// A profile whose role takes an MFA code asks for it while the accounts are looked for; without one, that account is missing.
func TestSeveralAccountsAskForAnMFACode(t *testing.T) {
	for name, key := range map[string]string{"given": "enter", "not given": "esc"} {
		t.Run(name, func(t *testing.T) {
			cfg := several("80x24")
			cfg.Profiles = []string{"prod", "ops"}
			uitest.Run(t, cfg, func(s *uitest.Screen) {
				s.STS.Accept("123456")
				s.WantLine("MFA code", "______")
				s.Type("123456")
				s.Key(key)
				s.Sleep(time.Second)
				s.WantRunning()
				s.WantNot("MFA code for")
				if key == "enter" {
					s.WantLine("2 accounts")
					return
				}
				s.Key("a")
				s.WantLine("ops", "✗ no access")
			})
		})
	}
}

// The question for the code of one account stays, with what was typed, while another account is read again.
func TestACodeIsAskedForWhileAnotherAccountIsRenewed(t *testing.T) {
	cfg := several("80x24")
	cfg.Profiles = []string{"lab", "ops2"}
	cfg.AWS.Config += "aws_access_key_id=AKIALAB\naws_secret_access_key=s\n[profile ops2]\nrole_arn=arn:aws:iam::333333333333:role/HelpDesk\nsource_profile=prod\nmfa_serial=arn:aws:iam::123456789012:mfa/alice\n"
	cfg.AWS.Accounts["arn:aws:iam::333333333333:role/HelpDesk"] = func() *demoiam.Server {
		return demoiam.New(demoiam.Options{AccountID: "333333333333", Alias: "acme-ops", Caller: "arn:aws:sts::333333333333:assumed-role/HelpDesk/alice", Users: []demoiam.User{{Name: "olga"}}})
	}
	uitest.Run(t, cfg, func(s *uitest.Screen) {
		s.STS.Accept("123456")
		lab := s.STS.Account("AKIALAB")
		s.WantLine("MFA code", "______")
		s.Key("esc")
		lab.Inject(demoiam.Fault{Action: "ListUsers", Code: "ExpiredToken", Times: 1})
		s.Key("a", "G", "r")
		s.Sleep(time.Second)
		s.WantLine("▌", "acme-lab", "✗ failed")
		lab.Inject(demoiam.Fault{Action: "GetCallerIdentity", Latency: 3 * time.Second})
		s.Key("esc")
		s.Key("r")
		s.WantLine("MFA code", "______")
		s.Type("123")
		s.Sleep(5 * time.Second)
		s.WantLine("MFA code", "123___")
		s.Type("456")
		s.Key("enter")
		s.Sleep(time.Second)
		s.WantNot("MFA code for")
		s.WantLine("2 accounts")
		s.WantLine("acme-ops", "olga")
	})
}
