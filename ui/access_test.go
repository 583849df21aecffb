package ui_test

import (
	"strings"
	"testing"
	"time"

	"iampasswd/iamclient/demoiam"
	"iampasswd/ui/uitest"
)

// at puts the cursor on a user and waits until it has been read live.
func at(s *uitest.Screen, user string) {
	s.Type("/" + user)
	s.Key("enter")
	s.Sleep(time.Second)
}

// only is an account with one user in it, of whom a credential report has been made.
func only(policy *demoiam.Policy, user demoiam.User) func() *demoiam.Server {
	return func() *demoiam.Server {
		user.Created = time.Now().AddDate(-1, 0, 0)
		account := demoiam.New(demoiam.Options{Policy: policy, Users: []demoiam.User{user}, Caller: "arn:aws:sts::123456789012:assumed-role/Admin/alice"})
		account.SetReport(time.Hour)
		return account
	}
}

func ago(days int) time.Time { return uitest.Now.AddDate(0, 0, -days) }

func TestVerdicts(t *testing.T) {
	phone := []demoiam.MFADevice{{Enabled: ago(100)}}
	ninety := demoiam.Policy{MaxAge: 90}
	hard := demoiam.Policy{MaxAge: 90, HardExpiry: new(true)}
	open := demoiam.Policy{AllowUsersToChangePassword: true}
	for _, c := range []struct {
		name   string
		policy *demoiam.Policy
		user   demoiam.User
		fault  demoiam.Fault
		want   []string
	}{
		{"nothing wrong", nil, demoiam.User{Console: true, LastSignIn: ago(1), MFA: phone}, demoiam.Fault{Action: "none", Code: "AccessDenied"},
			[]string{"✓ No problem found.", "Forgotten password: enter", "Lost MFA device: M", "read out the sign-in page"}},
		{"quarantined", nil, demoiam.User{Console: true, LastSignIn: ago(1), MFA: phone, Policies: []string{"AWSCompromisedKeyQuarantineV3"}, AccessKeys: []demoiam.AccessKey{{}}},
			demoiam.Fault{Action: "none", Code: "AccessDenied"},
			[]string{"✗ AWS has quarantined this user: an access key leaked", "AWSCompromisedKeyQuarantineV3", "K deactivates the access keys"}},
		{"quarantined, the keys are off", nil, demoiam.User{MFA: phone, Policies: []string{"AWSCompromisedKeyQuarantine"}},
			demoiam.Fault{Action: "none", Code: "AccessDenied"},
			[]string{"✗ AWS has quarantined this user", "R signs the user out", "✗ No console password."}},
		{"must and may not by a path", &ninety, demoiam.User{Console: true, ResetRequired: true, Path: "/legal/", Policies: []string{"IAMUserChangePassword"}, LastSignIn: ago(1), MFA: phone},
			demoiam.Fault{Action: "none", Code: "AccessDenied"},
			[]string{"✗ Must choose a new password at next sign-in, but may not: IAMUserChangePassword", "covers no users with a path", "enter resets it: untick"}},
		{"no console password", nil, demoiam.User{MFA: phone}, demoiam.Fault{Action: "none", Code: "AccessDenied"},
			[]string{"✗ No console password.", "enter creates one"}},
		{"locked out", &ninety, demoiam.User{Console: true, ResetRequired: true, LastSignIn: ago(1), MFA: phone}, demoiam.Fault{Action: "none", Code: "AccessDenied"},
			[]string{"✗ Must choose a new password at next sign-in, but may not", "w attaches IAMUserChangePassword"}},
		{"denied, whatever the account allows", &open, demoiam.User{Console: true, ResetRequired: true, LastSignIn: ago(1), MFA: phone,
			Inline: map[string]string{"NoPasswords": `{"Statement":{"Effect":"Deny","Action":"iam:ChangePassword","Resource":"*"}}`}},
			demoiam.Fault{Action: "none", Code: "AccessDenied"},
			[]string{"✗ Must choose a new password at next sign-in, but may not: the policy NoPasswords explicitly denies", "no, the policy NoPasswords denies it"}},
		{"must and may by a policy", &ninety, demoiam.User{Console: true, ResetRequired: true, Policies: []string{"IAMUserChangePassword"}, LastSignIn: ago(1), MFA: phone},
			demoiam.Fault{Action: "none", Code: "AccessDenied"}, []string{"! Must choose a new password at next sign-in (allowed)."}},
		{"must and may by the account", &open, demoiam.User{Console: true, ResetRequired: true, LastSignIn: ago(1), MFA: phone},
			demoiam.Fault{Action: "none", Code: "AccessDenied"}, []string{"! Must choose a new password at next sign-in (allowed).", "yes, the account lets every user"}},
		{"must, and whether may is hidden", &ninety, demoiam.User{Console: true, ResetRequired: true, LastSignIn: ago(1), MFA: phone},
			demoiam.Fault{Action: "SimulatePrincipalPolicy", Code: "AccessDenied"},
			[]string{"! Must choose", "It is not known whether that is allowed: you may not iam:SimulatePrincipalPolicy", "w attaches"}},
		{"attached, and simulation is hidden", &ninety, demoiam.User{Console: true, ResetRequired: true, Policies: []string{"IAMUserChangePassword"}, LastSignIn: ago(1), MFA: phone},
			demoiam.Fault{Action: "SimulatePrincipalPolicy", Code: "AccessDenied"}, []string{"at next sign-in (allowed)."}},
		{"expired", &ninety, demoiam.User{Console: true, Policies: []string{"IAMUserChangePassword"}, PasswordChanged: ago(93), LastSignIn: ago(1), MFA: phone}, demoiam.Fault{Action: "none", Code: "AccessDenied"},
			[]string{"! Password expired 3 d ago: the user is asked for a new one", "enter resets it", "set 3 mo ago, expired 3 d ago"}},
		{"expired, and may not change it", &ninety, demoiam.User{Console: true, PasswordChanged: ago(93), LastSignIn: ago(1), MFA: phone}, demoiam.Fault{Action: "none", Code: "AccessDenied"},
			[]string{"✗ Password expired 3 d ago, and the user may not change it."}},
		{"hard expiry", &hard, demoiam.User{Console: true, PasswordChanged: ago(93), LastSignIn: ago(1), MFA: phone}, demoiam.Fault{Action: "none", Code: "AccessDenied"},
			[]string{"✗ Password expired 3 d ago, and only an administrator can reset it (hard expiry).", "enter resets it"}},
		{"expires soon", &ninety, demoiam.User{Console: true, PasswordChanged: ago(80).Add(time.Hour), LastSignIn: ago(1), MFA: phone}, demoiam.Fault{Action: "none", Code: "AccessDenied"},
			[]string{"! Password expires in 10 d.", "enter resets it", "set 2 mo ago, expires in 10 d"}},
		{"no MFA, never signed in", nil, demoiam.User{Console: true}, demoiam.Fault{Action: "none", Code: "AccessDenied"},
			[]string{"✓ No problem found.", "Forgotten password: enter", "! No MFA device", "Has never signed in with a password: read out the sign-in"}},
		{"revoked", nil, demoiam.User{Console: true, LastSignIn: ago(1), MFA: phone, Inline: map[string]string{"AWSRevokeOlderSessions": revokedAt}}, demoiam.Fault{Action: "none", Code: "AccessDenied"},
			[]string{"! Sessions from before 2026-03-02 08:00 are revoked; a new sign-in works.", "X removes that"}},
		{"the login profile is hidden", nil, demoiam.User{Console: true, LastSignIn: ago(1), MFA: phone}, demoiam.Fault{Action: "GetLoginProfile", Code: "AccessDenied"},
			[]string{"✓ No problem found."}}, // the report has told
		{"deleted meanwhile", nil, demoiam.User{Console: true}, demoiam.Fault{Action: "GetUser", Code: "NoSuchEntity"},
			[]string{"✗ No user named bob", "r reads the list again"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.user.Name = "bob"
			account := func() *demoiam.Server {
				a := only(c.policy, c.user)()
				a.Inject(c.fault)
				return a
			}
			for _, size := range []string{"120x40", "80x24"} {
				uitest.Run(t, uitest.Config{Account: account, Size: size}, func(s *uitest.Screen) {
					s.Sleep(time.Second)
					if size == "80x24" {
						s.Key("i")
					}
					s.Want("Why can't bob sign in?")
					s.Want(c.want...)
				})
			}
		})
	}
}

