//go:build unix

package command_test

import (
	"bytes"
	"context"
	"errors"
	"net/http/httptest"
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"testing"

	"iampasswd/iamclient/demoiam"
)

// served is an account on a port of this machine.
type served struct {
	*demoiam.Server
	url  string
	wire *recorder
}

func serveAccount(t testing.TB, account *demoiam.Server) *served {
	t.Helper()
	wire := &recorder{handler: account}
	server := httptest.NewServer(wire)
	t.Cleanup(server.Close)
	return &served{account, server.URL, wire}
}

// env is an environment that leads to the account.
func (s *served) env(t *testing.T, more ...string) []string {
	t.Helper()
	return environment(t, append(append(staticKeys(), "AWS_ENDPOINT_URL="+s.url), more...)...)
}

// Calls are those of IAM. Who asks is asked for the history, at a time of its own.
func (s *served) Calls() []demoiam.Call {
	return slices.DeleteFunc(s.Server.Calls(), func(c demoiam.Call) bool { return c.Action == "GetCallerIdentity" })
}

// wantRequests fails unless these requests arrived, and no others.
func (s *served) wantRequests(t *testing.T, want ...string) {
	t.Helper()
	if got := s.wire.String(); got != strings.Join(want, "") {
		t.Errorf("requests %q\nwant     %q", got, want)
	}
}

// wantActions fails unless requests of these actions arrived, and no others.
func (s *served) wantActions(t *testing.T, want ...string) {
	t.Helper()
	var got []string
	for _, call := range s.Calls() {
		got = append(got, call.Action)
	}
	if strings.Join(got, " ") != strings.Join(want, " ") {
		t.Errorf("requests %q, want %q", got, want)
	}
}

// piped runs the program without a terminal, with a text on its standard input.
func piped(t *testing.T, env []string, stdin string, args ...string) ran {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	cmd := detached(ctx, t, env, args...)
	cmd.Stdin = strings.NewReader(stdin)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil && !errors.As(err, new(*exec.ExitError)) || ctx.Err() != nil {
		t.Fatal(err, ctx.Err())
	}
	return ran{cmd.ProcessState.ExitCode(), out.String(), errs.String()}
}

// detached is the program in a session of its own, so that the terminal of whoever runs the tests is none of it.
func detached(ctx context.Context, t *testing.T, env []string, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.CommandContext(ctx, binary(t), args...)
	cmd.Env = env
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	return cmd
}

// want fails unless a run ended with that code and wrote exactly that.
func (r ran) want(t *testing.T, code int, stdout, stderr string) {
	t.Helper()
	if r.code != code || r.stdout != stdout || r.stderr != stderr {
		t.Errorf("it ended with %d, wrote %q and said %q\nwant            %d, %q and %q", r.code, r.stdout, r.stderr, code, stdout, stderr)
	}
}

// says fails unless stderr has all of these in it.
func (r ran) says(t *testing.T, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if !strings.Contains(r.stderr, text) {
			t.Errorf("%q lacks %q", r.stderr, text)
		}
	}
}

var resetsBob = []string{"update-login-profile", "--user-name", "bob"}
