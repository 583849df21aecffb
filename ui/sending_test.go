package ui_test

import (
	"strings"
	"testing"
	"time"

	"iampasswd/iamclient/demoiam"
	"iampasswd/ui/uitest"
)

func TestTheCountdownIsVisible(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.Reset("uma.unready", good)
		s.Want("uma.unready is temporarily unmodifiable, trying again in 5 s", "esc stops")
		wantCalls(t, s, "UpdateLoginProfile", "uma.unready", 1)
		s.Sleep(3 * time.Second)
		s.Want("trying again in 2 s")
		wantField(t, s, "New password", bullets(len(good)))
		s.Sleep(2 * time.Second)
		s.Want("trying again in 10 s")
		wantCalls(t, s, "UpdateLoginProfile", "uma.unready", 2)
		s.Sleep(10 * time.Second)
		s.Want("Password changed for uma.unready")
		wantCalls(t, s, "UpdateLoginProfile", "uma.unready", 3)
	})
}

// Nor does it give way to a long name on a small terminal, whoever has to wait.
func TestTheCountdownIsVisibleOnASmallTerminal(t *testing.T) {
	name := strings.Repeat("long.name.", 6) + "last"
	account := func() *demoiam.Server {
		a := demoiam.New(demoiam.Options{Users: []demoiam.User{{Name: name, Console: true, Policies: []string{"IAMUserChangePassword"}}}})
		a.Inject(demoiam.Fault{Action: "UpdateLoginProfile", Code: "EntityTemporarilyUnmodifiable"})
		return a
	}
	uitest.Run(t, uitest.Config{Size: "60x15", Account: account}, func(s *uitest.Screen) {
		s.Type("/long")
		s.Key("enter", "F", "y")
		s.WantLine("trying again in 5 s", "esc stops")
		s.Key("esc")
		s.Key("esc")
		s.Key("enter")
		s.Fill(good)
		s.Key("enter")
		s.WantLine("trying again in 5 s", "esc stops")
	})
}

func TestEscStopsTheCountdown(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.Reset("uma.unready", good)
		s.Want("trying again in 5 s")
		s.Key("esc")
		s.Want("Not sent: nothing was changed", "enter sends it")
		wantField(t, s, "New password", bullets(len(good)))
		s.Sleep(10 * time.Minute)
		wantCalls(t, s, "UpdateLoginProfile", "uma.unready", 1)
		s.Key("enter")
		s.Sleep(longEnough)
		s.Want("Password changed for uma.unready")
	})
}

// The SDK's own pauses are random: of many tries, one has to show them.
func TestTheSDKsOwnRetriesAreShown(t *testing.T) {
	for want, fault := range map[string]demoiam.Fault{
		"AWS is throttling, trying again in":                     {Code: "Throttling"},
		"AWS could not be reached, trying again in":              {Drop: demoiam.DropConnect},
		"AWS failed on its side, trying again in":                {Code: "ServiceFailure"},
		"The connection broke, outcome unknown, trying again in": {Drop: demoiam.DropBefore},
	} {
		t.Run(want, func(t *testing.T) {
			fault.Action, fault.Times = "UpdateLoginProfile", 2
			seen := false
			for try := 0; !seen && try < 40; try++ {
				uitest.Run(t, uitest.Config{Account: faulty(fault)}, func(s *uitest.Screen) {
					s.Open("Bob")
					s.Fill(good)
					s.KeyAtOnce("enter")
					for i := 0; !seen && i < 50; i++ {
						s.Sleep(5 * time.Millisecond)
						seen = s.Shows(want)
					}
				})
			}
			if !seen {
				t.Errorf("no pause showed %q", want)
			}
		})
	}
}

func TestEscStopsTheSDKsRetries(t *testing.T) {
	throttled := faulty(demoiam.Fault{Action: "UpdateLoginProfile", User: "Bob", Code: "Throttling", Times: 2})
	stopped := false
	for try := 0; !stopped && try < 40; try++ { // some pauses are over before the key is read
		uitest.Run(t, uitest.Config{Account: throttled}, func(s *uitest.Screen) {
			s.Open("Bob")
			s.Fill(good)
			s.KeyAtOnce("enter")
			s.Sleep(20 * time.Millisecond)
			s.Key("esc")
			stopped = s.Shows("Not sent: nothing was changed")
			s.Sleep(longEnough)
			if stopped && s.IAM.Count("UpdateLoginProfile", "Bob") > 2 {
				t.Error("it was sent again after it had been stopped")
			}
		})
	}
	if !stopped {
		t.Error("esc never stopped it")
	}
}

