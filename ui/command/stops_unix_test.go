//go:build unix

package command_test

import (
	"reflect"
	"strings"
	"syscall"
	"testing"

	"github.com/charmbracelet/x/term"
)

// A program that was stopped by SIGSTOP has the terminal raw again, and passwords masked, before it reads a key.
func TestContinuedAfterAStop(t *testing.T) {
	t.Parallel()
	x := start(t, 80, 24, environment(t), "--demo")
	x.shows("60", "Bob")
	x.find("Bob", "bob", "3 of 60")
	x.types(newPassword, ctrl('t'))
	x.shows(newPassword)
	raw := x.line()
	x.signal(syscall.SIGSTOP)
	if err := term.SetState(x.tty.Fd(), x.modes); err != nil { // as a shell does
		t.Fatal(err)
	}
	x.signal(syscall.SIGCONT)
	x.until("the terminal to be raw again, and the password masked", func(screen string) bool {
		return reflect.DeepEqual(x.line(), raw) && !strings.Contains(screen, newPassword) && strings.Contains(screen, strings.Repeat("•", len(newPassword)))
	})
	x.types(ctrl('c'), ctrl('c'))
	x.exits()
	x.restored()
}
