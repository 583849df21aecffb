package iamclient_test

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"iampasswd/iamclient"
	"iampasswd/iamclient/demoiam"
	"iampasswd/iamclient/history"
)

// Taking away what is gone since an attempt whose answer got lost has succeeded. Where no answer got lost, or what is
// missing was not to be taken away, it has not.
func TestTakingAwayWhatIsGone(t *testing.T) {
	const serial = "arn:aws:iam::123456789012:mfa/leo"
	deactivate, erase := iamclient.DeactivateMFADevice("leo", serial), iamclient.DeleteVirtualMFADevice(serial)
	gone := demoiam.Fault{Code: "NoSuchEntity"}
	for _, c := range []struct {
		name    string
		what    iamclient.Change
		faults  []demoiam.Fault
		earlier bool
		kind    iamclient.Kind
	}{
		{"deactivate, the answer lost", deactivate, []demoiam.Fault{lost, gone}, false, -1},
		{"deactivate, an earlier try unknown", deactivate, []demoiam.Fault{gone}, true, -1},
		{"deactivate, never there", deactivate, []demoiam.Fault{gone}, false, iamclient.KindNoSuchEntity},
		{"delete, the answer lost", erase, []demoiam.Fault{lost, gone}, false, -1},
		{"delete, never there", erase, []demoiam.Fault{gone}, false, iamclient.KindNoSuchEntity},
		{"delete, the answer lost, then denied", erase, []demoiam.Fault{lost, denied}, false, iamclient.KindDenied},
		{"deactivate a key, the answer lost", iamclient.DeactivateAccessKey("leo", "AKIALEO"), []demoiam.Fault{lost, gone}, false, iamclient.KindNoSuchEntity},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				client, s := recording(t)
				script(s, c.what.Operation.String(), c.faults...)
				err := makeChange(t.Context(), client, c.what, iamclient.ChangeOptions{EarlierUnknown: c.earlier})
				if c.kind == -1 {
					wantOK(t, err)
				} else if e := failure(t, err); e.Kind != c.kind {
					t.Errorf("%+v, want kind %v", e, c.kind)
				}
				if e := onlyEntry(t, client); e.Attempts != len(c.faults) {
					t.Errorf("%+v", e)
				}
			})
		})
	}
}

// That an earlier try is unknown is said of the first change: a refusal of the second means what it says.
func TestEarlierUnknownIsOfTheFirstChange(t *testing.T) {
	s := withBob()
	sequence := newClient(t, s).Begin(iamclient.ChangeOptions{EarlierUnknown: true})
	_, err := sequence.Make(t.Context(), iamclient.UpdateLoginProfile("bob", secret(t, good), nil))
	wantOK(t, err)
	script(s, "PutUserPolicy", denied)
	_, err = sequence.Make(t.Context(), iamclient.RevokeSessions("bob"))
	if e := failure(t, err); e.Kind != iamclient.KindDenied || e.EarlierMayHaveSucceeded || e.Attempts != 1 {
		t.Errorf("%+v", e)
	}
}

// A Sequence goes on with the credentials that it began with, for what it reads too.
func TestSequenceKeepsItsCredentials(t *testing.T) {
	s := withBob()
	l := listen(t, s)
	configure(t, "", nil)
	write := func(key string) {
		text := "[default]\naws_access_key_id=" + key + "\naws_secret_access_key=s\n"
		wantOK(t, os.WriteFile(os.Getenv("AWS_SHARED_CREDENTIALS_FILE"), []byte(text), 0o600))
	}
	write("old")
	c := open(t, iamclient.Options{Endpoint: l.URL})
	sequence := c.Begin(iamclient.ChangeOptions{})
	_, err := sequence.Make(t.Context(), iamclient.UpdateLoginProfile("bob", secret(t, good), nil))
	wantOK(t, err)
	write("new")
	_, err = c.Renew(t.Context(), "")
	wantOK(t, err)
	_, err = sequence.Make(t.Context(), iamclient.RevokeSessions("bob"))
	if key := l.key(); err != nil || key != "old" {
		t.Errorf("%v, and %s signs the second change", err, key)
	}
	if _, err := sequence.Client().PasswordPolicy(t.Context()); l.key() != "old" {
		t.Errorf("%v, and %s signs what the sequence reads", err, l.key())
	}
	if wantOK(t, reset(t.Context(), c)); l.key() != "new" {
		t.Errorf("%s signs the client's changes", l.key())
	}
}

// wire is a transport that keeps which request ids were answered for each user.
type wire struct {
	http.RoundTripper
	mu  sync.Mutex
	ids map[string][]string
}

