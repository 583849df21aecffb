package ui_test

import (
	"strings"
	"testing"
	"time"

	"iampasswd/iamclient/demoiam"
	"iampasswd/ui/uitest"
)

func TestHandOver(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.Never(good)
		s.Reset("Bob", good)
		s.WantLine("✓ Password changed for Bob")
		s.WantLine("Account", "acme-demo 123456789012")
		s.WantLine("Sign-in page", "https://acme-demo.signin.aws.amazon.com/console")
		s.WantLine("User name", "Bob")
		s.WantLine("Password", masked+" ")
		s.WantLine("Next sign-in", "must choose a new password")
		s.Want("can take a moment to work everywhere")
		s.Key("esc")
		if got := s.Selected(); got != "Bob" {
			t.Errorf("%q is selected, want Bob", got)
		}
		s.Key("enter") // the password is gone
		wantField(t, s, "New password", "")
	})
}

func TestALongNameOnTheHandOver(t *testing.T) {
	uitest.Run(t, uitest.Config{Size: "60x15"}, func(s *uitest.Screen) {
		s.Reset("mona.maybe", good)
		s.Key("enter")
		if line := s.Line("Console password created for"); !strings.HasSuffix(line, " mona.maybe") {
			t.Errorf("the headline is %q, want the name whole and nothing on its heels", line)
		}
	})
}

func TestTheSignInPageOfThePartition(t *testing.T) {
	for name, c := range map[string]struct {
		options demoiam.Options
		want    string
	}{
		"no alias": {demoiam.Options{}, "https://123456789012.signin.aws.amazon.com/console"},
		"China":    {demoiam.Options{Alias: "acme", Partition: "aws-cn"}, "https://acme.signin.amazonaws.cn/console"},
		"GovCloud": {demoiam.Options{Alias: "acme", Partition: "aws-us-gov"}, "https://acme.signin.amazonaws-us-gov.com/console"},
	} {
		t.Run(name, func(t *testing.T) {
			account := func() *demoiam.Server {
				c.options.Users = []demoiam.User{{Name: "Bob", Console: true}}
				return demoiam.New(c.options)
			}
			uitest.Run(t, uitest.Config{Account: account}, func(s *uitest.Screen) {
				s.Reset("Bob", good)
				s.WantLine("Sign-in page", c.want)
			})
		})
	}
}

func TestShowingOnTheHandOver(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.Reset("Bob", good)
		s.Key("v")
		s.WantLine("Password", good)
		s.Want("masked in 60 s")
		s.Key("v")
		s.WantNot(good)

		s.Key("v")
		s.Sleep(30 * time.Second)
		s.WantLine("Password", good)
		s.Want("masked in 30 s")
		s.Sleep(30 * time.Second)
		s.WantNot(good)
		s.WantLine("Password", masked+" ")
		s.WantLine("c copy password", "v show") // the keys say so too
	})
}

// A password that has spaces in it, or is longer than the line, is shown as it is.
func TestShowingALongPassword(t *testing.T) {
	long := "A1!" + strings.Repeat("x", 60) + " " + strings.Repeat("y", 63) + "."
	uitest.Run(t, uitest.Config{Size: "60x15"}, func(s *uitest.Screen) {
		s.Reset("Bob", long)
		s.Key("v")
		shown := strings.Join(strings.Fields(strings.ReplaceAll(s.Text(), "masked in 60 s", "")), "")
		if !strings.Contains(shown, strings.ReplaceAll(long, " ", "")) {
			t.Errorf("the password is not shown whole\n%s", s.Text())
		}
		s.Key("v")
		s.WantNot("xxx")
	})
}

func TestCopying(t *testing.T) {
	uitest.Run(t, uitest.Config{Clipboard: true}, func(s *uitest.Screen) {
		s.Reset("Bob", good)
		s.Key("c")
		s.Want("sent to the clipboard")
		s.WantNot(good) // copied without being shown
		if got := s.Copied(); got != good {
			t.Errorf("the terminal's clipboard was sent %q", got)
		}
		if got := s.Clipboard.Read(); got != good {
			t.Errorf("the machine's clipboard holds %q", got)
		}
		s.Sleep(44 * time.Second)
		if got := s.Clipboard.Read(); got != good {
			t.Errorf("the machine's clipboard holds %q after 44 s", got)
		}
		s.Sleep(time.Second)
		if got := s.Clipboard.Read(); got != "" {
			t.Errorf("the machine's clipboard holds %q after 45 s, want nothing", got)
		}
	})
}

