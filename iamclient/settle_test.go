package iamclient_test

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"iampasswd/iamclient"
	"iampasswd/iamclient/demoiam"
	"iampasswd/iamclient/history"
)

// change is an event of UpdateLoginProfile, so many seconds after now.
func change(s *demoiam.Server, after int, caller, user, code string) {
	at, failed := time.Now().Add(time.Duration(after)*time.Second), ""
	if code != "" {
		failed = fmt.Sprintf(`,"errorCode":%q`, code)
	}
	s.PutEvent(demoiam.Event{Name: "UpdateLoginProfile", Username: "x", Time: at, JSON: fmt.Sprintf(
		`{"eventTime":%q,"userIdentity":{"type":"IAMUser","userName":"x","arn":%q},"requestParameters":{"userName":%q},"requestID":"id-%d"%s}`,
		at.UTC().Format(time.RFC3339), caller, user, after, failed)})
}

// An outcome that got lost is settled by the events of the change, and by nothing else.
func TestSettle(t *testing.T) {
	const admin = "arn:aws:iam::123456789012:user/admin"
	type event struct {
		after              int
		caller, user, code string
	}
	for _, c := range []struct {
		name     string
		attempts int
		events   []event
		why      iamclient.Unsettled
		outcome  history.Outcome
		err      string
	}{
		{"made", 1, []event{{2, admin, "bob", ""}}, iamclient.Settled, history.Done, ""},
		{"made, in another case", 1, []event{{2, admin, "BOB", ""}}, iamclient.Settled, history.Done, ""},
		{"made at the second attempt", 2, []event{{2, admin, "bob", "ServiceFailureException"}, {3, admin, "bob", ""}}, iamclient.Settled, history.Done, ""},
		{"made at the first", 2, []event{{2, admin, "bob", ""}, {3, admin, "bob", "PasswordPolicyViolationException"}}, iamclient.Settled, history.Done, ""},
		{"refused", 1, []event{{2, admin, "bob", "AccessDenied"}}, iamclient.Settled, history.Refused, "AccessDenied"},
		{"refused once of twice", 2, []event{{2, admin, "bob", "PasswordPolicyViolationException"}}, iamclient.EventsMissing, history.Unknown, "x"},
		{"nothing", 1, nil, iamclient.NoEvent, history.Unknown, "x"},
		{"another user", 1, []event{{2, admin, "bobby", ""}}, iamclient.NoEvent, history.Unknown, "x"},
		{"another caller", 1, []event{{2, "arn:aws:iam::123456789012:user/x/admin", "bob", ""}}, iamclient.NoEvent, history.Unknown, "x"},
		{"before", 1, []event{{-60, admin, "bob", ""}}, iamclient.NoEvent, history.Unknown, "x"},
		{"after", 1, []event{{60, admin, "bob", ""}}, iamclient.NoEvent, history.Unknown, "x"},
		{"two changes at once", 1, []event{{2, admin, "bob", ""}, {3, admin, "bob", ""}}, iamclient.TooManyEvents, history.Unknown, "x"},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := withBob()
				began := time.Now()
				for _, e := range c.events {
					change(s, e.after, e.caller, e.user, e.code)
				}
				time.Sleep(time.Hour)
				lost := history.Entry{ID: "1", Time: began, Account: "123456789012", Caller: admin, Operation: "UpdateLoginProfile", Target: "bob",
					Outcome: history.Unknown, Error: "x", Attempts: c.attempts, Seconds: 10}
				got, why, err := newClient(t, s).Settle(t.Context(), lost)
				wantOK(t, err)
				if why != c.why || got.Outcome != c.outcome || got.Error != c.err || (got.Settled != nil) != (why == iamclient.Settled) || got.ID != "1" {
					t.Errorf("%d: %+v", why, got)
				}
			})
		})
	}
}

// What cannot be told is not asked about.
func TestNotSettleable(t *testing.T) {
	now := time.Now()
	whole := history.Entry{Time: now.Add(-time.Hour), Account: "1", Caller: "arn:x", Operation: "UpdateLoginProfile", Target: "bob", Outcome: history.Unknown}
	if !iamclient.Settleable(whole, now) {
		t.Fatal("a lost reset is not settleable")
	}
	for name, change := range map[string]func(*history.Entry){
		"done":          func(e *history.Entry) { e.Outcome = history.Done },
		"under way":     func(e *history.Entry) { e.Outcome, e.Time = history.Started, now.Add(-time.Minute) },
		"caller hidden": func(e *history.Entry) { e.Caller = "" },
		"too old":       func(e *history.Entry) { e.Time = now.AddDate(0, 0, -91) },
		"another":       func(e *history.Entry) { e.Operation = "DeactivateMFADevice" },
	} {
		e := whole
		change(&e)
		if iamclient.Settleable(e, now) {
			t.Errorf("%s: settleable", name)
		}
	}
	s := withBob()
	whole.Time, whole.Account = time.Now().Add(-time.Hour), "999999999999"
	if _, why, err := newClient(t, s).Settle(t.Context(), whole); why != iamclient.OtherAccount || err != nil || len(lookups(s)) != 0 {
		t.Errorf("of another account: %d, %v", why, err)
	}
}

// A real reset whose answers got lost is settled, and the history has the outcome behind what it had.
func TestSettleARealReset(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, s := recording(t)
		_, err := client.Identity(t.Context())
		wantOK(t, err)
		s.SetTrailDelay(5 * time.Minute)
		script(s, "UpdateLoginProfile", applied, applied, applied)
		if err := reset(t.Context(), client); iamclient.KindOf(err) != iamclient.KindUnknownOutcome {
			t.Fatal(err)
		}
		time.Sleep(time.Minute)
		if _, why, err := client.SettleAndKeep(t.Context(), onlyEntry(t, client)); why != iamclient.NoEvent || err != nil {
			t.Errorf("%d, %v", why, err)
		}
		if e := onlyEntry(t, client); e.Outcome != history.Unknown {
			t.Errorf("absence proves something: %+v", e)
		}
		time.Sleep(5 * time.Minute)
		_, why, err := client.SettleAndKeep(t.Context(), onlyEntry(t, client))
		wantOK(t, err)
		if e := onlyEntry(t, client); why != iamclient.Settled || e.Outcome != history.Done || e.Settled == nil || e.Settled.By != "CloudTrail" || e.RequestID == "" ||
			e.Ending(time.Now()) != "done (unknown at first, settled by CloudTrail)" {
			t.Errorf("%d, %+v", why, e)
		}
	})
}
