//go:build unix

package command_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/charmbracelet/x/term"

	"iampasswd/iamclient/demoiam"
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

// Whatever signal ends the program, at whatever moment of a reset with a generated password, a password that AWS accepted
// is in a file that only the operator may read, and the terminal is as it was. IAMPASSWD_KILLS sets how many times.
func TestKilledAtAnyMoment(t *testing.T) {
	kills := 12
	if _, err := fmt.Sscan(os.Getenv("IAMPASSWD_KILLS"), &kills); err == nil {
		t.Logf("%d kills", kills)
	}
	ending := []syscall.Signal{syscall.SIGHUP, syscall.SIGINT, syscall.SIGQUIT, syscall.SIGABRT, syscall.SIGTERM}
	accepted, saved, unsure := 0, 0, 0
	for i := range kills {
		account := demoiam.New(demoiam.Options{
			Users: []demoiam.User{{Name: "bob", Console: true}}, Latency: demoiam.Latency{Min: 30 * time.Millisecond, Max: 60 * time.Millisecond},
		})
		s := serveAccount(t, account)
		env := s.env(t)
		x := start(t, 80, 24, env)
		x.shows("bob")
		x.types("/bob", enter, enter)
		x.shows("Reset password for bob")
		x.types("\x07", enter, enter) // ctrl+g generates; a ctrl+s that came after the end would stop the terminal's output
		time.Sleep(time.Duration(rand.IntN(150)) * time.Millisecond)
		x.signal(ending[i%len(ending)])
		if code := x.exits(); code != 128+int(ending[i%len(ending)]) {
			t.Errorf("kill %d by %v: exit code %d", i, ending[i%len(ending)], code)
		}
		x.restored()
		changed := 0
		for _, call := range account.Calls() {
			if call.Action == "UpdateLoginProfile" {
				changed++
			}
		}
		if changed == 0 {
			continue
		}
		accepted++
		files, _ := filepath.Glob(filepath.Join(value(env, "HOME"), "*_credentials*.csv"))
		if len(files) != 1 {
			t.Errorf("kill %d by %v: AWS has been sent a password, and the files are %v; stderr: %s", i, ending[i%len(ending)], files, x.stderr)
			continue
		}
		text, err := os.ReadFile(files[0])
		if err != nil {
			t.Fatal(err)
		}
		_, row, _ := strings.Cut(string(text), "\n")
		password := strings.TrimPrefix(row, "bob,")
		password = password[:strings.LastIndex(password, ",")]
		password = strings.ReplaceAll(strings.TrimSuffix(strings.TrimPrefix(password, `"`), `"`), `""`, `"`)
		switch {
		case account.Check("bob", password):
			saved++
		case strings.Contains(x.stderr.String(), "may be in force"):
			unsure++ // it was sent, and AWS had not accepted it when the program ended
		default:
			t.Errorf("kill %d: the saved password is not bob's; stderr: %s", i, x.stderr)
		}
		if !strings.Contains(x.stderr.String(), filepath.Base(files[0])) {
			t.Errorf("kill %d: the place is not told: %s", i, x.stderr)
		}
	}
	t.Logf("%d kills, %d with a password sent: %d saved and in force, %d told as unknown", kills, accepted, saved, unsure)
}
