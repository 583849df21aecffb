//go:build unix

package command_test

import (
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"iampasswd/iamclient/demoiam"
)

// A signal, or a terminal that goes away, ends the bulk run of a screen cleanly: the last words name what goes on with it, and
// that finishes the run and has every password.
func TestSignalDuringABulkRunOnTheScreen(t *testing.T) {
	t.Parallel()
	for name, signal := range map[string]syscall.Signal{"SIGTERM": syscall.SIGTERM, "SIGHUP": syscall.SIGHUP} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			account := bulkAccount(60)
			s := serveAccount(t, account)
			env := s.env(t)
			x := start(t, 100, 30, env)
			x.shows("user000", "of 62")
			x.types("/user0")
			x.shows("60 of 6")
			x.types(enter)
			x.types("A")
			x.shows("60 marked")
			x.types("B")
			x.shows("reset the password")
			x.types(enter)
			x.shows("Type 60 to start")
			account.SetLatency(demoiam.Latency{Min: 500 * time.Millisecond, Max: time.Second})
			x.types("60", enter)
			x.until("somebody is done", func(screen string) bool { return regexp.MustCompile(`[1-9]\d* done`).MatchString(screen) })
			x.signal(signal)
			x.ends(128 + int(signal))
			account.SetLatency(demoiam.Latency{})
			resume := regexp.MustCompile("`iampasswd (bulk resume (\\S+))` goes on").FindStringSubmatch(x.stderr.String())
			if resume == nil || !strings.Contains(x.stderr.String(), "bulk recover "+resume[2]) {
				t.Fatalf("the last words are %q", x.stderr.String())
			}
			if got := piped(t, env, "", strings.Fields(resume[1])...); got.code != 0 {
				t.Fatalf("%+v", got)
			}
			got := piped(t, env, "", "bulk", "recover", resume[2])
			rows := rowsOf(t, []byte(got.stdout), "User name,Password,Console sign-in URL,Outcome")
			for _, row := range rows {
				if !account.Check(row[0], row[1]) {
					t.Errorf("%s does not sign in with what was recovered", row[0])
				}
			}
			if n := account.Count("UpdateLoginProfile", ""); len(rows) != 60 || n != 60 {
				t.Errorf("%d passwords by %d requests, want 60 of each", len(rows), n)
			}
			x.restored()
		})
	}
}
