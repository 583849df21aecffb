//go:build unix

package command_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"iampasswd/iamclient/demoiam"
	"iampasswd/iamclient/history"
)

// placeOf is where the history of an environment is.
func placeOf(env []string) string {
	return history.Place(func(name string) string { return value(env, name) })
}

// recorded are the entries of the history of an environment.
func recorded(t *testing.T, env []string) []history.Entry {
	t.Helper()
	entries, err := history.At(placeOf(env)).Entries()
	if err != nil {
		t.Fatal(err)
	}
	return entries
}

func TestDropinHistory(t *testing.T) {
	t.Parallel()
	s := serveAccount(t, dropinAccount())
	s.Inject(demoiam.Fault{Action: "UpdateLoginProfile", Code: "Throttling", Times: 1})
	env := s.env(t)
	piped(t, env, newPassword, append(resetsBob, "--password-stdin", "--password-reset-required", "--reason", "INC-4711")...).want(t, 0, "", "")
	piped(t, env, newPassword, "update-login-profile", "--user-name", "nobody", "--password-stdin")
	entries := recorded(t, env)
	if len(entries) != 2 || s.wire.whose != 2 {
		t.Fatalf("%+v, and the caller was asked for %d times", entries, s.wire.whose)
	}
	done, refused := entries[1], entries[0]
	if done.Outcome != history.Done || done.Target != "bob" || done.Reason != "INC-4711" || done.Attempts != 2 || !*done.ResetRequired ||
		done.Account != "123456789012" || done.CallerName() != "admin" || done.Profile != "(environment)" || done.RequestID == "" {
		t.Errorf("%+v", done)
	}
	if refused.Outcome != history.Refused || refused.Error != "NoSuchEntity" || refused.Target != "nobody" || refused.Account != "123456789012" {
		t.Errorf("%+v", refused)
	}
	content, err := os.ReadFile(placeOf(env))
	if err != nil || strings.Contains(string(content), newPassword) || strings.Count(string(content), "\n") != 4 {
		t.Errorf("%s, %v", content, err)
	}
}

// A script that worked without a home directory goes on working, and asks for nothing more than the AWS CLI does.
func TestDropinWithoutAPlaceForHistory(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ home, says string }{
		{"HOME=", "neither XDG_STATE_HOME nor HOME says where"},
		{"HOME=" + file, "not a directory"},
	} {
		s := serveAccount(t, dropinAccount())
		got := piped(t, s.env(t, c.home), "", append(resetsBob, "--password-reset-required")...)
		got.says(t, "iampasswd: no history is kept of this: ", c.says)
		if got.code != 0 || got.stdout != "" || s.wire.whose != 0 {
			t.Errorf("%+v, and the caller was asked for %d times", got, s.wire.whose)
		}
		s.wantActions(t, "UpdateLoginProfile")
	}
}

// A history that is there and cannot be written stops the change before it is sent.
func TestDropinHistoryThatCannotBeWritten(t *testing.T) {
	t.Parallel()
	s := serveAccount(t, dropinAccount())
	env := s.env(t)
	if err := os.MkdirAll(placeOf(env), 0o700); err != nil { // a directory, which stops root too
		t.Fatal(err)
	}
	got := piped(t, env, "", append(resetsBob, "--generate-password")...)
	oneSentence(t, got.stderr, "nothing was sent, for the history cannot be written", placeOf(env), "XDG_STATE_HOME")
	if got.code != 255 || got.stdout != "" {
		t.Errorf("%+v", got)
	}
	s.wantActions(t, "GetAccountPasswordPolicy")
	oneSentence(t, piped(t, env, "", "history").stderr, "cannot be read", placeOf(env))
}

// What was under way when the program was killed is neither lost nor called done.
func TestDropinHistoryOfAKilledProgram(t *testing.T) {
	t.Parallel()
	s := serveAccount(t, dropinAccount())
	s.Inject(demoiam.Fault{Action: "UpdateLoginProfile", Latency: 2 * patience})
	env := s.env(t)
	cmd := detached(t.Context(), t, env, append(resetsBob, "--password", newPassword)...)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	eventually(t, func() bool { return strings.Contains(s.wire.String(), "UpdateLoginProfile") }, s.wire.String)
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	if entries := recorded(t, env); len(entries) != 1 || entries[0].Outcome != history.Started || entries[0].Target != "bob" {
		t.Errorf("%+v", entries)
	}
	if got := piped(t, env, "", "history"); !strings.Contains(got.stdout, "unknown: under way, or the program ended first") {
		t.Errorf("%+v", got)
	}
}