func TestSendingIsShownAndBlocksNothing(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.Reset("slow.lorris", good)
		s.Want("Resetting…", "esc stops watching")
		s.Sleep(2 * time.Second)
		s.Want("Resetting… 2.")
		s.Type("x") // what is on its way cannot be changed any more
		wantField(t, s, "Again", bullets(len(good)))
		s.Key("f1")
		s.Want("generate a password", "show or hide")
		s.Key("esc")
		s.Want("Resetting… 2.")
		s.Sleep(6 * time.Second)
		s.Want("Password changed for slow.lorris")
	})
}

func TestASecondEnterSendsNothing(t *testing.T) {
	for name, again := range map[string][]string{
		"at once":  {"enter", "enter"},
		"space":    {"tab", "tab", "enter", "space", "space"},
		"ctrl+s":   {"enter", "ctrl+s"},
		"a volley": {"enter", "enter", "enter", "ctrl+s", "enter"},
	} {
		t.Run(name, func(t *testing.T) {
			uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
				s.Open("slow.lorris")
				s.Fill(good)
				s.Key(again...)
				s.Key("enter")
				s.Sleep(time.Second)
				s.Key("enter")
				s.Want("The request is on its way")
				s.Sleep(8 * time.Second)
				s.Want("Password changed for slow.lorris")
				wantPassword(t, s, "slow.lorris", good, true)
			})
		})
	}
}

func TestStopWatching(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.Reset("slow.lorris", good)
		s.Key("esc")
		s.WantLine("▌ slow.lorris") // the list
		s.Want("Still changing slow.lorris")

		s.Key("esc") // the filter: work goes on
		s.Open("Bob")
		s.Type("abc")
		s.Sleep(8 * time.Second)
		s.Want("Password changed for slow.lorris", "ctrl+o opens it")
		wantField(t, s, "New password", "•••") // the news took nothing away
		if !s.IAM.Check("slow.lorris", good) {
			t.Error("the password was not changed: stopping to watch must not stop the request")
		}

		s.Key("ctrl+o")
		s.WantLine("✓ Password changed for slow.lorris")
		s.WantLine("User name", "slow.lorris")
		s.Key("v")
		s.Want(good)
		s.Key("esc")
		wantField(t, s, "New password", "•••") // and Bob's form is where it was
		s.WantNot("ctrl+o")
		s.Key("ctrl+o")
		s.Want("There is no outcome to open")
	})
}

func TestStopWatchingWhatFails(t *testing.T) {
	account := faulty(demoiam.Fault{Action: "UpdateLoginProfile", User: "slow.lorris", Code: "AccessDenied"})
	uitest.Run(t, uitest.Config{Account: account}, func(s *uitest.Screen) {
		s.Reset("slow.lorris", good)
		s.Key("esc")
		s.Sleep(10 * time.Second)
		s.Want("Not changed for slow.lorris", "ctrl+o opens it")
		s.Key("ctrl+o")
		s.Want("Reset password for slow.lorris", "is missing iam:UpdateLoginProfile", "AccessDenied")
		wantField(t, s, "New password", bullets(len(good))) // kept for the next try
		s.Key("esc")
		s.Want("Discard what you typed for slow.lorris?")
	})
}

// Who stops watching a change turns away from its password too.
func TestStoppingToWatchMasks(t *testing.T) {
	account := faulty(demoiam.Fault{Action: "UpdateLoginProfile", User: "slow.lorris", Code: "AccessDenied"})
	uitest.Run(t, uitest.Config{Account: account}, func(s *uitest.Screen) {
		s.Open("slow.lorris")
		s.Fill(good)
		s.Key("ctrl+t")
		s.Key("enter")
		s.Want(good)
		s.Key("esc")
		s.WantNot(good)
		s.Sleep(10 * time.Second)
		s.Key("ctrl+o")
		s.Want("is missing iam:UpdateLoginProfile")
		wantField(t, s, "New password", bullets(len(good)))
	})
}

