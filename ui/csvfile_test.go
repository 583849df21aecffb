package ui_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"iampasswd/iamclient/demoiam"
	"iampasswd/ui/uitest"
)

// wantCSV fails the test unless the file holds what the console's own would, for its owner alone.
func wantCSV(t *testing.T, name, user, password, url string) {
	t.Helper()
	file, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil || len(rows) != 2 || strings.Join(rows[0], ",") != "User name,Password,Console sign-in URL" {
		t.Fatalf("%s has %d rows: %v", name, len(rows), err)
	}
	if rows[1][0] != user || rows[1][1] != password || rows[1][2] != url {
		t.Errorf("%s is not about %s: %q, %q", name, user, rows[1][0], rows[1][2])
	}
	info, err := file.Stat()
	if err != nil {
		t.Fatal(err)
	}
	if mode := info.Mode().Perm(); mode != 0o600 && runtime.GOOS != "windows" {
		t.Errorf("%s may be read with %v", name, mode)
	}
}

const demoSignIn = "https://acme-demo.signin.aws.amazon.com/console"

func TestSavingACSV(t *testing.T) {
	folder := t.TempDir()
	uitest.Run(t, uitest.Config{Folder: folder}, func(s *uitest.Screen) {
		s.Never(good)
		s.Reset("Bob", good)
		s.Key("s")
		s.Want("✓ saved to", "Bob_credentials.csv, which only you may read")
		wantCSV(t, filepath.Join(folder, "Bob_credentials.csv"), "Bob", good, demoSignIn)
		s.Key("s") // and again: nothing is overwritten
		s.Want("Bob_credentials-2.csv")
		wantCSV(t, filepath.Join(folder, "Bob_credentials-2.csv"), "Bob", good, demoSignIn)
		s.Key("esc")
		s.WantLine("▌ Bob")
	})
	if got := uitest.FilesIn(t, folder); got != "Bob_credentials-2.csv Bob_credentials.csv" {
		t.Errorf("there is %s", got)
	}
}

func TestACSVQuotes(t *testing.T) {
	folder := t.TempDir()
	const awkward = `A1!,"x", y'z` + "=-+@"
	uitest.Run(t, uitest.Config{Folder: folder}, func(s *uitest.Screen) {
		s.Reset("Bob", awkward)
		s.Key("s")
		wantCSV(t, filepath.Join(folder, "Bob_credentials.csv"), "Bob", awkward, demoSignIn)
	})
}

