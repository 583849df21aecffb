//go:build unix

package command_test

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"iampasswd/iamclient/demoiam"
)

const (
	lineEndNote = "iampasswd: one line end at the end of the password was left out\n"
	outcomeNote = "\niampasswd: the outcome is unknown: the change may have been made, for an attempt was sent whose answer got lost." +
		" Keep the password until you know.\n"
)

func TestDropinStdin(t *testing.T) {
	t.Parallel()
	reset := func(password string) string {
		return request("UpdateLoginProfile", "Password", password, "UserName", "bob")
	}
	change := request("ChangePassword", "NewPassword", newPassword, "OldPassword", heldPassword)
	const (
		tooShort = "\nParameter validation failed:\nInvalid length for parameter Password, value: 0, valid min length: 1\n"
		control  = "iampasswd: the password has a control character in it, which nobody can type when signing in\n"
	)
	for _, c := range []struct {
		name, stdin string
		args        []string
		requests    string
		code        int
		stderr      string
	}{
		{"no line end", newPassword, resetsBob, reset(newPassword), 0, ""},
		{"a line end", newPassword + "\n", resetsBob, reset(newPassword), 0, lineEndNote},
		{"a line end of Windows", newPassword + "\r\n", resetsBob, reset(newPassword), 0, lineEndNote},
		{"two line ends", newPassword + "\n\n", resetsBob, reset(newPassword + "\n"), 0, lineEndNote + control},
		{"a lone carriage return", newPassword + "\r", resetsBob, reset(newPassword + "\r"), 0, control},
		{"characters of Latin-1", "Trâm-Këttle+49", resetsBob, reset("Trâm-Këttle+49"), 0, ""},
		{"spaces", " T R A M kettle 4 ", resetsBob, reset(" T R A M kettle 4 "), 0, "iampasswd: the password begins or ends with a space\n"},
		{"like a file", "file://Tram-Kettle+49", resetsBob, reset("file://Tram-Kettle+49"), 0, ""},
		{"nothing", "", resetsBob, "", 252, tooShort},
		{"a line end alone", "\n", resetsBob, "", 252, lineEndNote + tooShort},
		{"not UTF-8", "Tram\xff", resetsBob, "", 252, "iampasswd: the password on standard input is not UTF-8 text.\n"},
		{
			"no end in sight", strings.Repeat("Aa1!", 300_000), resetsBob, "", 252,
			"iampasswd: standard input has more than 1048576 bytes: that is not meant for iampasswd.\n",
		},
		{
			"over the JSON", newPassword, []string{"update-login-profile", "--cli-input-json", `{"UserName":"bob","Password":7,"PasswordResetRequired":false}`},
			request("UpdateLoginProfile", "Password", newPassword, "PasswordResetRequired", "false", "UserName", "bob"), 0, "",
		},
		{"both passwords", heldPassword + "\n" + newPassword, []string{"change-password"}, change, 0, ""},
		{"both passwords, line ends", heldPassword + "\r\n" + newPassword + "\n", []string{"change-password"}, change, 0, lineEndNote},
		{"the new one", newPassword, []string{"change-password", "--old-password", heldPassword}, change, 0, ""},
		{
			"one line for two", newPassword, []string{"change-password"}, "", 252,
			"iampasswd: --password-stdin wants two lines: the current password, then the new one.\n",
		},
		{"an empty second line", heldPassword + "\n", []string{"change-password"}, "", 252, strings.Replace(tooShort, "Password", "NewPassword", 1)},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := serveAccount(t, dropinAccount())
			piped(t, s.env(t), c.stdin, append(slices.Clip(c.args), "--password-stdin")...).want(t, c.code, "", c.stderr)
			s.wantRequests(t, c.requests)
		})
	}
}

// There is one place for the password to come from.
func TestDropinSourcesClash(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ args, says string }{
		{"--password x --password-stdin", "--password and --password-stdin both say what the password is: give one of them.\n"},
		{"--password-stdin --password=x", "--password and --password-stdin both say what the password is"},
		{"--password x --password-prompt", "--password and --password-prompt both say"},
		{"--password x --generate-password", "--password and --generate-password both say"},
		{"--password-stdin --password-prompt", "--password-stdin and --password-prompt both say"},
		{"--password-stdin --generate-password", "--password-stdin and --generate-password both say"},
		{"--password-prompt --generate-password", "--password-prompt and --generate-password both say"},
		{"--password-stdin --cli-input-json -", "--password-stdin and --cli-input-json - both read standard input: give one of them.\n"},
		{"--password-std", "Unknown options: --password-std\n"}, // no script may come to depend on what is short for ours
		{"--password-stdin=x", "argument --password-stdin: takes no value\n"},
	} {
		t.Run(c.args, func(t *testing.T) {
			t.Parallel()
			s := serveAccount(t, dropinAccount())
			got := piped(t, s.env(t), newPassword, append(resetsBob[:3:3], strings.Fields(c.args)...)...)
			got.says(t, "iampasswd: "+c.says)
			if got.code != 252 || got.stdout != "" {
				t.Errorf("%+v", got)
			}
			s.wantRequests(t)
		})
	}
	s := serveAccount(t, dropinAccount())
	piped(t, s.env(t), newPassword, "update-account-password-policy", "--generate-password").
		want(t, 252, "", "iampasswd: Unknown options: --generate-password\n")
	s.wantRequests(t)
}

