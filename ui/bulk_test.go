package ui_test

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"filippo.io/age"

	"iampasswd/iamclient/bulk"
	"iampasswd/iamclient/demoiam"
	"iampasswd/iamclient/history"
	"iampasswd/iamclient/journal"
	"iampasswd/ui/uitest"
)

// pupils is an account of n users with console passwords, whom their policy lets change them, and of others: nina has no
// password, and lars may not change his.
func pupils(n int, latency time.Duration, faults ...demoiam.Fault) func() *demoiam.Server {
	return func() *demoiam.Server {
		s := demoiam.New(demoiam.Options{Alias: "school", Policy: &demoiam.Policy{MinimumLength: 10, RequireSymbols: true}})
		s.SetLatency(demoiam.Latency{Min: latency, Max: latency})
		for i := range n {
			s.Add(demoiam.User{Name: pupil(i), Console: true, Policies: []string{"IAMUserChangePassword"}})
		}
		s.Add(demoiam.User{Name: "lars", Console: true}, demoiam.User{Name: "nina", Policies: []string{"IAMUserChangePassword"}})
		for _, f := range faults {
			s.Inject(f)
		}
		return s
	}
}

func pupil(i int) string { return fmt.Sprintf("pupil%03d", i) }

// planned marks all pupils and opens the plan of a reset.
func planned(s *uitest.Screen) {
	s.Sleep(10 * time.Second)
	s.Type("/pupil")
	s.Key("enter", "A", "B", "enter")
	for range 1000 {
		if s.Sleep(time.Second); !s.Shows("Reading") {
			return
		}
	}
}

// started starts that plan, of n pupils.
func started(s *uitest.Screen, n int) {
	planned(s)
	s.Type(fmt.Sprint(n))
	s.Key("enter")
}

// journalOf reads the one journal of a test.
func journalOf(t *testing.T, s *uitest.Screen) (string, *journal.Content) {
	t.Helper()
	all, err := filepath.Glob(filepath.Join(s.Journals, "*.journal"))
	if err != nil || len(all) != 1 {
		t.Fatalf("%d journals, %v", len(all), err)
	}
	c, err := journal.Read(all[0])
	if err != nil {
		t.Fatal(err)
	}
	return all[0], c
}

// outcomes counts what the journal says about its users.
func outcomes(t *testing.T, s *uitest.Screen) bulk.Counts {
	t.Helper()
	_, c := journalOf(t, s)
	p, err := bulk.FromJournal(c)
	if err != nil {
		t.Fatal(err)
	}
	return bulk.Count(bulk.Results(p, c))
}

// wantNoPassword fails the test where a password of the journal ever got to the terminal.
func wantNoPassword(t *testing.T, s *uitest.Screen) {
	t.Helper()
	_, c := journalOf(t, s)
	all, err := c.Recover()
	if err != nil || len(all) == 0 {
		t.Fatalf("%d passwords in the journal, %v", len(all), err)
	}
	written := s.Output()
	for _, r := range all {
		if strings.Contains(written, r.Password.Reveal()) {
			t.Fatalf("the terminal was given the password of %s", r.User)
		}
	}
}

// savedPasswords are the passwords of a CSV file, by user.
func savedPasswords(t *testing.T, path string) map[string]string {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(rows[0], ","); got != "User name,Password,Console sign-in URL" {
		t.Errorf("the columns are %q", got)
	}
	if info, err := file.Stat(); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%s: %v, %v", path, info.Mode(), err)
	}
	all := map[string]string{}
	for _, row := range rows[1:] {
		all[row[0]] = row[1]
	}
	return all
}

func one(t *testing.T, pattern string) string {
	t.Helper()
	all, err := filepath.Glob(pattern)
	if err != nil || len(all) != 1 {
		t.Fatalf("%q matches %q, %v", pattern, all, err)
	}
	return all[0]
}

