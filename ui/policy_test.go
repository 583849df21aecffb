package ui_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"iampasswd/iamclient/demoiam"
	"iampasswd/ui/uitest"
)

// demoPolicy is the policy of the demo account.
func demoPolicy() demoiam.Policy {
	return demoiam.Policy{
		MinimumLength: 14, RequireSymbols: true, RequireNumbers: true, RequireUppercase: true, RequireLowercase: true,
		MaxAge: 90, ReusePrevention: 5,
	}
}

func withPolicy(p *demoiam.Policy, faults ...demoiam.Fault) func() *demoiam.Server {
	return func() *demoiam.Server {
		account := faulty(faults...)()
		account.SetPolicy(p)
		return account
	}
}

// press selects the field of the policy's form with that label, then presses the keys.
func press(t *testing.T, s *uitest.Screen, label string, keys ...string) {
	t.Helper()
	for range 20 {
		if s.Line("▌ "+label) != "" || s.Line("▌ [x] "+label) != "" || s.Line("▌ [ ] "+label) != "" {
			s.Key(keys...)
			return
		}
		s.Key("tab")
	}
	t.Fatalf("no field %q\n%s", label, s.Text())
}

// edited opens the form, types a minimum length and goes on to the review.
func edited(s *uitest.Screen, length string) {
	s.Type("pe")
	s.SetPolicyField("Minimum length", length)
	s.Key("ctrl+s")
	s.Want("Change the password policy of acme-demo 123456789012")
}

func confirm(s *uitest.Screen, account string) {
	s.Type(account)
	s.Key("enter")
}

// sent are all requests to change the policy.
func sent(s *uitest.Screen) []demoiam.Call {
	var calls []demoiam.Call
	for _, c := range s.IAM.Calls() {
		if c.Action == "UpdateAccountPasswordPolicy" || c.Action == "DeleteAccountPasswordPolicy" {
			calls = append(calls, c)
		}
	}
	return calls
}

func wantSent(t *testing.T, s *uitest.Screen, n int) {
	t.Helper()
	if got := sent(s); len(got) != n {
		t.Errorf("%d changes of the policy were sent, want %d: %+v\n%s", len(got), n, got, s.Text())
	}
}

// wantParams fails the test unless the one change that was sent has exactly these parameters.
func wantParams(t *testing.T, s *uitest.Screen, want map[string]string) {
	t.Helper()
	if calls := sent(s); len(calls) != 1 || !maps.Equal(calls[0].Params, want) {
		t.Errorf("sent were %+v, want %v", calls, want)
	}
}

func TestThePolicyInWords(t *testing.T) {
	demo := demoPolicy()
	for name, c := range map[string]struct {
		policy *demoiam.Policy
		want   []string
	}{
		"the demo's": {&demo, []string{
			"the account's own", "14 characters or more", "uppercase, lowercase, number, symbol", "after 90 days",
			"Then the user sets a new one at sign-in", "none of the last 5 passwords", "only users with iam:ChangePassword",
			"! A forced change locks out everyone else",
		}},
		"none": {nil, []string{
			"the AWS default: the account has none", "8 characters or more", "three of: upper, lower, number, symbol",
			"Not the account's name or e-mail", "never", "any earlier password may come back",
		}},
		"bare": {&demoiam.Policy{}, []string{"6 characters or more", "nothing: any characters will do", "! Weaker than the AWS default"}},
		"hard": {&demoiam.Policy{MaxAge: 1, HardExpiry: new(true), ReusePrevention: 1, AllowUsersToChangePassword: true}, []string{
			"after 1 day, hard", "! Locked out then, until an administrator resets it", "Who has access keys and iam:ChangePassword can still change it",
			"none of the last 1 password", "every user may change their own password", "A forced change works for everyone",
		}},
		"hard without an age": {&demoiam.Policy{HardExpiry: new(true)}, []string{"never"}},
	} {
		t.Run(name, func(t *testing.T) {
			uitest.Run(t, uitest.Config{Account: withPolicy(c.policy)}, func(s *uitest.Screen) {
				s.Type("p")
				s.Want(c.want...)
				s.Key("esc")
				s.WantLine("▌ adam.abebe")
			})
		})
	}
}

