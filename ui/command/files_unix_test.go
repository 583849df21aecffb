//go:build unix

package command_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// A named pipe in the place of a file ends the program with a sentence. Without the check it waits for ever.
func TestNamedPipeInPlaceOfAFile(t *testing.T) {
	t.Parallel()
	s := serveAccount(t, dropinAccount())
	for name, c := range map[string]struct {
		path string // below the home directory
		args []string
		code int
		says string
	}{
		"history":      {"state/iampasswd/history.jsonl", []string{"history"}, 255, "it is a named pipe"},
		"write":        {"state/iampasswd/history.jsonl", append(resetsBob, "--password", newPassword), 255, "it is a named pipe"},
		"config":       {"config/iampasswd/config.toml", []string{"config"}, 253, "it is a named pipe"},
		"named config": {"named.toml", []string{"config", "--config", "named.toml"}, 253, "it is a named pipe"},
		"password":     {"pw", append(resetsBob, "--password", "file://pw"), 252, "nothing was written to it within 3s"},
		"JSON":         {"in", append(resetsBob, "--cli-input-json", "file://in"), 252, "nothing was written to it within 3s"},
		"CA bundle":    {"ca.pem", append(resetsBob, "--password", newPassword, "--ca-bundle", "ca.pem"), 255, "it is a named pipe"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			home := t.TempDir()
			path := filepath.Join(home, c.path)
			if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), syscall.Mkfifo(path, 0o600)); err != nil {
				t.Fatal(err)
			}
			env := s.env(t, "HOME="+home, "XDG_STATE_HOME="+home+"/state", "XDG_CONFIG_HOME="+home+"/config")
			x := start(t, 80, 24, env, c.args...) // in the home directory, and with a terminal that nothing needs
			x.ends(c.code)
			if said := x.stderr.String(); !strings.Contains(said, c.says) {
				t.Errorf("stderr: %s", said)
			}
		})
	}
}

// A shell's process substitution is a pipe, too, and gives the password.
func TestPasswordFromProcessSubstitution(t *testing.T) {
	t.Parallel()
	s := serveAccount(t, dropinAccount())
	script := `exec "$0" update-login-profile --user-name bob --password file://<(sleep 0.2; printf '%s' '` + newPassword + `')`
	x := startCommand(t, 80, 24, s.env(t), tool(t, "bash"), "-c", script, binary(t))
	x.ends(0)
	s.wantRequests(t, request("UpdateLoginProfile", "Password", newPassword, "UserName", "bob"))
}

// A history that others can read becomes the operator's alone, and that is noted once.
func TestHistoryIsTightened(t *testing.T) {
	t.Parallel()
	env := environment(t)
	path := filepath.Join(value(env, "HOME"), ".local/state/iampasswd/history.jsonl")
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, nil, 0o600), os.Chmod(path, 0o664)); err != nil {
		t.Fatal(err)
	}
	for _, noted := range []bool{true, false} {
		got := run(t, env, "history")
		if got.code != 0 || strings.Contains(got.stderr, "other users had access to "+path) != noted {
			t.Errorf("exit code %d, stderr %s", got.code, got.stderr)
		}
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("mode %v, %v", info.Mode(), err)
		}
	}
}