func TestBulkPlan(t *testing.T) {
	uitest.Run(t, uitest.Config{Account: pupils(5, 0), Rails: "[[protected]]\nname = \"pupil001\"\nreason = \"Ask the head\"\n"}, func(s *uitest.Screen) {
		s.Sleep(time.Second)
		s.Key("A", "B")
		s.Want("Change 8 users, as marked", "revoke the sessions")
		s.Key("enter")
		s.Sleep(time.Second)
		s.Want("Reset the password of 4 users in school")
		s.WantLine("reset", "4", "to change at next sign-in", "m keep it")
		s.WantLine("skip", "1", "no console password: nina", "c create")
		s.WantLine("lock-out", "1", "w attach IAMUserChangePassword")
		s.WantLine("refused", "2", "F2 reasons")
		s.Want("Passwords go to", "~/.local/state/iampasswd/bulk", "not encrypted", "About 1 second at 20 requests a second", "Type 4 to start")
		s.Key("f2")
		s.Want("protected: Ask the head", "pupil001", "this is you")
		s.Key("esc")
		s.Key("c")
		s.Key("w")
		s.WantLine("create", "1", "no console password yet: nina", "c skip")
		s.WantLine("allowed", "1", "IAMUserChangePassword is attached first", "w do not")
		s.Want("Type 6 to start")
		s.Type("4")
		s.Key("enter")
		s.Want("Type 6, the number of users who are changed.")
		s.Key("w") // and what was typed is about another plan
		s.Want("Type 5 to start")
		s.WantNot("to start: 4")
		s.Key("w")
		s.Key("m")
		s.WantLine("reset", "5", "which they keep", "m change it")
		s.WantNot("lock-out")
		s.Key("esc")
		s.Want("● 8 marked")
		if _, err := os.Stat(s.Journals); err == nil {
			t.Error("a plan wrote a journal")
		}
		for _, write := range []string{"UpdateLoginProfile", "CreateLoginProfile", "AttachUserPolicy"} {
			if n := s.IAM.Count(write, ""); n > 0 {
				t.Errorf("a plan made %d requests %s", n, write)
			}
		}
	})
}

// Without marks the change is for the user under the cursor, who is named.
func TestBulkOfTheUserUnderTheCursor(t *testing.T) {
	uitest.Run(t, uitest.Config{Account: pupils(3, 0)}, func(s *uitest.Screen) {
		s.Sleep(time.Second)
		s.Type("/pupil002")
		s.Key("enter", "B")
		s.Want("Change 1 user: pupil002")
		s.Key("R")
		s.Sleep(time.Second)
		s.Want("Revoke the sessions of 1 user in school", "Type 1 to start", "Journal")
		s.WantNot("Passwords go to", "encrypt")
		s.Type("1")
		s.Key("enter")
		s.Sleep(2 * time.Second)
		s.Want("The user is done.", "pupil002")
		if n := s.IAM.Count("PutUserPolicy", "pupil002"); n != 1 {
			t.Errorf("the sessions were revoked %d times", n)
		}
		s.Key("esc") // there is nothing to save
		s.WantNot("Leave?")
		s.Want("The journal of the run is in ~/.local/state/iampasswd/bulk.")
	})
}

func TestBulkPlanIsStopped(t *testing.T) {
	uitest.Run(t, uitest.Config{Account: pupils(100, time.Second)}, func(s *uitest.Screen) {
		s.Sleep(10 * time.Second)
		s.Type("/pupil")
		s.Key("enter", "A", "B", "F")
		s.Sleep(10 * time.Second)
		s.WantLine("Reading", "of 100 users", "esc stops")
		s.WantNot("Reading 0 of")
		s.Key("esc")
		s.Want("● 100 marked")
		s.Sleep(2 * time.Second)
		before := len(s.IAM.Calls())
		s.Sleep(10 * time.Second)
		if n := len(s.IAM.Calls()) - before; n > 0 {
			t.Errorf("%d requests were made for a plan that was stopped", n)
		}
	})
}

func TestBulkAsksForAReason(t *testing.T) {
	uitest.Run(t, uitest.Config{Account: pupils(3, 0), Rails: "[reason]\nrequired = true\n"}, func(s *uitest.Screen) {
		s.Sleep(time.Second)
		s.Type("/pupil")
		s.Key("enter", "B", "F")
		s.Want("Ticket or reason")
		s.Type("INC-4711")
		s.Key("enter")
		s.Sleep(time.Second)
		s.Want("reason: INC-4711")
	})
}