const revokedAt = `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":["*"],"Resource":["*"],"Condition":{"DateLessThan":{"aws:TokenIssueTime":"2026-03-02T08:00:00Z"}}}]}`

// What a caller may not read is unknown, and never "no".
func TestWhatMayNotBeReadIsUnknown(t *testing.T) {
	hidden := func() *demoiam.Server {
		account := demoiam.New(demoiam.Options{Users: []demoiam.User{{Name: "bob", Console: true}}, Caller: "arn:aws:sts::123456789012:assumed-role/Desk/alice"})
		for _, action := range []string{
			"GetUser", "GetLoginProfile", "ListMFADevices", "ListGroupsForUser", "ListAccessKeys", "GetUserPolicy",
			"SimulatePrincipalPolicy", "ListAttachedUserPolicies", "GenerateCredentialReport", "GetCredentialReport", "GetAccountPasswordPolicy",
		} {
			account.Inject(demoiam.Fault{Action: action, Code: "AccessDenied"})
		}
		return account
	}
	uitest.Run(t, uitest.Config{Account: hidden, Size: "120x40"}, func(s *uitest.Screen) {
		s.Sleep(time.Second)
		s.Want("It is not known whether there is a console password: you may not iam:GetLoginProfile.")
		s.Want("? no credential report, F2 tells why")
		s.Key("f2")
		s.Want("There is no credential report", "is missing iam:GenerateCredentialReport")
		s.Key("esc")
		for _, row := range []string{"Console password", "May change it", "MFA", "Groups", "Tags", "Access keys"} {
			s.WantLine("│", "  "+row, "unknown")
		}
		s.WantLine(" ▌ bob", "?")
		s.Key("M")
		s.Want("The MFA devices of bob could not be read: you may not iam:ListMFADevices.")
		s.Key("K")
		s.Want("The access keys of bob could not be read")
		s.Key("enter") // the one thing that needs no reading
		s.Want("Reset password for bob")
	})
}

