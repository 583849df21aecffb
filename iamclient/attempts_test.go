package iamclient_test

import (
	"context"
	"net"
	"net/http"
	"net/http/httptrace"
	"slices"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"iampasswd/iamclient"
	"iampasswd/iamclient/demoiam"
)

// attemptTimeout is how long an attempt may take.
const attemptTimeout = 30 * time.Second

// script makes the first attempts at an action end as the faults say, one after the other.
func script(s *demoiam.Server, action string, faults ...demoiam.Fault) {
	for _, f := range slices.Backward(faults) { // of several, the one added last goes first
		f.Action, f.Times = action, 1
		s.Inject(f)
	}
}

var (
	lost      = demoiam.Fault{Drop: demoiam.DropBefore}
	applied   = demoiam.Fault{Drop: demoiam.DropAfter}
	refused   = demoiam.Fault{Drop: demoiam.DropConnect}
	throttled = demoiam.Fault{Code: "Throttling"}
	violation = demoiam.Fault{Code: "PasswordPolicyViolation"}
	denied    = demoiam.Fault{Code: "AccessDenied"}
	expired   = demoiam.Fault{Code: "ExpiredToken"}
	broken    = demoiam.Fault{Code: "ServiceFailure"}
	badGate   = demoiam.Fault{HTML: "<html><h1>Bad Gateway</h1>"}
	forbidden = demoiam.Fault{HTML: "<html><h1>Blocked by policy</h1>", Status: http.StatusForbidden}
	captive   = demoiam.Fault{HTML: "<html><h1>Please sign in</h1>", Status: http.StatusOK}
	silent    = demoiam.Fault{Latency: time.Hour}
)

// Every attempt counts: whether a password may be in force although the last answer is a refusal.
func TestOutcomeOfAWrite(t *testing.T) {
	type faults = []demoiam.Fault
	const done = iamclient.Kind(-1)
	for _, c := range []struct {
		name     string
		faults   faults
		kind     iamclient.Kind
		earlier  bool
		attempts int
		applied  bool
	}{
		{"at once", nil, done, false, 0, true},
		{"the answer lost, then done", faults{applied}, done, false, 0, true},
		{"the answer lost, then refused", faults{applied, violation}, iamclient.KindPolicyViolation, true, 2, true},
		{"the answer lost, then denied", faults{lost, denied}, iamclient.KindDenied, true, 2, false},
		{"the answer lost, then expired", faults{lost, expired}, iamclient.KindExpired, true, 2, false},
		{"all answers lost, all carried out", faults{applied, applied, applied}, iamclient.KindUnknownOutcome, true, 3, true},
		{"all answers lost, none carried out", faults{lost, lost, lost}, iamclient.KindUnknownOutcome, true, 3, false},
		{"no connection", faults{refused, refused, refused}, iamclient.KindNetwork, false, 3, false},
		{"no connection, then refused", faults{refused, violation}, iamclient.KindPolicyViolation, false, 2, false},
		{"the answer lost, then no connection", faults{lost, refused, refused}, iamclient.KindUnknownOutcome, true, 3, false},
		{"no connection, then the answer lost", faults{refused, refused, lost}, iamclient.KindUnknownOutcome, true, 3, false},
		{"throttled", faults{throttled, throttled, throttled}, iamclient.KindThrottled, false, 3, false},
		{"throttled, then refused", faults{throttled, violation}, iamclient.KindPolicyViolation, false, 2, false},
		{"throttled, then no connection", faults{throttled, refused, refused}, iamclient.KindNetwork, false, 3, false},
		{"the answer lost, then throttled", faults{lost, throttled, throttled}, iamclient.KindThrottled, true, 3, false},
		{"broken", faults{broken, broken, broken}, iamclient.KindServer, true, 3, false},
		{"broken, then refused", faults{broken, violation}, iamclient.KindPolicyViolation, true, 2, false},
		{"a proxy's 502", faults{badGate, badGate, badGate}, iamclient.KindServer, true, 3, false},
		{"a proxy's 502, then done", faults{badGate}, done, false, 0, true},
		{"a proxy's 502, then no connection", faults{badGate, refused, refused}, iamclient.KindUnknownOutcome, true, 3, false},
		{"a proxy's 403", faults{forbidden}, iamclient.KindServer, true, 1, false},
		{"a proxy's 200", faults{captive}, iamclient.KindUnknownOutcome, true, 1, false},
		{"no answer in time", faults{silent}, iamclient.KindUnknownOutcome, true, 1, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := withBob()
				script(s, "UpdateLoginProfile", c.faults...)
				err := reset(t.Context(), newClient(t, s))
				if got := s.Check("bob", good); got != c.applied {
					t.Errorf("the password is in force: %v", got)
				}
				if c.kind == done {
					wantOK(t, err)
					return
				}
				e := failure(t, err)
				if e.Kind != c.kind || e.EarlierMayHaveSucceeded != c.earlier || e.Attempts != c.attempts {
					t.Errorf("kind %v, earlier %v, %d attempts (%v), want %v, %v, %d", e.Kind, e.EarlierMayHaveSucceeded, e.Attempts, e, c.kind, c.earlier, c.attempts)
				}
			})
		})
	}
}

