package ui_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"iampasswd/iamclient/demoiam"
	"iampasswd/ui/uitest"
)

const good = uitest.GoodPassword

// bullets is a masked password of n characters.
func bullets(n int) string { return strings.Repeat("•", n) }

// masked is a password of whatever length, where that is nobody's business.
var masked = bullets(12)

// wantField fails the test unless a field of the form shows exactly this text.
func wantField(t *testing.T, s *uitest.Screen, label, text string) {
	t.Helper()
	line := s.Line(label)
	_, after, found := strings.Cut(line, label)
	after, _, _ = strings.Cut(after, "█") // the strength, where it has no line of its own
	if found && label == "Again" {
		for _, note := range []string{"✓ the same", "✗ not the same", "· not yet the same"} {
			after = strings.TrimSuffix(after, note)
		}
	}
	after = strings.TrimRight(after, " _") // an empty field is a line
	if !found || strings.TrimSpace(after) != text {
		t.Errorf("the field %q shows %q, want %q\n%s", label, strings.TrimSpace(after), text, s.Text())
	}
}

func TestResetAPassword(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.Never(good)
		s.Open("Bob")
		s.WantLine("Reset password for Bob", "/finance/", "created 2022-01-22")
		s.WantLine("[x] must choose a new password at next sign-in")
		s.Type(good)
		wantField(t, s, "New password", bullets(len(good)))
		s.Key("enter")
		s.Type(good)
		s.WantLine("Again", "✓ the same")
		s.Key("enter")
		s.Want("Password changed for Bob")
		wantPassword(t, s, "Bob", good, true)
		if call := lastCall(t, s, "UpdateLoginProfile"); call.Params["PasswordResetRequired"] != "true" {
			t.Errorf("the call was %+v, want the flag in it", call)
		}
	})
}

// lastCall is the last request of an action that arrived.
func lastCall(t *testing.T, s *uitest.Screen, action string) demoiam.Call {
	t.Helper()
	for _, call := range slices.Backward(s.IAM.Calls()) {
		if call.Action == action {
			return call
		}
	}
	t.Fatalf("no %s arrived", action)
	return demoiam.Call{}
}

// wantPassword fails the test unless the user has that console password, and one request has set it.
func wantPassword(t *testing.T, s *uitest.Screen, user, password string, resetRequired bool) {
	t.Helper()
	if !s.IAM.Check(user, password) {
		t.Errorf("the password of %s is not the one that was typed", user)
	}
	if required, console := s.IAM.ResetRequired(user); required != resetRequired || !console {
		t.Errorf("%s must choose a new password: %v, want %v; a login profile: %v", user, required, resetRequired, console)
	}
	wantCalls(t, s, "UpdateLoginProfile", user, 1)
}

func wantCalls(t *testing.T, s *uitest.Screen, action, user string, want int) {
	t.Helper()
	if got := s.IAM.Count(action, user); got != want {
		t.Errorf("%d calls of %s for %q arrived, want %d", got, action, user, want)
	}
}

func TestMovingThroughTheForm(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.Open("Bob")
		for _, step := range []struct{ key, at string }{
			{"tab", "Again"}, {"tab", "[x] must"}, {"tab", "[ ] revoke"}, {"tab", "[ Reset"}, {"tab", "New password"},
			{"shift+tab", "[ Reset"}, {"up", "[ ] revoke"}, {"up", "[x] must"}, {"down", "[ ] revoke"}, {"down", "[ Reset"},
			{"down", "New password"}, {"enter", "Again"},
		} {
			s.Key(step.key)
			if s.Line("▌ "+step.at) == "" {
				t.Fatalf("after %s the focus is not at %q\n%s", step.key, step.at, s.Text())
			}
			_, y, shows := s.Cursor()
			if inField := strings.HasPrefix(step.at, "New") || step.at == "Again"; shows != inField || shows && !strings.Contains(s.Lines()[y], step.at) {
				t.Errorf("the cursor stands on line %d (shown: %v) while the focus is at %q", y, shows, step.at)
			}
		}
	})
}

