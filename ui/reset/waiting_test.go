package reset

import (
	"errors"
	"strings"
	"testing"
	"time"

	"iampasswd/iamclient"
	"iampasswd/ui/directory"
	"iampasswd/ui/explain"
)

func waitingFor(name string) (Waiting, time.Time) {
	now := time.Date(2026, 3, 1, 14, 0, 0, 0, time.Local)
	r := Result{User: directory.User{User: iamclient.User{Name: name}}, Way: Reset, MustChange: true}
	return r.Wait(now), now
}

// Only a flag that was seen on and then off is a password that was chosen: an answer may be older than the change.
func TestWaiting(t *testing.T) {
	const on, denied, gone, lost = "on", "denied", "gone", "lost"
	for _, c := range []struct {
		answers string
		line    string
		over    bool
		level   explain.Level
	}{
		{"", "waiting for bob to sign in", false, explain.Plain},
		{"on on", "waiting for bob to sign in", false, explain.Plain},
		{"on off", "bob has chosen a new password, 14:05", true, explain.Good},
		{"off on on off", "bob has chosen a new password, 14:05", true, explain.Good},
		{"off off off off", "waiting for bob to sign in", false, explain.Plain},
		{"off off off off off", "AWS asks bob for no new password: perhaps chosen already", true, explain.Plain},
		{"on denied off", "not known whether bob signs in: you may not", true, explain.Plain},
		{"on lost", "not known whether bob signs in: AWS could not be reached", true, explain.Plain},
		{"on other", "not known whether bob signs in: these are other AWS credentials now", true, explain.Plain},
		{"gone", "bob has no console password any more", true, explain.Plain},
	} {
		w, now := waitingFor("bob")
		for answer := range strings.FieldsSeq(c.answers) {
			err := map[string]error{
				"other": &iamclient.Error{Kind: iamclient.KindOtherCaller},
				denied:  &iamclient.Error{Kind: iamclient.KindDenied, Op: "GetLoginProfile"},
				gone:    &iamclient.Error{Kind: iamclient.KindNoLoginProfile}, lost: &iamclient.Error{Kind: iamclient.KindNetwork},
			}[answer]
			w.Saw(iamclient.LoginProfile{ResetRequired: answer == on}, err, now.Add(5*time.Minute))
		}
		line, level := w.Line()
		if !strings.HasPrefix(line, c.line) || w.Over() != c.over || level != c.level || w.Chosen().IsZero() != (c.level != explain.Good) {
			t.Errorf("%q: %q, over %v, level %d", c.answers, line, w.Over(), level)
		}
	}
}

// After ten minutes it is over, whatever comes later.
func TestWaitingIsOverInTime(t *testing.T) {
	w, now := waitingFor("bob")
	w.Saw(iamclient.LoginProfile{ResetRequired: true}, nil, now.Add(WaitFor-time.Second))
	if w.Over() {
		t.Error("it is over too soon")
	}
	w.Saw(iamclient.LoginProfile{ResetRequired: true}, nil, now.Add(WaitFor))
	w.Saw(iamclient.LoginProfile{}, nil, now.Add(WaitFor+time.Second))
	if line, _ := w.Line(); !w.Over() || line != "no new password of bob by 14:10; not watched any more" {
		t.Error(line)
	}
}

// What is known from elsewhere stands beside the waiting, until there is more to say.
func TestWaitingHears(t *testing.T) {
	w, now := waitingFor("bob")
	w.Heard("wrong password\x1b", now.Add(4*time.Minute))
	if line, level := w.Line(); !strings.HasPrefix(line, "wrong password") || !strings.HasSuffix(line, ", 14:04; waiting for bob") || level != explain.Warn || strings.Contains(line, "\x1b") {
		t.Errorf("%q", line)
	}
	w.Saw(iamclient.LoginProfile{ResetRequired: true}, nil, now)
	w.Saw(iamclient.LoginProfile{}, nil, now.Add(5*time.Minute))
	if line, _ := w.Line(); line != "bob has chosen a new password, 14:05" {
		t.Errorf("%q", line)
	}
}

func TestNobodyToWaitFor(t *testing.T) {
	for _, r := range []Result{{Way: Reset}, {Way: ChangeOwn, MustChange: true}} {
		w := r.Wait(time.Now())
		w.Saw(iamclient.LoginProfile{}, errors.New("x"), time.Now())
		if line, _ := w.Line(); w.Begun() || !w.Over() || line != "" {
			t.Errorf("%q", line)
		}
	}
	long, _ := waitingFor(strings.Repeat("x", 64))
	if line, _ := long.Line(); line != "waiting for the user to sign in" {
		t.Error(line)
	}
}