// Whoever scrolls past a user asks AWS nothing about them, and what was asked before is given up.
func TestAUserIsReadOnlyWhereTheCursorRests(t *testing.T) {
	uitest.Run(t, uitest.Config{Size: "120x40"}, func(s *uitest.Screen) {
		s.Sleep(time.Second)
		before := len(s.IAM.Calls())
		for range 5 {
			s.KeyAtOnce("down")
		}
		s.Sleep(time.Second)
		last := s.Selected()
		for _, call := range s.IAM.Calls()[before:] {
			if call.UserName != "" && call.UserName != last {
				t.Errorf("%s was asked about %s, where the cursor did not rest", call.Action, call.UserName)
			}
		}
		s.Want("Why can't " + last + " sign in?")
	})
	slow := func() *demoiam.Server {
		account := demoiam.Company(60, demoiam.Latency{})
		account.Inject(demoiam.Fault{Action: "ListMFADevices", User: "Bob", Latency: 20 * time.Second})
		return account
	}
	uitest.Run(t, uitest.Config{Size: "120x40", Account: slow}, func(s *uitest.Screen) {
		at(s, "Bob")
		s.Want("Why can't Bob sign in?", "Reading…")
		s.Key("down")
		s.Sleep(2 * time.Second)
		s.Want("Why can't bob-ci sign in?", "No console password.")
		s.Sleep(30 * time.Second)
		s.Want("Why can't bob-ci sign in?")
	})
}

// Where the pane has no room beside the list, i shows it, and the keys of the remedies work there too.
func TestThePaneOnASmallTerminal(t *testing.T) {
	uitest.Run(t, uitest.Config{Size: "60x15"}, func(s *uitest.Screen) {
		at(s, "lars.lockedout")
		s.WantNot("Why can't")
		s.Key("i")
		s.Want("Why can't lars.lockedout sign in?", "but may not")
		s.Key("pgdown", "pgdown")
		s.Want("Sign-in page", "acme-demo.signin.aws.amazon.com/console")
		s.Key("pgdown", "pgdown")
		s.Want("Sign-in attempts, last 24 h", "read live")
		s.Key("w")
		s.Want("attaching IAMUserChangePassword?")
		s.Key("n", "esc")
		s.WantLine("▌ lars.lockedout")
	})
}

