package history

import (
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestWords(t *testing.T) {
	for _, c := range []struct {
		entry Entry
		want  string
	}{
		{Entry{Operation: "UpdateLoginProfile", Password: true, ResetRequired: new(true), Target: "bob"}, "reset password, force change; bob"},
		{Entry{Operation: "UpdateLoginProfile", Password: true, Target: "bob"}, "reset password; bob"},
		{Entry{Operation: "UpdateLoginProfile", ResetRequired: new(true), Target: "bob"}, "force change; bob"},
		{Entry{Operation: "UpdateLoginProfile", ResetRequired: new(false), Target: "bob"}, "no forced change; bob"},
		{Entry{Operation: "CreateLoginProfile", Password: true, ResetRequired: new(true), Target: "bob"}, "create password, force change; bob"},
		{Entry{Operation: "DeactivateMFADevice", Target: "bob", Object: "GAHT12345678"}, "deactivate MFA device; bob (GAHT12345678)"},
		{Entry{Operation: "DeleteVirtualMFADevice", Object: "arn:x:mfa/bob"}, "delete MFA device; arn:x:mfa/bob"},
		{Entry{Operation: "UpdateAccountPasswordPolicy"}, "replace password policy; the account"},
		{Entry{Operation: "SomethingNew", Target: "bob"}, "SomethingNew; bob"},
	} {
		if got := c.entry.What() + "; " + c.entry.Whom(); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

func TestEnding(t *testing.T) {
	for _, c := range []struct {
		entry Entry
		after time.Duration
		want  string
	}{
		{Entry{Outcome: Done}, time.Hour, "done"},
		{Entry{Outcome: Refused, Error: "AccessDenied"}, time.Hour, "refused: AccessDenied"},
		{Entry{Outcome: Started}, time.Minute, "unknown: under way, or the program ended first"},
		{Entry{Outcome: Started}, time.Hour, "unknown: the program ended first"},
	} {
		c.entry.Time = noon
		if got := c.entry.Ending(noon.Add(c.after)); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

func TestIDsDiffer(t *testing.T) {
	if a, b := NewID(), NewID(); a == b || len(a) != 16 || strings.ToUpper(a) != a {
		t.Errorf("%q and %q", a, b)
	}
}

func TestPlace(t *testing.T) {
	root := filepath.Join(t.TempDir(), "x") // absolute, on every system
	for _, c := range []struct {
		env  map[string]string
		want string
	}{
		{map[string]string{"XDG_STATE_HOME": root, "HOME": "/home/bob"}, filepath.Join(root, "iampasswd", "history.jsonl")},
		{map[string]string{"HOME": root}, filepath.Join(root, ".local", "state", "iampasswd", "history.jsonl")},
		{map[string]string{"XDG_STATE_HOME": "state", "HOME": root}, filepath.Join(root, ".local", "state", "iampasswd", "history.jsonl")},
		{map[string]string{"XDG_STATE_HOME": "state"}, ""},
		{nil, ""},
	} {
		if got := Place(func(name string) string { return c.env[name] }); got != c.want {
			t.Errorf("%v: %q, want %q", c.env, got, c.want)
		}
	}
}
