package iamclient_test

import (
	"context"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"iampasswd/iamclient"
	"iampasswd/iamclient/demoiam"
	"iampasswd/iamclient/history"
)

// recording is a client of an account with a history, and the account.
func recording(t *testing.T) (*iamclient.Client, *demoiam.Server) {
	t.Helper()
	s := withBob()
	return open(t, iamclient.Options{Embedded: s.Transport(), History: &history.Memory{}}), s
}

// onlyEntry is the one entry of a client's history.
func onlyEntry(t *testing.T, c *iamclient.Client) history.Entry {
	t.Helper()
	entries, err := c.History()
	if err != nil || len(entries) != 1 {
		t.Fatalf("%d entries, %v: %+v", len(entries), err, entries)
	}
	return entries[0]
}

func TestHistoryOfOutcomes(t *testing.T) {
	for _, c := range []struct {
		name     string
		faults   []demoiam.Fault
		outcome  history.Outcome
		err      string
		attempts int
	}{
		{"at once", nil, history.Done, "", 1},
		{"after two lost answers", []demoiam.Fault{lost, lost}, history.Done, "", 3},
		{"refused", []demoiam.Fault{denied}, history.Refused, "AccessDenied", 1},
		{"refused by the policy", []demoiam.Fault{violation}, history.Refused, "PasswordPolicyViolation", 1},
		{"throttled", []demoiam.Fault{throttled, throttled, throttled}, history.Refused, "Throttling", 3},
		{"lost", []demoiam.Fault{applied, applied, applied}, history.Unknown, "unknown outcome", 3},
		{"lost, then refused", []demoiam.Fault{applied, violation}, history.Unknown, "PasswordPolicyViolation", 2},
		{"no connection", []demoiam.Fault{refused, refused, refused}, history.NotSent, "network", 3},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				client, s := recording(t)
				script(s, "UpdateLoginProfile", c.faults...)
				err := reset(t.Context(), client, iamclient.ChangeOptions{Reason: "INC-7"})
				e := onlyEntry(t, client)
				if e.Outcome != c.outcome || e.Error != c.err || e.Attempts != c.attempts || (err == nil) != (c.outcome == history.Done) {
					t.Errorf("%+v, %v", e, err)
				}
				if e.Operation != "UpdateLoginProfile" || e.Target != "bob" || !e.Password || !*e.ResetRequired || e.Reason != "INC-7" || e.ID == "" {
					t.Errorf("%+v", e)
				}
				if whose := e.Account + " " + e.Caller; e.Outcome != history.NotSent && !strings.HasPrefix(whose, "123456789012 arn:aws:iam::123456789012:") {
					t.Errorf("it is %q's", whose)
				}
				if answered := e.Outcome == history.Done || e.Outcome == history.Refused; answered && e.RequestID == "" {
					t.Error("no request id")
				}
				if c.attempts > 2 && e.Seconds <= 0 { // one pause between two attempts can be as good as none
					t.Errorf("it took %v s", e.Seconds)
				}
			})
		})
	}
}

// What RetryUnmodifiable sends again and again is one change, and so is one that is given up in a pause.
func TestHistoryOfPatience(t *testing.T) {
	for _, giveUp := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			client, s := recording(t)
			s.Inject(demoiam.Fault{Action: "UpdateLoginProfile", Code: "EntityTemporarilyUnmodifiable", Times: 3})
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			go func() {
				if time.Sleep(time.Second); giveUp {
					cancel()
				}
			}()
			err := reset(ctx, client, iamclient.ChangeOptions{RetryUnmodifiable: true})
			e := onlyEntry(t, client)
			switch {
			case !giveUp && (err != nil || e.Outcome != history.Done || e.Attempts != 4 || e.Seconds != 35):
				t.Errorf("%+v, %v", e, err)
			case giveUp && (err == nil || e.Outcome != history.NotSent || e.Attempts != 1):
				t.Errorf("%+v, %v", e, err)
			}
		})
	}
}

// GetUser after NoSuchEntity is no change, and two changes of one Sequence are two.
func TestHistoryCountsChanges(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, s := recording(t)
		ctx := t.Context()
		script(s, "CreateLoginProfile", throttled)
		sequence := client.Begin(iamclient.ChangeOptions{})
		_, err := sequence.Make(ctx, iamclient.UpdateLoginProfile("nina", iamclient.NewSecret(good), nil))
		if iamclient.KindOf(err) != iamclient.KindNoLoginProfile {
			t.Fatal(err)
		}
		time.Sleep(time.Second)
		_, err = sequence.Make(ctx, iamclient.CreateLoginProfile("nina", iamclient.NewSecret(good), nil))
		wantOK(t, err)
		entries, _ := client.History()
		if len(entries) != 2 || entries[0].Operation != "CreateLoginProfile" || entries[0].Attempts != 2 || entries[1].Attempts != 1 {
			t.Errorf("%+v", entries)
		}
	})
}

// Whose change it was is read at the same time, is not waited for long, and is not read twice.
func TestHistoryOfTheCaller(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client, s := recording(t)
		began := time.Now()
		s.Inject(demoiam.Fault{Action: "GetCallerIdentity", Latency: 20 * time.Second, Times: 1})
		wantOK(t, reset(t.Context(), client))
		if e := onlyEntry(t, client); e.Caller != "" || e.Account != "" || e.Outcome != history.Done {
			t.Errorf("%+v", e)
		}
		if took := time.Since(began); took != time.Second {
			t.Errorf("it took %v", took)
		}
		_ = makeChange(t.Context(), client, iamclient.ChangePassword(iamclient.NewSecret(good), iamclient.NewSecret(good+"2"))) // which is denied
		wantOK(t, reset(t.Context(), client))
		asked := 0
		for _, call := range s.Calls() {
			if call.Action == "GetCallerIdentity" {
				asked++
			}
		}
		if asked != 2 {
			t.Errorf("the identity was read %d times", asked)
		}
	})
}

// An entry has nothing of a password, and the start is there before the request is.
func TestHistoryHasNoPassword(t *testing.T) {
	file, err := history.Open(filepath.Join(t.TempDir(), "history.jsonl"))
	wantOK(t, err)
	s := withBob()
	client := open(t, iamclient.Options{Embedded: s.Transport(), History: file})
	script(s, "UpdateLoginProfile", violation)
	_ = reset(t.Context(), client)
	_ = makeChange(t.Context(), client, iamclient.ChangePassword(iamclient.NewSecret("Old-Lantern-1987!"), iamclient.NewSecret(good))) // which is denied
	entries, err := file.Entries()
	wantOK(t, err)
	text, err := json.Marshal(entries)
	wantOK(t, err)
	if len(entries) != 2 || strings.Contains(string(text), good) || strings.Contains(string(text), "Lantern") {
		t.Errorf("%s", text)
	}
}