func TestTheBoxIsTickedBySpaceAndSentEitherWay(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.Open("Bob")
		s.Fill(good)
		s.Key("tab", "space")
		s.WantLine("▌ [ ] must choose a new password")
		s.WantNot("lock")
		s.Key("tab", "tab", "enter")
		s.Want("Password changed for Bob", "keeps this password")
		wantPassword(t, s, "Bob", good, false)
		if call := lastCall(t, s, "UpdateLoginProfile"); call.Params["PasswordResetRequired"] != "false" {
			t.Errorf("the call was %+v, want the flag in it", call)
		}
	})
}

func TestWaysToSubmit(t *testing.T) {
	for name, keys := range map[string][]string{
		"enter in the confirmation":  {"enter"},
		"enter on the button":        {"tab", "tab", "tab", "enter"},
		"space on the button":        {"tab", "tab", "tab", "space"},
		"ctrl+s in the confirmation": {"ctrl+s"},
		"ctrl+s in the first field":  {"up", "ctrl+s"},
		"ctrl+s on the box":          {"tab", "ctrl+s"},
	} {
		t.Run(name, func(t *testing.T) {
			uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
				s.Open("Bob")
				s.Fill(good)
				s.Key(keys...)
				s.Want("Password changed for Bob")
				wantPassword(t, s, "Bob", good, true)
			})
		})
	}
}

func TestEditingAPassword(t *testing.T) {
	for _, c := range []struct {
		name string
		do   func(s *uitest.Screen)
		want string
	}{
		{"letters that are keys elsewhere", func(s *uitest.Screen) { s.Type("q?F/jkgG u") }, "q?F/jkgG u"},
		{"backspace", func(s *uitest.Screen) { s.Type("abc"); s.Key("backspace") }, "ab"},
		{"ctrl+h", func(s *uitest.Screen) { s.Type("abc"); s.Key("ctrl+h") }, "ab"},
		{"ctrl+u", func(s *uitest.Screen) { s.Type("abc"); s.Key("left", "ctrl+u") }, "c"},
		{"ctrl+k", func(s *uitest.Screen) { s.Type("abc"); s.Key("left", "ctrl+k") }, "ab"},
		{"ctrl+w", func(s *uitest.Screen) { s.Type("one two"); s.Key("ctrl+w") }, "one "},
		{"ctrl+a and ctrl+e", func(s *uitest.Screen) {
			s.Type("b")
			s.Key("ctrl+a")
			s.Type("a")
			s.Key("ctrl+e")
			s.Type("c")
		}, "abc"},
		{"delete and home", func(s *uitest.Screen) { s.Type("abc"); s.Key("home", "delete") }, "bc"},
		{"ÿ, the last that IAM takes", func(s *uitest.Screen) { s.Type("éÿ") }, "éÿ"},
		{"a paste in the middle", func(s *uitest.Screen) { s.Type("ad"); s.Key("left"); s.Paste("bc") }, "abcd"},
		{"a full paste", func(s *uitest.Screen) { s.Paste(strings.Repeat("x", 128)) }, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
				s.Open("Bob")
				c.do(s)
				if c.want == "" {
					s.WantNot("Not pasted")
					return
				}
				wantField(t, s, "New password", noted(c.want, bullets(len([]rune(c.want)))))
				s.Key("ctrl+t")
				wantField(t, s, "New password", noted(c.want, strings.TrimSpace(c.want)))
			})
		})
	}
}

// noted is what the field shows with the note about spaces at the ends.
func noted(password, shown string) string {
	if strings.HasSuffix(password, " ") {
		const room = 79 - 16 - len("! ends with a space") - 2
		return shown + strings.Repeat(" ", room-len([]rune(shown))) + "! ends with a space"
	}
	return shown
}

