//go:build unix

package command_test

import (
	"reflect"
	"strings"
	"syscall"
	"testing"

	"github.com/charmbracelet/x/term"

	"iampasswd/iamclient/demoiam"
)

// asks waits for a prompt, and until nothing that is typed is shown.
func (x *terminal) asks(prompt string) {
	x.t.Helper()
	x.until(prompt+" and no echo", func(screen string) bool {
		return strings.HasSuffix(strings.TrimRight(screen, " \n"), strings.TrimRight(prompt, " ")) && !reflect.DeepEqual(x.line(), x.modes)
	})
}

const (
	asksCurrent = "Current password: "
	asksNew     = "New password: "
	asksAgain   = "New password again: "
)

func TestDropinPrompt(t *testing.T) {
	t.Parallel()
	s := serveAccount(t, dropinAccount())
	x := start(t, 80, 24, s.env(t), append(resetsBob, "--password-prompt", "--password-reset-required")...)
	x.guard(newPassword)
	x.asks(asksNew)
	x.types(newPassword, enter)
	x.asks(asksAgain)
	x.types(newPassword, enter)
	x.ends(0)
	x.unseen()
	s.wantRequests(t, request("UpdateLoginProfile", "Password", newPassword, "PasswordResetRequired", "true", "UserName", "bob"))
	if got := x.stderr.String(); got != "" {
		t.Errorf("stderr: %s", got)
	}
}

func TestDropinPromptMismatch(t *testing.T) {
	t.Parallel()
	s := serveAccount(t, dropinAccount())
	x := start(t, 80, 24, s.env(t), append(resetsBob, "--password-prompt")...)
	x.guard(newPassword)
	x.asks(asksNew)
	x.types(newPassword, enter)
	x.asks(asksAgain)
	x.types(newPassword, "x", enter)
	x.ends(252)
	x.unseen()
	s.wantRequests(t)
	if got := x.stderr.String(); got != "iampasswd: the two passwords are not the same; nothing was sent.\n" {
		t.Errorf("stderr: %s", got)
	}
}

func TestDropinPromptEmpty(t *testing.T) {
	t.Parallel()
	s := serveAccount(t, dropinAccount())
	x := start(t, 80, 24, s.env(t), append(resetsBob, "--password-prompt")...)
	x.asks(asksNew)
	x.types(enter)
	x.asks(asksAgain)
	x.types(enter)
	x.ends(252)
	s.wantRequests(t)
	x.stderr.shows(t, "\nParameter validation failed:\nInvalid length for parameter Password, value: 0, valid min length: 1\n")
}

// A terminal that does not speak UTF-8 would send another password than was typed.
func TestDropinPromptNotUTF8(t *testing.T) {
	t.Parallel()
	s := serveAccount(t, dropinAccount())
	x := start(t, 80, 24, s.env(t), append(resetsBob, "--password-prompt")...)
	x.asks(asksNew)
	x.types("Tram-K\xebttle+49", enter)
	x.ends(252)
	s.wantRequests(t)
	x.stderr.shows(t, "is not UTF-8 text")
}

// A character that no one sees, and a key that types none, would make another password than the person means.
func TestDropinPromptUnseeable(t *testing.T) {
	t.Parallel()
	for typed, name := range map[string]string{
		"Tram-Kettle\u00ad+49": "U+00AD SOFT HYPHEN", "Tram-Kettle\u00a0+49": "U+00A0 NO-BREAK SPACE",
		"Tram-Kettle\u200b+49": "U+200B ZERO WIDTH SPACE", "Tram-Kettle\x1b[D+49": "U+001B ESCAPE",
	} {
		s := serveAccount(t, dropinAccount())
		x := start(t, 80, 24, s.env(t), append(resetsBob, "--password-prompt")...)
		x.asks(asksNew)
		x.types(typed, enter)
		x.ends(252)
		s.wantRequests(t)
		x.stderr.shows(t, "what was typed has "+name+" in it")
	}
}