// --reason shortens nothing of what the AWS CLI takes, and is not shortened itself.
func TestDropinReason(t *testing.T) {
	t.Parallel()
	s := serveAccount(t, dropinAccount())
	env := s.env(t)
	update := append(slices.Clone(resetsBob), "--password-reset-required")
	piped(t, env, "", append(update, "--re", "eu-west-1", "--r=eu-west-1", "--reason=a b")...).want(t, 0, "", "")
	piped(t, env, "", append([]string{"--reason", "c"}, update...)...).want(t, 0, "", "")
	piped(t, env, "", append(update, "--reas", "x")...).says(t, "Unknown options: --reas")
	for _, bad := range []string{strings.Repeat("x", 201), "two\nlines", "\xff"} {
		if got := piped(t, env, "", append(update, "--reason", bad)...); got.code != 252 || !strings.Contains(got.stderr, "on one line at most") {
			t.Errorf("%+v", got)
		}
	}
	if e := recorded(t, env); len(e) != 2 || e[0].Reason != "c" || e[1].Reason != "a b" {
		t.Errorf("%+v", e)
	}
}

func TestHistoryCommand(t *testing.T) {
	t.Parallel()
	env := environment(t, "TZ=UTC")
	place := placeOf(env)
	if got := run(t, env, "history"); got.code != 0 || got.stdout != "Nothing was changed yet: there is no entry in "+place+".\n" {
		t.Errorf("%+v", got)
	}
	run(t, env, "history", "--output", "json").want(t, 0, "[]\n", "")
	if err := os.MkdirAll(filepath.Dir(place), 0o700); err != nil {
		t.Fatal(err)
	}
	const lines = `{"id":"A","time":"2026-03-01T08:00:00Z","account":"123456789012","caller":"arn:aws:iam::123456789012:user/helpdesk/alice","operation":"UpdateLoginProfile","target":"Bob","sets_password":true,"outcome":"started"}
{"id":"A","time":"2026-03-01T08:00:00Z","account":"123456789012","caller":"arn:aws:iam::123456789012:user/helpdesk/alice","operation":"UpdateLoginProfile","target":"Bob","sets_password":true,"reason":"INC-1","verified":"mfa","outcome":"done"}
{"id":"B","time":"2026-03-02T08:00:00Z","operation":"CreateLoginProfile","target":"nina\u001b[31m\u009b\ud83d\ude00\udb40\udc01","sets_password":true,"outcome":"started"}
{"id":"torn","time":"2026-03-0`
	if err := os.WriteFile(place, []byte(lines), 0o600); err != nil {
		t.Fatal(err)
	}
	const heading = "TIME                 ACCOUNT       CALLER          CHANGE           FOR        OUTCOME                           VERIFIED  REASON\n"
	run(t, env, "history").want(t, 0, heading+
		"2026-03-02 08:00:00  –             –               create password  nina[31m😀  unknown: the program ended first  –         \n"+
		"2026-03-01 08:00:00  123456789012  helpdesk/alice  reset password   Bob        done                              mfa       INC-1\n", "")
	if got := run(t, env, "history", "--output", "json"); !strings.Contains(got.stdout, `"nina\u001b[31m\u009b😀\udb40\udc01"`) {
		t.Errorf("what a terminal would obey: %q", got.stdout)
	}
	for args, want := range map[string][]string{
		"--user BOB":                        {"A"},
		"--user nobody":                     {},
		"--since 2026-03-02":                {"B"},
		"--since 2026-03-01T09:00:00+01:00": {"B", "A"},
		"--since 0h":                        {},
		"--since 30000d --user bob":         {"A"},
	} {
		got := run(t, env, append([]string{"history", "--output", "json"}, strings.Fields(args)...)...)
		var entries []struct {
			history.Entry
			Ending string
		}
		if err := json.Unmarshal([]byte(got.stdout), &entries); err != nil || len(entries) != len(want) {
			t.Fatalf("%s: %+v", args, got)
		}
		for i := range want {
			if entries[i].ID != want[i] || entries[i].Ending == "" {
				t.Errorf("%s: %+v", args, entries)
			}
		}
	}
	run(t, env, "history", "--user", "nobody").want(t, 0, "No change matches, of 2 in "+place+".\n", "")
	for args, words := range map[string][]string{
		"--since yesterday": {"--since takes a date such as 2026-11-01", `"yesterday"`},
		"--since -5h":       {"--since takes a date"},
		"--output yaml":     {"--output takes text or json", `"yaml"`},
		"extra":             {`"extra"`},
	} {
		got := run(t, env, append([]string{"history"}, strings.Fields(args)...)...)
		oneSentence(t, got.stderr, words...)
		if got.code != 252 {
			t.Errorf("%s: %+v", args, got)
		}
	}
	nowhere := run(t, append(env, "HOME="), "history")
	oneSentence(t, nowhere.stderr, "neither XDG_STATE_HOME nor HOME")
	if got, _ := completions(t, env, "history", "--user", "b"); len(got) != 1 || got[0] != "Bob" {
		t.Errorf("users: %q", got)
	}
}

