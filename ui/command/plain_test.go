//go:build unix

package command_test

import (
	"bytes"
	"reflect"
	"strings"
	"syscall"
	"testing"
)

// talks starts the program in its plain mode on a terminal that is large enough for the whole conversation.
func talks(t *testing.T, env []string, args ...string) *terminal {
	t.Helper()
	x := start(t, 200, 60, env, args...)
	x.shows("User name, or part of it:")
	return x
}

// answers types lines, each when it is asked for.
func (x *terminal) answers(pairs ...string) {
	x.t.Helper()
	for i := 0; i+1 < len(pairs); i += 2 {
		x.shows(pairs[i])
		x.types(pairs[i+1], "\n")
	}
}

// onlyLines fails if anything but text came to the terminal: no cursor was moved and no colour set.
func (x *terminal) onlyLines() {
	x.t.Helper()
	for _, b := range x.bytes() {
		if b < ' ' && b != '\n' && b != '\r' {
			x.t.Fatalf("the byte %#x came to the terminal: %q", b, x.bytes())
		}
	}
}

func TestPlainOnATerminal(t *testing.T) {
	t.Parallel()
	x := talks(t, environment(t), "--demo", "--plain")
	x.guard(newPassword)
	if !reflect.DeepEqual(x.line(), x.modes) {
		t.Error("the line is not as the shell set it: it has no editing of its own")
	}
	x.answers("User name, or part of it:", "bob", "Go on with Bob?", "yes")
	x.shows("New password, unseen")
	x.until("no echo", func(string) bool { return !reflect.DeepEqual(x.line(), x.modes) })
	x.answers("New password, unseen", newPassword, "The same again", newPassword,
		"Must Bob choose a new password", "", "Reset the password of Bob in acme-demo 123456789012", "yes",
		"Password changed for Bob.\n", "n")
	x.until("the next question", func(screen string) bool { return strings.Count(screen, "User name, or part of it:") == 2 })
	x.types("\x04")
	x.ends(0)
	x.unseen()
	x.onlyLines()
	if got := x.stderr.String(); got != "" {
		t.Errorf("stderr: %s", got)
	}
}

// A terminal that can only print gets lines without being asked, and is told why.
func TestPlainOnADumbTerminal(t *testing.T) {
	t.Parallel()
	x := talks(t, environment(t, "TERM=dumb"), "--demo", "--read-only")
	x.shows("TERM is dumb, so this is --plain", "DEMO", "READ-ONLY", "account acme-demo 123456789012, you are helpdesk/alice")
	x.types("\n")
	x.ends(0)
	x.onlyLines()
}

// A generated password comes to the terminal only when it is asked for, twice.
func TestPlainShowsWhenAsked(t *testing.T) {
	t.Parallel()
	const heading = "The password is on the next line.\r\n"
	x := talks(t, environment(t), "--demo", "--plain")
	x.answers("User name, or part of it:", "Bob", "Go on with Bob?", "y", "New password, unseen", "", "Must Bob", "", "Reset the password", "y",
		"Type s to show the password", "s")
	x.shows("would stay on the screen")
	before := len(x.bytes())
	x.types("yes\n")
	x.until("the password, and the question after it", func(screen string) bool { return strings.Count(screen, "Type s to show") == 2 })
	_, after, _ := bytes.Cut(x.bytes(), []byte(heading))
	password, _, ok := bytes.Cut(after, []byte("\r\n"))
	if !ok || len(password) < 14 || bytes.Contains(x.bytes()[:before], password) {
		t.Errorf("%q should be the password, and not have been there before:\n%s", password, x.text())
	}
	x.types("\n\n")
	x.ends(0)
	x.onlyLines()
}

// Ctrl+C at any question leaves the terminal as it was, without an echo too, and changes nothing.
func TestPlainInterrupts(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		answers []string
		asks    string
		left    string
	}{
		"at the name":     {nil, "User name, or part of it:", ""},
		"at the password": {[]string{"User name", "Bob", "Go on", "y"}, "New password, unseen", "Nothing was changed for Bob."},
		"in flight": {[]string{"User name", "slow.lorris", "Go on", "y", "New password", "g", "Must slow.lorris", "", "Reset the", "y"},
			"Sending the password for slow.lorris.", "its outcome will not be seen"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			x := talks(t, environment(t), "--demo", "--plain")
			x.answers(c.answers...)
			x.shows(c.asks)
			x.types(ctrl('c'))
			if code := x.exits(); code != 128+int(syscall.SIGINT) {
				t.Errorf("exit code %d, want 130", code)
			}
			x.shows(c.left)
			x.restored()
			x.onlyLines()
		})
	}
}

func TestPlainNeedsATerminal(t *testing.T) {
	t.Parallel()
	got := run(t, environment(t), "--demo", "--plain")
	if got.code != 252 || got.stdout != "" {
		t.Errorf("%+v", got)
	}
	oneSentence(t, got.stderr, "--plain", "standard input must be one")
}

// Where the output goes elsewhere, the conversation is held on the terminal all the same: it may tell a password.
func TestPlainKeepsToTheTerminal(t *testing.T) {
	t.Parallel()
	x := startCommand(t, 200, 60, environment(t), "/bin/sh", "-c", binary(t)+" --demo --plain > out; echo end of $(wc -c < out) bytes")
	x.shows("User name, or part of it:")
	x.types("\n")
	x.shows("end of 0 bytes")
	x.ends(0)
}

func TestPlainIsDocumented(t *testing.T) {
	t.Parallel()
	for args, want := range map[string]string{"--help": "--plain", "man": `\-\-plain`, "__complete --pl": "--plain"} {
		if got := run(t, environment(t), strings.Fields(args)...); !strings.Contains(got.stdout, want) {
			t.Errorf("iampasswd %s does not know of it:\n%s", args, got.stdout)
		}
	}
}