// Nothing is mended in silence: what IAM or a keyboard would not take is refused whole, and the text stays.
func TestPastesThatAreRefused(t *testing.T) {
	for name, c := range map[string]struct{ paste, why string }{
		"a newline at the end": {"Secret-123\n", "line break"},
		"two lines":            {"Secret\r\n123", "line break"},
		"a tab":                {"Secret\t123", "control character"},
		"a bell":               {"Secret\a123", "control character"},
		"the euro sign":        {"Secret€123", "U+0020 to U+00FF"},
		"an emoji":             {"Secret😀123", "U+0020 to U+00FF"},
		"too long":             {strings.Repeat("x", 126), "at most 128 characters, and this would make 129"},
	} {
		t.Run(name, func(t *testing.T) {
			uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
				s.Open("Bob")
				s.Type("abc")
				s.Paste(c.paste)
				s.Want(c.why)
				wantField(t, s, "New password", "•••")
				s.Key("ctrl+t")
				wantField(t, s, "New password", "abc")
				s.Type("d")
				s.WantNot(c.why)
				wantField(t, s, "New password", "abcd")
			})
		})
	}
}

func TestSpacesAtTheEndsArePointedOut(t *testing.T) {
	for text, want := range map[string]string{
		" Secret":  "begins with a space",
		"Secret ":  "ends with a space",
		" Secret ": "begins and ends with a space",
	} {
		uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
			s.Open("Bob")
			s.Paste(text)
			s.WantLine("New password", want)
			s.Key("ctrl+t")
			s.WantLine("New password", strings.TrimRight(text, " "), want)
		})
	}
}

func TestShowingAndHiding(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.Open("Bob")
		s.Fill(good)
		s.WantNot(good)
		s.Key("ctrl+t")
		wantField(t, s, "New password", good)
		wantField(t, s, "Again", good)
		s.Key("ctrl+t")
		s.WantNot(good)

		s.Key("ctrl+t")
		s.Sleep(59 * time.Second)
		s.Want(good)
		s.Sleep(time.Second)
		s.WantNot(good)
		wantField(t, s, "New password", bullets(len(good)))
	})
}

func TestSuspendingMasks(t *testing.T) {
	for _, at := range []string{"the form", "the hand-over", "the form under the help"} {
		t.Run(at, func(t *testing.T) {
			uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
				s.Open("Bob")
				s.Fill(good)
				switch at {
				case "the hand-over":
					s.Key("enter")
					s.Key("v")
					s.Want(good)
				case "the form under the help":
					s.Key("ctrl+t")
					s.Key("f1")
				default:
					s.Key("ctrl+t")
					s.Want(good)
				}
				s.Key("ctrl+z")
				if s.Suspends() != 1 {
					t.Errorf("ctrl+z suspended the program %d times", s.Suspends())
				}
				if strings.Contains(at, "help") {
					s.Key("esc")
				}
				s.WantNot(good)
				s.Want(masked)
			})
		})
	}
}

func TestFieldsThatAreNotRight(t *testing.T) {
	for name, c := range map[string]struct {
		do   func(s *uitest.Screen)
		want string
		at   string
	}{
		"nothing typed":    {func(s *uitest.Screen) { s.Key("ctrl+s") }, "Type a new password, or ctrl+g generates one.", "New password"},
		"not repeated":     {func(s *uitest.Screen) { s.Type(good); s.Key("ctrl+s") }, "Type the new password again.", "Again"},
		"not the same":     {func(s *uitest.Screen) { s.Fill(good); s.Type("x"); s.Key("enter") }, "The two passwords are not the same.", "Again"},
		"not the same yet": {func(s *uitest.Screen) { s.Fill(good); s.Key("backspace", "enter") }, "The two passwords are not the same.", "Again"},
	} {
		t.Run(name, func(t *testing.T) {
			uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
				s.Open("Bob")
				c.do(s)
				s.Want(c.want)
				s.WantLine("▌ " + c.at)
				wantCalls(t, s, "UpdateLoginProfile", "", 0)
			})
		})
	}
}

