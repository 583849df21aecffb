package ui_test

import (
	"testing"
	"time"

	"iampasswd/iamclient/demoiam"
	"iampasswd/ui/uitest"
)

// Where AWS does not say whose the credentials are, the account that they open and those that cannot be found are two rows,
// and the cursor goes to each.
func TestTheAccountsOfAnUnknownCaller(t *testing.T) {
	cfg := uitest.Config{Organization: func() *demoiam.Organization {
		all := uitest.Organization()
		all.Management().SetLatency(demoiam.Latency{Min: time.Second})
		all.Management().Inject(demoiam.Fault{Action: "GetCallerIdentity", Code: "AccessDenied"})
		return all
	}}
	uitest.Run(t, cfg, func(s *uitest.Screen) {
		s.Sleep(20 * time.Second)
		s.Key("a")
		s.WantLine("▌", "other accounts", "✗ no access")
		s.Key("down")
		s.WantLine("▌", "acme-demo", "20", "✓ read")
		s.IAM.Inject(demoiam.Fault{Action: "ListUsers", Code: "AccessDenied"}) // the rows change places
		s.Key("r")
		s.Sleep(20 * time.Second)
		s.WantLine("other accounts", "✗ no access")
		s.WantLine("▌", "acme-demo", "✗ failed")
		s.Key("enter")
		s.WantLine("account:acme-demo", "of 20")
	})
}

// Credentials that turn out to lead to an account that is in the list already do not add its users a second time: a bulk
// change would be made to each of them twice.
func TestAnAccountThatIsThereAlready(t *testing.T) {
	cfg := several("80x24")
	cfg.AWS.Config += "aws_access_key_id=AKIALAB2\naws_secret_access_key=s\n"
	cfg.Profiles = []string{"bare", "lab"}
	var allow func()
	lab := laboratory
	cfg.AWS.Accounts["AKIALAB2"] = func() *demoiam.Server {
		s := lab()
		allow = s.Inject(demoiam.Fault{Code: "ExpiredToken"})
		return s
	}
	uitest.Run(t, cfg, func(s *uitest.Screen) {
		s.WantLine("1 failed")
		allow()
		s.Key("r")
		s.Sleep(5 * time.Second)
		s.WantLine("The profile bare leads to the same account as lab, which is used.")
		s.WantLine("▌", "Bob")
		s.Sleep(time.Second)
		s.Key("a")
		s.WantLine("acme-lab", "210987654321", "2", "✓ read")
		s.WantLine("Accounts", " 1")
		s.Key("enter")
		s.WantLine("2 of 2")
		s.Key("enter")
		s.Fill(good)
		s.Key("enter")
		s.Want("Password changed for Bob")
		if n := updates(s.STS.Account("AKIALAB")); n != 1 {
			t.Errorf("%d changes by the profile that is used", n)
		}
	})
}

// The same, where the credentials of an account that is in the list change to those of another one that is, too.
func TestAnAccountThatBecomesAnotherOne(t *testing.T) {
	cfg := several("80x24")
	cfg.Profiles = []string{"prod", "lab"}
	uitest.Run(t, cfg, func(s *uitest.Screen) {
		s.WantLine("2 accounts")
		s.Type("/zoe")
		s.Key("enter", "space")
		s.WantLine("1 marked")
		s.STS.Lead("AKIALAB", s.IAM)
		s.Key("r")
		s.Sleep(5 * time.Second)
		s.WantLine("The profile lab leads to the same account as prod, which is used.")
		s.WantNot("1 marked")
		s.Key("esc")
		s.WantLine("60")
		s.Key("a")
		s.WantLine("Accounts", " 1")
	})
}