func TestThePolicyCannotBeRead(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.Type("p")
		s.Want("the account's own")
		remove := s.IAM.Inject(demoiam.Fault{Action: "GetAccountPasswordPolicy", Code: "AccessDenied"})
		s.Type("r")
		s.Want("! unverified", "is missing iam:GetAccountPasswordPolicy", `"Action":"iam:GetAccountPasswordPolicy"`, "8 characters or more", uitest.RequestID)
		for _, key := range []string{"e", "d"} {
			s.Key(key)
			s.Want("Unread, it cannot be changed. r reads it again.")
		}
		s.Key("f2")
		s.Want("no identity-based policy allows")
		s.Key("esc")
		remove()
		s.Type("r")
		s.Want("the account's own", "14 characters or more")
		s.WantNot("unverified", "AccessDenied")
	})
}

// Where the credentials were what went wrong, reading again reads them too.
func TestThePolicyIsReadWithNewCredentials(t *testing.T) {
	uitest.Run(t, uitest.Config{Account: faulty(demoiam.Fault{Action: "GetAccountPasswordPolicy", Code: "ExpiredToken", Times: 2})}, func(s *uitest.Screen) {
		s.Type("p")
		s.Want("Your AWS session has expired")
		before := s.IAM.Count("GetCallerIdentity", "")
		s.Type("r")
		s.Want("the account's own")
		if s.IAM.Count("GetCallerIdentity", "") == before {
			t.Error("the credentials were not read again")
		}
	})
}

func TestEveryFieldOfThePolicyIsChecked(t *testing.T) {
	for _, c := range []struct {
		label, typed, says string
		hopeless           bool
	}{
		{"Minimum length", "", "has to be 6 to 128", false},
		{"Minimum length", "5", "has to be 6 to 128", false},
		{"Minimum length", "129", "has to be 6 to 128", true},
		{"Maximum age", "1096", "has to be 1 to 1095, or empty", true},
		{"Earlier passwords", "25", "has to be 1 to 24, or empty", true},
	} {
		t.Run(c.label+" "+c.typed, func(t *testing.T) {
			uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
				s.Type("pe")
				s.WantNot("has to be")
				s.SetPolicyField(c.label, c.typed)
				if c.hopeless {
					s.WantLine(c.label, "✗ "+c.says)
				} else {
					s.WantNot("has to be") // more may be typed
				}
				s.Key("tab")
				s.WantLine(c.label, "✗ "+c.says)
				s.Key("ctrl+s")
				s.WantLine("! " + c.label + " " + c.says)
				s.WantLine("▌ "+c.label, c.typed)
				s.Key("esc")
				s.Want("Discard your changes of the policy?")
			})
		})
	}
	for label, bounds := range map[string][]string{
		"Minimum length": {"6", "128"}, "Maximum age": {"1", "1095", "0", ""}, "Earlier passwords": {"1", "24", "0", ""},
	} {
		for _, n := range bounds {
			uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
				s.Type("pe")
				s.SetPolicyField(label, n)
				s.Key("ctrl+s")
				s.Want("Change the password policy of")
			})
		}
	}
}

func TestOnlyDigitsGoIntoThePolicy(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.Type("pe")
		s.Type("x")
		s.Want("Only digits go in here")
		s.Paste("1 2")
		s.Want("Not pasted: only digits")
		s.WantLine("▌ Minimum length      14   ")
		s.Key("ctrl+u")
		s.Paste(" 20\n")
		s.WantLine("▌ Minimum length      20   ")
		press(t, s, "uppercase")
		s.Type("5") // a box takes no text
		s.WantLine("▌ [x] uppercase required")
	})
}

