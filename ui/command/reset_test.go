//go:build unix

package command_test

import (
	"context"
	"encoding/json"
	"net/http"
	"os/exec"
	"regexp"
	"strings"
	"syscall"
	"testing"
)

// newPassword keeps the policy of the demo account and AWS's own.
const newPassword = "Tram-Kettle+49-Fjord"

// motoServer starts the mock of AWS named moto, an IAM that nobody here wrote, and returns its URL.
func motoServer(t *testing.T) string {
	t.Helper()
	var log output
	cmd := exec.CommandContext(t.Context(), tool(t, "moto_server"), "-H", "127.0.0.1", "-p", "0")
	cmd.Stdout, cmd.Stderr = &log, &log
	cmd.Env = environment(t, staticKeys()...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	if err := cmd.Start(); err != nil {
		t.Skipf("skipped: moto_server does not start: %v", err)
	}
	t.Cleanup(func() {
		_ = cmd.Cancel()
		_ = cmd.Wait()
	})
	log.shows(t, "Press CTRL+C")
	return regexp.MustCompile(`http://127\.0\.0\.1:\d+`).FindString(log.String())
}

// motoPassword is the console password that moto holds for a user.
func motoPassword(t *testing.T, server, user string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, server+"/moto-api/data.json", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	var data struct {
		IAM struct {
			User []struct{ Name, Password string }
		}
	}
	if err := json.NewDecoder(resp.Body).Decode(&data); err != nil {
		t.Fatal(err)
	}
	for _, u := range data.IAM.User {
		if u.Name == user {
			return u.Password
		}
	}
	t.Fatalf("moto has no user %s: %+v", user, data.IAM.User)
	return ""
}

// find filters the list to a user and opens the form, as an operator does.
func (x *terminal) find(user, typed, count string) {
	x.t.Helper()
	x.types("/" + typed)
	x.shows("/ "+typed, count)
	x.types(enter)
	x.shows("esc clears")
	x.types(enter)
	x.shows("Reset password for "+user, "New password")
}

func TestResetOnMoto(t *testing.T) {
	t.Parallel()
	tool(t, "aws")
	server := motoServer(t)
	aws(t, server, "iam", "create-user", "--user-name", "Alice")
	aws(t, server, "iam", "create-user", "--user-name", "Bob")
	aws(t, server, "iam", "create-login-profile", "--user-name", "Bob", "--password", "Initial-Password-1")

	x := start(t, 80, 24, environment(t, staticKeys()...), "--endpoint-url", server, "--region", "us-east-1")
	x.shows("Alice", "Bob", "123456789012") // moto's account: this is the right place
	x.taken()
	x.find("Bob", "bob", "1 of 2")
	x.guard(newPassword)
	x.types(newPassword, enter)
	x.types(newPassword)
	x.shows("✓ the same")
	x.types(enter)
	x.shows("Password changed for Bob")
	x.types(esc)
	x.shows("enter reset")
	x.types("q")
	x.ends(0)

	if got := motoPassword(t, server, "Bob"); got != newPassword {
		t.Errorf("the password in force is %q", got)
	}
	x.unseen()
	if got := x.stderr.String(); got != "" {
		t.Errorf("stderr: %s", got)
	}
}

func TestResetOnTheDemo(t *testing.T) {
	t.Parallel()
	x := start(t, 80, 24, environment(t), "--demo")
	x.shows("DEMO", "Bob", "60")
	x.taken()
	x.find("Bob", "bob", "3 of 60")
	x.guard(newPassword)
	for i := range newPassword { // one key at a time, so that each of them is drawn
		x.types(newPassword[i : i+1])
		x.shows(strings.Repeat("•", i+1))
	}
	x.types(tab, newPassword)
	x.shows("✓ the same")
	x.types(ctrl('s'))
	x.shows("Password changed for Bob", "https://acme-demo.signin.aws.amazon.com/console")
	x.types(esc)
	x.shows("enter reset")
	x.types("q")
	x.ends(0)
	x.unseen()
}

func TestGeneratedPasswordIsShownAndHidden(t *testing.T) {
	t.Parallel()
	x := start(t, 80, 24, environment(t), "--demo")
	x.shows("60", "Bob")
	x.find("Bob", "Bob", "3 of 60")
	x.types(ctrl('g'))
	x.shows("generated", "✓ the same")
	x.types(enter)
	x.shows("Password changed for Bob", "v show")

	x.types("q") // is no key here
	x.types(esc)
	x.shows("was neither shown nor copied", "y leave")
	x.types("n")
	x.hides("y leave")
	sent := len(x.bytes())
	x.types("v")
	password := shownPassword(t, x.shows("masked in"))
	if strings.Contains(string(x.bytes()[:sent]), password) {
		t.Error("the terminal had the password before it was asked for")
	}
	x.types("v")
	x.hides("masked in")
	x.hides(password)
	x.types(esc)
	x.shows("enter reset")
	x.types(ctrl('c'))
	x.ends(0)
	if strings.Contains(x.text(), password) {
		t.Error("the password stands on the screen after the program has ended")
	}
}

// shownPassword reads the password from the hand-over.
func shownPassword(t *testing.T, screen string) string {
	t.Helper()
	for line := range strings.Lines(screen) {
		if fields := strings.Fields(line); len(fields) > 1 && fields[0] == "Password" {
			if len(fields[1]) < 14 || strings.Contains(fields[1], "•") {
				t.Fatalf("this is no password of the demo's policy: %q", fields[1])
			}
			return fields[1]
		}
	}
	t.Fatalf("there is no password on the screen:\n%s", screen)
	return ""
}
