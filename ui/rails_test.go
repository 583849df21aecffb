package ui_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"iampasswd/iamclient/demoiam"
	"iampasswd/ui/uitest"
)

// writes are the requests that arrived and change something.
func writes(s *uitest.Screen) []string {
	var found []string
	for _, call := range s.IAM.Calls() {
		if !strings.HasPrefix(call.Action, "Get") && !strings.HasPrefix(call.Action, "List") {
			found = append(found, call.Action)
		}
	}
	return slices.DeleteFunc(found, func(a string) bool {
		return a == "GenerateCredentialReport" || a == "SimulatePrincipalPolicy" || a == "LookupEvents"
	})
}

func wantWrites(t *testing.T, s *uitest.Screen, want ...string) {
	t.Helper()
	if got := writes(s); !slices.Equal(got, want) {
		t.Errorf("sent was %q, want %q", got, want)
	}
}

// Who is protected by name or path is so before anything is asked of AWS, and the keys say why.
func TestProtectedUsers(t *testing.T) {
	const rails = "[[protected]]\nname = 'BOB'\nreason = 'Ask Eve.'\n[[protected]]\npath = '/helpdesk/'"
	uitest.Run(t, uitest.Config{Rails: rails}, func(s *uitest.Screen) {
		s.Type("/Bob")
		s.Key("enter")
		for _, key := range []string{"enter", "F"} {
			s.Key(key)
			s.Want("Protected, F2 says more: Ask Eve.")
			s.WantLine("▌ Bob")
		}
		s.Key("f2")
		s.Want("Bob is protected.", "Ask Eve.", `name = "BOB" in `)
		s.Key("esc")
		s.Key("esc")
		s.Type("/alice")
		s.Key("enter", "enter")
		s.Want("Protected", `path = "/helpdesk/"`)
		s.Type("ubob")
		s.Key("enter")
		s.Want("bob is protected.", "Ask Eve.")
		s.Key("esc")
		s.Key("esc")
		s.Key("esc")
		s.Open("rita.reuse")
		wantWrites(t, s)
	})
}

// The answer says that a user is protected, and offers nothing that would be refused.
func TestTheAnswerAboutAProtectedUser(t *testing.T) {
	for rule, says := range map[string]string{
		"group = 'finance'\nreason = 'Ask Eve.'": "! Protected by your team: Ask Eve.",
		"tag = 'department=finance'":             `! Protected by your team: tag = "department=finance".`,
		"group = 'sales'":                        "Forgotten password: enter",
	} {
		uitest.Run(t, uitest.Config{Rails: "[[protected]]\n" + rule}, func(s *uitest.Screen) {
			s.Type("/Bob")
			s.Key("enter")
			s.Type("i")
			s.Sleep(time.Second)
			s.Want("No problem found", says)
			if strings.Contains(says, "Protected") {
				s.WantNot("enter resets", "R revoke", "M deactivate")
			}
		})
	}
}

// Who is protected by a tag or a group is known when the client has asked; where it may not, the user is protected too.
func TestProtectionThatHasToBeRead(t *testing.T) {
	denied := func() *demoiam.Server {
		account := demoiam.Company(60, demoiam.Latency{})
		account.Inject(demoiam.Fault{Action: "ListGroupsForUser", Code: "AccessDenied"})
		return account
	}
	uitest.Run(t, uitest.Config{Rails: "[[protected]]\ngroup = 'admins'", Account: denied}, func(s *uitest.Screen) {
		s.Reset("Bob", uitest.GoodPassword)
		s.Want("✗ A guard rail refuses: it cannot be told whether Bob is protected, for you lack iam:ListGroupsForUser",
			"Nothing was sent.")
		s.WantLine("Again", "✓ the same")
		wantWrites(t, s)
	})
}

func TestGeneratedOnlyAndTheLockedBox(t *testing.T) {
	uitest.Run(t, uitest.Config{Rails: "generated_only = true\nreset_required = true"}, func(s *uitest.Screen) {
		s.Open("Bob")
		s.WantLine("[x] must choose a new password", "locked by a guard rail")
		s.WantLine("New password", "generated only: ctrl+g")
		s.Type("x")
		s.Want("Generated passwords only: ctrl+g makes one.")
		s.Paste(uitest.GoodPassword)
		s.WantNot("•", "✓ the same")
		s.Key("ctrl+g")
		s.WantLine("Again", "✓ the same")
		s.Key("shift+tab", "shift+tab", "space")
		s.Want("keeps the box ticked")
		s.WantLine("[x] must choose a new password")
		s.Key("shift+tab", "shift+tab", "backspace")
		s.Want("Generated passwords only")
		s.Key("ctrl+s")
		s.Want("Password changed for Bob")
		wantWrites(t, s, "UpdateLoginProfile")
	})
}

