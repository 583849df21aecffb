package iamclient_test

import (
	"cmp"
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
				got, why, err := newClient(t, s).Settle(t.Context(), lost, nil)
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
	if _, why, err := newClient(t, s).Settle(t.Context(), whole, nil); why != iamclient.OtherAccount || err != nil || len(lookups(s)) != 0 {
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

// The event of one reset does not settle another one that was made seconds before or after: which password it set, it does
// not tell.
func TestSettleTwoResetsInARow(t *testing.T) {
	const admin = "arn:aws:iam::123456789012:user/admin"
	for _, c := range []struct {
		name  string
		after time.Duration // from the other reset to the one whose outcome got lost
		other history.Entry
		why   iamclient.Unsettled
	}{
		{"made just before", 3 * time.Second, history.Entry{Outcome: history.Done, RequestID: "id-2", Attempts: 1, Seconds: 1}, iamclient.OthersAtThatTime},
		{"of unknown outcome", 3 * time.Second, history.Entry{Outcome: history.Unknown, Attempts: 1, Seconds: 1}, iamclient.OthersAtThatTime},
		{"just after", -8 * time.Second, history.Entry{Outcome: history.Done, Attempts: 1, Seconds: 1}, iamclient.OthersAtThatTime},
		{"that was never ended", time.Minute, history.Entry{Outcome: history.Started}, iamclient.OthersAtThatTime},
		{"in another case", 3 * time.Second, history.Entry{Outcome: history.Done, Target: "BOB"}, iamclient.OthersAtThatTime},
		{"by an unknown caller", 3 * time.Second, history.Entry{Outcome: history.Done, Caller: "?"}, iamclient.OthersAtThatTime},
		{"long before", time.Hour, history.Entry{Outcome: history.Done, Seconds: 1}, iamclient.Settled},
		{"not sent", 3 * time.Second, history.Entry{Outcome: history.NotSent}, iamclient.Settled},
		{"of another user", 3 * time.Second, history.Entry{Outcome: history.Done, Target: "bobby"}, iamclient.Settled},
		{"by another caller", 3 * time.Second, history.Entry{Outcome: history.Done, Caller: admin + "2"}, iamclient.Settled},
		{"in another account", 3 * time.Second, history.Entry{Outcome: history.Done, Account: "999999999999"}, iamclient.Settled},
		{"that creates", 3 * time.Second, history.Entry{Outcome: history.Done, Operation: "CreateLoginProfile"}, iamclient.Settled},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := withBob()
				began := time.Now()
				change(s, 0, admin, "bob", "")
				time.Sleep(time.Hour)
				lost := history.Entry{ID: "1", Time: began, Account: "123456789012", Caller: admin, Operation: "UpdateLoginProfile", Target: "bob",
					Outcome: history.Unknown, Error: "x", Attempts: 1, Seconds: 2}
				other := c.other
				other.ID, other.Time = "2", began.Add(-c.after)
				other.Account = cmp.Or(other.Account, lost.Account)
				other.Operation, other.Target = cmp.Or(other.Operation, lost.Operation), cmp.Or(other.Target, lost.Target)
				if other.Caller = cmp.Or(other.Caller, lost.Caller); other.Caller == "?" {
					other.Caller = ""
				}
				got, why, err := newClient(t, s).Settle(t.Context(), lost, []history.Entry{lost, other})
				wantOK(t, err)
				if why != c.why || (got.Outcome == history.Done) != (c.why == iamclient.Settled) {
					t.Errorf("%d, %s", why, got.Outcome)
				}
			})
		})
	}
}
