package ui_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"iampasswd/iamclient/demoiam"
	"iampasswd/ui/uitest"
)

func TestFirstFrameIsDrawnBeforeAnyAnswer(t *testing.T) {
	slow := func() *demoiam.Server {
		return demoiam.Company(60, demoiam.Latency{Min: 20 * time.Second, Max: 20 * time.Second})
	}
	uitest.Run(t, uitest.Config{Account: slow, Demo: true}, func(s *uitest.Screen) {
		s.Want("asking AWS who you are…", "DEMO", "loading", "Reading the account's users…", "F1 help")
		s.Key("?")
		s.Want("reset the password of the user under the cursor")
		s.Key("esc")
		s.Sleep(20 * time.Second)
		s.Want("acme-demo 123456789012", "helpdesk/alice", "adam.abebe")
	})
}

func TestWhereAmI(t *testing.T) {
	for _, c := range []struct {
		name    string
		cfg     uitest.Config
		want    []string
		wantNot []string
	}{
		{"all of it", uitest.Config{Profile: "prod"},
			[]string{"acme-demo 123456789012", "helpdesk/alice", "profile prod", "aws us-east-1"}, []string{"DEMO", "READ-ONLY"}},
		{"badges", uitest.Config{Demo: true, ReadOnly: true}, []string{"DEMO", "READ-ONLY"}, nil},
		{"the smallest terminal", uitest.Config{Size: "60x15", Demo: true, ReadOnly: true, Profile: "prod"},
			[]string{"acme-demo 123456789012", "DEMO", "READ-ONLY"}, nil},
		{"no permission for the alias", uitest.Config{Account: failing("ListAccountAliases")},
			[]string{"123456789012", "helpdesk/alice"}, []string{"acme-demo", "AccessDenied"}},
		{"no identity", uitest.Config{Account: failing("GetCallerIdentity")},
			[]string{"account unknown", "adam.abebe"}, []string{"AccessDenied"}},
		{"a role of another partition", uitest.Config{Account: func() *demoiam.Server {
			return demoiam.New(demoiam.Options{Partition: "aws-cn", Caller: "arn:aws-cn:sts::123456789012:assumed-role/Admin/alice@example.com"})
		}}, []string{"Admin/alice@example.com", "aws-cn"}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			uitest.Run(t, c.cfg, func(s *uitest.Screen) {
				if line := s.Lines()[0]; len(c.want) > 0 {
					for _, want := range c.want {
						if !strings.Contains(s.Text(), want) {
							t.Errorf("the line of context %q has no %q", line, want)
						}
					}
				}
				s.WantNot(c.wantNot...)
			})
		})
	}
}

// failing is the demo account, where the caller is denied an operation.
func failing(action string) func() *demoiam.Server {
	return faulty(demoiam.Fault{Action: action, Code: "AccessDenied"})
}

// faulty is the demo account with faults.
func faulty(faults ...demoiam.Fault) func() *demoiam.Server {
	return func() *demoiam.Server {
		account := demoiam.Company(60, demoiam.Latency{})
		for _, f := range faults {
			account.Inject(f)
		}
		return account
	}
}

// company is the demo account with so many users and a list that takes its time for each page.
func company(users int, perPage time.Duration) func() *demoiam.Server {
	return func() *demoiam.Server {
		account := demoiam.Company(users, demoiam.Latency{})
		account.Inject(demoiam.Fault{Action: "ListUsers", Latency: perPage})
		return account
	}
}