// A key that needs what is being read waits for it, and is forgotten with the next key.
func TestAKeyWaitsForTheReading(t *testing.T) {
	slow := func() *demoiam.Server {
		account := demoiam.Company(60, demoiam.Latency{})
		account.Inject(demoiam.Fault{Action: "ListMFADevices", Latency: 3 * time.Second})
		return account
	}
	uitest.Run(t, uitest.Config{Account: slow}, func(s *uitest.Screen) {
		at(s, "lola.lostphone")
		s.Key("M")
		s.Want("Reading about lola.lostphone…")
		s.Sleep(5 * time.Second)
		s.Want("Deactivate the MFA device of lola.lostphone?")
		s.Key("n", "esc")
		at(s, "leo.leaver")
		s.Key("M", "i")
		s.Sleep(5 * time.Second)
		s.WantNot("Deactivate")
		s.Want("Why can't leo.leaver sign in?")
	})
}

func TestColumnsFromTheCredentialReport(t *testing.T) {
	company := func() *demoiam.Server { return demoiam.Company(60, demoiam.Latency{}) }
	uitest.Run(t, uitest.Config{Account: company}, func(s *uitest.Screen) {
		s.WantLine("reading the credential report")
		s.WantNot("?")
		s.Sleep(5 * time.Second)
		s.WantLine("credential report: just now")
		s.WantLine("bob.contractor", "expired 3 d", "none")
		s.WantLine("bob-ci", "no", "–")
		s.WantLine("carlos.gupta", "yes")
	})
	for name, c := range map[string]struct {
		prepare func(*demoiam.Server)
		want    string
	}{
		"old": {func(a *demoiam.Server) { a.SetReport(3 * time.Hour) }, "credential report: 3 h ago"},
		"may not": {func(a *demoiam.Server) {
			a.Inject(demoiam.Fault{Action: "GenerateCredentialReport", Code: "AccessDenied"})
		}, "no credential report, F2 tells why"},
		"limit, but there is one": {func(a *demoiam.Server) {
			a.SetReport(2 * time.Hour)
			a.Inject(demoiam.Fault{Action: "GenerateCredentialReport", Code: "LimitExceeded"})
		}, "credential report: 2 h ago"},
		"limit": {func(a *demoiam.Server) {
			a.Inject(demoiam.Fault{Action: "GenerateCredentialReport", Code: "LimitExceeded"})
		}, "no credential report, F2 tells why"},
		"expired once": {func(a *demoiam.Server) {
			a.Inject(demoiam.Fault{Action: "GetCredentialReport", Code: "ReportExpired", Times: 1})
		}, "credential report: just now"},
	} {
		t.Run(name, func(t *testing.T) {
			account := func() *demoiam.Server {
				a := demoiam.Company(60, demoiam.Latency{})
				c.prepare(a)
				return a
			}
			uitest.Run(t, uitest.Config{Account: account}, func(s *uitest.Screen) {
				s.Sleep(10 * time.Second)
				s.Want(c.want)
			})
		})
	}
}

// What was read live and what was changed here goes over an older report.
func TestTheReportIsOverlaid(t *testing.T) {
	old := func() *demoiam.Server {
		account := demoiam.Company(60, demoiam.Latency{})
		account.SetReport(3 * time.Hour)
		account.Add(demoiam.User{Name: "nina.newhire", Console: true, Password: good, MFA: []demoiam.MFADevice{{}}, Created: ago(2), LastSignIn: ago(1)})
		return account
	}
	uitest.Run(t, uitest.Config{Account: old}, func(s *uitest.Screen) {
		s.Type("/nina")
		s.WantLine("▌ nina.newhire", "no")
		s.Key("enter")
		s.Sleep(time.Second)
		s.WantLine("▌ nina.newhire", "yes", "?", "yes")
		s.Key("esc")
		s.Reset("bob.contractor", good)
		s.Key("esc")
		line := s.Line("▌ bob.contractor")
		if !strings.Contains(line, "just now") || !strings.Contains(line, "must change") || strings.Contains(line, "expired") {
			t.Errorf("after the reset the list says %q", line)
		}
		s.Key("r")
		s.Sleep(time.Second)
		if line := s.Line("bob.contractor"); strings.Contains(line, "expired") {
			t.Errorf("after a refresh from the old report the list says %q", line)
		}
	})
}

