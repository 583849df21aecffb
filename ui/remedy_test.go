package ui_test

import (
	"strings"
	"testing"
	"time"

	"iampasswd/iamclient/demoiam"
	"iampasswd/ui/uitest"
)

// remedies are the keys of all remedies, each with a user whom it helps.
var remedies = []struct {
	key, user    string
	confirm      func(s *uitest.Screen)
	asks         string
	action       string // the AWS operation, the last where there are several
	done, failed string
	made         func(s *uitest.Screen) bool
}{
	{
		"F", "Bob", yes, "Make Bob choose a new password at next sign-in?", "UpdateLoginProfile",
		"Bob must choose a new password at next sign-in.", "The change was not forced for Bob.",
		func(s *uitest.Screen) bool { required, _ := s.IAM.ResetRequired("Bob"); return required },
	},
	{
		"D", "Bob", func(s *uitest.Screen) { s.Type("Bob"); s.Key("enter") }, "Disable console access for Bob?", "DeleteLoginProfile",
		"Open: sessions R.", "Console access of Bob was not disabled.",
		func(s *uitest.Screen) bool { _, console := s.IAM.ResetRequired("Bob"); return !console },
	},
	{
		"M", "lola.lostphone", yes, "Deactivate the MFA device of lola.lostphone?", "DeactivateMFADevice",
		"MFA device of lola.lostphone removed.", "The MFA device of lola.lostphone was not deactivated.",
		func(s *uitest.Screen) bool { u, _ := s.IAM.User("lola.lostphone"); return len(u.MFA) == 0 },
	},
	{
		"Y", "dora.drift", typeCodes, "Synchronise the MFA device of dora.drift with two of its codes?", "ResyncMFADevice",
		"In sync: the caller holds dora.drift's MFA device.", "The MFA device of dora.drift was not synchronised.",
		func(s *uitest.Screen) bool {
			codes, _ := s.IAM.DeviceCodes("dora.drift")
			return s.IAM.TakesCode("dora.drift", codes[0].Now)
		},
	},
	{
		"R", "leo.leaver", yes, "Sign leo.leaver out of all current sessions?", "PutUserPolicy",
		"Sessions of leo.leaver revoked", "The sessions of leo.leaver were not revoked.",
		func(s *uitest.Screen) bool {
			_, ok := s.IAM.InlinePolicy("leo.leaver", "AWSRevokeOlderSessions")
			return ok
		},
	},
	{
		"X", "rex.revoked", yes, "Remove the revocation of rex.revoked's sessions?", "DeleteUserPolicy",
		"Sessions of rex.revoked are no longer revoked.", "The sessions of rex.revoked are still revoked.",
		func(s *uitest.Screen) bool {
			_, ok := s.IAM.InlinePolicy("rex.revoked", "AWSRevokeOlderSessions")
			return !ok
		},
	},
	{
		"K", "leo.leaver", yes, "Deactivate the 2 access keys of leo.leaver?", "UpdateAccessKey",
		"2 access keys of leo.leaver deactivated.", "Not every access key of leo.leaver was deactivated.",
		func(s *uitest.Screen) bool { return active(s, "leo.leaver") == 0 },
	},
	{
		"w", "lars.lockedout", yes, "Let lars.lockedout change their own password", "AttachUserPolicy",
		"lars.lockedout may change their password", "No policy was attached to lars.lockedout.",
		func(s *uitest.Screen) bool { u, _ := s.IAM.User("lars.lockedout"); return len(u.Policies) == 1 },
	},
}

// typeCodes types the codes of dora.drift's phone.
func typeCodes(s *uitest.Screen) {
	codes, _ := s.IAM.DeviceCodes("dora.drift")
	s.Type(codes[0].Now + codes[0].Next)
	s.Key("enter")
}

func yes(s *uitest.Screen) { s.Key("y") }

// active is how many active access keys a user has.
func active(s *uitest.Screen, user string) int {
	u, _ := s.IAM.User(user)
	n := 0
	for _, k := range u.AccessKeys {
		if !k.Inactive {
			n++
		}
	}
	return n
}