// Of two profiles that lead to one account, the one that can be read is used.
func TestAnAccountThatIsThereAndFails(t *testing.T) {
	cfg := several("80x24")
	cfg.AWS.Config += "aws_access_key_id=AKIALAB2\naws_secret_access_key=s\n"
	cfg.Profiles = []string{"lab", "bare"}
	cfg.AWS.Accounts["AKIALAB"] = func() *demoiam.Server {
		s := laboratory()
		s.Inject(demoiam.Fault{Code: "ExpiredToken"})
		return s
	}
	cfg.AWS.Accounts["AKIALAB2"] = laboratory
	uitest.Run(t, cfg, func(s *uitest.Screen) {
		s.STS.Lead("AKIALAB", laboratory())
		s.STS.Account("AKIALAB").Inject(demoiam.Fault{Action: "ListUsers", Code: "AccessDenied"})
		s.WantLine("acme-lab", "zoe.lab")
		s.Key("r")
		s.Sleep(5 * time.Second)
		s.WantLine("leads to the same account")
		s.WantLine("zoe.lab")
		s.Key("a")
		s.WantLine("Accounts", " 1")
	})
}

// An answer about a typed user of an account that the credentials no longer lead to adds nobody to the list, and says
// nothing of the user whom the form is about.
func TestAUserOfAnAccountThatIsNoLongerThere(t *testing.T) {
	cfg := several("80x24")
	cfg.Profiles = []string{"prod", "lab"}
	uitest.Run(t, cfg, func(s *uitest.Screen) {
		s.Type("/zoe")
		s.Key("enter")
		s.WantLine("▌", "acme-lab", "zoe.lab")
		other := demoiam.New(demoiam.Options{
			AccountID: "333333333333", Alias: "acme-new", Caller: "arn:aws:iam::333333333333:user/alice", Users: []demoiam.User{{Name: "nora", Path: "/new/"}},
		})
		other.SetLatency(demoiam.Latency{Min: 3 * time.Second})
		other.Inject(demoiam.Fault{Action: "GetUser", User: "nora", Latency: 5 * time.Second})
		s.STS.Lead("AKIALAB", other)
		s.Key("r", "u")
		s.Type("nora")
		s.Key("enter")
		s.WantLine("Reset password for nora in acme-lab")
		s.Sleep(20 * time.Second)
		s.WantLine("Reset password for nora", "210987654321")
		s.WantNot("/new/")
		s.Key("esc")
		s.Key("esc")
		s.Type("/nora")
		s.WantLine("1 of 62")
	})
}

// The checklists of a leaver go on in the accounts that are in the list.
func TestOffboardingAfterAnAccountIsGone(t *testing.T) {
	cfg := several("80x24")
	cfg.Profiles = []string{"prod", "lab"}
	uitest.Run(t, cfg, func(s *uitest.Screen) {
		other := demoiam.New(demoiam.Options{AccountID: "333333333333", Alias: "acme-new", Caller: "arn:aws:iam::333333333333:user/alice"})
		other.SetLatency(demoiam.Latency{Min: 5 * time.Second})
		s.STS.Lead("AKIALAB", other)
		s.Type("/Bob")
		s.Key("enter", "r", "L")
		s.WantLine("Offboard Bob in acme-demo", "then in acme-lab")
		s.Sleep(20 * time.Second)
		s.Key("tab")
		s.WantLine("Bob was not looked at in")
		s.WantNot("Offboard Bob")
		s.WantLine("3 of 61")
	})
}

// The policy on the screen is then that of the account that is used.
func TestThePolicyOfAnAccountThatIsMerged(t *testing.T) {
	cfg := several("80x24")
	cfg.Profiles = []string{"prod", "lab"}
	uitest.Run(t, cfg, func(s *uitest.Screen) {
		namesake(s)
		s.STS.Lead("AKIALAB", s.IAM)
		s.IAM.SetLatency(demoiam.Latency{Min: time.Second})
		s.Key("r", "p")
		s.Want("6 characters or more")
		s.Sleep(20 * time.Second)
		s.Want("14 characters or more")
		s.WantLine("acme-demo 123456789012")
		s.WantNot("reading")
	})
}
