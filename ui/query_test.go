package ui_test

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"iampasswd/iamclient"
	"iampasswd/iamclient/demoiam"
	"iampasswd/ui/directory"
	"iampasswd/ui/uitest"
	"iampasswd/ui/userlist"
)

const savedQueries = "[queries]\nstale = \"signed-in:>180d is:console\"\nrobots = \"path:/robots/\"\n"

// reported is the demo account with a credential report.
func reported() *demoiam.Server {
	account := demoiam.Company(60, demoiam.Latency{})
	account.SetReport(0)
	return account
}

// A name is found by its parts, whatever stands between them.
func TestAdamAbebeIsFound(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.Type("/adam abebe")
		wantRows(t, s, "adam.abebe")
		s.WantLine("/ adam abebe", "1 of 60")
		s.Key("esc")
		s.Type("/BOB finance")
		wantRows(t, s, "Bob")
	})
}

// The filter takes the query language, and says how many users it cannot tell of.
func TestTheFilterTakesQueries(t *testing.T) {
	uitest.Run(t, uitest.Config{Account: reported}, func(s *uitest.Screen) {
		s.Type("/bob is:no-console")
		wantRows(t, s, "bob-ci")
		s.Key("ctrl+u")
		s.Type("bob -is:no-console")
		wantRows(t, s, "Bob", "bob.contractor")
		s.Key("ctrl+u")
		s.Type("bob is:expired")
		wantRows(t, s, "bob.contractor")
		s.Key("ctrl+u")
		s.Type("dana is:must-change")
		s.WantLine("/ dana is:must-change", "0 of 60 (1 unknown)")
		s.Want("No user matches", "1 user is left out: whether a change is forced is read live")
	})
}

// Until the credential report is there, what it tells is unknown; then the rows come by themselves.
func TestTheFilterWaitsForTheReport(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.Type("/bob is:console")
		s.Want("3 unknown", "3 users are left out: the credential report is still being read.")
		s.Sleep(5 * time.Second)
		s.WantLine("2 of 60")
		wantRows(t, s, "Bob", "bob.contractor")
	})
}

// While a term is wrong, the list shows what the others give; the mistake is named, and enter does not keep it.
func TestAMistakeInTheFilter(t *testing.T) {
	uitest.Run(t, uitest.Config{Account: reported}, func(s *uitest.Screen) {
		s.Type("/bob is:consol")
		wantRows(t, s, "Bob", "bob-ci", "bob.contractor")
		s.WantLine("tab is:console") // it can still become right
		s.Type("x")
		s.WantLine("! unknown qualifier is:consolx at 4; did you mean is:console?")
		wantRows(t, s, "Bob", "bob-ci", "bob.contractor")
		s.Key("enter")
		s.WantLine("A filter with a mistake is not kept")
		s.WantLine("! unknown qualifier is:consolx at 4; did you mean is:console?")
		s.WantLine("tab complete") // still the filter
		s.Key("backspace")
		s.Type("e")
		wantRows(t, s, "Bob", "bob.contractor")
		s.WantNot("unknown qualifier")
		s.Type(" @nobody")
		s.WantLine("! no saved query @nobody at 15; the configuration has none")
	})
}

func TestTabCompletes(t *testing.T) {
	uitest.Run(t, uitest.Config{Account: reported, Rails: savedQueries}, func(s *uitest.Screen) {
		s.Type("/")
		s.WantLine("tab is: mfa: keys:", "-not")
		s.Type("mf")
		s.WantLine("tab mfa:")
		s.Key("tab")
		s.WantLine("/ mfa:")
		s.WantLine("tab mfa:none  mfa:any")
		s.Key("tab")
		s.WantLine("/ mfa:none", " of 60")
		s.Key("tab")
		s.WantLine("/ mfa:any", " of 60")
		s.Key("tab")
		s.WantLine("/ mfa:none", " of 60")
		s.Type(" @r")
		s.Key("tab")
		s.WantLine("/ mfa:none @robots")
		if all := rows(s); len(all) == 0 || strings.Contains(strings.Join(all, " "), "Bob") {
			t.Errorf("@robots shows %v", all)
		}
		s.Type(" path:/fi")
		s.Key("tab")
		s.WantLine("/ mfa:none @robots path:/finance/")
		s.Type(" zzz")
		s.Key("tab")
		s.Want("Nothing completes this.")
	})
}

// The filter that was kept is selected when it is opened again: typing replaces it, moving edits it.
func TestAKeptFilterIsSelected(t *testing.T) {
	kept := func(then func(s *uitest.Screen)) {
		uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
			s.Type("/bob")
			s.Key("enter")
			s.Type("/")
			then(s)
		})
	}
	kept(func(s *uitest.Screen) {
		s.Type("ed")
		s.WantLine("/ ed ")
		s.WantNot("bobed")
	})
	kept(func(s *uitest.Screen) {
		s.Key("end")
		s.Type("-ci")
		wantRows(t, s, "bob-ci")
	})
	kept(func(s *uitest.Screen) {
		s.Key("left")
		s.Key("backspace")
		s.WantLine("/ bb")
	})
	kept(func(s *uitest.Screen) {
		s.Key("down")
		s.Type(".c")
		wantRows(t, s, "bob.contractor")
	})
	kept(func(s *uitest.Screen) {
		s.Key("backspace")
		s.WantLine("/ ", "1-17 of 60")
	})
	kept(func(s *uitest.Screen) {
		s.Key("enter")
		s.WantLine("/ bob", "esc clears", "3 of 60")
	})
	kept(func(s *uitest.Screen) {
		s.Paste("eva")
		s.WantLine("/ eva", "1 of 60")
	})
}