func TestWhatSomebodyElseCopiedStays(t *testing.T) {
	for name, leave := range map[string]func(s *uitest.Screen){
		"after 45 s":  func(s *uitest.Screen) { s.Sleep(time.Minute) },
		"on quitting": func(s *uitest.Screen) { s.Key("ctrl+c"); s.WantExit() },
	} {
		t.Run(name, func(t *testing.T) {
			uitest.Run(t, uitest.Config{Clipboard: true}, func(s *uitest.Screen) {
				s.Reset("Bob", good)
				s.Key("c")
				s.Clipboard.Write("a phone number")
				leave(s)
				if got := s.Clipboard.Read(); got != "a phone number" {
					t.Errorf("the machine's clipboard holds %q", got)
				}
			})
		})
	}
}

func TestEndingClearsTheClipboard(t *testing.T) {
	for name, end := range map[string]func(s *uitest.Screen){
		"quitting": func(s *uitest.Screen) { s.Key("ctrl+c"); s.WantExit() },
		"a signal": func(s *uitest.Screen) { s.Terminate() },
	} {
		t.Run(name, func(t *testing.T) {
			uitest.Run(t, uitest.Config{Clipboard: true}, func(s *uitest.Screen) {
				s.Reset("Bob", good)
				s.Key("c")
				end(s)
				if ended, _ := s.Exited(); !ended {
					t.Error("the program is still running")
				}
				if got := s.Clipboard.Read(); got != "" {
					t.Errorf("the machine's clipboard still holds %q", got)
				}
			})
		})
	}
}

// A second copy has its own 45 seconds.
func TestCopyingAgainBeginsAgain(t *testing.T) {
	uitest.Run(t, uitest.Config{Clipboard: true}, func(s *uitest.Screen) {
		s.Reset("Bob", good)
		s.Key("c")
		s.Sleep(40 * time.Second)
		s.Key("c")
		s.Sleep(40 * time.Second)
		if got := s.Clipboard.Read(); got != good {
			t.Errorf("the machine's clipboard holds %q 40 s after the second copy", got)
		}
		s.Sleep(5 * time.Second)
		if got := s.Clipboard.Read(); got != "" {
			t.Errorf("the machine's clipboard holds %q 45 s after the second copy", got)
		}
	})
}

func TestLeavingAGeneratedPasswordThatNobodyHasSeen(t *testing.T) {
	for name, c := range map[string]struct {
		do   func(s *uitest.Screen)
		asks bool
	}{
		"neither shown nor copied": {func(*uitest.Screen) {}, true},
		"copied":                   {func(s *uitest.Screen) { s.Key("c") }, false},
		"shown":                    {func(s *uitest.Screen) { s.Key("v") }, false},
		"shown and hidden again":   {func(s *uitest.Screen) { s.Key("v"); s.Key("v") }, false},
	} {
		for _, way := range []string{"esc", "ctrl+c"} {
			t.Run(name+", "+way, func(t *testing.T) {
				uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
					s.Open("Bob")
					s.Key("ctrl+g", "enter")
					s.Want("Password changed for Bob")
					c.do(s)
					s.Key(way)
					if asked := s.Shows("neither shown nor copied nor saved, and would be lost"); asked != c.asks {
						t.Fatalf("%s asks: %v, want %v\n%s", way, asked, c.asks, s.Text())
					}
					if !c.asks {
						return
					}
					s.Key("n")
					s.Want("Password changed for Bob")
					s.Key(way)
					s.Key("y")
					s.WantNot("Password changed for Bob")
				})
			})
		}
	}
}

// A finger that goes on pressing enter loses nothing.
func TestAVolleyOfEntersLosesNoPassword(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.Open("Bob")
		s.Key("ctrl+g")
		for range 6 {
			s.Key("enter")
		}
		s.Want("Password changed for Bob")
		s.Key("n")
		s.Key("c")
		if !s.IAM.Check("Bob", s.Copied()) {
			t.Error("the password is lost")
		}
	})
}

// Shown in the form, it has been seen.
func TestLeavingAGeneratedPasswordThatWasSeenInTheForm(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.Open("Bob")
		s.Key("ctrl+g")
		s.Key("ctrl+t")
		s.Key("enter")
		s.Want("Password changed for Bob")
		s.Key("esc")
		s.WantLine("▌ Bob")
	})
}