func TestBulkIsNotOfferedReadOnly(t *testing.T) {
	uitest.Run(t, uitest.Config{Account: pupils(3, 0), ReadOnly: true}, func(s *uitest.Screen) {
		s.Sleep(time.Second)
		s.Key("B")
		s.Want("read-only")
		s.WantNot("Change 1 user")
	})
}

// A run from its plan to the file of its passwords: each signs in, and none was ever on the screen.
func TestBulkRun(t *testing.T) {
	folder, log := t.TempDir(), &history.Memory{}
	uitest.Run(t, uitest.Config{Account: pupils(40, 500*time.Millisecond), Folder: folder, History: log}, func(s *uitest.Screen) {
		started(s, 40)
		s.Sleep(1300 * time.Millisecond)
		s.WantLine("Resetting 40 users", "of 40")
		s.WantLine("in flight", "/s", "left")
		s.Sleep(20 * time.Second)
		s.WantLine("Ended: resetting 40 users", "40 of 40")
		s.Want("All 40 users are done.", "s saves the passwords")
		s.Key("R")
		s.Want("The report was saved to")
		s.Key("esc")
		s.Want("The passwords are not saved. The journal still has them")
		s.Key("n")
		s.Key("s", "c")
		s.Want("The passwords were saved to")
		wantNoPassword(t, s)
		saved := savedPasswords(t, one(t, filepath.Join(folder, "iampasswd-reset-*[A-Z0-9].csv")))
		for i := range 40 {
			if !s.IAM.Check(pupil(i), saved[pupil(i)]) {
				t.Fatalf("%s does not sign in with what was saved", pupil(i))
			}
		}
		report, err := os.ReadFile(one(t, filepath.Join(folder, "*-report.csv")))
		if err != nil || !strings.Contains(string(report), "pupil007,123456789012,done") {
			t.Errorf("%v\n%s", err, report)
		}
		for _, password := range saved {
			if strings.Contains(string(report), password) {
				t.Fatal("the report has a password")
			}
		}
		s.Key("esc") // it is saved
		s.Want("The journal of the run is in")
		s.WantNot("Leave?")
		s.Key("H")
		s.Key("G")
		s.Want("bulk reset", "40 users")
	})
	entries, err := log.Entries()
	if err != nil {
		t.Fatal(err)
	}
	runs := map[string]int{}
	for _, e := range entries {
		runs[e.Run]++
	}
	if len(runs) != 1 || len(entries) != 41 {
		t.Errorf("the history has %d entries of runs %v, want 41 of one", len(entries), runs)
	}
}

// While a run goes on in the background, its mark stays in the head of every screen, and another user is reset.
func TestBulkInTheBackground(t *testing.T) {
	uitest.Run(t, uitest.Config{Account: pupils(200, 2*time.Second), Size: "60x15", Demo: true}, func(s *uitest.Screen) {
		started(s, 200)
		s.Sleep(5 * time.Second)
		s.Key("esc")
		s.WantLine("RUN", "/200", "DEMO")
		s.Want("A bulk run is under way", "ctrl+o shows it")
		s.Key("esc")
		s.Reset("lars", "Heron-0815-lake?")
		s.WantLine("RUN", "/200", "DEMO")
		s.Sleep(5 * time.Second)
		s.Want("lars would be locked out")
		s.Key("enter") // chosen
		s.Sleep(5 * time.Second)
		s.Want("Password changed for lars")
		s.Key("ctrl+o")
		s.WantLine("Resetting 200 users", "of 200")
		s.Key("esc")
		s.Want("Password changed for lars")
		s.Key("c", "esc")
		s.Key("B") // from the list, too
		s.WantLine("Resetting 200 users", "of 200")
		s.Key("esc")
		s.Sleep(2 * time.Minute)
		s.WantLine("RUN 200/200 ended")
		s.Want("Bulk run ended: 200 done. ctrl+o opens it.")
		s.Key("ctrl+o")
		s.Want("All 200 users are done.")
	})
}