// What is done in the UI is in the history too, and what is done in the demo is in none.
func TestHistoryOfTheUI(t *testing.T) {
	t.Parallel()
	s := serveAccount(t, dropinAccount())
	env := s.env(t, "TZ=UTC")
	configure(t, env, "[reason]\nrequired = true\n[accounts.123456789012]\nname = 'ACME'\ncolour = 'red'")
	x := start(t, 80, 24, env)
	x.shows("ACME", "bob")
	x.types("/bob", enter)
	x.shows("esc clears")
	x.types(enter)
	x.shows("Reset password for bob")
	x.guard(newPassword)
	x.types(newPassword, tab, newPassword, enter)
	x.shows("bob would be locked out")
	x.types(enter) // chosen
	x.shows("Ticket or reason")
	x.types("INC-4711", enter)
	x.shows("Password changed for bob")
	x.types(esc)
	x.shows("enter reset")
	x.types("H")
	x.shows("History", "ACME", "reset password", "✓ done", "reason INC-4711 · by admin")
	x.types(esc)
	x.shows("enter reset")
	x.types("q")
	x.ends(0)
	x.unseen()
	if e := recorded(t, env); len(e) != 1 || e[0].Outcome != history.Done || e[0].Reason != "INC-4711" || e[0].CallerName() != "admin" {
		t.Errorf("%+v", e)
	}

	env = environment(t)
	x = start(t, 80, 24, env, "--demo")
	x.shows("60", "Bob")
	x.find("Bob", "bob", "3 of 60")
	x.types(newPassword, tab, newPassword, enter)
	x.shows("Password changed for Bob")
	x.types(esc)
	x.shows("enter reset")
	x.types("H")
	x.shows("! not kept", "Bob", "✓ done")
	x.types(ctrl('c'))
	x.ends(0)
	if _, err := os.Stat(filepath.Dir(filepath.Dir(placeOf(env)))); !os.IsNotExist(err) {
		t.Errorf("the demo left something: %v", err)
	}
}

// --config is there to try guard rails in the demo, which reads no file of its own.
func TestDemoWithGuardRails(t *testing.T) {
	t.Parallel()
	env := environment(t)
	configure(t, env, "not = 'read'")
	file := filepath.Join(t.TempDir(), "try.toml")
	if err := os.WriteFile(file, []byte("[[protected]]\nname = 'bob'\nreason = 'Ask Eve.'"), 0o600); err != nil {
		t.Fatal(err)
	}
	x := start(t, 80, 24, env, "--demo", "--config", file)
	x.shows("60", "Bob")
	x.types("/bob", enter)
	x.shows("esc clears")
	x.types(enter)
	x.shows("Protected", "Ask Eve.")
	x.types(ctrl('c'))
	x.ends(0)
}