// What the SDK's own retry of a lost success comes back with looks like a failure and is none.
func TestRefusalOfTheSecondAttempt(t *testing.T) {
	for _, c := range []struct {
		name   string
		change iamclient.Change
		action string
		kind   iamclient.Kind
		now    string // the user whose password it is then
	}{
		{"reuse prevention", iamclient.UpdateLoginProfile("bob", secret(t, good), new(true)), "UpdateLoginProfile", iamclient.KindPolicyViolation, "bob"},
		{"already created", iamclient.CreateLoginProfile("nina", secret(t, good), new(true)), "CreateLoginProfile", iamclient.KindAlreadyExists, "nina"},
		{"the old password is no longer right", iamclient.ChangePassword(secret(t, "Old-Password-1!"), secret(t, good)), "ChangePassword", iamclient.KindDenied, "admin"},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := withBob()
				s.SetPolicy(&demoiam.Policy{ReusePrevention: 5, AllowUsersToChangePassword: true})
				s.Add(demoiam.User{Name: "admin", Console: true, Password: "Old-Password-1!"})
				script(s, c.action, applied)
				e := failure(t, makeChange(t.Context(), newClient(t, s), c.change))
				if e.Kind != c.kind || !e.EarlierMayHaveSucceeded || e.Attempts != 2 || !s.Check(c.now, good) {
					t.Errorf("%+v, want kind %v", e, c.kind)
				}
			})
		})
	}
}

func TestOutcomeOfARead(t *testing.T) {
	for _, c := range []struct {
		name   string
		faults []demoiam.Fault
		kind   iamclient.Kind
	}{
		{"lost", []demoiam.Fault{lost, lost, lost}, iamclient.KindNetwork},
		{"no connection", []demoiam.Fault{refused, refused, refused}, iamclient.KindNetwork},
		{"no answer in time", []demoiam.Fault{silent}, iamclient.KindNetwork},
		{"broken", []demoiam.Fault{broken, broken, broken}, iamclient.KindServer},
		{"lost, then denied", []demoiam.Fault{lost, denied}, iamclient.KindDenied},
		{"a proxy's 502", []demoiam.Fault{badGate, badGate, badGate}, iamclient.KindServer},
		{"a proxy's 200", []demoiam.Fault{captive}, iamclient.KindServer},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := withBob()
				script(s, "ListUsers", c.faults...)
				_, _, err := newClient(t, s).Users(t.Context(), "", 10, nil)
				e := failure(t, err)
				if e.Kind != c.kind || e.EarlierMayHaveSucceeded || e.Op != "ListUsers" || e.Attempts != len(c.faults) {
					t.Errorf("%+v, want kind %v", e, c.kind)
				}
			})
		})
	}
}

func TestAnAttemptIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := withBob()
		s.Inject(silent)
		start := time.Now()
		e := failure(t, reset(t.Context(), newClient(t, s)))
		if got := time.Since(start); got != attemptTimeout || e.Message != "no answer in time" {
			t.Errorf("given up after %v: %v", got, e)
		}
	})
}

func TestCancelBeforeItIsSent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := withBob()
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		e := failure(t, reset(ctx, newClient(t, s)))
		if e.Kind != iamclient.KindCanceled || e.Op != "UpdateLoginProfile" || e.Attempts != 0 || len(s.Calls()) != 0 {
			t.Errorf("%+v, and %d calls arrived", e, len(s.Calls()))
		}
	})
}