// So it has where it was made while the fields were shown.
func TestLeavingAPasswordThatWasGeneratedInSight(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.Open("Bob")
		s.Key("ctrl+t")
		s.Key("ctrl+g")
		shown := s.Line("New password", "•") == ""
		s.Key("enter")
		s.Key("esc")
		if asked := s.Shows("neither shown nor copied"); asked == shown {
			t.Errorf("the password was shown: %v, and leaving asks: %v\n%s", shown, asked, s.Text())
		}
	})
}

// One that was edited is the operator's own.
func TestAGeneratedPasswordThatWasEdited(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.Open("Bob")
		s.Key("ctrl+g")
		s.Key("tab")
		s.Type("x")
		s.WantNot("generated")
		s.Key("tab")
		s.Type("x")
		s.Key("enter")
		s.Want("Password changed for Bob")
		if s.IAM.Check("Bob", good) {
			t.Error("that is not the password")
		}
	})
}

// The outcome of a generated password that nobody watched is still at risk.
func TestQuittingWithAnUnseenPasswordInALateOutcome(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.Open("slow.lorris")
		s.Key("ctrl+g", "enter")
		s.Key("esc")
		s.Sleep(10 * time.Second)
		s.Want("Password changed for slow.lorris", "ctrl+o opens it")
		s.Key("q")
		s.WantRunning()
		s.Want("neither shown nor copied nor saved, and would be lost")
		s.Key("n")
		s.Key("ctrl+o")
		s.Key("c")
		if got := s.Copied(); !s.IAM.Check("slow.lorris", got) {
			t.Errorf("what was copied is not the password: %d characters", len(got))
		}
		s.Key("esc")
		s.Key("q")
		s.WantExit()
	})
}

// y copies what the user can be told by, from the list and from why; F2 the statement to ask for, else the request id.
func TestCopyingWhatIsNoSecret(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		at(s, "bob.contractor")
		for key, want := range map[string]string{
			"n": "bob.contractor", "a": "arn:aws:iam::123456789012:user/contractors/bob.contractor", "u": demoSignIn,
		} {
			s.Key("y")
			s.Want("Copy", "n user name", "a ARN", "u sign-in page")
			s.Key(key)
			s.WantNot("n user name")
			s.Want("sent to the clipboard.")
			if got := s.Copied(); got != want {
				t.Errorf("%s copies %q, want %q", key, got, want)
			}
		}
		s.Key("i")
		s.Key("y")
		s.Key("n")
		s.Want("User name sent to the clipboard.", "Why can't bob.contractor")
		s.Key("esc")
		s.Key("esc")
		s.Reset("dana.denied", good)
		s.Key("f2")
		s.Want("Error", "Access denied", "c copy policy statement")
		s.Key("c")
		const statement = `{"Effect":"Allow","Action":"iam:UpdateLoginProfile","Resource":"arn:aws:iam::123456789012:user/admins/dana.denied"}`
		if got := s.Copied(); got != statement {
			t.Errorf("copied %q, want %q", got, statement)
		}
		s.Key("esc")
		s.Key("esc")
		s.Key("y")
		s.Key("esc")
		s.Reset("rita.reuse", demoiam.CastPassword)
		s.Key("f2")
		s.Key("c")
		s.Want("Request id sent to the clipboard.")
		if got := s.Copied(); got != uitest.RequestID {
			t.Errorf("copied %q, want the request id", got)
		}
	})
}

// On the hand-over y copies what the user can be told by, and in the history what an entry can.
func TestCopyingFromTheHandOverAndTheHistory(t *testing.T) {
	uitest.Run(t, uitest.Config{Size: "60x15"}, func(s *uitest.Screen) {
		s.Key("H")
		s.WantNot("y copy")
		s.Key("y")
		s.Want("There is no entry to copy from.")
		s.Key("esc")
		s.Reset("Bob", good)
		for key, want := range map[string]string{"n": "Bob", "a": "arn:aws:iam::123456789012:user/finance/Bob", "u": demoSignIn} {
			s.Key("y")
			s.WantNot("…") // a long ARN and address take two lines
			s.Key(key)
			s.Want("sent to the clipboard.", "Password changed for Bob")
			if got := s.Copied(); got != want {
				t.Errorf("%s copies %q, want %q", key, got, want)
			}
		}
		s.Key("esc")
		s.Key("H")
		s.Want("y copy")
		for key, want := range map[string]string{"n": "Bob", "r": uitest.RequestID, "a": "123456789012", "c": "arn:aws:iam::123456789012:user/helpdesk/alice"} {
			s.Key("y", key)
			s.Want("sent to the clipboard.", "History")
			if got := s.Copied(); got != want {
				t.Errorf("%s copies %q, want %q", key, got, want)
			}
		}
	})
}
