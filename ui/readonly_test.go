package ui_test

import (
	"strings"
	"testing"

	"iampasswd/ui/uitest"
)

func TestReadOnlyOffersNothingAndChangesNothing(t *testing.T) {
	uitest.Run(t, uitest.Config{ReadOnly: true}, func(s *uitest.Screen) {
		s.Want("READ-ONLY")
		s.WantNot("enter reset", "F force change", "u user name")
		for _, key := range []string{"enter", "F", "u"} {
			s.Key(key)
			s.Want("Read-only: with --read-only nothing can be changed.")
			s.WantLine("▌ adam.abebe")
			s.Key("down")
			s.Key("up")
			s.WantNot("nothing can be changed")
		}
		s.Key("?")
		s.WantNot("reset the password", "make the user create", "generate a password", "type an exact user name")
		s.Want("filter by name")
		s.Key("esc")
		s.Type("/bob")
		s.Key("enter", "enter")
		s.Want("Read-only:")
		s.Key("esc")
		s.Key("s")
		s.Want("CREATED ↓") // browsing works
		for _, call := range s.IAM.Calls() {
			if !strings.HasPrefix(call.Action, "Get") && !strings.HasPrefix(call.Action, "List") {
				t.Errorf("the server saw %s", call.Action)
			}
		}
	})
}