func TestUsersStreamInAndCanBeUsedMeanwhile(t *testing.T) {
	uitest.Run(t, uitest.Config{Account: company(5000, time.Second)}, func(s *uitest.Screen) {
		s.Sleep(time.Second)
		s.WantLine("loading", "100")
		s.Key("down", "down")
		third := s.Selected()

		s.Sleep(time.Second)
		s.WantLine("loading", "1,100")
		if got := s.Selected(); got != third {
			t.Errorf("%s is selected after a page has come, want still %s", got, third)
		}
		s.Key("enter")
		s.WantLine("Reset password for", third)
		s.Type("half of a")
		s.Sleep(7 * time.Second)
		s.WantLine("New password", "•••••••••")
		s.Key("esc")
		s.Key("y")
		s.WantLine("Users", "5,000")
		s.WantNot("loading")

		if got := s.IAM.Count("ListUsers", ""); got != 6 {
			t.Errorf("the list was read in %d pages, want a small one and 5 of up to 1,000", got)
		}
	})
}

// However a page that comes in moves the rows, Enter opens the form of the user who is painted as selected.
func TestEnterActsOnThePaintedUser(t *testing.T) {
	uitest.Run(t, uitest.Config{Account: company(3000, 300*time.Millisecond)}, func(s *uitest.Screen) {
		s.Sleep(300 * time.Millisecond)
		s.Type("sssss") // by the date of creation: every page puts rows between those that are there
		for range 12 {
			s.Key("down")
			painted := s.Selected()
			s.Key("enter")
			s.WantLine("assword for " + painted) // a reset, or the first one
			s.Key("esc")
		}
		s.WantNot("loading")
		s.Key("g")
		merged := s.Lines()[4:22]
		s.Type("ssssss") // sorted anew, all at once
		if anew := s.Lines()[4:22]; !slices.Equal(merged, anew) {
			t.Errorf("sorted page by page, the first rows are\n%s\nwant\n%s", strings.Join(merged, "\n"), strings.Join(anew, "\n"))
		}
	})
}

func TestMovingThroughTheList(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		for _, step := range []struct{ key, want string }{
			{"down", "alice"}, {"j", "ben.boundary"}, {"k", "alice"}, {"up", "adam.abebe"}, {"up", "adam.abebe"},
			{"pgdown", "gary.garbage"}, {"pgup", "adam.abebe"},
			{"G", "zoe.krantz"}, {"down", "zoe.krantz"}, {"g", "adam.abebe"}, {"end", "zoe.krantz"}, {"home", "adam.abebe"},
		} {
			s.Key(step.key)
			if step.want == "zoe.krantz" { // whoever is last
				if got := s.Selected(); got == "adam.abebe" || s.Line(got) != s.Lines()[21] {
					t.Errorf("after %s %q is selected, want the last user, on the last line", step.key, got)
				}
				continue
			}
			if got := s.Selected(); got != step.want {
				t.Errorf("after %s %q is selected, want %q", step.key, got, step.want)
			}
		}
	})
}

func TestFilter(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.Type("/BOB")
		s.WantLine("/ BOB", "3 of 60")
		wantRows(t, s, "Bob", "bob-ci", "bob.contractor") // the exact match, then those that begin with it
		s.Key("ctrl+u")
		s.Type("bo")
		wantRows(t, s, "Bob", "bob-ci", "bob.contractor", "ben.boundary", "fraud-bot",
			"billing-backup", "payroll-backup") // then the other names, and the paths

		s.Key("down", "down")
		s.Key("enter") // keeps the filter
		s.WantLine("/ bo", "esc clears", "7 of 60")
		s.Key("down")
		if got := s.Selected(); got != "ben.boundary" {
			t.Errorf("%q is selected, want ben.boundary", got)
		}
		s.Key("esc")
		s.WantLine("Users", "of 60")
		s.WantNot("esc clears")
		if got := s.Selected(); got != "ben.boundary" {
			t.Errorf("%q is selected once the filter is cleared, want still ben.boundary", got)
		}
	})
}

func wantRows(t *testing.T, s *uitest.Screen, names ...string) {
	t.Helper()
	if got := rows(s); fmt.Sprint(got) != fmt.Sprint(names) {
		t.Errorf("the list shows %v, want %v", got, names)
	}
}