func TestBulkPauseAndStop(t *testing.T) {
	uitest.Run(t, uitest.Config{Account: pupils(100, time.Second)}, func(s *uitest.Screen) {
		started(s, 100)
		s.Sleep(2 * time.Second)
		s.Key("p")
		s.Want("Paused. p goes on.")
		s.Sleep(5 * time.Second)
		before := s.IAM.Count("UpdateLoginProfile", "")
		s.Sleep(time.Minute)
		if n := s.IAM.Count("UpdateLoginProfile", ""); n != before || n == 0 {
			t.Errorf("%d requests before the pause and %d after it", before, n)
		}
		s.Key("p")
		s.Sleep(2 * time.Second)
		s.WantNot("Paused")
		s.Key("x")
		s.Want("Stop the run?")
		s.Key("y")
		s.Want("Stopping: what is in flight finishes.")
		s.Sleep(5 * time.Second)
		s.Want("Stopped. t tries the others again.", "not sent")
		if c := outcomes(t, s); c.Unknown > 0 || c.Done != s.IAM.Count("UpdateLoginProfile", "") {
			t.Errorf("%+v, and %d requests", c, s.IAM.Count("UpdateLoginProfile", ""))
		}
		s.Key("esc")
		s.Key("y")
		s.Key("H")
		s.Key("G")
		s.WantLine("bulk reset", "partly")
		s.Key("esc")
	})
}

// Another try over the same journal makes what a stop has left, and nothing twice.
func TestBulkTriesAgain(t *testing.T) {
	uitest.Run(t, uitest.Config{Account: pupils(100, time.Second)}, func(s *uitest.Screen) {
		started(s, 100)
		s.Sleep(2 * time.Second)
		s.Key("x")
		s.Key("y")
		s.Sleep(5 * time.Second)
		s.Key("t")
		s.Sleep(time.Minute)
		s.Want("All 100 users are done.")
		if n := s.IAM.Count("UpdateLoginProfile", ""); n != 100 {
			t.Errorf("%d requests, want 100", n)
		}
	})
}

// Problems stand first, tab shows nobody else, and t tries them again.
func TestBulkProblems(t *testing.T) {
	var heal func()
	account := func() *demoiam.Server {
		s := pupils(30, 200*time.Millisecond)()
		heal = s.Inject(demoiam.Fault{Action: "UpdateLoginProfile", User: "pupil020", Code: "AccessDenied"})
		s.Inject(demoiam.Fault{Action: "UpdateLoginProfile", User: "pupil021", Drop: demoiam.DropAfter, Times: 8})
		return s
	}
	uitest.Run(t, uitest.Config{Account: account}, func(s *uitest.Screen) {
		started(s, 30)
		s.Sleep(2 * time.Minute)
		s.WantLine("28 done", "1 refused", "1 unknown")
		s.WantLine("? pupil021", "the answer was lost")
		s.WantLine("✗ pupil020", "AccessDenied")
		s.Want("Not everybody is done. t tries the others again.")
		s.Key("tab")
		s.Want("pupil020")
		s.WantNot("pupil000")
		s.Key("down", "f2")
		s.Want("Reason", "AccessDenied", "iampasswd bulk resume", "iampasswd bulk recover")
		s.Key("esc")
		s.Key("enter")
		s.Want("No password of pupil020 was set in this run.")
		heal()
		s.Key("t")
		s.Sleep(time.Minute)
		s.Want("All 30 users are done.")
	})
}

// Expired credentials pause the run and say what to do; it goes on where it was.
func TestBulkCredentialsExpire(t *testing.T) {
	account := pupils(60, 300*time.Millisecond, demoiam.Fault{Action: "UpdateLoginProfile", User: "pupil030", Code: "ExpiredToken", Times: 1})
	uitest.Run(t, uitest.Config{Account: account}, func(s *uitest.Screen) {
		started(s, 60)
		s.Sleep(30 * time.Second)
		s.Want("Paused: Your AWS session has expired.", "r reads the credentials again", "r go on")
		s.Key("esc")
		s.WantLine("RUN", "/60 expired")
		s.Key("ctrl+o")
		s.Key("r")
		s.Sleep(30 * time.Second)
		s.Want("All 60 users are done.")
	})
}

// A changed policy ends the run before the next request, and it says how far it got.
func TestBulkIsPinned(t *testing.T) {
	uitest.Run(t, uitest.Config{Account: pupils(300, time.Second)}, func(s *uitest.Screen) {
		started(s, 300)
		s.Sleep(3 * time.Second)
		s.IAM.SetPolicy(&demoiam.Policy{MinimumLength: 20})
		s.Sleep(time.Minute)
		s.Want("The account's password policy was changed since the plan was made", "not sent", "not sent")
		s.WantLine("Ended: resetting 300 users", "of 300")
	})
}