func (w *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	r.Body = io.NopCloser(strings.NewReader(string(body)))
	response, err := w.RoundTripper.RoundTrip(r)
	if form, formErr := url.ParseQuery(string(body)); err == nil && formErr == nil && form.Has("UserName") {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.ids[form.Get("UserName")] = append(w.ids[form.Get("UserName")], response.Header.Get("X-Amzn-Requestid"))
	}
	return response, err
}

// Many changes at the same time, of one client, each with faults of its own: outcome, attempts, progress, request id and
// entry are of the user that the change is of.
func TestManyChangesAtTheSameTime(t *testing.T) {
	const users = 200
	unready := demoiam.Fault{Code: "EntityTemporarilyUnmodifiable"}
	type course struct {
		faults  []demoiam.Fault
		outcome history.Outcome
		code    string
	}
	courses := []course{
		{nil, history.Done, ""},
		{[]demoiam.Fault{throttled}, history.Done, ""},
		{[]demoiam.Fault{unready}, history.Done, ""},
		{[]demoiam.Fault{applied}, history.Done, ""},
		{[]demoiam.Fault{violation}, history.Refused, "PasswordPolicyViolation"},
		{[]demoiam.Fault{applied, denied}, history.Unknown, "AccessDenied"},
		{[]demoiam.Fault{unready, throttled, unready}, history.Done, ""},
		{[]demoiam.Fault{denied}, history.Refused, "AccessDenied"},
	}
	// With more retries at one moment the SDK's retry quota, which a client has once, would be used up.
	courses = append(courses, slices.Repeat([]course{{nil, history.Done, ""}, {[]demoiam.Fault{unready, unready}, history.Done, ""}}, 6)...)
	name := func(i int) string { return fmt.Sprintf("user.%03d", i) }
	what := func(i int) iamclient.Change {
		if i/len(courses)%4 == 3 {
			return iamclient.RevokeSessions(name(i))
		}
		return iamclient.UpdateLoginProfile(name(i), iamclient.NewSecret(fmt.Sprint("Brisk-Otter-4711!", i)), new(i%2 == 0))
	}
	synctest.Test(t, func(t *testing.T) {
		s := demoiam.New(demoiam.Options{})
		for i := range users {
			s.Add(demoiam.User{Name: name(i), Console: true})
			for _, f := range slices.Backward(courses[i%len(courses)].faults) {
				f.Action, f.User, f.Times = what(i).Operation.String(), name(i), 1
				s.Inject(f)
			}
		}
		w := &wire{RoundTripper: s.Transport(), ids: map[string][]string{}}
		client := open(t, iamclient.Options{Embedded: w, History: &history.Memory{}})
		errs, seen := make([]error, users), make([]int, users)
		var all sync.WaitGroup
		for i := range users {
			all.Go(func() {
				errs[i] = makeChange(t.Context(), client, what(i), iamclient.ChangeOptions{
					Reason: "INC-" + name(i), RetryUnmodifiable: true,
					Observe: func(p iamclient.Progress) { seen[i] = p.Attempt },
				})
			})
		}
		all.Wait()
		entries, err := client.History()
		if err != nil || len(entries) != users {
			t.Fatalf("%d entries, %v", len(entries), err)
		}
		entryOf := map[string]history.Entry{}
		for _, e := range entries {
			entryOf[e.Target] = e
		}
		for i := range users {
			course, e, ids := courses[i%len(courses)], entryOf[name(i)], w.ids[name(i)]
			attempts := s.Count(e.Operation, name(i))
			if e.Operation != what(i).Operation.String() || e.Outcome != course.outcome || e.Error != course.code || e.Reason != "INC-"+name(i) ||
				e.Attempts != attempts || seen[i] != attempts || e.Account != "123456789012" || e.RequestID == "" || e.RequestID != ids[len(ids)-1] {
				t.Errorf("%s: %+v; %d attempts, %d seen, request ids %v", name(i), e, attempts, seen[i], ids)
			}
			if done := course.outcome == history.Done; done != (errs[i] == nil) {
				t.Errorf("%s: %v", name(i), errs[i])
			} else if !done {
				if f := failure(t, errs[i]); f.Code != course.code || f.Attempts != attempts || f.RequestID != e.RequestID || f.Op != e.Operation {
					t.Errorf("%s: %+v", name(i), f)
				}
			}
			if set := what(i).Password != nil && course.outcome != history.Refused; set != s.Check(name(i), fmt.Sprint("Brisk-Otter-4711!", i)) {
				t.Errorf("%s: the password is in force: %v", name(i), !set)
			}
		}
	})
}
