package bulk_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"

	"iampasswd/iamclient"
	"iampasswd/iamclient/bulk"
	"iampasswd/iamclient/demoiam"
	"iampasswd/iamclient/rails"
)

// wantItem checks what a plan says about a user.
func wantItem(t *testing.T, p *bulk.Plan, user string, do bulk.Do, why string) {
	t.Helper()
	for _, item := range p.Items {
		if item.User == user {
			if item.Do != do || !strings.Contains(item.Why, why) {
				t.Errorf("%s: %s because %q, want %s because %q", user, item.Do, item.Why, do, why)
			}
			return
		}
	}
	t.Errorf("the plan has no %s", user)
}

func TestPlan(t *testing.T) {
	s := demoiam.New(demoiam.Options{Users: []demoiam.User{
		{Name: "Bob", Console: true, Policies: []string{"IAMUserChangePassword"}},
		{Name: "lars", Console: true}, {Name: "paula", Path: "/sales/", Console: true},
		{Name: "break-glass-1", Console: true}, {Name: "nina"}, {Name: "keys", AccessKeys: []demoiam.AccessKey{{}, {Inactive: true}}},
	}})
	file := filepath.Join(t.TempDir(), "config.toml")
	wantOK(t, os.WriteFile(file, []byte("[[protected]]\nname = \"break-glass-*\"\nreason = \"Call the security desk\"\n"), 0o600))
	in, err := rails.Load("", file)
	wantOK(t, err)
	c := client(t, iamclient.Options{Embedded: s.Transport(), Rails: in})
	plan := func(operation bulk.Operation, o bulk.Options, users ...string) *bulk.Plan {
		t.Helper()
		p, err := bulk.Prepare(t.Context(), c, &bulk.Request{Operation: operation, Users: users, Options: o})
		wantOK(t, err)
		return p
	}
	everybody := []string{"bob", "lars", "paula", "break-glass-1", "nina", "nobody", "admin", "BOB", "a b"}
	p := plan(bulk.Reset, bulk.Options{ResetRequired: true}, everybody...)
	wantItem(t, p, "Bob", bulk.Change, "")
	wantItem(t, p, "lars", bulk.Refuse, "attaching IAMUserChangePassword allows it")
	wantItem(t, p, "paula", bulk.Refuse, "users with a path")
	wantItem(t, p, "nina", bulk.Skip, "no console password")
	wantItem(t, p, "nobody", bulk.Refuse, "no user of that name")
	wantItem(t, p, "admin", bulk.Refuse, "this is you")
	wantItem(t, p, "BOB", bulk.Refuse, "more than once")
	wantItem(t, p, "a b", bulk.Refuse, "no name")
	p = plan(bulk.Reset, bulk.Options{ResetRequired: true, LetChange: true, CreateMissing: true}, everybody...)
	wantItem(t, p, "lars", bulk.Change, "")
	wantItem(t, p, "nina", bulk.Create, "")
	if n := p.Requests(); n != 5 { // lars and nina take two, Bob one
		t.Errorf("%d requests: %+v", n, p.Items)
	}
	p = plan(bulk.Reset, bulk.Options{}, everybody...)
	wantItem(t, p, "paula", bulk.Change, "")
	wantItem(t, p, "break-glass-1", bulk.Refuse, "Call the security desk")
	p = plan(bulk.DeactivateKeys, bulk.Options{}, "keys", "nina", "break-glass-1")
	wantItem(t, p, "keys", bulk.Change, "")
	wantItem(t, p, "nina", bulk.Nothing, "no active access key")
	if len(p.Items[0].Keys) != 1 {
		t.Errorf("%+v", p.Items[0])
	}
	wantItem(t, plan(bulk.RestoreSessions, bulk.Options{}, "nina"), "nina", bulk.Nothing, "no sessions")
	wantItem(t, plan(bulk.DisableConsole, bulk.Options{}, "nina"), "nina", bulk.Nothing, "no console password")
	if n := len(s.Accepted()); n != 0 {
		t.Errorf("a plan has set %d passwords", n)
	}
}

// What a plan reads is throttled like anything else, and what is not about one user ends it.
func TestPlanFaults(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := company(40)
		st := newStage(t, s)
		s.Inject(demoiam.Fault{Action: "GetLoginProfile", Code: "Throttling", Times: 20})
		if p := st.plan(names(40)...); p.Count(bulk.Change) != 40 {
			t.Errorf("%+v", p.Items)
		}
		defer s.Inject(demoiam.Fault{Action: "GetLoginProfile", Code: "ExpiredToken"})()
		_, err := bulk.Prepare(t.Context(), st.client, &bulk.Request{Operation: bulk.Reset, Users: names(40)})
		if iamclient.KindOf(err) != iamclient.KindExpired {
			t.Error(err)
		}
	})
}

// With 64 requests throttled at the same moment, the SDK's quota of retries would run out: the run tries again by itself.
func TestStormWithManyWorkers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := company(200)
		st := newStage(t, s)
		st.cfg.Workers = 64
		p := st.plan(names(200)...)
		s.Inject(demoiam.Fault{Action: "UpdateLoginProfile", Code: "Throttling", Times: 600})
		r := st.run(p)
		wantOK(t, r.Make(t.Context()))
		st.count(r, bulk.Counts{Total: 200, Done: 200})
		st.signsIn(r)
	})
}