// Quitting asks, lets finish what is in flight, and says what goes on with the rest.
func TestQuittingABulkRun(t *testing.T) {
	uitest.Run(t, uitest.Config{Account: pupils(100, time.Second)}, func(s *uitest.Screen) {
		started(s, 100)
		s.Sleep(2 * time.Second)
		s.Key("ctrl+c")
		s.Want("A bulk run is under way", "Quit anyway?")
		s.Key("n")
		s.Sleep(time.Second)
		s.Key("ctrl+c")
		s.Key("y")
		s.Want("Stopping the bulk run, then the program ends.")
		s.WantRunning()
		s.Sleep(5 * time.Second)
		s.WantExit()
		wantLastWords(t, s)
	})
}

// SIGTERM and SIGHUP end a run as quitting does.
func TestABulkRunEndsWithTheProcess(t *testing.T) {
	uitest.Run(t, uitest.Config{Account: pupils(100, time.Second)}, func(s *uitest.Screen) {
		started(s, 100)
		s.Sleep(2 * time.Second)
		s.Terminate()
		s.Sleep(5 * time.Second)
		if ended, _ := s.Exited(); !ended {
			t.Fatal("the program still runs")
		}
		wantLastWords(t, s)
	})
}

// wantLastWords checks that nothing that was in flight is unknown, and that the last words name the journal.
func wantLastWords(t *testing.T, s *uitest.Screen) {
	t.Helper()
	path, _ := journalOf(t, s)
	if c := outcomes(t, s); c.Unknown > 0 || c.Left == 0 || c.Done == 0 || c.Done != s.IAM.Count("UpdateLoginProfile", "") {
		t.Errorf("%+v, and %d requests", c, s.IAM.Count("UpdateLoginProfile", ""))
	}
	words := strings.Join(s.Notes(), "\n")
	for _, want := range []string{"`iampasswd bulk resume " + path + "`", "`iampasswd bulk recover " + path + "`"} {
		if !strings.Contains(words, want) {
			t.Errorf("the last words are %q, without %q", words, want)
		}
	}
}

// Encrypted passwords are in the clear nowhere on the disk, and whoever has the private key reads what was saved.
func TestBulkEncrypts(t *testing.T) {
	folder := t.TempDir()
	identity, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	uitest.Run(t, uitest.Config{Account: pupils(10, 0), Folder: folder}, func(s *uitest.Screen) {
		planned(s)
		s.Key("e")
		s.Type("age1nonsense")
		s.Key("enter")
		s.Want("this is no recipient")
		s.Key("ctrl+u")
		s.Paste(identity.Recipient().String())
		s.Key("enter")
		s.Want("encrypted to 1 recipient")
		s.Type("10")
		s.Key("enter")
		s.Sleep(5 * time.Second)
		s.Want("All 10 users are done.")
		s.Key("s", "u")
		s.Want("The passwords were saved to")
		_, c := journalOf(t, s)
		if err := c.Unlock(identity); err != nil {
			t.Fatal(err)
		}
		all, err := c.Recover()
		if err != nil || len(all) != 10 {
			t.Fatalf("%d passwords, %v", len(all), err)
		}
		files, err := filepath.Glob(filepath.Join(folder, "iampasswd-reset-*", "*_credentials.csv.age"))
		if err != nil || len(files) != 10 {
			t.Fatalf("%d files, %v", len(files), err)
		}
		path, _ := journalOf(t, s)
		for _, file := range append(files, path) {
			content, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range all {
				if strings.Contains(string(content), r.Password.Reveal()) {
					t.Fatalf("%s has a password in the clear", filepath.Base(file))
				}
			}
		}
	})
}

