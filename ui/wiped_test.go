package ui_test

import (
	"path/filepath"
	"testing"
	"time"

	"iampasswd/iamclient/demoiam"
	"iampasswd/ui/uitest"
)

// unheard is a password that nothing else in these tests has.
const unheard = "Unheard-Of-Pass-77!"

// typeTwice types the password into both fields.
func typeTwice(s *uitest.Screen) {
	s.Type(unheard)
	s.Key("tab")
	s.Type(unheard)
	s.Key("end") // each key is held against the text before it
}

// Whichever way a password goes, nothing of it is left in memory when nothing shows it any more.
func TestNothingIsLeftOfAPassword(t *testing.T) {
	const askWhy = "[reason]\nrequired = true"
	slow := demoiam.Fault{Action: "UpdateLoginProfile", User: "Bob", Latency: 5 * time.Second}
	for name, c := range map[string]struct {
		user, rails string
		fault       demoiam.Fault
		script      func(s *uitest.Screen)
	}{
		"handed over": {script: func(s *uitest.Screen) { s.Key("enter"); s.Want("Password changed for Bob"); s.Key("esc") }},
		"saved": {script: func(s *uitest.Screen) {
			s.Key("enter")
			s.Key("s")
			s.Want("Bob_credentials.csv")
			s.Key("esc")
		}},
		"discarded": {script: func(s *uitest.Screen) { s.Key("esc"); s.Key("y") }},
		"replaced":  {script: func(s *uitest.Screen) { s.Key("ctrl+g", "ctrl+g"); s.Key("esc"); s.Key("y") }},
		"refused": {user: "dana.denied", script: func(s *uitest.Screen) {
			s.Key("enter")
			s.Want("AccessDenied")
			s.Key("esc")
			s.Key("y")
		}},
		"without a reason": {rails: askWhy, script: func(s *uitest.Screen) {
			s.Key("enter")
			s.Want("Ticket or reason")
			s.Key("esc")
			s.Key("esc")
			s.Key("y")
		}},
		"with a reason": {rails: askWhy, script: func(s *uitest.Screen) {
			s.Key("enter")
			s.Type("INC-1")
			s.Key("enter")
			s.Want("Password changed for Bob")
			s.Key("esc")
		}},
		"not sent with other credentials": {user: "eva.expired", script: func(s *uitest.Screen) {
			s.Key("enter")
			s.IAM.SetCaller(mallory)
			s.Key("enter")
			s.Want("Send it with these?")
			s.Key("n")
			s.Key("esc")
			s.Key("y")
		}},
		"opened later": {fault: slow, script: func(s *uitest.Screen) {
			s.Key("enter")
			s.Sleep(time.Second)
			s.Key("esc")
			s.Sleep(10 * time.Second)
			s.Key("ctrl+o")
			s.Want("Password changed for Bob")
			s.Key("esc")
		}},
	} {
		t.Run(name, func(t *testing.T) {
			uitest.KeepMemory(t)
			user := c.user
			if user == "" {
				user = "Bob"
			}
			uitest.Run(t, uitest.Config{Rails: c.rails, Account: with(c.fault)}, func(s *uitest.Screen) {
				s.Open(user)
				typeTwice(s)
				if n := uitest.PasswordsInMemory(t, unheard); n != 2 {
					t.Errorf("filled in, there are %d passwords, want 2", n)
				}
				c.script(s)
				s.WantLine("USER") // the list
				s.Want(user)
				if n := uitest.PasswordsInMemory(t, unheard); n != 0 {
					t.Errorf("%d passwords are left", n)
				}
			})
		})
	}
}

// What reads the terminal keeps a copy of what is pasted. The field keeps none but its own.
func TestNothingIsLeftOfPasting(t *testing.T) {
	const pasted = unheard + unheard // what is shorter than 33 characters is copied on the stack only
	uitest.KeepMemory(t)
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.Open("Bob")
		s.Paste(pasted)
		if n := uitest.PasswordsInMemory(t, pasted); n > 2 {
			t.Errorf("%d passwords are there, want the reader's and the field's", n)
		}
	})
}

func TestNothingIsLeftOfAGeneratedPassword(t *testing.T) {
	uitest.KeepMemory(t)
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.Open("Bob")
		s.Key("ctrl+g", "ctrl+g", "enter")
		s.Key("c")
		password := s.Copied()
		if !s.IAM.Check("Bob", password) {
			t.Fatal("what was copied is not the password")
		}
		s.Key("esc")
		if n := uitest.PasswordsInMemory(t, password); n != 0 {
			t.Errorf("%d passwords are left", n)
		}
	})
}

func TestNothingIsLeftOfOnesOwnPassword(t *testing.T) {
	uitest.KeepMemory(t)
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.Open("alice")
		typeTwice(s)
		s.Key("enter")
		s.Want("Type your current password above")
		s.Type(demoiam.CastPassword)
		before := uitest.PasswordsInMemory(t, demoiam.CastPassword)
		s.Key("ctrl+s")
		s.Want("Password changed for alice")
		s.Key("esc")
		if n := uitest.PasswordsInMemory(t, unheard); n != 0 {
			t.Errorf("%d passwords are left", n)
		}
		if n := uitest.PasswordsInMemory(t, demoiam.CastPassword); n != before-1 {
			t.Errorf("the former password is there %d times, and was %d times with the form's", n, before)
		}
	})
}

// Nor of one that was saved because the program was ended.
func TestNothingIsLeftOfAPasswordThatWasSavedAtTheEnd(t *testing.T) {
	uitest.KeepMemory(t)
	folder := t.TempDir()
	uitest.Run(t, uitest.Config{Folder: folder}, func(s *uitest.Screen) {
		s.Open("Bob")
		s.Key("ctrl+g", "enter")
		s.Key("m")
		s.Terminate()
		_, err := s.Exited()
		if err == nil {
			t.Fatal("no password was saved")
		}
		password := uitest.SavedPassword(t, filepath.Join(folder, "Bob_credentials.csv"))
		if n := uitest.PasswordsInMemory(t, password); n != 1 { // the hand-over's own goes with the program
			t.Errorf("%d passwords are left", n)
		}
	})
}

// The estimate has one byte for each character, and one that stands for all beyond ASCII: no terminal sends that.
func TestNothingIsLeftOfAnEstimate(t *testing.T) {
	const typed, estimated = "Grün-Heron-0815-lake", "Gr\x7fn-Heron-0815-lake"
	uitest.KeepMemory(t)
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.Open("Bob")
		s.Type(typed)
		s.Want("strength")
		if n := uitest.TextInMemory(t, estimated); n != 0 {
			t.Errorf("%d copies of the password are left by its estimate", n)
		}
	})
}