// rows are the names in the list.
func rows(s *uitest.Screen) []string {
	var names []string
	for _, line := range s.Lines()[4:] {
		if strings.HasPrefix(line, "   ") || strings.HasPrefix(line, " ▌ ") {
			if name, _, _ := strings.Cut(strings.TrimLeft(line, " ▌"), " "); name != "USER" { // the columns' names
				names = append(names, name)
			}
		}
	}
	return names
}

func TestLettersInTheFilterAreText(t *testing.T) {
	for _, key := range []string{"q", "?", "F", "s", "u", "r", "j", "k", "g", "G", "/", " "} {
		t.Run(key, func(t *testing.T) {
			uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
				s.Type("/" + key)
				s.WantRunning()
				if key != " " { // a query of spaces means everybody
					s.WantLine("/ "+key, " of 60")
				}
				s.Key("esc")
				s.WantLine("Users", "60")
			})
		})
	}
}

func TestNoMatch(t *testing.T) {
	uitest.Run(t, uitest.Config{Account: company(5000, time.Second)}, func(s *uitest.Screen) {
		s.Sleep(time.Second)
		s.Type("/roberto")
		s.Want("No user matches roberto so far", "esc clears the filter; then u takes an exact name.", "IAM Identity Center")
		s.Key("enter", "enter")
		s.Want("There is no user under the cursor")
		s.Sleep(7 * time.Second)
		s.Want("No user matches roberto.", "esc clears the filter, u takes an exact name.")
	})
}

func TestAnEmptyAccount(t *testing.T) {
	empty := func() *demoiam.Server {
		return demoiam.New(demoiam.Options{Caller: "arn:aws:sts::123456789012:assumed-role/Admin/alice"})
	}
	uitest.Run(t, uitest.Config{Account: empty}, func(s *uitest.Screen) {
		s.Want("This account has no IAM users.", "IAM Identity Center")
	})
}

// In 80 columns the footer has every way to another screen.
func TestTheFooterLeadsEverywhere(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.WantLine("enter reset", "i why", "/ filter", "s sort", "p policy", "a accounts", "H history", "F1 help")
	})
}

// The first rows of a new order may be far above the selection.
func TestSortTellsWhereItsFirstRowsAre(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.Sleep(5 * time.Second) // until the credential report has been read
		s.Type("ss")
		s.Want("Sorted by password: expired and oldest first.")
		s.WantNot("g goes there")
		s.WantLine("▌", "expired")
		s.Key("down")
		s.Key("G")
		s.Type("s")
		s.Want("Sorted by last sign-in: never signed in first. g goes there.")
		s.Key("g")
		s.WantLine("▌", "never")
		s.Type("/bob")
		s.Key("enter")
		s.Type("S")
		s.Want("Sorted by last sign-in: latest first.")
		s.WantNot("g goes there")
	})
}

func TestSortKeepsTheSelection(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.Click("Bob ")
		for _, title := range []string{"CONSOLE ↓", "PASSWORD ↓", "LAST SIGN-IN ↓", "MFA ↓", "CREATED ↓", "USER ↑"} {
			s.Key("s")
			s.Want(title)
			if got := s.Selected(); got != "Bob" {
				t.Errorf("%q is selected by %s, want still Bob", got, title)
			}
		}
	})
}