// A password is handed over from the run, one by one; what was handed over is not asked about.
func TestBulkHandOver(t *testing.T) {
	uitest.Run(t, uitest.Config{Account: pupils(2, 0), Clipboard: true}, func(s *uitest.Screen) {
		started(s, 2)
		s.Sleep(5 * time.Second)
		s.Key("enter") // one that nobody has looked at is not handed over
		s.Want("Password changed for pupil000")
		s.Key("esc")
		s.WantNot("Leave anyway?", "handed over")
		for i := range 2 {
			s.Key("enter")
			s.Want("Password changed for " + pupil(i))
			s.Key("c")
			if !s.IAM.Check(pupil(i), s.Copied()) {
				t.Errorf("what was copied for %s does not sign in", pupil(i))
			}
			s.Key("esc")
			s.WantLine(pupil(i), "handed over")
			s.Key("down")
		}
		s.Key("esc")
		s.WantNot("Leave?")
		s.Want("The journal of the run is in")
		s.Key("ctrl+o")
		s.Want("There is no outcome to open.")
	})
}

// Other credentials in the same account are agreed to first; in another account the users are others.
func TestBulkByOthers(t *testing.T) {
	uitest.Run(t, uitest.Config{Account: pupils(3, 0)}, func(s *uitest.Screen) {
		s.Sleep(time.Second)
		s.IAM.SetCaller("arn:aws:iam::123456789012:user/mallory")
		planned(s)
		s.Want("These are other credentials: mallory")
		s.Key("n")
		s.Want("● 3 marked")
		s.IAM.SetCaller("arn:aws:iam::210987654321:user/alice")
		s.Key("B", "enter")
		s.Sleep(5 * time.Second)
		s.Want("the users were chosen in 123456789012", "Nothing was sent.")
		s.WantNot("to start")
	})
}