func TestMovingThroughThePolicy(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.Type("pe")
		for _, at := range []string{"[x] uppercase", "[x] lowercase", "[x] number", "[x] symbol", "Maximum age", "[ ] hard", "Earlier", "[ ] every user", "[ Review", "Minimum"} {
			key := "tab"
			if at == "[x] lowercase" || at == "Earlier" {
				key = "enter"
			}
			s.Key(key)
			s.WantLine("▌ " + at)
		}
		s.Key("shift+tab")
		s.WantLine("▌ [ Review")
		s.Key("enter")
		s.Want("Nothing is changed: this is the policy as it is")
		s.Key("space")
		s.Want("Nothing is changed")
		s.Key("esc") // nothing to lose
		s.Want("none of the last 5")
	})
}

func TestWarningsAsThePolicyIsEdited(t *testing.T) {
	own := demoPolicy()
	own.AllowUsersToChangePassword = true
	uitest.Run(t, uitest.Config{Account: withPolicy(&own), Size: "80x30"}, func(s *uitest.Screen) {
		s.Type("pe")
		for _, step := range []struct {
			label string
			keys  []string
			says  string
		}{
			{"hard expiry", []string{"space"}, "Hard expiry: expired users are locked out until an administrator resets them. Who has access keys"},
			{"every user", []string{"space"}, "Forced changes lock out every user without the permission iam:ChangePassword"},
			{"Maximum age", []string{"ctrl+u", "3", "0"}, "Enforced at once for every password older than 30 days"},
			{"Minimum length", []string{"ctrl+u", "7"}, "Weaker than the AWS default"},
		} {
			s.WantNot(step.says)
			press(t, s, step.label, step.keys...)
			s.Want(step.says)
		}
		s.Want("Weaker than now: minimum length")
		press(t, s, "Maximum age", "ctrl+u")
		s.Want("Hard expiry does nothing without a maximum age", "Weaker than now: minimum length, maximum age")
		s.WantNot("Enforced at once")
	})
}

// Who shortens the age is told how many calls that will bring.
func TestHowManyExpireByThePolicy(t *testing.T) {
	ago := func(days int) demoiam.User {
		at := uitest.Now.AddDate(0, 0, -days)
		return demoiam.User{Name: fmt.Sprintf("user%d", days), Console: true, Created: at, PasswordChanged: at}
	}
	users := []demoiam.User{ago(10), ago(59), ago(60), ago(70), ago(89), ago(90), {Name: "robot", Created: uitest.Now.AddDate(-1, 0, 0)}}
	late := demoiam.User{Name: "joiner", Console: true, Created: uitest.Now.Add(-time.Minute)}
	for name, test := range map[string]struct {
		maxAge   int // so far
		users    []demoiam.User
		reported bool
		says     string
	}{
		"never expired":     {0, users, true, "older than 60 days: 4 users."},
		"some have expired": {90, users, true, "older than 60 days: 3 more users."},
		"nobody":            {0, users[:2], true, "older than 60 days: 0 users."},
		"one is not known":  {0, append(users, late), true, "older than 60 days: 4 users at least."},
		"nothing is known":  {0, users, false, "older than 60 days."},
	} {
		t.Run(name, func(t *testing.T) {
			account := func() *demoiam.Server {
				policy := demoPolicy()
				policy.MaxAge = test.maxAge
				a := demoiam.New(demoiam.Options{Policy: &policy, Users: test.users})
				if test.reported {
					a.SetReport(time.Hour)
				}
				return a
			}
			uitest.Run(t, uitest.Config{Account: account}, func(s *uitest.Screen) {
				s.Type("pe")
				s.SetPolicyField("Maximum age", "60")
				s.Key("ctrl+s")
				s.Want(test.says)
			})
		})
	}
}