func TestRemedies(t *testing.T) {
	for _, r := range remedies {
		t.Run(r.action, func(t *testing.T) {
			for _, size := range []string{"60x15", "80x24", "120x40"} {
				uitest.Run(t, uitest.Config{Size: size}, func(s *uitest.Screen) {
					at(s, r.user)
					s.Key(r.key)
					s.Want(r.asks)
					if s.IAM.Count(r.action, r.user) != 0 {
						t.Errorf("it was sent before it was confirmed")
					}
					r.confirm(s)
					s.Want(r.done)
					s.WantNot(r.asks)
					if !r.made(s) {
						t.Error("it was not made")
					}
					if call := lastCall(t, s, r.action); call.UserName != r.user {
						t.Errorf("it was sent for %q", call.UserName)
					}
				})
			}
		})
	}
}

func TestARemedyThatIsNotConfirmedIsNotSent(t *testing.T) {
	for _, r := range remedies {
		for _, key := range []string{"n", "esc", "enter"} {
			if r.key == "D" && key == "n" {
				continue // a letter of a name
			}
			uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
				at(s, r.user)
				s.Key(r.key, key)
				s.Sleep(time.Second)
				if n := s.IAM.Count(r.action, r.user); n != 0 {
					t.Errorf("%s %s sent %s", r.key, key, r.action)
				}
			})
		}
	}
}

func TestARefusedRemedySaysWhatIsMissing(t *testing.T) {
	for _, r := range remedies {
		t.Run(r.action, func(t *testing.T) {
			denied := func() *demoiam.Server {
				account := demoiam.Company(60, demoiam.Latency{})
				account.Inject(demoiam.Fault{Action: r.action, Code: "AccessDenied"})
				return account
			}
			uitest.Run(t, uitest.Config{Account: denied}, func(s *uitest.Screen) {
				at(s, r.user)
				s.Key(r.key)
				r.confirm(s)
				s.Want("Access denied: helpdesk/alice is missing iam:"+r.action, "Ask for:")
				s.WantLine("y try again", "esc back")
				s.WantNot(r.done)
				s.Key("f2")
				s.Want("request " + uitest.RequestID)
				s.Key("esc")
				s.Key("esc")
				s.WantLine("▌ " + r.user)
				if r.made(s) {
					t.Error("it was made all the same")
				}
			})
		})
	}
}

// A remedy that nobody watches ends in a notice.
func TestARemedyThatNobodyWatches(t *testing.T) {
	for _, r := range remedies {
		t.Run(r.action, func(t *testing.T) {
			slow := func() *demoiam.Server {
				account := demoiam.Company(60, demoiam.Latency{})
				account.Inject(demoiam.Fault{Action: r.action, Latency: 5 * time.Second})
				return account
			}
			uitest.Run(t, uitest.Config{Account: slow}, func(s *uitest.Screen) {
				at(s, r.user)
				s.Key(r.key)
				r.confirm(s)
				s.Sleep(time.Second)
				s.Want("esc stops watching")
				s.WantLine("esc stop watching", "F1 help")
				s.Key("esc")
				s.Want("Still changing " + r.user)
				s.Sleep(20 * time.Second)
				if text := r.done[:min(40, len(r.done))]; !s.Shows(text) {
					t.Errorf("the screen does not show %q:\n%s", text, s.Text())
				}
			})
			uitest.Run(t, uitest.Config{Account: func() *demoiam.Server {
				account := slow()
				account.Inject(demoiam.Fault{Action: r.action, Code: "AccessDenied"})
				return account
			}}, func(s *uitest.Screen) {
				at(s, r.user)
				s.Key(r.key)
				r.confirm(s)
				s.Key("esc")
				s.Sleep(20 * time.Second)
				s.Want(r.failed, "ctrl+o opens it")
				s.Key("ctrl+o")
				s.Want("is missing iam:" + r.action)
			})
		})
	}
}