// A terminal would show what is typed into it.
func TestDropinStdinIsNoTerminal(t *testing.T) {
	t.Parallel()
	s := serveAccount(t, dropinAccount())
	x := start(t, 80, 24, s.env(t), append(resetsBob, "--password-stdin")...)
	x.ends(252)
	s.wantRequests(t)
	x.stderr.shows(t, "--password-prompt asks unseen")
}

// Who waits for standard input can be stopped.
func TestDropinStdinInterrupted(t *testing.T) {
	t.Parallel()
	s := serveAccount(t, dropinAccount())
	cmd := detached(t.Context(), t, s.env(t), append(resetsBob, "--password-stdin")...)
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	// More than fits into a pipe: when it is written, the program reads, and waits for the end.
	if _, err := io.WriteString(stdin, strings.Repeat("Tram", 64<<10)); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	if code := cmd.ProcessState.ExitCode(); code != 130 {
		t.Errorf("it ended with %d (%s)", code, cmd.ProcessState)
	}
	s.wantRequests(t)
}

func TestDropinGenerate(t *testing.T) {
	t.Parallel()
	policy := &demoiam.Policy{MinimumLength: 24, RequireSymbols: true, RequireNumbers: true, RequireUppercase: true, RequireLowercase: true}
	for _, c := range []struct {
		name    string
		setup   func(*demoiam.Server)
		args    []string
		user    string
		length  int
		actions []string
		stderr  string
	}{
		{"by the policy", func(s *demoiam.Server) { s.SetPolicy(policy) }, resetsBob, "bob", 24, []string{"GetAccountPasswordPolicy", "UpdateLoginProfile"}, ""},
		{"without a policy", nil, resetsBob, "bob", 16, []string{"GetAccountPasswordPolicy", "UpdateLoginProfile"}, ""},
		{
			"the policy is denied", fault(demoiam.Fault{Action: "GetAccountPasswordPolicy", Code: "AccessDenied"}), resetsBob, "bob", 16,
			[]string{"GetAccountPasswordPolicy", "UpdateLoginProfile"},
			"iampasswd: the account's password policy cannot be read (AccessDenied); the password keeps AWS's default one\n",
		},
		{
			"create", nil, []string{"create-login-profile", "--user-name", "nina", "--password-reset-required"}, "nina", 16,
			[]string{"GetAccountPasswordPolicy", "CreateLoginProfile"}, "",
		},
		{
			"change", nil, []string{"change-password", "--old-password", heldPassword}, "admin", 16,
			[]string{"GetAccountPasswordPolicy", "ChangePassword"}, "",
		},
		{
			"the second attempt", fault(demoiam.Fault{Action: "UpdateLoginProfile", Drop: demoiam.DropAfter, Times: 1}), resetsBob, "bob", 16,
			[]string{"GetAccountPasswordPolicy", "UpdateLoginProfile", "UpdateLoginProfile"}, "",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := serveAccount(t, dropinAccount())
			if c.setup != nil {
				c.setup(s.Server)
			}
			got := piped(t, s.env(t), "", append(slices.Clip(c.args), "--generate-password")...)
			password := generatedAlone(t, got)
			if got.code != 0 || got.stderr != c.stderr || len(password) != c.length {
				t.Errorf("%+v", got)
			}
			s.wantActions(t, c.actions...)
			if !s.Check(c.user, password) {
				t.Errorf("what was printed is not the password of %s", c.user)
			}
		})
	}
}

// generatedAlone is the password on stdout, on which there is nothing else.
func generatedAlone(t *testing.T, r ran) string {
	t.Helper()
	password, ok := strings.CutSuffix(r.stdout, "\n")
	if !ok || strings.ContainsAny(password, " \t\r\n") || password == "" {
		t.Fatalf("stdout should be a password and a line end: %q, and it said %q", r.stdout, r.stderr)
	}
	return password
}

// What AWS has refused is no password.
func TestDropinGenerateRefused(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		fault demoiam.Fault
		user  string
		code  int
		says  string
	}{
		{"no such user", demoiam.Fault{Action: "nothing"}, "nobody", 254, "\nAn error occurred (NoSuchEntity) when calling the UpdateLoginProfile operation: "},
		{"denied", demoiam.Fault{Action: "UpdateLoginProfile", Code: "AccessDenied"}, "bob", 254, "\nAn error occurred (AccessDenied) when calling"},
		{"throttled", demoiam.Fault{Action: "UpdateLoginProfile", Code: "Throttling"}, "bob", 254, "(reached max retries: 1)"},
		{"policy", demoiam.Fault{Action: "UpdateLoginProfile", Code: "PasswordPolicyViolation"}, "bob", 254, "PasswordPolicyViolation"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := serveAccount(t, dropinAccount())
			s.Inject(c.fault)
			got := piped(t, s.env(t, "AWS_MAX_ATTEMPTS=2"), "", "update-login-profile", "--user-name", c.user, "--generate-password")
			got.says(t, c.says)
			if got.code != c.code || got.stdout != "" {
				t.Errorf("%+v", got)
			}
		})
	}
	t.Run("nobody listens", func(t *testing.T) {
		t.Parallel()
		got := piped(t, environment(t, append(staticKeys(), "AWS_ENDPOINT_URL=http://127.0.0.1:1", "AWS_MAX_ATTEMPTS=1")...), "",
			append(resetsBob, "--generate-password")...)
		if got.code != 255 || got.stdout != "" {
			t.Errorf("%+v", got)
		}
	})
}