// What may need help comes first in each order, and what is unknown comes late.
func TestSortOrders(t *testing.T) {
	day := func(n int) time.Time { return uitest.Now.AddDate(0, 0, n) }
	phone := []demoiam.MFADevice{{}}
	four := func() *demoiam.Server {
		account := demoiam.New(demoiam.Options{Caller: "arn:aws:sts::123456789012:assumed-role/Admin/alice", Users: []demoiam.User{
			{Name: "carol", Created: day(-10), LastSignIn: day(-3), Console: true, PasswordChanged: day(-2), MFA: phone},
			{Name: "Bob", Created: day(-5)},
			{Name: "alice", Created: day(-20), LastSignIn: day(-1), Console: true, PasswordChanged: day(-9)},
		}})
		account.SetReport(0)
		account.Add(demoiam.User{Name: "dave.new", Created: day(-1), LastSignIn: day(0), Console: true})
		return account
	}
	uitest.Run(t, uitest.Config{Account: four}, func(s *uitest.Screen) {
		for _, order := range []struct {
			title   string
			forward []string
		}{
			{"CONSOLE", []string{"Bob", "alice", "carol", "dave.new"}},
			{"PASSWORD", []string{"alice", "carol", "dave.new", "Bob"}},
			{"LAST SIGN-IN", []string{"Bob", "carol", "alice", "dave.new"}},
			{"MFA", []string{"alice", "Bob", "dave.new", "carol"}},
			{"CREATED", []string{"dave.new", "Bob", "carol", "alice"}},
		} {
			s.Key("s")
			s.Want(order.title + " ↓")
			wantRows(t, s, order.forward...)
			s.Key("S")
			s.Want(order.title + " ↑")
			if got := rows(s)[0]; got != order.forward[3] && order.title != "CONSOLE" {
				t.Errorf("%s the other way round begins with %s, want %s", order.title, got, order.forward[3])
			}
			s.Key("S")
		}
		s.Key("s")
		wantRows(t, s, "alice", "Bob", "carol", "dave.new")
	})
}

func TestRefreshKeepsTheSelectionAndTheRows(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.Type("/bob")
		s.Key("esc")
		s.IAM.Add(demoiam.User{Name: "aaron.new"})
		remove := s.IAM.Inject(demoiam.Fault{Action: "ListUsers", Latency: 2 * time.Second})
		s.Key("r")
		s.WantLine("reading again", "60")
		s.WantLine(" ▌ Bob")
		s.Sleep(3 * time.Second)
		remove()
		s.WantLine("Users", "61")
		s.Want("aaron.new")
		if got := s.Selected(); got != "Bob" {
			t.Errorf("%q is selected, want still Bob", got)
		}
	})
}

// Answers of a reading that was given up for a newer one change nothing.
func TestStaleAnswersAreDropped(t *testing.T) {
	uitest.Run(t, uitest.Config{Account: company(5000, time.Second)}, func(s *uitest.Screen) {
		s.Sleep(1500 * time.Millisecond) // the second page is on its way
		s.WantLine("loading", "100")
		s.Key("r")
		s.Sleep(700 * time.Millisecond) // it would be there by now
		s.WantLine("reading again", "100")
		s.Sleep(7 * time.Second)
		s.WantLine("Users", "5,000")
		s.Type("/")
		s.Type("bob")
		s.WantLine("of 5,000")
		wantNoDouble(t, s)
	})
}

func wantNoDouble(t *testing.T, s *uitest.Screen) {
	t.Helper()
	seen := map[string]bool{}
	for _, line := range s.Lines()[4:20] {
		name, _, _ := strings.Cut(strings.TrimLeft(line, " ▌"), " ")
		if name != "" && seen[name] {
			t.Errorf("%s is listed twice", name)
		}
		seen[name] = true
	}
}

func TestTheListBreaksOff(t *testing.T) {
	uitest.Run(t, uitest.Config{Account: company(3000, 200*time.Millisecond)}, func(s *uitest.Screen) {
		s.Sleep(200 * time.Millisecond)
		s.IAM.Inject(demoiam.Fault{Action: "ListUsers", Code: "ServiceFailure", Times: 3})
		s.Key("k", "pgdown")
		s.Key("k") // to the last row but one that shows
		last := s.Selected()
		s.Sleep(longEnough)
		s.WantLine("incomplete")
		if got := s.Selected(); got != last {
			t.Errorf("%q is painted as selected once the error is there, want still %q", got, last)
		}
		for _, key := range []string{"pgdown", "G"} { // what went wrong stands below the rows, and hides none
			if s.Key(key); s.Selected() == "" {
				t.Errorf("after %s no row is painted as selected", key)
			}
		}
		s.Want("AWS failed on its side", "ServiceFailure", uitest.RequestID, "r tries again")
		s.Key("down", "enter") // what was read can be used
		s.Want("Reset password for")
		s.Key("esc")
		s.Key("r")
		s.Sleep(longEnough)
		s.WantLine("Users", "3,000")
		s.WantNot("incomplete", "ServiceFailure")
	})
}