func TestHintsFollowTheTyping(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.Open("Bob")
		s.Want("· 14 characters or more", "· an uppercase letter", "· a symbol", "? not one of the last 5 (only AWS")
		s.Type("abc")
		s.Want("✗ 14 characters or more", "✗ an uppercase letter", "✓ a lowercase letter", "✗ a number", "✗ a symbol")
		s.Type("ABC123!")
		s.Want("✗ 14 characters or more", "✓ an uppercase letter", "✓ a lowercase letter", "✓ a number", "✓ a symbol")
		s.Type("four")
		s.Want("✓ 14 characters or more")
		s.Key("backspace")
		s.Want("✗ 14 characters or more")
	})
}

// AWS has the last word: a rule that is not met stops the first try, and the second one sends.
func TestAnUnmetRuleStopsOnce(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.Open("Bob")
		s.Fill("Summer2026")
		s.Key("enter")
		s.Want("The policy asks for 14 characters or more and a symbol", "again sends it anyway")
		wantCalls(t, s, "UpdateLoginProfile", "Bob", 0)
		s.Key("enter")
		wantCalls(t, s, "UpdateLoginProfile", "Bob", 1)
		s.Want("AWS refuses the password", "PasswordPolicyViolation", uitest.RequestID)
		s.WantLine("▌ New password", bullets(len("Summer2026")))
	})
}

func TestAnUnmetRuleStopsAgainOnceTheTextHasChanged(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.Open("Bob")
		s.Fill("Summer2026")
		s.Key("enter")
		s.Want("The policy asks for")
		s.Type("x")
		s.Key("up")
		s.Type("x")
		s.Key("ctrl+s")
		s.Want("The policy asks for")
		wantCalls(t, s, "UpdateLoginProfile", "Bob", 0)
	})
}

func TestGenerating(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.Open("Bob")
		s.Key("ctrl+g")
		s.WantLine("New password", masked, "generated")
		s.WantLine("Again", "✓ the same")
		s.WantLine("▌ [ Reset password ]")
		s.WantNot("✗")
		first := shownPassword(s)
		s.Key("ctrl+g") // a generated one is replaced at once
		second := shownPassword(s)
		if first == second || len(first) != 16 || len(second) != 16 {
			t.Errorf("generated %d and %d characters, the same: %v", len(first), len(second), first == second)
		}
		s.Key("enter")
		s.Want("Password changed for Bob")
		wantPassword(t, s, "Bob", second, true)
	})
}

// shownPassword reads the password off the form.
func shownPassword(s *uitest.Screen) string {
	if s.Line("New password", "•") != "" {
		s.Key("ctrl+t")
	}
	return strings.Fields(s.Line("New password"))[2]
}

func TestGeneratingOverTypedTextIsAskedTwice(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.Open("Bob")
		s.Type("mine")
		s.Key("ctrl+g")
		s.Want("ctrl+g again replaces what you typed")
		wantField(t, s, "New password", "••••")
		s.Key("tab") // anything in between, and it has to be asked again
		s.Key("ctrl+g")
		s.Want("ctrl+g again replaces what you typed")
		wantField(t, s, "New password", "••••")
		s.Key("ctrl+g")
		s.WantLine("New password", masked, "generated")
	})
}

func TestAPolicyWithManyCharacters(t *testing.T) {
	long := func() *demoiam.Server {
		account := demoiam.Company(60, demoiam.Latency{})
		account.SetPolicy(&demoiam.Policy{MinimumLength: 128, RequireSymbols: true})
		return account
	}
	uitest.Run(t, uitest.Config{Account: long}, func(s *uitest.Screen) {
		s.Open("Bob")
		s.Key("ctrl+g")
		s.Want("✓ 128 characters or more")
		s.Key("enter")
		s.Want("Password changed for Bob")
	})
}

func TestEscAsksBeforeItDiscards(t *testing.T) {
	for name, do := range map[string]func(s *uitest.Screen){
		"typed":               func(s *uitest.Screen) { s.Type("x") },
		"repeated":            func(s *uitest.Screen) { s.Key("tab"); s.Type("x") },
		"generated and shown": func(s *uitest.Screen) { s.Key("ctrl+g", "ctrl+t", "ctrl+t") },
	} {
		t.Run(name, func(t *testing.T) {
			uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
				s.Open("Bob")
				do(s)
				s.Key("esc")
				s.Want("Discard what you typed for Bob?")
				s.Key("n")
				s.WantNot("Discard")
				s.Want("•")
				s.Key("esc")
				s.Key("esc") // no is what esc means, everywhere
				s.WantNot("Discard")
				s.Want("•")
				s.Key("esc")
				s.Key("y")
				s.WantNot("Reset password for")
				if got := s.Selected(); got != "Bob" {
					t.Errorf("%q is selected, want Bob", got)
				}
			})
		})
	}
}