func TestChangingThePolicy(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.Type("pe")
		s.SetPolicyField("Minimum length", "16")
		s.SetPolicyField("Maximum age", "")
		s.SetPolicyField("Earlier passwords", "0")
		press(t, s, "symbol", "space")
		press(t, s, "every user", "space", "tab", "enter")
		s.WantLine("minimum length", "14 → 16", "↑ stronger")
		s.WantLine("maximum age", "90 days → none", "↓ weaker")
		s.WantLine("symbol", "required → not required", "↓ weaker")
		s.WantLine("earlier passwords", "not the last 5 → accepted", "↓ weaker")
		s.WantLine("change their own", "by permission → every user", "· neither")
		s.WantNot("uppercase letter", "hard expiry")

		s.Key("enter")
		s.Want("Type the account first")
		confirm(s, "acme-prod")
		s.Want("That is not this account: nothing was sent")
		wantSent(t, s, 0)
		s.Key("ctrl+u")
		s.Type("acme-demo")
		s.Want("✓ this account")
		s.Key("enter")
		s.Want("✓ Password policy changed.", "16 characters or more", "uppercase, lowercase, number", "never", "every user may change")

		wantSent(t, s, 1)
		wantParams(t, s, map[string]string{ // no expiry and no memory are left out, and so is what is false
			"MinimumPasswordLength": "16", "RequireNumbers": "true", "RequireUppercaseCharacters": "true",
			"RequireLowercaseCharacters": "true", "AllowUsersToChangePassword": "true", "HardExpiry": "false",
		})
		s.Key("esc")
		s.Open("Bob")
		s.Want("16 characters or more")
		s.WantNot("a symbol", "This may lock the user out", "not one of the last 5")
	})
}

// Changing one setting sends all nine.
func TestThePolicyIsSentWhole(t *testing.T) {
	own := demoPolicy()
	own.HardExpiry, own.AllowUsersToChangePassword = new(true), true
	uitest.Run(t, uitest.Config{Account: withPolicy(&own)}, func(s *uitest.Screen) {
		edited(s, "15")
		confirm(s, "1234-5678-9012")
		s.Want("Password policy changed")
		s.Type("r")
		s.Want("15 characters or more", "uppercase, lowercase, number, symbol", "after 90 days, hard", "none of the last 5", "every user may change")
		wantParams(t, s, map[string]string{
			"MinimumPasswordLength": "15", "RequireSymbols": "true", "RequireNumbers": "true", "RequireUppercaseCharacters": "true",
			"RequireLowercaseCharacters": "true", "AllowUsersToChangePassword": "true", "HardExpiry": "true",
			"MaxPasswordAge": "90", "PasswordReusePrevention": "5",
		})
	})
}

func TestThePolicyOfAnAccountWithoutOne(t *testing.T) {
	uitest.Run(t, uitest.Config{Account: withPolicy(nil)}, func(s *uitest.Screen) {
		s.Type("pd")
		s.Want("There is none to delete: the AWS default holds.")
		s.Type("e")
		s.WantLine("Minimum length      8 ")
		s.WantLine("[x] uppercase", "[x] number")
		s.WantLine("[x] lowercase", "[ ] symbol")
		s.Want("A custom policy with nothing set is weaker than the AWS default: 6 characters, nothing required", "cannot ask for three kinds of four")
		press(t, s, "number", "space")
		s.Want("Weaker than the AWS default, which asks for")
		press(t, s, "number", "space")
		s.Key("ctrl+s")
		s.WantLine("three of four kinds", "required → not required", "· neither")
		s.WantLine("account's name", "refused → accepted", "↓ weaker")
		confirm(s, "123456789012")
		s.Want("Password policy changed", "the account's own", "8 characters or more", "uppercase, lowercase, number")
	})
}

func TestDeletingThePolicy(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.Type("pd")
		s.WantLine("minimum length", "14 → 8", "↓ weaker")
		s.WantLine("three of four kinds", "not required → required")
		s.Want("From then on the AWS default holds")
		confirm(s, "no")
		s.Want("That is not this account")
		s.Key("ctrl+u")
		confirm(s, "acme-demo")
		s.Want("Password policy deleted: the AWS default holds.", "8 characters or more", "the account has none")
		wantSent(t, s, 1)
		s.Key("esc")
		s.Open("Bob")
		s.Want("8 characters or more", "three of")
	})
}