func TestTheListWaitsVisibly(t *testing.T) {
	throttled := faulty(demoiam.Fault{Action: "ListUsers", Code: "Throttling", Times: 2})
	uitest.Run(t, uitest.Config{Account: throttled}, func(s *uitest.Screen) {
		if s.IAM.Count("ListUsers", "") < 3 {
			s.Want("AWS is throttling, trying again in")
		}
		s.Sleep(longEnough)
		s.WantLine("Users", "60")
	})
}

func TestMouse(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.Click("dana.denied")
		if got := s.Selected(); got != "dana.denied" {
			t.Errorf("%q is selected after a click, want dana.denied", got)
		}
		s.Wheel(2)
		if got := s.Selected(); got != s.Selected() || got == "dana.denied" {
			t.Errorf("the wheel left the selection at %q", got)
		}
		s.Wheel(-2)
		if got := s.Selected(); got != "dana.denied" {
			t.Errorf("%q is selected after the wheel went there and back, want dana.denied", got)
		}
		s.Click("Users") // no row
		s.Click("enter reset")
		if got := s.Selected(); got != "dana.denied" {
			t.Errorf("%q is selected after clicks beside the rows, want still dana.denied", got)
		}
	})
}

func TestAnExactNameOpensTheForm(t *testing.T) {
	for name, account := range map[string]func() *demoiam.Server{
		"with the list":    nil,
		"without the list": failing("ListUsers"),
	} {
		t.Run(name, func(t *testing.T) {
			uitest.Run(t, uitest.Config{Account: account}, func(s *uitest.Screen) {
				if account != nil {
					s.Want("You may not list this account's users: iam:ListUsers is missing", "u takes an exact user name", "AccessDenied", uitest.RequestID)
				}
				s.Key("u")
				s.Type("no such name")
				s.Key("enter")
				s.Want("An IAM user name has 1 to 64 letters, digits")
				s.Key("ctrl+u")
				s.Type("bob") // q, F and the like would be text as well
				s.Key("enter")
				s.WantLine("Reset password for Bob", "/finance/", "created 2022-01-22") // as IAM spells it
				s.Fill(uitest.GoodPassword)
				s.Key("enter")
				s.Want("Password changed for Bob")
				if !s.IAM.Check("Bob", uitest.GoodPassword) {
					t.Error("the password of Bob is not the new one")
				}
			})
		})
	}
}

func TestAnExactNameThatDoesNotExist(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.Key("u")
		s.Type("ALICE") // the caller, in whatever case
		s.Key("enter")
		s.Want("this is you")
		s.Key("esc")
		s.Key("u")
		s.Type("bobby")
		s.Key("enter")
		s.Want("No user named bobby", "check the spelling")
		s.Key("esc")
		s.WantLine("Users", "60")
	})
}

// Without iam:GetUser a typed name cannot be checked, and works all the same.
func TestAnExactNameUnchecked(t *testing.T) {
	blind := faulty(demoiam.Fault{Action: "ListUsers", Code: "AccessDenied"}, demoiam.Fault{Action: "GetUser", Code: "AccessDenied"})
	uitest.Run(t, uitest.Config{Account: blind}, func(s *uitest.Screen) {
		s.Key("u")
		s.Type("Bob")
		s.Key("enter")
		s.WantLine("Reset password for Bob", "as you typed it")
		s.Fill(uitest.GoodPassword)
		s.Key("enter")
		s.Want("Password changed for Bob")
	})
}

