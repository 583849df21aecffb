package ui_test

import (
	"slices"
	"strings"
	"testing"

	"iampasswd/ui/uitest"
)

func TestReadOnlyOffersNothingAndChangesNothing(t *testing.T) {
	uitest.Run(t, uitest.Config{ReadOnly: true}, func(s *uitest.Screen) {
		s.Want("READ-ONLY")
		s.WantNot("enter reset", "F force change", "u user name", "M MFA", "D disable")
		for _, key := range []string{"enter", "F", "u", "M", "Y", "D", "w", "R", "X", "K"} {
			s.Key(key)
			s.Want("Read-only: with --read-only nothing can be changed.")
			s.WantLine("▌ adam.abebe")
			s.Key("down")
			s.Key("up")
			s.WantNot("nothing can be changed")
		}
		s.Key("?")
		s.WantNot("reset the password", "make the user create", "generate a password", "type an exact user name")
		s.Want("filter by words")
		s.Key("esc")
		s.Type("/bob")
		s.Key("enter", "enter")
		s.Want("Read-only:")
		s.Key("esc")
		s.Key("s")
		s.Want("CONSOLE ↓") // browsing works
		for _, call := range s.IAM.Calls() {
			reads := []string{"Get", "List", "GenerateCredentialReport", "SimulatePrincipalPolicy", "LookupEvents"}
			if !slices.ContainsFunc(reads, func(prefix string) bool { return strings.HasPrefix(call.Action, prefix) }) {
				t.Errorf("the server saw %s", call.Action)
			}
		}
	})
}
