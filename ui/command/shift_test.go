//go:build unix

package command_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"iampasswd/iamclient/demoiam"
	"iampasswd/iamclient/grants"
)

// mostKeys is how many keys a call takes at most, beside the name.
const mostKeys = 12

// call is one call of a shift. Its script is what the operator does: a word of keysOfScript is a key, a word in quotes is
// typed, as a name is, and a word that begins with ? is waited for; _ is a space in both.
type call struct {
	about, script string
	keys          int // beside what is typed
	done          func(s *demoiam.Server) bool
}

var keysOfScript = map[string]string{"enter": enter, "esc": esc, "ctrl+g": ctrl('g'), "f2": "\x1bOQ", "up": "\x1b[A", "space": " "}

// shift are ten calls in a row, each from where the one before it ended.
var shift = []call{
	{"forgot the password", "/ 'Bob' ?3_of enter enter ?password_for_Bob ctrl+g ?the_same enter ?changed_for_Bob c ?clipboard esc ?of_60", 7,
		func(s *demoiam.Server) bool { return renewed(s, "Bob") }},
	{"is new, and has no password", "/ 'nina.newhire' ?nina.newhire________________no enter enter ?password_for_nina.newhire ctrl+g ?the_same enter ?created_for_nina.newhire c ?clipboard esc ?of_60", 7,
		func(s *demoiam.Server) bool { return renewable(s, "nina.newhire") }},
	{"must change the password, and may not", "/ 'lars.lockedout' ?1_of enter ?w_allow_change w ?Let_lars.lockedout y ?lars.lockedout_may_change", 4,
		func(s *demoiam.Server) bool { return renewable(s, "lars.lockedout") }},
	{"lost the phone, and forgot the password", "/ 'lola.lostphone' ?1_of enter enter ?password_for_lola ctrl+g ?the_same enter ?changed_for_lola c ?clipboard esc ?of_60 M ?Deactivate_the_MFA_device_of_lola y ?removed.", 9,
		func(s *demoiam.Server) bool {
			u, _ := s.User("lola.lostphone")
			return renewed(s, "lola.lostphone") && len(u.MFA) == 0
		}},
	{"leaves today", "/ 'leo.leaver' ?1_of enter L ?5_ticked_steps 'leo.leaver' enter ?5_steps_done. esc ?esc_clears", 5,
		func(s *demoiam.Server) bool {
			u, _ := s.User("leo.leaver")
			_, revoked := s.InlinePolicy("leo.leaver", "AWSRevokeOlderSessions")
			return !u.Console && revoked && u.AccessKeys[0].Inactive && u.AccessKeys[1].Inactive
		}},
	{"is heard wrong twice", "/ 'sonja' ?No_user_matches_sonja enter / 'soniya' ?No_user_matches_soniya enter / 'sonia' ?1_of enter enter ?password_for_sonia.soon ctrl+g ?the_same enter ?changed_for_sonia.soon c ?clipboard esc ?of_60", 11,
		func(s *demoiam.Server) bool { return renewed(s, "sonia.soon") }},
	{"has a space in the name", "/ 'erik_mbeki' ?1_of enter enter ?password_for_erik.mbeki ctrl+g ?the_same enter ?changed_for_erik.mbeki c ?clipboard esc ?of_60", 7,
		func(s *demoiam.Server) bool { return renewed(s, "erik.mbeki") }},
	{"has a path, which the attached policy does not cover", "/ 'paula.path' ?1_of enter enter ?would_lock_the_user_out ctrl+g ?the_same enter ?press_enter_again space ?[_]_must enter ?changed_for_paula.path c ?clipboard esc ?of_60", 9,
		func(s *demoiam.Server) bool {
			required, _ := s.ResetRequired("paula.path")
			return s.Count("UpdateLoginProfile", "paula.path") == 1 && !required
		}},
	{"has an expired password, and may not change it", "/ 'ed.expired' ?1_of enter enter ?would_lock_the_user_out ctrl+g ?the_same enter ?press_enter_again up space ?[_]_must enter ?changed_for_ed.expired c ?clipboard esc ?of_60", 10,
		func(s *demoiam.Server) bool {
			required, _ := s.ResetRequired("ed.expired")
			return s.Count("UpdateLoginProfile", "ed.expired") == 1 && !required
		}},
	{"is protected", "/ 'ben.boundary' ?1_of enter enter ?Protected,_F2_says_more f2 ?call_the_security_desk esc ?esc_clears", 5,
		func(s *demoiam.Server) bool { return s.Count("UpdateLoginProfile", "ben.boundary") == 0 }},
}

// Ten calls in a row, in one session of the real program on a terminal, each with so many keys beside the name and no more
// than 12. The caller may do no more than `iampasswd permissions admin` says.
func TestAShiftOfTenCalls(t *testing.T) {
	t.Parallel()
	policy, err := grants.Policy(grants.Admin, grants.Scope{})
	if err != nil {
		t.Fatal(err)
	}
	account := demoiam.Company(60, demoiam.Latency{Min: 20 * time.Millisecond, Max: 60 * time.Millisecond})
	account.SetCallerPolicy(policy)
	server := serveAccount(t, account)
	config := t.TempDir()
	if err := os.MkdirAll(filepath.Join(config, "iampasswd"), 0o700); err != nil {
		t.Fatal(err)
	}
	rails := "[[protected]]\nname = 'ben.boundary'\nreason = 'Break-glass account: call the security desk.'\n"
	if err := os.WriteFile(filepath.Join(config, "iampasswd", "config.toml"), []byte(rails), 0o600); err != nil {
		t.Fatal(err)
	}
	x := start(t, 80, 24, append(environment(t, staticKeys()...), "XDG_CONFIG_HOME="+config), "--endpoint-url", server.url)
	x.shows("adam.abebe", "credential report: just now")
	for _, call := range shift {
		keys := x.plays(call.script)
		if !call.done(account) {
			t.Fatalf("the caller who %s is not served:\n%s", call.about, x.text())
		}
		if keys != call.keys || keys > mostKeys {
			t.Errorf("the caller who %s took %d keys, want %d, and %d at most", call.about, keys, call.keys, mostKeys)
		}
	}
	x.types(ctrl('c'))
	x.ends(0)
}

// plays does what a script says, and counts the keys.
func (x *terminal) plays(script string) (keys int) {
	x.t.Helper()
	for word := range strings.FieldsSeq(script) {
		spaced := strings.ReplaceAll(word[1:], "_", " ")
		switch word[0] {
		case '?':
			x.shows(spaced)
		case '\'':
			x.types(strings.TrimSuffix(spaced, "'"))
		default:
			key, named := keysOfScript[word]
			if !named {
				key = word
			}
			x.types(key)
			keys++
		}
	}
	return keys
}