// A full disk, or a folder that cannot be made, keeps everything from being sent.
func TestBulkWithoutAJournal(t *testing.T) {
	uitest.Run(t, uitest.Config{Account: pupils(3, 0)}, func(s *uitest.Screen) {
		planned(s)
		if err := os.MkdirAll(filepath.Dir(s.Journals), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(s.Journals, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		s.Type("3")
		s.Key("enter")
		s.Want("The journal cannot be written, and nothing was sent", "Type 3 to start")
		if n := s.IAM.Count("UpdateLoginProfile", ""); n > 0 {
			t.Errorf("%d requests", n)
		}
	})
}

// The terminal's own bar shows how far the run is, and goes away with it.
func TestBulkProgressBarOfTheTerminal(t *testing.T) {
	uitest.Run(t, uitest.Config{Account: pupils(60, 500*time.Millisecond)}, func(s *uitest.Screen) {
		started(s, 60)
		s.Sleep(30 * time.Second)
		bars := strings.Split(s.Output(), "\x1b]9;4;")[1:]
		if len(bars) < 3 || !strings.HasPrefix(bars[0], "1;") || !strings.HasPrefix(bars[len(bars)-1], "0") {
			t.Errorf("the terminal was told %q", slices.Collect(func(yield func(string) bool) {
				for _, b := range bars {
					if !yield(b[:min(6, len(b))]) {
						return
					}
				}
			}))
		}
	})
}

// A session that takes an MFA code pauses the run and asks for the code, once for all; esc leaves it paused, and r asks again.
func TestBulkAsksForAnMFACode(t *testing.T) {
	uitest.Run(t, configured("ops"), func(s *uitest.Screen) {
		s.STS.Accept("123456")
		s.Type("123456")
		s.Key("enter")
		s.Type("/bob")
		s.Key("enter", "B", "enter")
		s.Sleep(time.Second)
		s.Key("m")
		s.Sleep(time.Second)
		s.Want("Type 1 to start")
		s.Sleep(2 * time.Hour)
		s.Type("1")
		s.Key("enter")
		s.WantLine(asks, "______")
		s.Key("esc")
		s.Want("Paused: The profile ops asks for an MFA code.")
		s.Key("r")
		s.WantLine(asks, "______")
		s.Type("123456") // was used
		s.Key("enter")
		s.Want("MultiFactorAuthentication failed")
		s.STS.Accept("222222")
		s.Type("222222")
		s.Key("enter")
		s.Sleep(time.Second)
		s.WantNot(asks)
		s.Want("The user is done.")
		if n := updates(s.STS.Account("arn:aws:iam::210987654321:role/HelpDesk")); n != 1 {
			t.Errorf("%d changes were sent, want 1", n)
		}
	})
}

// In a list of several accounts a change is for one account: that of the row under the cursor. Each account has a plan of its
// own.
func TestBulkInSeveralAccounts(t *testing.T) {
	uitest.Run(t, several("80x24"), func(s *uitest.Screen) {
		namesake(s)
		s.Key("A", "B")
		s.WantLine("Change 1 user in acme-lab 210987654321, as marked")
		s.Want("Each account has a plan of its own: B on a user of acme-demo goes on there.")
		s.Key("esc")
		s.Key("up", "B")
		s.WantLine("Change 3 users in acme-demo 123456789012, as marked")
		s.Want("B on a user of acme-lab goes on there.")
		s.Key("esc")
		s.Key("A", "down", "B")
		s.WantLine("Change 1 user in acme-lab 210987654321: Bob")
		s.Key("enter")
		s.Sleep(time.Second)
		s.WantLine("acme-lab 210987654321", "HelpDesk/alice", "profile lab")
		s.Key("m")
		s.Sleep(time.Second)
		s.Want("Reset the password of 1 user in acme-lab 210987654321")
		lab := s.STS.Account("AKIALAB")
		lab.Inject(demoiam.Fault{Action: "UpdateLoginProfile", Latency: 5 * time.Second})
		s.Type("1")
		s.Key("enter")
		s.Sleep(time.Second)
		s.Key("esc")
		s.WantLine("2 accounts", "RUN 0/1")
		s.Sleep(10 * time.Second)
		s.Key("ctrl+o")
		s.Want("The user is done.")
		if updates(lab) != 1 || updates(s.IAM) != 0 {
			t.Errorf("%d changes in the laboratory, %d in the other account", updates(lab), updates(s.IAM))
		}
		s.Key("enter")
		s.WantLine("Account", "acme-lab 210987654321")
	})
}

// Under a passphrase, nothing on the disk has a password in the clear, and the passphrase reads what was saved.
func TestBulkUnderAPassphrase(t *testing.T) {
	const phrase = "correct horse battery"
	folder := t.TempDir()
	uitest.Run(t, uitest.Config{Account: pupils(3, 0), Folder: folder}, func(s *uitest.Screen) {
		planned(s)
		s.Never(phrase)
		s.Key("e")
		s.Key("tab")
		s.Want("Encrypt under a passphrase")
		s.Type(phrase)
		s.Key("enter")
		s.Type("another")
		s.Key("enter")
		s.Want("The two passphrases are not the same.")
		s.Key("ctrl+u")
		s.Paste(phrase)
		s.Key("enter")
		s.Want("encrypted under a passphrase")
		s.Type("3")
		s.Key("enter")
		s.Sleep(5 * time.Second)
		s.Want("All 3 users are done.")
		s.Key("s")
		s.Key("u")
		s.Want("c saves one.")
		s.Key("c")
		s.Want("The passwords were saved to")
		identity, err := age.NewScryptIdentity(phrase)
		if err != nil {
			t.Fatal(err)
		}
		file, err := os.Open(one(t, filepath.Join(folder, "iampasswd-reset-*.csv.age")))
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = file.Close() }()
		plain, err := age.Decrypt(file, identity)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(plain).ReadAll()
		if err != nil || len(rows) != 4 {
			t.Fatalf("%d rows, %v", len(rows), err)
		}
		path, _ := journalOf(t, s)
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows[1:] {
			if !s.IAM.Check(row[0], row[1]) || strings.Contains(string(content), row[1]) {
				t.Errorf("%s does not sign in, or the journal has the password in the clear", row[0])
			}
		}
	})
}

// A run that waits for its credentials can be stopped, and tried again once they are renewed.
func TestBulkIsStoppedWhileItWaits(t *testing.T) {
	account := pupils(40, 300*time.Millisecond, demoiam.Fault{Action: "UpdateLoginProfile", User: "pupil020", Code: "ExpiredToken", Times: 1})
	uitest.Run(t, uitest.Config{Account: account}, func(s *uitest.Screen) {
		started(s, 40)
		s.Sleep(30 * time.Second)
		s.Want("Paused: Your AWS session has expired.")
		s.Key("x")
		s.Key("y")
		s.Sleep(time.Second)
		s.Want("Stopped. t tries the others again.")
		s.Key("t")
		s.Sleep(30 * time.Second)
		s.Want("All 40 users are done.")
	})
}

// Another try over the journal that finds the credentials expired, too, says so as the first one did.
func TestBulkTriesAgainWithExpiredCredentials(t *testing.T) {
	account := pupils(40, 300*time.Millisecond, demoiam.Fault{Action: "UpdateLoginProfile", User: "pupil020", Code: "ExpiredToken", Times: 2})
	uitest.Run(t, uitest.Config{Account: account}, func(s *uitest.Screen) {
		started(s, 40)
		s.Sleep(30 * time.Second)
		s.Want("Paused: Your AWS session has expired.")
		s.Key("x")
		s.Key("y")
		s.Sleep(time.Second)
		s.Key("t")
		s.Sleep(30 * time.Second)
		s.Want("Paused: Your AWS session has expired.")
		s.Key("r")
		s.Sleep(30 * time.Second)
		s.Want("All 40 users are done.")
	})
}

// A run stays in its account, whichever is opened, and its screen says which that is.
func TestBulkStaysInItsAccount(t *testing.T) {
	uitest.Run(t, configured("prod"), func(s *uitest.Screen) {
		s.IAM.Inject(demoiam.Fault{Action: "UpdateLoginProfile", Latency: 10 * time.Second})
		s.Type("/hank")
		s.Key("enter", "B", "enter")
		s.Sleep(time.Second)
		s.Key("m")
		s.Sleep(time.Second)
		s.Type("1")
		s.Key("enter")
		s.Sleep(time.Second)
		s.Key("esc")
		switchTo(s, "lab")
		s.Sleep(time.Second)
		s.WantLine("acme-lab 210987654321", "RUN 0/1")
		s.Sleep(20 * time.Second)
		s.WantLine("acme-lab 210987654321", "RUN 1/1 ended")
		s.Key("ctrl+o")
		s.WantLine("acme-demo 123456789012")
		s.Want("The user is done.")
		if updates(s.IAM) != 1 || updates(s.STS.Account("AKIALAB")) != 0 {
			t.Errorf("%d changes in the account of the run, %d in the other", updates(s.IAM), updates(s.STS.Account("AKIALAB")))
		}
	})
}

// On the smallest terminal every line of a plan with all kinds of users fits, the confirmation and the reason among them.
func TestBulkPlanOnASmallTerminal(t *testing.T) {
	account := func() *demoiam.Server {
		s := pupils(3, 0)()
		s.Add(demoiam.User{Name: "paula", Path: "/x/", Console: true}, demoiam.User{Name: "karl"})
		return s
	}
	uitest.Run(t, uitest.Config{Account: account, Size: "60x15", Rails: "[reason]\nrequired = true\n"}, func(s *uitest.Screen) {
		s.Sleep(time.Second)
		s.Key("A", "B", "enter")
		s.Type("INC-1")
		s.Key("enter")
		s.Sleep(time.Second)
		s.Key("w")
		s.Sleep(time.Second)
		s.Want("Reset the password of 4 users", "skip ", "refused ", "lock-out ", "allowed ", "reason: INC-1", "Type 4 to start")
		s.WantNot("shows more")
	})
}

// The plan asks for an MFA code as well, where its reading takes one.
func TestBulkPlanAsksForAnMFACode(t *testing.T) {
	uitest.Run(t, configured("ops"), func(s *uitest.Screen) {
		s.STS.Accept("123456")
		s.Type("123456")
		s.Key("enter")
		s.Type("/bob")
		s.Key("enter")
		s.Sleep(2 * time.Hour)
		s.Key("B", "F")
		s.WantLine(asks, "______")
		s.Key("esc")
		s.Want("The profile ops asks for an MFA code.", "r try again")
		s.Key("r")
		s.WantLine(asks, "______")
		s.Type("123456") // was used
		s.Key("enter")
		s.Want("MultiFactorAuthentication failed")
		s.STS.Accept("222222")
		s.Type("222222")
		s.Key("enter")
		s.Sleep(time.Second)
		s.WantNot(asks)
		s.Want("Force a change of the password of")
		s.WantNot("asks for an MFA code")
	})
}