func TestHelpShowsTheKeys(t *testing.T) {
	uitest.Run(t, uitest.Config{Size: "80x120"}, func(s *uitest.Screen) {
		for _, key := range []string{"?", "f1"} {
			s.Key(key)
			s.Want("reset the password of the user under the cursor", "filter by words", "generate a password", "quit; asks first")
			s.Key("f1") // closes it again
			s.WantLine("Users", "60")
		}
		s.Open("Bob")
		s.Type("?")
		s.WantLine("New password", "•")
		s.WantNot("filter by words")
		s.Key("f1")
		s.Want("filter by words")
		s.Key("q") // closes the help, and quits nothing
		s.WantLine("New password", "•")
	})
}

// Help opens at the keys of the place that one is in, as they work there now.
func TestHelpBeginsWhereOneIs(t *testing.T) {
	for heading, c := range map[string]struct {
		open  func(s *uitest.Screen)
		first string
	}{
		"Users":     {func(*uitest.Screen) {}, "reset the password of the user under the cursor"},
		"Filter":    {func(s *uitest.Screen) { s.Type("/") }, "choose among the matches"},
		"Form":      {func(s *uitest.Screen) { s.Open("Bob") }, "next field; in the last field"},
		"Hand-over": {func(s *uitest.Screen) { s.Reset("Bob", good) }, "send the password to the clipboard"},
		"History":   {func(s *uitest.Screen) { s.Key("H") }, "back; clears the filter first"},
		"Here":      {func(s *uitest.Screen) { s.Type("u") }, "open the form for the user of that name"},
	} {
		t.Run(heading, func(t *testing.T) {
			uitest.Run(t, uitest.Config{Size: "80x70"}, func(s *uitest.Screen) {
				c.open(s)
				s.Key("f1")
				lines := s.Lines()
				if strings.TrimSpace(lines[2]) != heading || !strings.Contains(lines[3], c.first) {
					t.Errorf("help begins with\n%s\n%s\nwant %s and %q", lines[2], lines[3], heading, c.first)
				}
				if n := strings.Count(s.Text(), c.first); n != 1 {
					t.Errorf("%q is there %d times", c.first, n)
				}
				s.Resize("80x130")
				s.Want("quit; asks first")
			})
		})
	}
}

func TestTheWheelScrollsHelp(t *testing.T) {
	uitest.Run(t, uitest.Config{Size: "60x15"}, func(s *uitest.Screen) {
		before := s.Selected()
		s.Key("?")
		s.WantLine("Users")
		third := s.Lines()[5]
		s.Wheel(1)
		if got := s.Lines()[2]; got != third {
			t.Errorf("the first line is %q, want three lines further down: %q", got, third)
		}
		s.Wheel(99)
		s.Want("the rest of what changes")
		s.Wheel(-99)
		if got := strings.TrimSpace(s.Lines()[2]); got != "Users" {
			t.Errorf("the first line is %q, want the first again", got)
		}
		s.Key("esc")
		if got := s.Selected(); got != before {
			t.Errorf("%q is selected, want still %q", got, before)
		}
	})
}

// Where text is to be selected, the terminal has the mouse; in the list and the help, the program.
func TestTheMouseIsReleased(t *testing.T) {
	uitest.Run(t, uitest.Config{Size: "60x15"}, func(s *uitest.Screen) {
		s.WantMouse(true)
		s.Type("/Bob")
		s.Key("enter")
		s.Type("i")
		s.Want("Why can't Bob sign in?", "… ↓ shows more")
		s.WantMouse(false)
		s.Key("esc")
		s.Key("?")
		s.WantMouse(true)
		s.Key("esc")
		s.Key("esc") // the filter
		s.Reset("Bob", good)
		s.Want("Password changed for Bob")
		s.WantMouse(false)
		s.Key("esc")
		s.WantMouse(true)
		s.Key("esc") // the filter
		s.Reset("dana.denied", good)
		s.Key("f2")
		s.WantMouse(false)
	})
}

