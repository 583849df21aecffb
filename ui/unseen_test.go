package ui_test

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"iampasswd/iamclient/demoiam"
	"iampasswd/ui/reset"
	"iampasswd/ui/uitest"
)

// A program that is ended from outside saves the password that AWS has, or may have, and that nobody else has.
func TestEndingFromOutsideLosesNoPassword(t *testing.T) {
	sent := []string{"ctrl+g", "enter"}
	slow := with(demoiam.Fault{Action: "UpdateLoginProfile", User: "Bob", Latency: 5 * time.Second})
	lost := with(demoiam.Fault{Action: "UpdateLoginProfile", User: "Bob", Drop: demoiam.DropAfter, Times: 3})
	for name, c := range map[string]struct {
		account func() *demoiam.Server
		after   func(s *uitest.Screen)
		says    string
	}{
		"at the hand-over": {nil, func(*uitest.Screen) {}, "The new password of Bob is in force, and nobody has seen it: it was saved to "},
		"before the hand-over is opened": {slow, func(s *uitest.Screen) {
			s.Sleep(time.Second)
			s.Key("esc")
			s.Sleep(10 * time.Second)
		}, "is in force"},
		"unknown outcome": {lost, func(s *uitest.Screen) { s.Sleep(30 * time.Second) }, "may be in force"},
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			uitest.Run(t, uitest.Config{Account: c.account, Folder: folder}, func(s *uitest.Screen) {
				s.Open("Bob")
				s.Key(sent...)
				c.after(s)
				s.Terminate()
				_, err := s.Exited()
				unseen, ok := errors.AsType[*reset.UnsavedError](err)
				if !ok || len(unseen.Sentences) != 1 || !strings.Contains(unseen.Error(), c.says) {
					t.Fatalf("it ended with %v", err)
				}
				file := filepath.Join(folder, "Bob_credentials.csv")
				if !strings.Contains(unseen.Error(), file) {
					t.Errorf("where it was saved is not said: %v", err)
				}
				password := uitest.SavedPassword(t, file)
				if strings.Contains(unseen.Error(), password) {
					t.Error("the password is in the error")
				}
				if !s.IAM.Check("Bob", password) {
					t.Error("what was saved is not in force")
				}
			})
		})
	}
}

// On its way, it may come into force after the program has ended.
func TestEndingFromOutsideWhileItIsOnItsWay(t *testing.T) {
	slow := with(demoiam.Fault{Action: "UpdateLoginProfile", User: "Bob", Latency: 5 * time.Second})
	for name, keys := range map[string][]string{"watched": nil, "unwatched": {"esc"}} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			uitest.Run(t, uitest.Config{Account: slow, Folder: folder}, func(s *uitest.Screen) {
				s.Open("Bob")
				s.Key("ctrl+g", "enter")
				s.Sleep(time.Second)
				s.Key(keys...)
				s.Terminate()
				if _, err := s.Exited(); err == nil || !strings.Contains(err.Error(), "may be in force") {
					t.Errorf("it ended with %v", err)
				}
			})
			wantCSV(t, filepath.Join(folder, "Bob_credentials.csv"), "Bob", uitest.SavedPassword(t, filepath.Join(folder, "Bob_credentials.csv")), demoSignIn)
		})
	}
}

// A password that somebody has, or that AWS has not, stays out of the files.
func TestEndingFromOutsideSavesNoMore(t *testing.T) {
	for name, script := range map[string]func(s *uitest.Screen){
		"typed":      func(s *uitest.Screen) { s.Reset("Bob", good) },
		"shown":      func(s *uitest.Screen) { s.Open("Bob"); s.Key("ctrl+g", "enter"); s.Key("v") },
		"copied":     func(s *uitest.Screen) { s.Open("Bob"); s.Key("ctrl+g", "enter"); s.Key("c") },
		"not sent":   func(s *uitest.Screen) { s.Open("Bob"); s.Key("ctrl+g") },
		"refused":    func(s *uitest.Screen) { s.Open("dana.denied"); s.Key("ctrl+g", "enter") },
		"given up":   func(s *uitest.Screen) { s.Open("Bob"); s.Key("ctrl+g", "enter"); s.Key("ctrl+c"); s.Key("y") },
		"left again": func(s *uitest.Screen) { s.Open("Bob"); s.Key("ctrl+g", "enter"); s.Key("esc"); s.Key("y") },
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			uitest.Run(t, uitest.Config{Folder: folder}, func(s *uitest.Screen) {
				script(s)
				s.Terminate()
				if _, err := s.Exited(); err != nil && strings.Contains(err.Error(), "nobody has seen it") {
					t.Errorf("it ended with %v", err)
				}
			})
			if got := uitest.FilesIn(t, folder); got != "" {
				t.Errorf("there is %s", got)
			}
		})
	}
}

func TestEndingFromOutsideWhereNothingCanBeSaved(t *testing.T) {
	uitest.Run(t, uitest.Config{Folder: filepath.Join(t.TempDir(), "gone")}, func(s *uitest.Screen) {
		s.Open("Bob")
		s.Key("ctrl+g", "enter")
		s.Terminate()
		_, err := s.Exited()
		if err == nil || !strings.Contains(err.Error(), "Not saved: ") || !strings.Contains(err.Error(), "It is lost: reset it again.") {
			t.Errorf("it ended with %v", err)
		}
	})
}