// Of a user who is gone there is nothing to show, and nothing to change.
func TestWhyAGhostCannotSignIn(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		at(s, "gus.ghost")
		s.Key("i")
		s.Want("✗ No user named gus.ghost", "r reads the list again")
		s.WantNot("Console password", "w allow")
	})
}

// Looking at a protected user is no change.
func TestWhyAProtectedUserCannotSignIn(t *testing.T) {
	uitest.Run(t, uitest.Config{Rails: "[[protected]]\nname = 'bob*'"}, func(s *uitest.Screen) {
		at(s, "Bob")
		s.Key("i")
		s.Want("Why can't Bob sign in?", "Console password")
		s.WantNot("Protected, F2")
		s.Key("F")
		s.Want("Protected, F2 says more")
		s.WantNot("Make Bob")
	})
}

// The screen of i offers only keys that work: a guard rail, --read-only and what was read live take away the others. F2
// tells the whole of a guard rail's reason there, as it does in the list.
func TestWhyOffersOnlyKeysThatWork(t *testing.T) {
	const because = "Break-glass account: call the security team before anything is done about it."
	protected := "[[protected]]\nname = 'leo*'\nreason = '" + because + "'"
	for name, c := range map[string]struct {
		config  uitest.Config
		user    string
		want    []string
		wantNot []string
	}{
		"protected": {
			uitest.Config{Rails: protected}, "leo.leaver", []string{"No problem found. Perhaps a forgotten password"},
			[]string{"password: enter", "device: M", "enter reset", "F force", "M MFA", "D disable", "R revoke", "L offboard"},
		},
		"read-only": {
			uitest.Config{ReadOnly: true}, "leo.leaver", []string{"No problem found. Perhaps a forgotten password"},
			[]string{"password: enter", "enter reset", "F force", "M MFA", "D disable", "R revoke", "L offboard"},
		},
		"no MFA device":       {uitest.Config{}, "lars.lockedout", []string{"enter reset", "w allow change"}, []string{"M MFA", "M deactivate"}},
		"no console password": {uitest.Config{}, "nina.newhire", []string{"enter create"}, []string{"F force", "D disable"}},
		"nobody is under the cursor": {
			uitest.Config{Query: "roberto"}, "", []string{"u user name"}, []string{"enter reset", "i why", "y copy", "M MFA"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			c.config.Size = "100x40"
			uitest.Run(t, c.config, func(s *uitest.Screen) {
				if c.user != "" {
					at(s, c.user)
					s.Key("i")
					s.Sleep(time.Second)
				}
				s.Want(c.want...)
				s.WantNot(c.wantNot...)
			})
		})
	}
	uitest.Run(t, uitest.Config{Rails: protected}, func(s *uitest.Screen) {
		at(s, "leo.leaver")
		s.Key("i", "f2")
		s.Want("Error", "before anything is done")
		s.Key("esc")
		s.Want("Why can't leo.leaver sign in?")
	})
}

// Of a user who is gone, reading again helps, whatever may be changed.
func TestReadingAgainIsOfferedToAReader(t *testing.T) {
	uitest.Run(t, uitest.Config{ReadOnly: true}, func(s *uitest.Screen) {
		at(s, "gus.ghost")
		s.Key("i")
		s.Want("✗ No user named gus.ghost", "r reads the list again")
	})
}