// Two changes that nobody watches end in two notices, one after the other.
func TestTwoLateOutcomes(t *testing.T) {
	account := faulty(demoiam.Fault{Action: "UpdateLoginProfile", User: "Bob", Latency: 4 * time.Second})
	uitest.Run(t, uitest.Config{Account: account}, func(s *uitest.Screen) {
		s.Reset("slow.lorris", good)
		s.Key("esc")
		s.Key("esc")
		s.Reset("Bob", good+"B")
		s.Key("esc")
		s.Sleep(20 * time.Second)
		seen := map[string]bool{}
		for range 2 {
			s.Key("ctrl+o")
			for _, name := range []string{"slow.lorris", "Bob"} {
				if s.Line("✓ Password changed for "+name) != "" {
					seen[name] = true
				}
			}
			s.Key("v")
			if seen["Bob"] && seen["slow.lorris"] && !s.Shows(good) {
				t.Error("the hand-over does not show the password")
			}
			s.Key("esc")
		}
		if len(seen) != 2 {
			t.Errorf("the outcomes opened were %v, want both", seen)
		}
	})
}

func TestQuittingWithAChangeOnItsWay(t *testing.T) {
	for name, before := range map[string]func(s *uitest.Screen){
		"watched":            func(*uitest.Screen) {},
		"not watched":        func(s *uitest.Screen) { s.Key("esc") },
		"with help in front": func(s *uitest.Screen) { s.Key("f1") },
	} {
		t.Run(name, func(t *testing.T) {
			uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
				s.Reset("slow.lorris", good)
				before(s)
				s.Key("ctrl+c")
				s.WantRunning()
				s.Want("The change for slow.lorris is still under way, and you would not see its outcome. Quit anyway?")
				s.Key("n")
				s.WantRunning()
				s.WantNot("Quit all the same")
				s.Key("ctrl+c")
				s.Want("Quit anyway?")
				s.Key("ctrl+c")
				s.WantExit()
			})
		})
	}
}

// The question stands for the moment: when the outcome is there, there is nothing left to ask.
func TestTheOutcomeComesWhileTheQuestionStands(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.Reset("slow.lorris", good)
		s.Key("ctrl+c")
		s.Want("Quit anyway?")
		s.Sleep(10 * time.Second)
		s.Want("Password changed for slow.lorris")
	})
}

func TestQuittingAsksNothingWhereNothingIsLost(t *testing.T) {
	for name, c := range map[string]struct {
		do  func(s *uitest.Screen)
		key string
	}{
		"the list, q":                  {func(*uitest.Screen) {}, "q"},
		"the list, ctrl+c":             {func(*uitest.Screen) {}, "ctrl+c"},
		"help":                         {func(s *uitest.Screen) { s.Key("?") }, "ctrl+c"},
		"an empty form":                {func(s *uitest.Screen) { s.Open("Bob") }, "ctrl+c"},
		"a typed password handed over": {func(s *uitest.Screen) { s.Reset("Bob", good) }, "ctrl+c"},
	} {
		t.Run(name, func(t *testing.T) {
			uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
				c.do(s)
				s.Key(c.key)
				s.WantExit()
			})
		})
	}
}

func TestForcingAChange(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.IAM.Add(demoiam.User{Name: "Bob", Path: "/finance/", Console: true, Password: good, Groups: []string{"finance"}})
		s.Type("/bob")
		s.Key("enter", "F")
		s.Want("Make Bob choose a new password at next sign-in?")
		s.Key("n")
		wantCalls(t, s, "UpdateLoginProfile", "", 0)
		s.Key("F", "y")
		s.Want("Bob must choose a new password at next sign-in")
		wantPassword(t, s, "Bob", good, true) // the password is the old one
		if calls := s.IAM.Calls(); calls[len(calls)-1].Password {
			t.Error("a password was sent along")
		}
	})
}

func TestForcingAChangeFails(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.Type("/dana")
		s.Key("enter", "F", "y")
		s.Want("is missing iam:UpdateLoginProfile")
		wantDetail(s, "AccessDenied", uitest.RequestID)
		s.Key("esc")
		s.WantNot("lacks")
		s.Key("esc")
		s.Type("/bob-ci")
		s.Key("enter", "F", "y")
		s.Want("bob-ci has no console password")
		wantCalls(t, s, "CreateLoginProfile", "", 0)
	})
}
