package command_test

import (
	"bytes"
	"encoding/base64"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"iampasswd/iamclient/demoiam"
)

// heldBack is an account that answers no change before it is released.
func heldBack(t *testing.T) (s *served, release func()) {
	t.Helper()
	account := dropinAccount()
	gate := make(chan struct{})
	s = serveAccount(t, account)
	s.wire.handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := r.ParseForm(); err == nil && strings.HasPrefix(r.PostForm.Get("Action"), "UpdateLogin") {
			<-gate
		}
		account.ServeHTTP(w, r)
	})
	release = func() {
		select {
		case <-gate:
		default:
			close(gate)
		}
	}
	t.Cleanup(release)
	return s, release
}

// hasArrived waits until a change is on its way.
func (s *served) hasArrived(t *testing.T) {
	t.Helper()
	eventually(t, func() bool { return strings.Contains(s.wire.String(), "UpdateLoginProfile") }, func() string { return "no request: " + s.wire.String() })
}

// traces are what the system shows of a process to others of the same user: its arguments and its environment, and those
// of the processes that it has started.
func traces(t *testing.T, pid int) []byte {
	t.Helper()
	var all []byte
	for _, name := range []string{"cmdline", "environ"} {
		text, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), name))
		if err != nil || len(text) == 0 {
			t.Fatalf("%s of a running process: %v", name, err)
		}
		all = append(all, text...)
	}
	children, err := filepath.Glob(filepath.Join("/proc", strconv.Itoa(pid), "task/*/children"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range children {
		if started, _ := os.ReadFile(file); len(started) > 0 {
			t.Errorf("it has started processes: %s", started)
		}
	}
	return all
}

// wantNone looks for a secret in all forms in which it might stand somewhere.
func wantNone(t *testing.T, where string, text []byte, secret string) {
	t.Helper()
	for _, form := range []string{
		secret, url.QueryEscape(secret), url.PathEscape(secret), strings.Trim(strconv.QuoteToASCII(secret), `"`),
		base64.StdEncoding.EncodeToString([]byte(secret)),
	} {
		if bytes.Contains(text, []byte(form)) {
			t.Errorf("%s: %q stands in %q", where, form, text)
		}
	}
}

// wantDebug checks that the wire was shown, and neither passwords nor credentials.
func wantDebug(t *testing.T, stderr string, secrets ...string) {
	t.Helper()
	for _, shown := range []string{"> POST http://127.0.0.1:", "Action=UpdateLoginProfile", "Password=[redacted]", "> Authorization: [redacted]", "< 200 OK"} {
		if !strings.Contains(stderr, shown) {
			t.Errorf("--debug does not show %q: %s", shown, stderr)
		}
	}
	for _, secret := range append(secrets, "wJalrXUtnFEMI", "AKIAIOSFODNN7EXAMPLE", "the-session-token") {
		wantNone(t, "--debug", []byte(stderr), secret)
	}
}

func TestDropinSecrecyOfStdin(t *testing.T) {
	t.Parallel()
	s, release := heldBack(t)
	cmd := detached(t.Context(), t, s.env(t, "AWS_SESSION_TOKEN=the-session-token"), append(resetsBob, "--password-stdin", "--debug")...)
	var out, errs output
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(newPassword+"\n"), &out, &errs
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	s.hasArrived(t)
	wantNone(t, "/proc", traces(t, cmd.Process.Pid), newPassword)
	release()
	if err := cmd.Wait(); err != nil || !s.Check("bob", newPassword) {
		t.Fatal(err, errs.String())
	}
	if out.String() != "" {
		t.Errorf("stdout: %s", out.String())
	}
	wantDebug(t, errs.String(), newPassword)
}

func TestDropinSecrecyOfThePrompt(t *testing.T) {
	t.Parallel()
	s, release := heldBack(t)
	x := start(t, 80, 24, s.env(t, "AWS_SESSION_TOKEN=the-session-token"), append(resetsBob, "--password-prompt", "--debug")...)
	x.guard(newPassword)
	x.asks(asksNew)
	x.types(newPassword, enter)
	x.asks(asksAgain)
	x.types(newPassword, enter)
	s.hasArrived(t)
	wantNone(t, "/proc", traces(t, x.cmd.Process.Pid), newPassword)
	release()
	x.ends(0)
	x.unseen()
	if !s.Check("bob", newPassword) {
		t.Error("bob has another password")
	}
	wantDebug(t, x.stderr.String(), newPassword)
}

func TestDropinSecrecyOfTheGenerator(t *testing.T) {
	t.Parallel()
	s, release := heldBack(t)
	s.SetPolicy(&demoiam.Policy{MinimumLength: 20})
	cmd := detached(t.Context(), t, s.env(t, "AWS_SESSION_TOKEN=the-session-token"), append(resetsBob, "--generate-password", "--debug")...)
	var out, errs output
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	s.hasArrived(t)
	seen := traces(t, cmd.Process.Pid)
	if early := out.String(); early != "" {
		t.Errorf("it printed %q before AWS had taken it", early)
	}
	release()
	if err := cmd.Wait(); err != nil {
		t.Fatal(err, errs.String())
	}
	password := generatedAlone(t, ran{stdout: out.String(), stderr: errs.String()})
	if !s.Check("bob", password) || len(password) != 20 {
		t.Errorf("%q is not bob's password", password)
	}
	wantNone(t, "/proc", seen, password)
	wantDebug(t, errs.String(), password)
}

// An error, whichever, repeats no password that was given safely.
func TestDropinSecrecyOfErrors(t *testing.T) {
	t.Parallel()
	for _, f := range []demoiam.Fault{
		{Code: "PasswordPolicyViolation"}, {Code: "AccessDenied"}, {Code: "ServiceFailure"}, {HTML: "<html></html>"}, {Drop: demoiam.DropAfter},
	} {
		s := serveAccount(t, dropinAccount())
		s.Inject(f)
		got := piped(t, s.env(t, "AWS_MAX_ATTEMPTS=1"), heldPassword+"\n"+newPassword, "change-password", "--password-stdin", "--debug")
		if got.code == 0 || got.stderr == "" || got.stdout != "" {
			t.Errorf("%+v", got)
		}
		for _, secret := range []string{newPassword, heldPassword} {
			wantNone(t, "stderr", []byte(got.stderr), secret)
		}
	}
}