// When sessions were revoked is not made up where it may not be read.
func TestRestoringWhatMayNotBeRead(t *testing.T) {
	uitest.Run(t, uitest.Config{Account: with(demoiam.Fault{Action: "GetUserPolicy", Code: "AccessDenied"})}, func(s *uitest.Screen) {
		at(s, "rex.revoked")
		s.Key("X")
		s.Want("Temporary credentials issued before that time work again")
		s.Key("y")
		s.Want("Sessions of rex.revoked are no longer revoked.")
	})
}

// Disabling console access takes the user's exact name.
func TestDisablingIsConfirmedByTheName(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		at(s, "Bob")
		s.Key("D")
		for _, wrong := range []string{"", "bob", "Bob.contractor", "y"} {
			s.Type(wrong)
			s.Key("enter")
			s.Want("That is not the name: type it as it stands there.")
			s.Key("ctrl+u")
		}
		if x, y, shows := s.Cursor(); !shows || x == 0 || y == 0 {
			t.Errorf("the cursor stands at %d,%d and shows: %v", x, y, shows)
		}
		s.Key("enter")
		s.Paste("Bob")
		s.WantNot("That is not the name")
		s.Key("enter")
		s.Want("Bob disabled. Open: sessions R")
		if call := lastCall(t, s, "DeleteLoginProfile"); call.Params["UserName"] != "Bob" {
			t.Errorf("it was sent with %v", call.Params)
		}
		s.WantLine("▌ Bob", "no")
		s.Key("D")
		s.Want("Bob has no console password.")
		s.Key("enter")
		s.Want("Create a console password for Bob")
	})
}

// Of several devices the lost one is chosen first; a hardware token is not deleted.
func TestChoosingTheLostDevice(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		at(s, "hank.hardware")
		s.Key("M")
		s.Want("hank.hardware has several MFA devices. Which one is lost?", "GAHT12345678", ":mfa/hank.hardware")
		s.Key("y", "3") // neither is a device
		s.Want("Which one is lost?")
		choice, _, _ := strings.Cut(strings.TrimSpace(s.Line("GAHT12345678")), " ")
		s.Key(choice)
		s.Want("Deactivate the MFA device of hank.hardware?", "GAHT12345678")
		s.Key("y")
		s.Want("MFA device of hank.hardware deactivated.")
		if n := s.IAM.Count("DeleteVirtualMFADevice", ""); n != 0 {
			t.Errorf("a hardware token was deleted as a virtual device")
		}
		s.WantLine("▌ hank.hardware", "yes") // the other one is left
		s.Key("M", "y")
		s.Want("MFA device of hank.hardware removed.")
		s.WantLine("▌ hank.hardware", "none")
		s.Key("M")
		s.Want("hank.hardware has no MFA device.")
	})
}

// Where the second request of a remedy fails, the first is told to have been made.
func TestHalfMade(t *testing.T) {
	half := func() *demoiam.Server {
		account := demoiam.Company(60, demoiam.Latency{})
		account.Inject(demoiam.Fault{Action: "DeleteVirtualMFADevice", Code: "AccessDenied"})
		return account
	}
	uitest.Run(t, uitest.Config{Account: half, Size: "120x40"}, func(s *uitest.Screen) {
		at(s, "lola.lostphone")
		s.Key("M", "y")
		s.Want("The first step was made, the next was not.", "is missing iam:DeleteVirtualMFADevice")
		s.Key("esc")
		s.Sleep(time.Second)
		s.WantLine("│", "MFA", "none")
	})
}

// A key that can do nothing says why.
func TestADisabledRemedySaysWhy(t *testing.T) {
	for _, c := range []struct{ user, key, why string }{
		{"nina.newhire", "F", "nina.newhire has no console password."},
		{"nina.newhire", "D", "nina.newhire has no console password."},
		{"nina.newhire", "M", "nina.newhire has no MFA device."},
		{"nina.newhire", "K", "nina.newhire has no active access key."},
		{"Bob", "X", "No sessions of Bob are revoked."},
		{"mona.maybe", "D", "mona.maybe has no console password."},
		{"gus.ghost", "R", "No user named gus.ghost."},
		{"wanda.welcome", "w", "wanda.welcome may already change their own password."},
	} {
		t.Run(c.user+" "+c.key, func(t *testing.T) {
			uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
				at(s, c.user)
				s.Key(c.key)
				s.Want(c.why)
			})
		})
	}
}