// The reason is asked for before the change is sent, is kept, and is offered again for the same user.
func TestReasonIsAskedFor(t *testing.T) {
	uitest.Run(t, uitest.Config{Rails: "[reason]\npattern = 'INC-[0-9]+'\nexample = 'INC-4711'", Size: "120x40"}, func(s *uitest.Screen) {
		s.Never(uitest.GoodPassword)
		s.Reset("Bob", uitest.GoodPassword)
		s.Want("Ticket or reason", "such as INC-4711")
		s.Key("enter")
		s.Want("! A ticket or a reason is required, such as INC-4711")
		s.Type("foo")
		s.WantNot("is required")
		s.Key("enter")
		s.Want("! The reason has to match INC-[0-9]+")
		wantWrites(t, s)
		s.Key("esc")
		s.WantNot("Ticket or reason")
		s.WantLine("Again", "✓ the same") // nothing is lost
		s.Key("enter")
		s.WantLine("Ticket or reason", "foo")
		s.Key("ctrl+u")
		s.Paste("INC-9\nby phone")
		s.Key("enter")
		s.Want("Password changed for Bob")
		wantWrites(t, s, "UpdateLoginProfile")
		s.Key("esc")
		s.Key("esc")
		s.Type("/bob")
		s.Key("enter", "F", "y")
		s.WantLine("Ticket or reason", "INC-9 by phone")
		s.Key("enter")
		s.Want("Bob must choose a new password at next sign-in")
		s.Key("H")
		s.WantLine("▌", "force change", "Bob", "INC-9 by")
	})
}

// A reason is taken whole, and its end is seen where it is typed.
func TestLongReasons(t *testing.T) {
	uitest.Run(t, uitest.Config{Rails: "[reason]\nrequired = true", Size: "60x15"}, func(s *uitest.Screen) {
		s.Reset("Bob", uitest.GoodPassword)
		s.Paste("INC-9 " + strings.Repeat("y", 300))
		s.Want("Not taken: a reason has at most 200 characters.")
		s.WantNot("INC-9")
		s.Paste("INC-9 " + strings.Repeat("y", 180))
		s.WantNot("Not taken")
		s.Type("the end")
		s.WantLine("Ticket or reason", "ythe end")
		if x, _, shows := s.Cursor(); !shows || x != 59 {
			t.Errorf("the cursor stands at %d and shows: %v", x, shows)
		}
		s.Type("0123456789")
		s.WantLine("Ticket or reason", "end0123456")
		s.Want("Not taken")
		s.Key("home")
		s.WantLine("Ticket or reason", "INC-9 yyy")
	})
}

// The account has its name and colour on every screen, the smallest included, and the badges stay.
func TestAccountNames(t *testing.T) {
	const rails = "[accounts.123456789012]\nname = 'PRODUCTION'\ncolour = 'red'"
	for _, c := range []uitest.Config{{Size: "60x15", Demo: true}, {Size: "60x15", ReadOnly: true}, {Size: "80x24", Demo: true, ReadOnly: true}} {
		c.Rails = rails
		uitest.Run(t, c, func(s *uitest.Screen) {
			s.WantLine(" PRODUCTION ", "123456789012", "helpdesk/alice")
			if c.Demo {
				s.WantLine("DEMO")
			}
			g := s.Grid()
			if cell := g.At(3, 0); cell.Style.Bg == nil {
				t.Errorf("the name is in no colour: %+v", cell)
			}
		})
	}
	uitest.Run(t, uitest.Config{Rails: rails, NoColor: true}, func(s *uitest.Screen) { s.WantLine("PRODUCTION  acme-demo 123456789012") })
	uitest.Run(t, uitest.Config{Rails: "[accounts.123456789012]\ncolour = 'bright-green'"}, func(s *uitest.Screen) {
		if cell := s.Grid().At(1, 0); cell.Style.Bg == nil {
			t.Errorf("the account is in no colour: %+v", cell)
		}
	})
}

// What is no user's has its reason too.
func TestReasonForThePolicy(t *testing.T) {
	uitest.Run(t, uitest.Config{Rails: "[reason]\nrequired = true"}, func(s *uitest.Screen) {
		s.Type("pe")
		s.SetPolicyField("Minimum length", "16")
		s.Key("ctrl+s")
		s.Key("down", "down")
		s.Type("acme-demo")
		s.Key("enter")
		s.Want("Ticket or reason")
		wantWrites(t, s)
		s.Type("CHG-1")
		s.Key("enter")
		wantWrites(t, s, "UpdateAccountPasswordPolicy")
		s.Key("esc")
		s.Key("esc")
		s.Key("H")
		s.Want("replace password policy for the account · reason CHG-1")
	})
}

// mouse = false leaves the mouse to the terminal, everywhere.
func TestTheMouseIsTurnedOff(t *testing.T) {
	uitest.Run(t, uitest.Config{Rails: "mouse = false"}, func(s *uitest.Screen) {
		s.WantMouse(false)
		s.Key("enter")
		s.WantMouse(false)
	})
}