func TestEscDoesNotAskWhereNothingIsLost(t *testing.T) {
	for name, keys := range map[string][]string{
		"nothing": nil, "an unticked box": {"tab", "tab", "space"}, "a generated password that nobody has seen": {"ctrl+g"},
	} {
		t.Run(name, func(t *testing.T) {
			uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
				s.Open("Bob")
				s.Key(keys...)
				s.Key("esc")
				s.WantLine("▌ Bob")
			})
		})
	}
}

// What was typed for one user is not there for the next.
func TestTheFormIsEmptyAgain(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.Open("Bob")
		s.Fill("something")
		s.Key("esc")
		s.Key("y")
		s.Key("enter")
		s.WantLine("Reset password for Bob")
		wantField(t, s, "New password", "")
		wantField(t, s, "Again", "")
	})
}

func TestLockOutWarning(t *testing.T) {
	allowing := func() *demoiam.Server {
		account := demoiam.Company(60, demoiam.Latency{})
		account.SetPolicy(&demoiam.Policy{MinimumLength: 8, AllowUsersToChangePassword: true})
		return account
	}
	standard := func() *demoiam.Server {
		account := demoiam.Company(60, demoiam.Latency{})
		account.SetPolicy(nil)
		return account
	}
	for name, c := range map[string]struct {
		account func() *demoiam.Server
		warns   bool
	}{
		"users may not":        {nil, true},
		"users may":            {allowing, false},
		"the default policy":   {standard, true},
		"the policy is hidden": {failing("GetAccountPasswordPolicy"), false},
	} {
		t.Run(name, func(t *testing.T) {
			uitest.Run(t, uitest.Config{Account: c.account}, func(s *uitest.Screen) {
				s.Open("ed.expired") // who may not by any policy of his own
				if warns := s.Line("!", "lock"); (warns != "") != c.warns {
					t.Errorf("the form warns: %q, want a warning: %v", warns, c.warns)
				}
				s.Key("tab", "tab", "space")
				s.WantNot("lock-out", "lock the user out")
				s.Key("esc")
				s.Key("F")
				if warns := s.Line("!", "lock"); (warns != "") != c.warns {
					t.Errorf("the question warns: %q, want a warning: %v", warns, c.warns)
				}
			})
		})
	}
}

func TestAnUnverifiedPolicyStillSubmits(t *testing.T) {
	uitest.Run(t, uitest.Config{Account: failing("GetAccountPasswordPolicy")}, func(s *uitest.Screen) {
		s.Open("Bob")
		s.Want("unverified", "8 characters or more", "three of: uppercase, lowercase, number, symbol")
		s.Fill("short")
		s.Key("enter") // nothing stops it: nobody knows the rules
		s.Want("PasswordPolicyViolation")
		wantCalls(t, s, "UpdateLoginProfile", "Bob", 1)
		s.Key("ctrl+u", "tab", "ctrl+u", "up")
		s.Fill(good)
		s.Key("enter")
		s.Want("Password changed for Bob")
	})
}

func TestThePolicyIsNotThereYet(t *testing.T) {
	slow := faulty(demoiam.Fault{Action: "GetAccountPasswordPolicy", Latency: 5 * time.Second})
	uitest.Run(t, uitest.Config{Account: slow}, func(s *uitest.Screen) {
		s.Open("Bob")
		s.Type("abc")
		s.Want("Reading the account's password policy…")
		s.Sleep(5 * time.Second)
		s.Want("✗ 14 characters or more")
		wantField(t, s, "New password", "•••")
	})
}