// Whatever ends it at whichever prompt, the terminal is as it was and nothing was sent.
func TestDropinPromptBrokenOff(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		args    []string
		prompts []string
	}{
		{"the first", append(resetsBob, "--password-prompt"), []string{asksNew}},
		{"the second", append(resetsBob, "--password-prompt"), []string{asksNew, asksAgain}},
		{"the current one", []string{"change-password", "--password-prompt"}, []string{asksCurrent}},
		{"the new one", []string{"change-password", "--password-prompt"}, []string{asksCurrent, asksNew}},
	} {
		for name, breakOff := range map[string]func(*terminal) int{
			"ctrl+c":  func(x *terminal) int { x.types(newPassword[:10], ctrl('c')); return 130 },
			"SIGTERM": func(x *terminal) int { x.signal(syscall.SIGTERM); return 143 },
		} {
			t.Run(c.name+" "+name, func(t *testing.T) {
				t.Parallel()
				s := serveAccount(t, dropinAccount())
				x := start(t, 80, 24, s.env(t), c.args...)
				x.guard(newPassword)
				last := len(c.prompts) - 1
				for _, prompt := range c.prompts[:last] {
					x.asks(prompt)
					x.types(newPassword, enter)
				}
				x.asks(c.prompts[last])
				x.ends(breakOff(x))
				x.unseen()
				s.wantRequests(t)
			})
		}
	}
}

// A terminal that goes away takes the question with it.
func TestDropinPromptHangUp(t *testing.T) {
	t.Parallel()
	s := serveAccount(t, dropinAccount())
	x := start(t, 80, 24, s.env(t), append(resetsBob, "--password-prompt")...)
	x.asks(asksNew)
	x.types(newPassword)
	_ = x.tty.Close()
	_ = x.master.Close()
	if code := x.exits(); code != 129 && code != 255 { // the signal, or the failed read that comes with it
		t.Errorf("exit code %d", code)
	}
	s.wantRequests(t)
}

// ctrl+z would hand the shell a terminal without an echo, and fg would come back to one with it.
func TestDropinPromptIsNotSuspended(t *testing.T) {
	t.Parallel()
	const prompt = "READY%"
	s := serveAccount(t, dropinAccount())
	x := startCommand(t, 80, 24, s.env(t, "PS1="+prompt+" ", "ENV="), "/bin/sh", "-c", "exec /bin/sh -i 2>&1")
	x.shows(prompt)
	x.types(binary(t)+" update-login-profile --user-name bob --password-prompt; echo it ended with $?", enter)
	x.guard(newPassword)
	x.asks(asksNew)
	x.types(ctrl('z'), newPassword, enter)
	x.asks(asksAgain)
	x.types(newPassword, enter)
	x.shows("it ended with 0")
	x.unseen()
	if strings.Contains(x.text(), "Stopped") {
		t.Errorf("it was suspended:\n%s", x.text())
	}
	s.wantRequests(t, request("UpdateLoginProfile", "Password", newPassword, "UserName", "bob"))
	x.types("exit", enter)
	x.ends(0)
}

func TestDropinPromptShowsTheRules(t *testing.T) {
	t.Parallel()
	s := serveAccount(t, dropinAccount())
	s.SetPolicy(&demoiam.Policy{MinimumLength: 30, RequireUppercase: true, ReusePrevention: 4})
	x := start(t, 80, 24, s.env(t), append(resetsBob, "--password-prompt")...)
	x.guard(newPassword)
	x.asks(asksNew)
	x.types(newPassword, enter)
	x.asks(asksAgain)
	x.types(newPassword, enter)
	x.ends(254)
	x.unseen()
	s.wantActions(t, "UpdateLoginProfile", "GetAccountPasswordPolicy")
	const want = "iampasswd: the account's password policy asks for:\n" +
		"  - 30 characters or more\n  - an uppercase letter\n  - not one of the last 4\n" +
		"\nAn error occurred (PasswordPolicyViolation) when calling the UpdateLoginProfile operation: Password should have a minimum length of 30\n"
	if got := x.stderr.String(); got != want {
		t.Errorf("stderr %q\nwant   %q", got, want)
	}
}