func TestThePolicyChangesMeanwhile(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		edited(s, "16")
		theirs := demoPolicy()
		theirs.ReusePrevention, theirs.MinimumLength = 24, 15
		s.IAM.SetPolicy(&theirs)
		confirm(s, "acme-demo")
		s.Want("The policy has changed since, so nothing was sent", "confirm again")
		s.WantLine("minimum length", "15 → 16", "↑ stronger")
		s.WantNot("earlier passwords", "✓ this account") // theirs stays, and it is asked again
		wantSent(t, s, 0)
		confirm(s, "acme-demo")
		s.Want("Password policy changed", "16 characters or more", "none of the last 24 passwords")
		wantSent(t, s, 1)
	})
}

// The form follows what it has not been told otherwise, and says so.
func TestThePolicyChangesUnderTheForm(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.Type("p")
		theirs := demoPolicy()
		theirs.MaxAge, theirs.RequireSymbols = 30, false
		s.IAM.SetPolicy(&theirs)
		s.Type("e") // reads it again
		s.WantLine("Maximum age         30 ")
		s.WantLine("[ ] symbol")
		s.WantNot("in the meantime")
		s.SetPolicyField("Minimum length", "20")
		s.Key("ctrl+s")
		theirs.MaxAge = 45
		s.IAM.SetPolicy(&theirs)
		confirm(s, "acme-demo")
		s.Want("has changed since")
		s.Key("esc")
		s.WantLine("Minimum length      20 ")
		s.WantLine("Maximum age         45 ")
		s.Want("what you have not touched follows it")
	})
}

// An answer that was on its way while the policy was changed tells of the one before.
func TestALateAnswerDoesNotBringTheOldPolicyBack(t *testing.T) {
	const old = `<GetAccountPasswordPolicyResponse><GetAccountPasswordPolicyResult><PasswordPolicy>` +
		`<MinimumPasswordLength>33</MinimumPasswordLength></PasswordPolicy></GetAccountPasswordPolicyResult></GetAccountPasswordPolicyResponse>`
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.Type("p")
		s.IAM.Inject(demoiam.Fault{Action: "GetAccountPasswordPolicy", HTML: old, Status: 200, Latency: 5 * time.Second, Times: 1})
		s.Type("e")
		s.SetPolicyField("Minimum length", "20")
		s.Key("ctrl+s")
		confirm(s, "acme-demo")
		s.Want("Password policy changed")
		s.Sleep(10 * time.Second)
		s.Want("20 characters or more")
		s.WantNot("33 characters")
	})
}

// What somebody else has done already is not done again.
func TestThePolicyIsChangedByAnother(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		edited(s, "16")
		theirs := demoPolicy()
		theirs.MinimumLength, theirs.HardExpiry = 16, new(false)
		s.IAM.SetPolicy(&theirs)
		confirm(s, "acme-demo")
		s.Want("Password policy changed", "16 characters or more")
		wantSent(t, s, 0)
	})
}

func TestThePolicyMayNotBeChanged(t *testing.T) {
	for action, key := range map[string]string{"UpdateAccountPasswordPolicy": "e", "DeleteAccountPasswordPolicy": "d"} {
		t.Run(action, func(t *testing.T) {
			uitest.Run(t, uitest.Config{Account: failing(action), Size: "120x40"}, func(s *uitest.Screen) {
				s.Type("p" + key)
				if key == "e" {
					s.SetPolicyField("Minimum length", "20")
					s.Key("ctrl+s")
				}
				confirm(s, "acme-demo")
				s.Want("Access denied: helpdesk/alice is missing iam:"+action, `{"Effect":"Allow","Action":"iam:`+action+`","Resource":"*"}`, uitest.RequestID, "✓ this account")
				s.Key("esc")
				if key == "e" {
					s.WantLine("Minimum length      20 ")
					s.Key("esc")
					s.Key("y")
				}
				s.Want("14 characters or more")
			})
		})
	}
}