// A click on the name of a column sorts by it, and once more the other way round; a double click opens the form.
func TestClicks(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.Click("LAST SIGN-IN")
		s.Want("Sorted by last sign-in: never signed in first.")
		s.Click("LAST SIGN-IN")
		s.Want("Sorted by last sign-in: latest first.")
		s.Click("CONSOLE")
		s.Want("Sorted by console access: none first.")
		s.Click("USER")
		s.Want("Sorted by name.")
		s.Click("ben.boundary")
		s.WantLine("▌ ben.boundary")
		s.Sleep(time.Second)
		s.Click("ben.boundary")
		s.WantNot("Reset password for")
		s.Click("ben.boundary")
		s.Want("Reset password for ben.boundary")
	})
}

// The terminal's cursor stands where the next letter goes, however wide the letters before it are.
func TestTheCursorStandsWhereOneTypes(t *testing.T) {
	demo := uitest.Config{History: manyEntries()}
	for _, c := range []struct {
		where       string
		terminal    uitest.Config
		keys        string // that lead there
		x, y, right int    // of the first letter; right of what fits
	}{
		{"the filter of the users", demo, "/", 3, 2, 80 - len(" 0 of 60 ") - 1},
		{"the filter of the history", demo, "H/", 3, 2, 80 - len(" 0 of 100 ") - 1},
		{"the confirmation of a policy", demo, "pd", 13, 17, 77},
		{"the filter of the accounts", configured("prod"), "a", 12, 2, 80 - len("x in use   0 of 2 profiles ") - 2},
	} {
		for text, x := range map[string]int{"": c.x, "bob": c.x + 3, "李bo": c.x + 4, strings.Repeat("x", 100): c.right} {
			uitest.Run(t, c.terminal, func(s *uitest.Screen) {
				s.Type(c.keys + text)
				if gotX, gotY, shows := s.Cursor(); gotX != x || gotY != c.y || !shows {
					t.Errorf("in %s, after %q, the cursor is at %d,%d (shows %t), want %d,%d", c.where, text, gotX, gotY, shows, x, c.y)
				}
			})
		}
	}
}

func TestARefusedNameIsExplainedWhole(t *testing.T) {
	uitest.Run(t, uitest.Config{Size: "60x15"}, func(s *uitest.Screen) {
		s.Type("ux y")
		s.Key("enter")
		s.Want("! An IAM user name has 1 to 64 letters", "and no spaces.")
	})
}

// Whoever types a name and presses enter means the best match, whoever was selected before.
func TestTypingSelectsTheBestMatch(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.Type("/bob-ci")
		s.Key("enter")
		s.Type("/")
		s.Key("ctrl+u")
		s.Type("Bob")
		if got := s.Selected(); got != "Bob" {
			t.Errorf("%q is selected, want the exact match", got)
		}
		s.Key("esc")
		if got := s.Selected(); got != "Bob" {
			t.Errorf("%q is selected once the filter is cleared, want still Bob", got)
		}
		s.Type("/bo")
		s.Key("down")
		s.Type("b")
		if got := s.Selected(); got != "bob-ci" {
			t.Errorf("%q is selected, want still the one that was moved to", got)
		}
	})
}

func TestTheRootUserIsTold(t *testing.T) {
	root := func() *demoiam.Server {
		return demoiam.New(demoiam.Options{Caller: "arn:aws:iam::123456789012:root", Users: []demoiam.User{{Name: "bob", Console: true}}})
	}
	for _, size := range []string{"60x15", "80x24"} {
		uitest.Run(t, uitest.Config{Account: root, Size: size}, func(s *uitest.Screen) {
			s.WantLine("123456789012", "root", "ROOT")
			s.Sleep(5 * time.Second)
			s.Want("You are the account's root user. F2 says")
			s.Key("f2")
			s.Want("No IAM policy limits you", "InvalidUserType")
			s.Key("esc")
			s.Key("r")
			s.Sleep(5 * time.Second)
			s.WantNot("You are the account's root user.")
		})
	}
}