func TestDropinPromptForBothPasswords(t *testing.T) {
	t.Parallel()
	s := serveAccount(t, dropinAccount())
	x := start(t, 80, 24, s.env(t), "change-password", "--password-prompt")
	x.guard(newPassword)
	x.guard(heldPassword)
	x.asks(asksCurrent)
	x.types(heldPassword, enter)
	x.asks(asksNew)
	x.types(newPassword, enter)
	x.asks(asksAgain)
	x.types(newPassword, enter)
	x.ends(0)
	x.unseen()
	s.wantRequests(t, request("ChangePassword", "NewPassword", newPassword, "OldPassword", heldPassword))
}

// Wherever input and output go, it is the terminal that is asked on.
func TestDropinPromptWithRedirection(t *testing.T) {
	t.Parallel()
	s := serveAccount(t, dropinAccount())
	x := startCommand(t, 80, 24, s.env(t), "/bin/sh", "-c", `echo piped | "$0" "$@" >out 2>err`, binary(t),
		"update-login-profile", "--user-name", "bob", "--password-prompt")
	x.guard(newPassword)
	x.asks(asksNew)
	x.types(newPassword, enter)
	x.asks(asksAgain)
	x.types(newPassword, enter)
	x.ends(0)
	x.unseen()
	s.wantRequests(t, request("UpdateLoginProfile", "Password", newPassword, "UserName", "bob"))
}

func TestDropinPromptWithoutTerminal(t *testing.T) {
	t.Parallel()
	s := serveAccount(t, dropinAccount())
	got := piped(t, s.env(t), newPassword+"\n"+newPassword+"\n", append(resetsBob, "--password-prompt")...)
	got.want(t, 252, "", "iampasswd: --password-prompt needs a terminal; --password-stdin takes a password from a pipe.\n")
	s.wantRequests(t)
}

// Nobody is asked for a password that would not be sent.
func TestDropinPromptComesLast(t *testing.T) {
	t.Parallel()
	s := serveAccount(t, dropinAccount())
	for _, args := range [][]string{
		{"update-login-profile", "--password-prompt"},
		{"update-login-profile", "--user-name", "bob", "--password-prompt", "--read-only"},
		{"update-login-profile", "--user-name", "", "--password-prompt"},
		{"update-login-profile", "--cli-input-json", "{}", "--password-prompt"},
		{"create-login-profile", "--password-prompt"},
	} {
		x := start(t, 80, 24, s.env(t), args...)
		x.ends(252)
		if strings.Contains(x.text(), asksNew) {
			t.Errorf("%q asks", args)
		}
	}
}

// A program that was stopped goes on without an echo: the next password is not shown, whatever a shell set in between.
func TestDropinPromptHidesAgain(t *testing.T) {
	t.Parallel()
	s := serveAccount(t, dropinAccount())
	x := start(t, 80, 24, s.env(t), append(resetsBob, "--password-prompt")...)
	x.guard(newPassword)
	x.asks(asksNew)
	hidden := x.line()
	x.signal(syscall.SIGSTOP)
	if err := term.SetState(x.tty.Fd(), x.modes); err != nil { // as a shell does
		t.Fatal(err)
	}
	x.signal(syscall.SIGCONT)
	x.until("the echo to be off again", func(string) bool { return reflect.DeepEqual(x.line(), hidden) })
	x.types(newPassword, enter)
	x.asks(asksAgain)
	x.types(newPassword, enter)
	x.ends(0)
	x.unseen()
}

// Ctrl+D ends a prompt, and nothing is sent.
func TestDropinPromptEndsWithTheInput(t *testing.T) {
	t.Parallel()
	s := serveAccount(t, dropinAccount())
	x := start(t, 80, 24, s.env(t), append(resetsBob, "--password-prompt")...)
	x.asks(asksNew)
	x.types(ctrl('d'))
	x.ends(252)
	if !strings.Contains(x.stderr.String(), "the input ended at the prompt; nothing was sent.") {
		t.Errorf("it says: %s", x.stderr)
	}
	s.wantRequests(t)
}