func TestResizingKeepsTheText(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.Open("Bob")
		s.Type(good[:8])
		for _, size := range []string{"60x15", "120x40", "30x8", "80x24"} {
			s.Resize(size)
			if size != "30x8" {
				wantField(t, s, "New password", bullets(8))
			}
		}
		s.Type(good[8:])
		s.Key("enter")
		s.Resize("61x16")
		s.Type(good)
		s.Key("enter")
		s.Want("Password changed for Bob")
		wantPassword(t, s, "Bob", good, true)
	})
}

func TestARefreshKeepsTheText(t *testing.T) {
	uitest.Run(t, uitest.Config{Account: company(5000, time.Second)}, func(s *uitest.Screen) {
		s.Sleep(time.Second)
		s.Key("enter")
		s.Type("half of it")
		s.Sleep(10 * time.Second) // the rest of the list comes in behind the form
		wantField(t, s, "New password", bullets(10))
	})
}

// A tag keeps the joiners that its script is written with; those that would only hide in it show.
func TestTagsWithJoiners(t *testing.T) {
	account := func() *demoiam.Server {
		tags := []demoiam.Tag{{Key: "نام", Value: "کتاب\u200cها क्\u200dष"}, {Key: "team", Value: "blue\u200d"}, {Key: "icon", Value: "👩\u200d💻"}}
		return demoiam.New(demoiam.Options{Users: []demoiam.User{{Name: "bob", Console: true, Tags: tags}}})
	}
	uitest.Run(t, uitest.Config{Account: account}, func(s *uitest.Screen) {
		s.Open("bob")
		s.WantLine("نام کتاب\u200cها क्\u200dष, team blue?, icon 👩?💻")
	})
}

// A click goes to a field, ticks a box and presses the button.
func TestClicksOnTheForm(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.Open("Bob")
		s.Click("Again")
		s.WantLine("▌ Again")
		s.Click("must choose a new password")
		s.WantLine("▌ [ ] must choose a new password")
		s.Click("revoke active")
		s.WantLine("▌ [x] revoke active")
		s.Click("New password")
		s.WantLine("▌ New password")
		s.Key("ctrl+g")
		s.Click("[ Reset password ]")
		s.Want("Password changed for Bob")
	})
}

// The warning about a lock-out goes as soon as the box that prevents it is ticked.
func TestTheLockOutWarningGoesWithItsBox(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.Open("lars.lockedout")
		s.Sleep(time.Second)
		s.Want("This would lock the user out")
		s.Click("let the user change it")
		s.WantLine("[x] let the user change it")
		s.WantNot("This would lock the user out")
	})
}

// Where the cursor is on a box, the line of keys says what space does to it; where a guard rail holds the box, it does not.
func TestTheKeysNameSpaceOnABox(t *testing.T) {
	for _, size := range []string{"60x15", "80x24", "120x40"} {
		uitest.Run(t, uitest.Config{Size: size}, func(s *uitest.Screen) {
			s.Open("Bob")
			s.WantNot("space tick", "space untick")
			s.Key("tab", "tab")
			s.WantLine("enter next field", "space untick", "esc back")
			s.Key("space")
			s.WantLine("enter next field", "space tick", "esc back")
			s.Key("tab")
			s.WantLine("space tick") // the sessions' box
			s.Key("tab")
			s.WantNot("space tick")
			s.Key("esc")
			s.Key("esc")
			s.Key("p", "e")
			s.WantNot("space tick")
			s.Key("tab")
			s.WantLine("enter next", "space untick")
			for range 8 {
				s.Key("tab")
			}
			s.WantLine("▌ [ Review the change ]")
			s.WantLine("enter review")
			s.WantNot("space", "ctrl+s review")
		})
	}
	uitest.Run(t, uitest.Config{Rails: "reset_required = true"}, func(s *uitest.Screen) {
		s.Open("Bob")
		s.Key("tab", "tab")
		s.WantNot("space untick")
		s.Key("space")
		s.Want("A guard rail of your team keeps the box ticked.")
	})
}