// A box that a guard rail locks is no advice.
func TestNoAdviceToUntickALockedBox(t *testing.T) {
	for rails, advised := range map[string]bool{"": true, "reset_required = true": false} {
		uitest.Run(t, uitest.Config{Rails: rails}, func(s *uitest.Screen) {
			at(s, "nick.nomfa")
			s.Key("F")
			s.Key("y", "y")
			s.Key("i")
			s.Want("Must choose a new password at next sign-in, but may not: the policy ForceMFA explicitly denies")
			if s.Shows("untick") != advised {
				t.Errorf("with the guard rails %q unticking is advised: %v\n%s", rails, !advised, s.Text())
			}
		})
	}
}

// After a change, what was read before it is not shown as if it were the present state, and no key goes by it.
func TestAfterAChangeTheUserIsReadAgain(t *testing.T) {
	slow := func() *demoiam.Server {
		account := demoiam.Company(60, demoiam.Latency{})
		account.Inject(demoiam.Fault{Action: "ListMFADevices", Latency: 3 * time.Second})
		return account
	}
	uitest.Run(t, uitest.Config{Size: "120x40", Account: slow}, func(s *uitest.Screen) {
		at(s, "lola.lostphone")
		s.Sleep(4 * time.Second)
		s.Want("No problem found", "read live just now", "M deactivate")
		s.Key("M", "y")
		s.Want("MFA device of lola.lostphone removed.", "Reading again…", "being read again; last read")
		s.WantNot("No problem found", "read live", "M deactivate")
		s.Key("M")
		s.Want("Reading about lola.lostphone…")
		s.Sleep(4 * time.Second)
		s.Want("lola.lostphone has no MFA device.", "read live just now")
		s.WantLine("│", "  MFA", "none")
		s.WantNot("Reading again", "being read")

		s.Key("enter")
		s.Fill(good)
		s.Key("enter", "esc")
		s.Want("Reading again…")
		s.WantLine("│", "Console password", "set just now") // what is known from the change
		s.Sleep(4 * time.Second)
		s.Want("Must choose a new password", "read live just now")
	})
}

// An explicit Deny is no want of an Allow: the policy is named wherever a forced change would lock the user out, and w,
// which attaches another policy, is not offered.
func TestAnExplicitDeny(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		at(s, "nick.nomfa")
		s.Sleep(2 * time.Second)
		s.Key("w")
		s.Want("The policy ForceMFA explicitly denies iam:ChangePassword to nick.nomfa")
		s.WantNot("by attaching")
		s.Key("F")
		s.Want("! This would lock the user out: the policy ForceMFA denies it.")
		s.WantNot("w lets", "allow it too")
		s.Key("w")
		s.WantNot("by attaching")
		s.Key("y")
		s.Want("nick.nomfa would be locked out: y again forces it anyway, n leaves it.")
		wantCalls(t, s, "UpdateLoginProfile", "nick.nomfa", 0)
		s.Key("n", "enter")
		s.Want("! This would lock the user out: the policy ForceMFA denies it.")
		s.WantNot("let the user change it")
		s.Key("ctrl+g", "ctrl+s")
		s.Want("nick.nomfa would be locked out: untick this box, or press enter again")
		s.WantLine("▌ [x] must choose a new password")
		wantCalls(t, s, "UpdateLoginProfile", "nick.nomfa", 0)
		s.Key("enter")
		s.Want("Password changed for nick.nomfa", "! locked out: the policy ForceMFA denies it")
		s.WantNot("w attach")
	})
}

// On a wide terminal the pane stays beside the form and the hand-over of its user, without keys that do not work there.
func TestThePaneBesideAForm(t *testing.T) {
	uitest.Run(t, uitest.Config{Size: "150x40"}, func(s *uitest.Screen) {
		at(s, "lars.lockedout")
		s.Want("w attaches IAMUserChangePassword", "D disable")
		s.Key("enter")
		s.WantLine("Reset password for lars.lockedout", "│  Why can't lars.lockedout sign in?")
		s.WantNot("w attaches", "D disable")
		s.Fill(good)
		s.WantLine("New password", bullets(len(good)))
	})
	uitest.Run(t, uitest.Config{Size: "139x40"}, func(s *uitest.Screen) {
		at(s, "lars.lockedout")
		s.Key("enter")
		s.Want("Reset password for lars.lockedout")
		s.WantNot("Why can't")
	})
}