// What AWS may have is printed, for it may be the user's password now.
func TestDropinGenerateUnknown(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		faults []demoiam.Fault // the last one is met first
		holds  bool
		says   string
	}{
		{"no answer", []demoiam.Fault{{Drop: demoiam.DropAfter}}, true, "\n"},
		{"nothing done", []demoiam.Fault{{Drop: demoiam.DropBefore}}, false, "\n"},
		{"no answer, then a refusal", []demoiam.Fault{{Code: "AccessDenied"}, {Drop: demoiam.DropAfter, Times: 1}}, true, "\nAn error occurred (AccessDenied) when calling"},
		{"server errors", []demoiam.Fault{{Code: "ServiceFailure"}}, false, "\nAn error occurred (ServiceFailure) when calling"},
		{"a proxy's page", []demoiam.Fault{{HTML: "<html></html>", Status: 200}}, false, "which is no answer of AWS"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := serveAccount(t, dropinAccount())
			for _, f := range c.faults {
				f.Action = "UpdateLoginProfile"
				s.Inject(f)
			}
			got := piped(t, s.env(t, "AWS_MAX_ATTEMPTS=2"), "", append(resetsBob, "--generate-password")...)
			password := generatedAlone(t, got)
			got.says(t, c.says, outcomeNote)
			if got.code != 255 || s.Check("bob", password) != c.holds {
				t.Errorf("%+v, and bob has it: %t", got, !c.holds)
			}
		})
	}
}

// A password that cannot be printed is saved, and the place is said.
func TestDropinGenerateOntoAFullDisk(t *testing.T) {
	t.Parallel()
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skipf("skipped: %v", err)
	}
	defer func() { _ = full.Close() }()
	s := serveAccount(t, dropinAccount())
	cmd := detached(t.Context(), t, s.env(t), append(resetsBob, "--generate-password")...)
	var errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = full, &errs
	_ = cmd.Run()
	if code := cmd.ProcessState.ExitCode(); code != 255 || !strings.Contains(errs.String(), "bob_credentials.csv, which only you may read") {
		t.Errorf("%d: %s", code, &errs)
	}
}

// Only somebody who sits there needs to be told that others can see the password.
func TestDropinWarnsOfArguments(t *testing.T) {
	t.Parallel()
	s := serveAccount(t, dropinAccount())
	const warning = " can be seen in the process list and the shell's history; --password-prompt is safer"
	for _, c := range []struct{ command, want string }{
		{"update-login-profile --user-name bob --password Tram-Kettle+49", "iampasswd: --password" + warning},
		{"change-password --old-password " + heldPassword + " --new-password Tram-Kettle+49", "iampasswd: --old-password and --new-password" + warning},
		{`update-login-profile --cli-input-json {"UserName":"bob","Password":"Tram-Kettle+50"}`, "iampasswd: --cli-input-json" + warning},
		{"update-login-profile --user-name bob --password-reset-required", ""},
		{`update-login-profile --cli-input-json {"UserName":"bob"}`, ""},
		{"update-login-profile --user-name bob --password file://pw", ""},
		{"update-login-profile --user-name bob --generate-password", ""},
	} {
		t.Run(c.command, func(t *testing.T) {
			env := s.env(t)
			if err := os.WriteFile(filepath.Join(value(env, "HOME"), "pw"), []byte(newPassword), 0o600); err != nil {
				t.Fatal(err)
			}
			args := strings.Fields(c.command)
			quiet := exec.CommandContext(t.Context(), binary(t), args...)
			quiet.Env, quiet.Dir = env, value(env, "HOME")
			if out, err := quiet.CombinedOutput(); err != nil || strings.Contains(string(out), warning) {
				t.Errorf("without a terminal: %v, %s", err, out)
			}
			if strings.HasPrefix(c.command, "change") {
				s.Add(demoiam.User{Name: "admin", Console: true, Password: heldPassword, Policies: []string{"IAMUserChangePassword"}})
			}
			x := startCommand(t, 200, 24, env, "/bin/sh", append([]string{"-c", `exec "$0" "$@" 2>&1`, binary(t)}, args...)...)
			x.ends(0)
			if got := strings.Count(x.text(), warning); got != min(1, len(c.want)) || !strings.Contains(x.text(), c.want) {
				t.Errorf("on a terminal:\n%s", x.text())
			}
		})
	}
}