// An answer that got lost is not taken for a failure, and the live reading tells.
func TestARemedyWhoseAnswerIsLost(t *testing.T) {
	lost := func() *demoiam.Server {
		account := demoiam.Company(60, demoiam.Latency{})
		account.Inject(demoiam.Fault{Action: "DeleteLoginProfile", Drop: demoiam.DropAfter})
		return account
	}
	uitest.Run(t, uitest.Config{Account: lost, Size: "120x40"}, func(s *uitest.Screen) {
		at(s, "Bob")
		s.Key("D")
		s.Type("Bob")
		s.Key("enter")
		s.Sleep(time.Minute)
		s.Want("Unknown outcome", "The user is being read again")
		s.Key("esc")
		s.Sleep(time.Second)
		s.Want("✗ No console password.")
	})
}

// Someone whose live reading says that there is no password gets the form that creates one.
func TestCreateAtOnce(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		at(s, "nina.newhire")
		s.Key("enter")
		s.Want("Create a console password for nina.newhire")
		s.Fill(good)
		s.Key("enter")
		s.Want("Console password created for nina.newhire")
		if n := s.IAM.Count("UpdateLoginProfile", "nina.newhire"); n != 0 {
			t.Errorf("%d requests to reset a password that is not there", n)
		}
		s.Key("esc")
		s.WantLine("▌ nina.newhire", "must change", "just now")
	})
}

// A user whose name was typed joins the list, so that the remedies work for them too.
func TestATypedUserJoinsTheList(t *testing.T) {
	denied := func() *demoiam.Server {
		account := demoiam.Company(60, demoiam.Latency{})
		account.Inject(demoiam.Fault{Action: "ListUsers", Code: "AccessDenied"})
		return account
	}
	uitest.Run(t, uitest.Config{Account: denied, Size: "120x40"}, func(s *uitest.Screen) {
		s.Type("u")
		s.Type("lola.lostphone")
		s.Key("enter", "esc")
		s.Sleep(time.Second)
		s.WantLine("▌ lola.lostphone")
		s.Want("Why can't lola.lostphone sign in?")
		s.Key("M", "y")
		s.Want("MFA device of lola.lostphone removed.")
	})
}

// The managed policy is that of the user's partition, also where it is not known yet who is asking.
func TestThePolicyOfThePartition(t *testing.T) {
	for partition, want := range map[string]string{
		"aws": "arn:aws:iam::aws:policy/IAMUserChangePassword", "aws-cn": "arn:aws-cn:iam::aws:policy/IAMUserChangePassword",
	} {
		slow := func() *demoiam.Server {
			account := demoiam.New(demoiam.Options{Partition: partition, Users: []demoiam.User{{Name: "lars", Console: true}}})
			account.Inject(demoiam.Fault{Action: "GetCallerIdentity", Latency: time.Minute})
			return account
		}
		uitest.Run(t, uitest.Config{Account: slow}, func(s *uitest.Screen) {
			at(s, "lars")
			s.Key("w", "y")
			s.Sleep(2 * time.Minute)
			if call := lastCall(t, s, "AttachUserPolicy"); call.Params["PolicyArn"] != want {
				t.Errorf("attached is %q, want %q", call.Params["PolicyArn"], want)
			}
		})
	}
}

// What is changed about the operator's own user is said to be that.
func TestARemedyOfOnesOwn(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		at(s, "Bob")
		s.Key("D")
		s.WantNot("your own user")
		s.Key("esc")
		s.Key("esc")
		at(s, "alice")
		s.Key("D")
		s.Want("Disable console access for alice?", "! This is your own user.")
	})
}
