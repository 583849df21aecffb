package iamclient_test

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"iampasswd/iamclient"
	"iampasswd/iamclient/demoiam"
)

// observation is a Progress and when it came.
type observation struct {
	iamclient.Progress
	at time.Time
}

func observing(seen *[]observation) iamclient.ChangeOptions {
	return iamclient.ChangeOptions{Observe: func(p iamclient.Progress) { *seen = append(*seen, observation{p, time.Now()}) }}
}

func TestObserverSeesEveryAttemptAndPause(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := withBob()
		script(s, "UpdateLoginProfile", throttled, lost)
		var seen []observation
		wantOK(t, reset(t.Context(), newClient(t, s), observing(&seen)))
		want := []iamclient.Kind{-1, iamclient.KindThrottled, -1, iamclient.KindUnknownOutcome, -1} // -1: it goes out
		if len(seen) != len(want) {
			t.Fatalf("%d observations: %v", len(seen), seen)
		}
		for i, o := range seen {
			if goesOut := want[i] == -1; goesOut != (o.Wait == 0) || goesOut != (o.Err == nil) || o.Attempt != i/2+1 {
				t.Errorf("observation %d: %+v", i, o.Progress)
			}
			if o.Err == nil {
				continue
			}
			e := failure(t, o.Err)
			if e.Kind != want[i] || e.Op != "UpdateLoginProfile" || e.Attempts != o.Attempt {
				t.Errorf("observation %d: %+v", i, e)
			}
			if paused := seen[i+1].at.Sub(o.at); paused != o.Wait {
				t.Errorf("a pause of %v took %v", o.Wait, paused)
			}
		}
	})
}

// A request that was not sent is not said to go out: until then it can be taken back.
func TestObserverOfNoConnection(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := withBob()
		s.Inject(refused)
		var seen []observation
		err := reset(t.Context(), newClient(t, s), observing(&seen))
		if iamclient.KindOf(err) != iamclient.KindNetwork || len(seen) != 2 {
			t.Fatalf("%v, %v", err, seen)
		}
		for i, o := range seen {
			if o.Attempt != i+1 || o.Wait == 0 || iamclient.KindOf(o.Err) != iamclient.KindNetwork {
				t.Errorf("observation %d: %+v", i, o.Progress)
			}
		}
	})
}

func TestObserverOfARead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := withBob()
		script(s, "ListUsers", lost, broken)
		var seen []observation
		_, _, err := newClient(t, s).Users(t.Context(), "", 10, observing(&seen).Observe)
		wantOK(t, err)
		var kinds []iamclient.Kind
		for _, o := range seen {
			if o.Err != nil {
				kinds = append(kinds, failure(t, o.Err).Kind)
			}
		}
		if !slices.Equal(kinds, []iamclient.Kind{iamclient.KindNetwork, iamclient.KindServer}) {
			t.Errorf("it waits because of the kinds %v", kinds)
		}
	})
}

// patience is how long AWS's "several minutes" are waited for in all.
const patience = 5*time.Minute + 5*time.Second

func TestRetryUnmodifiable(t *testing.T) {
	unready := demoiam.Fault{Code: "EntityTemporarilyUnmodifiable"}
	for _, c := range []struct {
		name     string
		faults   []demoiam.Fault
		kind     iamclient.Kind
		requests int
		takes    time.Duration
	}{
		{"ready at once", nil, -1, 1, 0},
		{"ready after two pauses", []demoiam.Fault{unready, unready}, -1, 3, 15 * time.Second},
		{"refused after a pause", []demoiam.Fault{unready, violation}, iamclient.KindPolicyViolation, 2, 5 * time.Second},
		{"never ready", slices.Repeat([]demoiam.Fault{unready}, 20), iamclient.KindUnmodifiable, 10, patience},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := withBob()
				script(s, "UpdateLoginProfile", c.faults...)
				client := newClient(t, s)
				var seen []observation
				start := time.Now()
				how := observing(&seen)
				how.RetryUnmodifiable = true
				err := reset(t.Context(), client, how)
				if took := time.Since(start); took != c.takes || s.Count("UpdateLoginProfile", "bob") != c.requests {
					t.Errorf("%d requests in %v, want %d in %v", s.Count("UpdateLoginProfile", "bob"), took, c.requests, c.takes)
				}
				if c.kind == -1 {
					wantOK(t, err)
				} else if e := failure(t, err); e.Kind != c.kind || e.Attempts != c.requests {
					t.Errorf("%+v, want kind %v", e, c.kind)
				}
				var paused time.Duration
				for i, o := range seen {
					paused += o.Wait
					if o.Attempt != i/2+1 || (o.Wait > 0) != (iamclient.KindOf(o.Err) == iamclient.KindUnmodifiable) {
						t.Errorf("observation %d: %+v", i, o.Progress)
					}
				}
				if paused != c.takes || len(seen) != 2*c.requests-1 {
					t.Errorf("%d observations, of pauses of %v in all", len(seen), paused)
				}
			})
		})
	}
}

func TestGivingUpPatience(t *testing.T) {
	unready := demoiam.Fault{Code: "EntityTemporarilyUnmodifiable"}
	for _, c := range []struct {
		name    string
		earlier bool
		faults  []demoiam.Fault
		kind    iamclient.Kind
	}{
		{"nothing was carried out", false, []demoiam.Fault{unready}, iamclient.KindCanceled},
		{"an answer was lost", false, []demoiam.Fault{lost, unready}, iamclient.KindUnknownOutcome},
		{"the try before is unknown", true, []demoiam.Fault{unready}, iamclient.KindUnknownOutcome},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := withBob()
				script(s, "UpdateLoginProfile", c.faults...)
				ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second) // within the first pause
				defer cancel()
				e := failure(t, reset(ctx, newClient(t, s), iamclient.ChangeOptions{RetryUnmodifiable: true, EarlierUnknown: c.earlier}))
				if e.Kind != c.kind || e.Op != "UpdateLoginProfile" || e.Attempts != len(c.faults) {
					t.Errorf("%+v, want kind %v", e, c.kind)
				}
				if s.Count("UpdateLoginProfile", "bob") != len(c.faults) {
					t.Error("it was sent once more")
				}
			})
		})
	}
}
