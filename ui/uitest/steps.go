package uitest

import (
	"fmt"
	"time"
)

// GoodPassword keeps every rule of the demo account.
const GoodPassword = "Brand-New-Pass-1!"

// Open finds a user by the whole name and opens the reset form.
func (s *Screen) Open(user string) {
	s.t.Helper()
	s.Type("/" + user)
	s.Key("enter", "enter")
	s.WantLine("password for", user) // to be reset, or the first one
}

// Fill pastes a password into both fields of the form, which draws fewer frames than typing it.
func (s *Screen) Fill(password string) {
	s.Paste(password)
	s.Key("enter")
	s.Paste(password)
}

// SetPolicyField moves to a number in the form of the password policy and types another.
func (s *Screen) SetPolicyField(label, number string) {
	s.t.Helper()
	for range 20 {
		if s.Line("▌ "+label) != "" {
			s.Key("ctrl+u")
			s.Type(number)
			return
		}
		s.Key("tab")
	}
	s.fail("the form has no field %q", label)
}

// Reset opens the form of a user, fills in the password and sends it, also where that locks the user out.
func (s *Screen) Reset(user, password string) {
	s.t.Helper()
	s.Open(user)
	s.Fill(password)
	s.Key("enter")
	if s.Shows("would be locked out") {
		s.Key("enter")
	}
}

// mark marks users in the list.
func (s *Screen) mark(users ...string) {
	s.t.Helper()
	for _, user := range users {
		s.Type("/" + user)
		s.Key("enter", "space")
		s.Key("esc")
	}
}

// bulk plans a reset of users who have a console password, and starts it.
func (s *Screen) bulk(users ...string) {
	s.t.Helper()
	s.mark(users...)
	s.Key("B", "enter")
	s.Sleep(time.Second)
	s.Key("m") // or most of them would be locked out
	s.Sleep(time.Second)
	s.Type(fmt.Sprint(len(users)))
	s.Key("enter")
}