func TestCancelAfterItWasSent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := withBob()
		s.Inject(demoiam.Fault{Latency: 10 * time.Second})
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(5*time.Second, cancel)
		e := failure(t, reset(ctx, newClient(t, s)))
		if e.Kind != iamclient.KindUnknownOutcome || !e.EarlierMayHaveSucceeded || e.Attempts != 1 {
			t.Errorf("%+v", e)
		}
		_, err := newClient(t, s).User(ctx, "bob")
		if iamclient.KindOf(err) != iamclient.KindCanceled {
			t.Errorf("a read that is given up: %v", err)
		}
	})
}

func TestCancelInAPause(t *testing.T) {
	for _, c := range []struct {
		name  string
		fault demoiam.Fault
		kind  iamclient.Kind
	}{
		{"after a refusal", throttled, iamclient.KindCanceled},
		{"after no connection", refused, iamclient.KindCanceled},
		{"after a lost answer", lost, iamclient.KindUnknownOutcome},
		{"after a 5xx", broken, iamclient.KindUnknownOutcome},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := withBob()
				s.Inject(c.fault)
				ctx, cancel := context.WithCancel(t.Context())
				e := failure(t, reset(ctx, newClient(t, s), iamclient.ChangeOptions{Observe: func(p iamclient.Progress) {
					if p.Wait > 0 {
						cancel()
					}
				}}))
				if e.Kind != c.kind || e.Attempts != 1 {
					t.Errorf("%+v, want kind %v", e, c.kind)
				}
			})
		})
	}
}

func TestDeadlineOfTheCaller(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := withBob()
		s.Inject(silent)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := newClient(t, s).User(ctx, "bob"); iamclient.KindOf(err) != iamclient.KindNetwork {
			t.Errorf("a read: %v", err)
		}
		ctx, cancel = context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := reset(ctx, newClient(t, s)); iamclient.KindOf(err) != iamclient.KindUnknownOutcome {
			t.Errorf("a write: %v", err)
		}
	})
}

// The try before may have succeeded, whatever this one comes to.
func TestEarlierUnknown(t *testing.T) {
	for _, c := range []struct {
		name   string
		faults []demoiam.Fault
		kind   iamclient.Kind
	}{
		{"refused", []demoiam.Fault{violation}, iamclient.KindPolicyViolation},
		{"no connection", []demoiam.Fault{refused, refused, refused}, iamclient.KindUnknownOutcome},
		{"expired", []demoiam.Fault{expired}, iamclient.KindExpired},
		{"throttled", []demoiam.Fault{throttled, throttled, throttled}, iamclient.KindThrottled},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := withBob()
				script(s, "UpdateLoginProfile", c.faults...)
				e := failure(t, reset(t.Context(), newClient(t, s), iamclient.ChangeOptions{EarlierUnknown: true}))
				if e.Kind != c.kind || !e.EarlierMayHaveSucceeded {
					t.Errorf("%+v, want kind %v", e, c.kind)
				}
			})
		})
	}
	t.Run("given up before it was sent", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		e := failure(t, reset(ctx, newClient(t, withBob()), iamclient.ChangeOptions{EarlierUnknown: true}))
		if e.Kind != iamclient.KindUnknownOutcome {
			t.Errorf("%+v", e)
		}
	})
	t.Run("done", func(t *testing.T) {
		wantOK(t, reset(t.Context(), newClient(t, withBob()), iamclient.ChangeOptions{EarlierUnknown: true}))
	})
}

// net/http asks for a second connection where nothing went out over a first one that the other side had closed. Where
// there is none to be had, nothing was sent.
func TestStaleConnection(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		stale := roundTripper(func(r *http.Request) (*http.Response, error) {
			trace := httptrace.ContextClientTrace(r.Context())
			trace.GetConn("iam.amazonaws.com:443")
			trace.GotConn(httptrace.GotConnInfo{Reused: true})
			trace.GetConn("iam.amazonaws.com:443")
			return nil, &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}
		})
		e := failure(t, reset(t.Context(), open(t, iamclient.Options{Embedded: stale})))
		if e.Kind != iamclient.KindNetwork || e.EarlierMayHaveSucceeded {
			t.Errorf("%+v", e)
		}
	})
}
