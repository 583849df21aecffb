//go:build unix

package command_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"iampasswd/iamclient/demoiam"
	"iampasswd/iamclient/history"
)

// --settle writes the outcome behind the entry, and leaves what was there as it was.
func TestHistorySettle(t *testing.T) {
	t.Parallel()
	s := serveAccount(t, dropinAccount())
	env := s.env(t)
	piped(t, env, "", "history", "--settle").want(t, 0, "Nothing to settle: no outcome of a reset is unknown that CloudTrail could tell.\n", "")
	s.SetTrailDelay(time.Hour)
	s.Inject(demoiam.Fault{Action: "UpdateLoginProfile", Drop: demoiam.DropAfter, Times: 3})
	if got := piped(t, env, newPassword, append(resetsBob, "--password-stdin")...); got.code != 255 {
		t.Fatalf("%+v", got)
	}
	before, err := os.ReadFile(placeOf(env))
	if err != nil {
		t.Fatal(err)
	}
	got := piped(t, env, "", "history", "--settle")
	if got.code != 0 || !strings.Contains(got.stdout, "for bob: Still unknown: CloudTrail has no event of it, or not yet, for it is some minutes late. That proves nothing.") {
		t.Errorf("%+v", got)
	}
	if now, _ := os.ReadFile(placeOf(env)); string(now) != string(before) {
		t.Error("what was not settled is written down")
	}
	s.SetTrailDelay(0)
	got = piped(t, env, "", "history", "--settle", "--user", "BOB")
	if got.code != 0 || !strings.Contains(got.stdout, "reset password for bob: CloudTrail says: done, at ") {
		t.Errorf("%+v", got)
	}
	after, err := os.ReadFile(placeOf(env))
	if err != nil || !strings.HasPrefix(string(after), string(before)) || strings.Count(string(after), "\n") != 3 || strings.Contains(string(after), newPassword) {
		t.Errorf("%s, %v", after, err)
	}
	if e := recorded(t, env); len(e) != 1 || e[0].Outcome != history.Done || e[0].Settled == nil {
		t.Errorf("%+v", e)
	}
	if got := piped(t, env, "", "history"); !strings.Contains(got.stdout, "done (unknown at first, settled by CloudTrail)") {
		t.Errorf("%+v", got)
	}
	piped(t, env, "", "history", "--settle").want(t, 0, "Nothing to settle: no outcome of a reset is unknown that CloudTrail could tell.\n", "")
	if got := piped(t, env, "", "history", "--profile", "x"); got.code != 252 || !strings.Contains(got.stderr, "--profile goes with --settle") {
		t.Errorf("%+v", got)
	}
	s.Inject(demoiam.Fault{Action: "UpdateLoginProfile", Drop: demoiam.DropAfter, Times: 3})
	piped(t, env, newPassword, append(resetsBob, "--password-stdin")...)
	s.Inject(demoiam.Fault{Action: "LookupEvents", Code: "AccessDeniedException"})
	if got := piped(t, env, "", "history", "--settle"); got.code != 254 || !strings.Contains(got.stderr, "LookupEvents") || !strings.Contains(got.stderr, "SeeSignIns") {
		t.Errorf("%+v", got)
	}
}
