package command

import (
	"bytes"
	"errors"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"iampasswd/iamclient/demoiam"
)

// A generated password is not sent where nothing would take it, and one that AWS has and that cannot be printed is saved.
func TestAGeneratedPasswordIsNeverLost(t *testing.T) {
	pipe := func(t *testing.T) *os.File { // that nothing reads
		r, w, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		_ = r.Close()
		t.Cleanup(func() { _ = w.Close() })
		return w
	}
	device := func(name string) func(*testing.T) *os.File {
		return func(t *testing.T) *os.File {
			f, err := os.OpenFile(name, os.O_WRONLY, 0)
			if err != nil {
				t.Skip("there is no " + name)
			}
			t.Cleanup(func() { _ = f.Close() })
			return f
		}
	}
	closed := func(t *testing.T) *os.File {
		f, err := os.Create(filepath.Join(t.TempDir(), "out"))
		if err != nil {
			t.Fatal(err)
		}
		_ = f.Close()
		return f
	}
	for name, c := range map[string]struct {
		stdout func(*testing.T) *os.File
		sent   bool
	}{
		"/dev/null": {device(os.DevNull), false}, "a pipe without a reader": {pipe, false}, "a closed file": {closed, false},
		"a full device": {device("/dev/full"), true},
	} {
		t.Run(name, func(t *testing.T) {
			state := t.TempDir()
			t.Setenv("XDG_STATE_HOME", state)
			t.Setenv("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE")
			t.Setenv("AWS_SECRET_ACCESS_KEY", "s")
			t.Setenv("AWS_CONFIG_FILE", filepath.Join(state, "none"))
			t.Setenv("AWS_SHARED_CREDENTIALS_FILE", filepath.Join(state, "none"))
			s := demoiam.New(demoiam.Options{Users: []demoiam.User{{Name: "bob", Console: true}}})
			r := newRun(calledFor([]string{"update-login-profile"}))
			var stderr bytes.Buffer
			r.stdout, r.stderr, r.onTerminal = c.stdout(t), &stderr, false
			keepPipes()
			err := r.execute(t.Context(), []string{"--user-name", "bob", "--generate-password", "--endpoint-url", serving(t, s)})
			sent := 0
			for _, call := range s.Calls() {
				if call.Action == "UpdateLoginProfile" {
					sent++
				}
			}
			if exitCode(err) == 0 || c.sent != (sent == 1) {
				t.Fatalf("the run ended with %v, and %d changes were sent", err, sent)
			}
			if !c.sent {
				return
			}
			lost, ok := errors.AsType[*lostError](err)
			if !ok || !strings.Contains(errorText(err), "which only you may read") {
				t.Fatalf("the run ended with %v", err)
			}
			files, _ := filepath.Glob(filepath.Join(state, "iampasswd", "bob_credentials*.csv"))
			if len(files) != 1 || !strings.Contains(lost.sentence, files[0]) {
				t.Fatalf("the files are %v, and the sentence is %q", files, lost.sentence)
			}
			text, err := os.ReadFile(files[0])
			if err != nil {
				t.Fatal(err)
			}
			_, row, _ := strings.Cut(string(text), "\n")
			password, _, _ := strings.Cut(strings.TrimPrefix(row, "bob,"), ",")
			password = strings.ReplaceAll(strings.Trim(password, `"`), `""`, `"`)
			if !s.Check("bob", password) {
				t.Error("the password in the file is not the user's")
			}
			if info, err := os.Stat(files[0]); err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("the file is %v, %v", info.Mode(), err)
			}
		})
	}
}

func serving(t *testing.T, s *demoiam.Server) string {
	t.Helper()
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	return server.URL
}
