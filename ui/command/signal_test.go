//go:build unix

package command_test

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"syscall"
	"testing"
)

// A signal ends the program with the terminal as it was, whatever is typed.
func TestSignals(t *testing.T) {
	t.Parallel()
	for name, s := range map[string]syscall.Signal{"SIGTERM": syscall.SIGTERM, "SIGHUP": syscall.SIGHUP, "SIGINT": syscall.SIGINT} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			x := start(t, 80, 24, environment(t), "--demo")
			x.shows("60", "Bob")
			x.taken()
			x.find("Bob", "bob", "3 of 60")
			x.guard(newPassword)
			x.types(newPassword, tab, newPassword)
			x.shows("✓ the same")
			x.signal(s)
			x.ends(128 + int(s))
			x.unseen()
		})
	}
}

// A terminal that goes away takes the program with it.
func TestHangUp(t *testing.T) {
	t.Parallel()
	x := start(t, 80, 24, environment(t), "--demo")
	x.shows("60", "Bob")
	_ = x.tty.Close()
	_ = x.master.Close()
	if code := x.exits(); code == 0 {
		t.Error("exit code 0, as if the operator had left")
	}
}

// Ctrl+Z gives the terminal back to the shell; fg comes back to the form with what was typed, and masked.
func TestSuspend(t *testing.T) {
	t.Parallel()
	const prompt = "READY%"
	x := startCommand(t, 80, 24, environment(t, "PS1="+prompt+" ", "ENV="), "/bin/sh", "-c", "exec /bin/sh -i 2>&1")
	x.shows(prompt)
	atPrompt := x.line()
	x.types(binary(t)+" --demo", enter)
	x.shows("60", "Bob")
	x.taken()
	x.find("Bob", "bob", "3 of 60")
	x.types(newPassword, tab, newPassword, ctrl('t'))
	x.shows(newPassword)

	x.types(ctrl('z'))
	x.shows("Stopped", before) // the shell says so
	x.until("the line as it was", func(string) bool { return reflect.DeepEqual(x.line(), atPrompt) })
	x.released()
	if strings.Contains(x.text(), newPassword) {
		t.Errorf("the password stands on the shell's screen:\n%s", x.text())
	}

	x.types("fg", enter)
	screen := x.shows("Reset password for Bob", "✓ the same")
	x.taken()
	if strings.Contains(screen, newPassword) || !strings.Contains(screen, strings.Repeat("•", len(newPassword))) {
		t.Errorf("the password should be masked:\n%s", screen)
	}
	x.types(ctrl('s'))
	x.shows("Password changed for Bob")
	x.types(ctrl('c'))
	x.shows(before)
	x.types("echo it ended with $?", enter)
	x.shows("it ended with 0")
	x.types("exit", enter)
	x.ends(0)
}

// A password that nobody has seen is not lost with the terminal: it is in a file, in the demo in a temporary place.
func TestSignalBeforeThePasswordIsSeen(t *testing.T) {
	t.Parallel()
	for name, args := range map[string][]string{"screens": {"--demo"}, "plain": {"--demo", "--plain"}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			temporary := t.TempDir()
			env := environment(t, "TMPDIR="+temporary)
			x := start(t, 120, 40, env, args...)
			if name == "plain" {
				x.answers("User name, or part of it:", "Bob", "Go on with Bob?", "y", "New password, unseen", "", "Must Bob", "", "Reset the password", "y")
				x.shows("Type s to show the password")
			} else {
				x.shows("60", "Bob")
				x.find("Bob", "bob", "3 of 60")
				x.types(ctrl('g'))
				x.shows("✓ the same")
				x.types(enter)
				x.shows("Password changed for Bob")
			}
			x.signal(syscall.SIGHUP)
			x.ends(128 + int(syscall.SIGHUP))
			file := filepath.Join(temporary, "Bob_credentials.csv")
			if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("there is no file for its owner alone: %v, %v", info, err)
			}
			if said := strings.Join(strings.Fields(x.stderr.String()+string(x.bytes())), " "); !strings.Contains(said, "nobody has seen it: it was saved to "+file) {
				t.Errorf("it says %s", x.stderr)
			}
			if entries, err := os.ReadDir(value(env, "HOME")); err != nil || len(entries) > 0 {
				t.Errorf("the demo has written outside a temporary place: %v, %v", entries, err)
			}
		})
	}
}