func TestTheAnswerOfAPolicyChangeGetsLost(t *testing.T) {
	const action = "UpdateAccountPasswordPolicy"
	for name, c := range map[string]struct {
		fault demoiam.Fault
		sent  int
		shows []string
	}{
		"applied": {demoiam.Fault{Action: action, Drop: demoiam.DropAfter}, 3, []string{"Password policy changed", "20 characters or more"}},
		"not applied": {demoiam.Fault{Action: action, Drop: demoiam.DropBefore}, 3,
			[]string{"The answer was lost", "your change was not made, or does not show yet", "enter reads the policy again", "14 → 20"}},
		"nothing sent": {demoiam.Fault{Action: action, Drop: demoiam.DropConnect}, 0, []string{"AWS could not be reached, so nothing was changed"}},
	} {
		t.Run(name, func(t *testing.T) {
			uitest.Run(t, uitest.Config{Account: faulty(c.fault)}, func(s *uitest.Screen) {
				edited(s, "20")
				confirm(s, "acme-demo")
				s.Sleep(longEnough)
				s.Want(c.shows...)
				wantSent(t, s, c.sent)
			})
		})
	}
}

// Who deletes what somebody else has deleted in the same moment has what they wanted.
func TestThePolicyIsDeletedTwice(t *testing.T) {
	slow := demoiam.Fault{Action: "DeleteAccountPasswordPolicy", Latency: 3 * time.Second}
	uitest.Run(t, uitest.Config{Account: faulty(slow)}, func(s *uitest.Screen) {
		s.Type("pd")
		confirm(s, "acme-demo")
		s.Sleep(time.Second)
		s.IAM.SetPolicy(nil)
		s.Sleep(longEnough)
		s.Want("Password policy deleted", "the AWS default: the account has none")
		wantSent(t, s, 1)
	})
}

func TestALostAnswerIsMendedByEnter(t *testing.T) {
	lost := demoiam.Fault{Action: "UpdateAccountPasswordPolicy", Drop: demoiam.DropBefore, Times: 3}
	uitest.Run(t, uitest.Config{Account: faulty(lost)}, func(s *uitest.Screen) {
		edited(s, "20")
		confirm(s, "acme-demo")
		s.Sleep(longEnough)
		s.Want("The answer was lost", "✓ this account")
		s.Key("enter")
		s.Want("Password policy changed", "20 characters or more")
	})
}

// Where the policy cannot be read after the answer got lost, the outcome is unknown; enter finds out.
func TestAnUnknownPolicy(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		edited(s, "20")
		s.IAM.Inject(demoiam.Fault{Action: "UpdateAccountPasswordPolicy", Drop: demoiam.DropAfter, Latency: 3 * time.Second})
		s.Type("acme-demo")
		s.Key("enter")
		s.Sleep(time.Second) // it has been read before
		hidden := s.IAM.Inject(demoiam.Fault{Action: "GetAccountPasswordPolicy", Code: "AccessDenied"})
		s.Sleep(longEnough)
		s.Want("Unknown outcome: the request was sent, no answer came, and the policy cannot be read")
		hidden()
		before := len(sent(s))
		s.Key("enter")
		s.Want("Password policy changed", "20 characters or more")
		wantSent(t, s, before) // it was in force
	})
}

func TestThePolicyCannotBeReadBeforeSending(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		edited(s, "20")
		s.IAM.Inject(demoiam.Fault{Action: "GetAccountPasswordPolicy", Code: "AccessDenied"})
		confirm(s, "acme-demo")
		s.Want("could not be read before sending, so nothing was sent", "is missing iam:GetAccountPasswordPolicy")
		wantSent(t, s, 0)
	})
}

func TestEscCancelsThePolicyBeforeItIsSent(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		edited(s, "20")
		s.IAM.Inject(demoiam.Fault{Action: "GetAccountPasswordPolicy", Latency: 5 * time.Second})
		confirm(s, "acme-demo")
		s.Want("Changing the policy…", "esc cancels")
		s.Type("x")
		s.Want("The request is on its way")
		s.Key("esc")
		s.Want("Not sent: nothing was changed", "enter sends it", "✓ this account")
		s.Sleep(longEnough)
		wantSent(t, s, 0)
	})
}

