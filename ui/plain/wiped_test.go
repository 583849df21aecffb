package plain_test

import (
	"path/filepath"
	"testing"

	"iampasswd/iamclient/demoiam"
	"iampasswd/ui/uitest"
)

// unheard is a password that nothing else in these tests has.
const unheard = "Unheard-Of-Pass-77!"

// Whichever way a password goes, nothing of it is left in memory when the next user is asked for.
func TestNothingIsLeftOfAPassword(t *testing.T) {
	for name, lines := range map[string][]string{
		"handed over":   {"Bob", "yes", unheard, unheard, "", "yes", "n"},
		"saved":         {"Bob", "yes", unheard, unheard, "", "yes", "f", "n"},
		"not sent":      {"Bob", "yes", unheard, unheard, "", "no"},
		"not the same":  {"Bob", "yes", unheard, unheard + "?", "b"},
		"refused":       {"dana.denied", "yes", unheard, unheard, "", "yes"},
		"one's own":     {"alice", "yes", unheard, unheard, "", "yes", demoiam.CastPassword, "yes", "n"},
		"not one's own": {"alice", "yes", unheard, unheard, "", "yes", unheard + "€", unheard + "!", "yes", demoiam.CastPassword, "no"},
	} {
		t.Run(name, func(t *testing.T) {
			uitest.KeepMemory(t)
			inTalk(t, talkConfig{}, func(c *talk) {
				c.types(lines...)
				c.asks("User name", false)
				if n := uitest.PasswordsInMemory(t, unheard); n != 0 {
					t.Errorf("%d passwords are left\n%s", n, c.last())
				}
			})
		})
	}
}

func TestNothingIsLeftOfAGeneratedPassword(t *testing.T) {
	uitest.KeepMemory(t)
	folder := t.TempDir()
	inTalk(t, talkConfig{folder: folder}, func(c *talk) {
		c.types("Bob", "yes", "g", "", "yes", "f", "n")
		c.asks("User name", false)
		password := uitest.SavedPassword(t, filepath.Join(folder, "Bob_credentials.csv"))
		if n := uitest.PasswordsInMemory(t, password); n != 0 {
			t.Errorf("%d passwords are left", n)
		}
	})
}