// Once a user is served, everybody is shown again, with the cursor on the user.
func TestLeavingAHandOverClearsTheFilter(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.Reset("Bob", uitest.GoodPassword)
		s.Want("Password changed for Bob")
		s.Key("esc")
		s.WantLine("Users", "1-18 of 60")
		s.WantNot("esc clears")
		if got := s.Selected(); got != "Bob" {
			t.Errorf("%s is selected, want still Bob", got)
		}
	})
}

// iampasswd NAME begins with a kept filter, and the cursor on the best match also where it comes late.
func TestTheProgramBeginsWithAQuery(t *testing.T) {
	uitest.Run(t, uitest.Config{Account: company(3000, time.Second), Query: "zoe"}, func(s *uitest.Screen) {
		s.Sleep(time.Second)
		s.Want("No user matches zoe so far")
		s.Sleep(5 * time.Second)
		s.WantLine("/ zoe", "esc clears", " of 3,000")
		if got := s.Selected(); !strings.HasPrefix(got, "zoe") || got != rows(s)[0] {
			t.Errorf("%s is selected, want the first of %v", got, rows(s))
		}
		s.Key("enter")
		s.WantLine("assword for zoe")
	})
	uitest.Run(t, uitest.Config{Query: "bob is:consol"}, func(s *uitest.Screen) {
		s.WantLine("/ bob is:consol", "3 of 60")
		s.Type("/")
		s.Key("end", "left")
		s.WantLine("! unknown qualifier is:consol at 4; did you mean is:console?")
	})
}

func TestTheHistorysFilterIsSelectedToo(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.Reset("Bob", uitest.GoodPassword)
		s.Key("esc")
		s.Key("H")
		s.Type("/bob")
		s.Key("enter")
		s.Type("/x")
		s.Want("No change has x in it.")
	})
}

// What the screen shows is what `iampasswd users` prints.
func TestTheScreenAndTheCommandAgree(t *testing.T) {
	uitest.Run(t, uitest.Config{Account: reported, Size: "80x90", Rails: savedQueries}, func(s *uitest.Screen) {
		ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context())) // the test's own is from outside the bubble
		defer cancel()
		client, err := iamclient.New(ctx, iamclient.Options{Embedded: s.IAM.Transport()})
		if err != nil {
			t.Fatal(err)
		}
		columns, _ := userlist.Choose("user")
		for _, query := range []string{
			"bo", "adam abebe", "-a", "is:console mfa:none", "-is:console", "keys:active", "password:>60d -is:expired", "signed-in:>30d", "is:expiring",
			"created:<30d", "path:/finance/", "account:acme-demo is:never-signed-in", "nobody",
		} {
			s.Type("/" + query)
			s.Key("enter")
			q, err := directory.Parse(query, nil)
			var out bytes.Buffer
			if err == nil {
				err = userlist.Run(ctx, userlist.Config{
					Client: client, Query: q, Form: userlist.CSV, Columns: columns, Out: &out, Now: time.Now(), Note: func(string) {},
				})
			}
			printed := strings.Split(strings.TrimSpace(out.String()), "\n")[1:]
			shown := rows(s)
			if query == "nobody" {
				shown = nil
			}
			for i, name := range shown { // a name that is too long for its column
				if short, cut := strings.CutSuffix(name, "…"); cut && i < len(printed) && strings.HasPrefix(printed[i], short) {
					shown[i] = printed[i]
				}
			}
			if err != nil || !slices.Equal(shown, printed) {
				t.Errorf("%s: the screen shows %v, the command prints %v; %v", query, shown, printed, err)
			}
			s.Key("esc")
		}
	})
}

// A filter that is opened again is selected, and a line tells what typing does to it: in the list and in the history.
func TestASelectedFilterTellsThatTypingReplacesIt(t *testing.T) {
	const hint = "what you type replaces this; → edits it"
	for _, size := range []string{"60x15", "80x24", "120x40"} {
		uitest.Run(t, uitest.Config{Size: size, History: manyEntries()}, func(s *uitest.Screen) {
			for _, keys := range []string{"/user-1", "H/user-1"} {
				s.Type(keys)
				s.WantNot(hint)
				s.Key("enter")
				s.WantNot(hint)
				s.Key("/")
				s.Want(hint)
				s.Key("right")
				s.WantNot(hint)
				s.Type("2")
				s.WantLine("/ user-12")
				s.Key("enter", "/")
				s.Want(hint)
				s.Type("3")
				s.WantNot(hint, "user-12")
				s.WantLine("/ 3")
				s.Key("esc")
			}
		})
	}
}