// A change that nobody watches tells of its end, closes its form, and can be opened where it failed.
func TestAPolicyChangeThatNobodyWatches(t *testing.T) {
	for code, says := range map[string]string{"": "Password policy changed.", "AccessDenied": "Password policy not changed. ctrl+o opens it."} {
		uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
			edited(s, "20")
			s.IAM.Inject(demoiam.Fault{Action: "UpdateAccountPasswordPolicy", Latency: 5 * time.Second, Code: code})
			confirm(s, "acme-demo")
			s.Want("esc stops watching")
			s.Key("esc")
			s.Want("Still changing the password policy", "none of the last 5 passwords") // the form is closed
			s.Key("ctrl+c")
			s.Want("The change for the password policy is still under way")
			s.Key("n")
			s.Sleep(6 * time.Second)
			s.Want(says)
			if code == "" {
				s.Want("20 characters or more")
				return
			}
			s.Key("ctrl+o")
			s.Want("14 → 20", "is missing iam:UpdateAccountPasswordPolicy")
			s.Key("esc")
			s.Want("14 characters or more")
		})
	}
}

// Other credentials may be another account's, which nobody confirmed.
func TestThePolicyOfAnotherAccount(t *testing.T) {
	expired := demoiam.Fault{Action: "UpdateAccountPasswordPolicy", Code: "ExpiredToken", Times: 1}
	uitest.Run(t, uitest.Config{Account: faulty(expired)}, func(s *uitest.Screen) {
		edited(s, "20")
		confirm(s, "acme-demo")
		s.Want("Your AWS session has expired")
		wantSent(t, s, 1)
		const mallory = `<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::999999999999:user/mallory</Arn>` +
			`<Account>999999999999</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`
		s.IAM.Inject(demoiam.Fault{Action: "GetCallerIdentity", HTML: mallory, Status: 200})
		s.Key("enter")
		s.Want("These are other credentials: mallory in account 999999999999")
		s.Key("y")
		s.Want("These credentials are of another account, so nothing was sent", "Change the password policy of acme-demo 123456789012")
		s.WantLine("999999999999", "mallory")
		s.WantNot("✓ this account")
		wantSent(t, s, 1)
		confirm(s, "999999999999")
		s.Want("That is not this account")
		s.Key("ctrl+u")
		confirm(s, "123456789012")
		s.Key("y")
		s.Want("so nothing was sent")
		wantSent(t, s, 1)
	})
}

func TestReadOnlyPolicy(t *testing.T) {
	uitest.Run(t, uitest.Config{ReadOnly: true}, func(s *uitest.Screen) {
		s.Type("p")
		s.Want("14 characters or more", "r read again")
		s.WantNot("e edit", "d AWS default")
		for _, key := range []string{"e", "d"} {
			s.Key(key)
			s.Want("Read-only: with --read-only nothing can be changed")
			s.Want("14 characters or more")
		}
		s.Key("?")
		s.WantNot("edit the policy")
	})
}

// On a small terminal nothing is sent before all that changes has been on the screen.
func TestThePolicyOnASmallTerminal(t *testing.T) {
	uitest.Run(t, uitest.Config{Size: "60x15"}, func(s *uitest.Screen) {
		s.Type("pd")
		s.Want("↓ more")
		s.Wheel(9)
		s.Want("Passwords never expire.")
		s.Wheel(-9)
		s.WantNot("Passwords never expire.")
		confirm(s, "acme-demo")
		s.Want("Password policy deleted: the AWS default holds.")
	})
	uitest.Run(t, uitest.Config{Size: "60x15"}, func(s *uitest.Screen) {
		s.Type("pd")
		s.Want("↓ more")
		confirm(s, "acme-demo")
		s.Want("There is more of what changes: ↓ shows it")
		seen := ""
		for range 4 {
			s.Key("down")
			seen += s.Text()
		}
		if !strings.Contains(seen, "account's name") || !strings.Contains(seen, "earlier passwords") || !s.Shows("Passwords never expire.") {
			t.Errorf("not all that changes was shown\n%s", s.Text())
		}
		s.Key("up")
		s.Key("enter")
		s.Want("Password policy deleted: the AWS default holds.")
	})
}