// What somebody else has put there, a link too, stays as it is.
func TestSavingOverwritesNothing(t *testing.T) {
	folder := t.TempDir()
	mine := filepath.Join(folder, "Bob_credentials.csv")
	target := filepath.Join(t.TempDir(), "target")
	if err := os.WriteFile(mine, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(target, filepath.Join(folder, "Bob_credentials-2.csv")); err != nil {
		t.Skip("no symbolic links here")
	}
	uitest.Run(t, uitest.Config{Folder: folder}, func(s *uitest.Screen) {
		s.Reset("Bob", good)
		s.Key("s")
		s.Want("Bob_credentials-3.csv")
		wantCSV(t, filepath.Join(folder, "Bob_credentials-3.csv"), "Bob", good, demoSignIn)
	})
	if text, err := os.ReadFile(mine); err != nil || string(text) != "mine" {
		t.Errorf("the file holds %q now: %v", text, err)
	}
	if _, err := os.Stat(target); err == nil {
		t.Error("the password went where the link points")
	}
}

func TestSavingWhereOneMayNotWrite(t *testing.T) {
	if os.Geteuid() == 0 || runtime.GOOS == "windows" {
		t.Skip("needs a user who may not write everywhere")
	}
	folder := t.TempDir()
	if err := os.Chmod(folder, 0o500); err != nil {
		t.Fatal(err)
	}
	uitest.Run(t, uitest.Config{Folder: folder}, func(s *uitest.Screen) {
		s.Open("Bob")
		s.Key("ctrl+g", "enter")
		s.Key("s")
		s.Want("Not saved: you may not write to", "Copy the password with c")
		s.Key("esc") // and it is still at risk
		s.Want("neither shown nor copied nor saved")
	})
	if got := uitest.FilesIn(t, folder); got != "" {
		t.Errorf("there is %s", got)
	}
}

// Where the current folder takes no file, another one does, and it is said which. The password is then not at risk.
func TestSavingInAnotherFolder(t *testing.T) {
	gone, full, home := filepath.Join(t.TempDir(), "gone"), filepath.Join(t.TempDir(), "gone, too"), t.TempDir()
	mine, saved := filepath.Join(home, "Bob_credentials.csv"), filepath.Join(home, "Bob_credentials-2.csv")
	if err := os.WriteFile(mine, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	uitest.Run(t, uitest.Config{Size: "139x50", Folder: gone, Fallbacks: []string{full, home}}, func(s *uitest.Screen) {
		s.Open("Bob")
		s.Key("ctrl+g", "enter")
		s.Key("s")
		if text := strings.Join(strings.Fields(s.Text()), ""); !strings.Contains(text, "nosuchfileordirectory;savedto"+saved+",whichonlyyoumayread") {
			t.Errorf("the screen is\n%s", s.Text())
		}
		s.Key("esc")
		s.WantLine("▌ Bob")
		if !s.IAM.Check("Bob", uitest.SavedPassword(t, saved)) {
			t.Error("what was saved is not in force")
		}
	})
	if text, err := os.ReadFile(mine); err != nil || string(text) != "mine" {
		t.Errorf("the file that was there has %q, %v", text, err)
	}
}

// A folder that is gone: whatever goes wrong is said, and the password is still at risk.
func TestSavingWhereThereIsNoFolder(t *testing.T) {
	uitest.Run(t, uitest.Config{Folder: filepath.Join(t.TempDir(), "gone")}, func(s *uitest.Screen) {
		s.Open("Bob")
		s.Key("ctrl+g", "enter")
		s.Key("s")
		s.Want("✗ Not saved:", "no such file or directory", "Copy the password with c")
		s.Key("esc")
		s.Want("neither shown nor copied nor saved")
	})
}

// A user name is never more than a name in the folder.
func TestFileNames(t *testing.T) {
	for user, want := range map[string]string{
		".hidden": "_.hidden_credentials.csv", "a+b=c,d@e-f_g": "a+b=c,d@e-f_g_credentials.csv", "-rf": "_-rf_credentials.csv",
	} {
		t.Run(user, func(t *testing.T) {
			folder := t.TempDir()
			account := func() *demoiam.Server {
				return demoiam.New(demoiam.Options{Alias: "acme-demo", Users: []demoiam.User{{Name: user, Console: true, Policies: []string{"IAMUserChangePassword"}}}})
			}
			uitest.Run(t, uitest.Config{Account: account, Folder: folder}, func(s *uitest.Screen) {
				s.Key("enter")
				s.Fill(good)
				s.Key("enter")
				s.Key("s")
				s.Want("saved to")
			})
			if got := uitest.FilesIn(t, folder); got != want {
				t.Errorf("there is %s, want %s", got, want)
			}
		})
	}
}

func TestCopyingTheMessage(t *testing.T) {
	uitest.Run(t, uitest.Config{Clipboard: true}, func(s *uitest.Screen) {
		s.Never(good)
		s.Reset("Bob", good)
		s.Key("m")
		s.Want("message without the password sent to the clipboard")
		for _, text := range []string{s.Copied(), s.Clipboard.Read()} {
			for _, want := range []string{
				"Sign-in page: " + demoSignIn, "acme-demo 123456789012", "User name:    Bob", "must choose a new one", "can take a moment",
			} {
				if !strings.Contains(text, want) {
					t.Errorf("the message has no %q in it:\n%s", want, text)
				}
			}
			if strings.Contains(text, good) {
				t.Error("the password is in the message")
			}
		}
	})
}

// The message is no secret and stays; a password that was copied before it is gone from the clipboard by then.
func TestTheMessageStaysInTheClipboard(t *testing.T) {
	uitest.Run(t, uitest.Config{Clipboard: true}, func(s *uitest.Screen) {
		s.Open("Bob")
		s.Fill(good)
		s.Key("tab", "space", "tab", "tab", "enter")
		s.Key("c")
		s.Key("m")
		s.Sleep(60e9)
		text := s.Clipboard.Read()
		if !strings.Contains(text, "Bob") || strings.Contains(text, "must create") {
			t.Errorf("the clipboard holds %q", text)
		}
	})
}

// A message without the password saves no password.
func TestTheMessageAloneLosesThePassword(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.Open("Bob")
		s.Key("ctrl+g", "enter")
		s.Key("m")
		s.Key("esc")
		s.Want("neither shown nor copied nor saved")
	})
}
