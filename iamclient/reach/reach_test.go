package reach_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"iampasswd/iamclient"
	"iampasswd/iamclient/demoiam"
	"iampasswd/iamclient/rails"
	"iampasswd/iamclient/reach"
)

// TestMain keeps the tests away from whatever AWS account the machine is set up for.
func TestMain(m *testing.M) {
	for _, setting := range os.Environ() {
		if name, _, _ := strings.Cut(setting, "="); strings.HasPrefix(name, "AWS_") {
			_ = os.Unsetenv(name)
		}
	}
	_ = os.Setenv("AWS_EC2_METADATA_DISABLED", "true")
	os.Exit(m.Run())
}

// byKey sends each request to the account that the access key begins with.
type byKey map[string]http.RoundTripper

func (k byKey) RoundTrip(r *http.Request) (*http.Response, error) {
	for key, account := range k {
		if strings.Contains(r.Header.Get("Authorization"), "Credential="+key) {
			return account.RoundTrip(r)
		}
	}
	return nil, fmt.Errorf("no account for %s", r.URL.Host)
}

func configure(t *testing.T, config string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "config")
	if err := os.WriteFile(file, []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("AWS_CONFIG_FILE", file)
	t.Setenv("AWS_SHARED_CREDENTIALS_FILE", filepath.Join(t.TempDir(), "none"))
}

func account(id, caller string) *demoiam.Server {
	return demoiam.New(demoiam.Options{AccountID: id, Caller: "arn:aws:iam::" + id + ":user/" + caller})
}

// keys is a profile with keys that begin with a word.
func keys(profile, word string) string {
	return fmt.Sprintf("[profile %s]\naws_access_key_id=%s\naws_secret_access_key=s\n", profile, word)
}

// found starts a search, and returns the last news of each account in the order of the Reach, with the states of all news
// by key.
func found(t *testing.T, r *reach.Reach) ([]reach.Account, map[string][]reach.State) {
	t.Helper()
	states := map[string][]reach.State{}
	for {
		a, ok := r.Next(t.Context())
		if !ok {
			return r.Accounts(), states
		}
		states[a.Key] = append(states[a.Key], a.State)
	}
}

func start(t *testing.T, base iamclient.Options, o reach.Options) *reach.Reach {
	t.Helper()
	r, err := reach.New(t.Context(), base, o)
	if err != nil {
		t.Fatal(err)
	}
	r.Start(t.Context())
	return r
}

func summary(accounts []reach.Account) string {
	var all []string
	for _, a := range accounts {
		all = append(all, fmt.Sprintf("%s:%s:%s:%s", a.Key, a.State, a.Number, a.Identity.Name))
	}
	return strings.Join(all, " ")
}

// One account is reached without a request: the first frame waits for nothing.
func TestOneAccountTakesNoRequest(t *testing.T) {
	server := account("111111111111", "alice")
	r := start(t, iamclient.Options{Embedded: server.Transport()}, reach.Options{})
	all, states := found(t, r)
	if len(all) != 1 || all[0].State != reach.Open || all[0].Client == nil || !all[0].Usable() || r.Many() || len(states[""]) != 1 {
		t.Errorf("%+v %v", all, states)
	}
	if calls := server.Calls(); len(calls) != 0 {
		t.Errorf("%d requests", len(calls))
	}
}

// Two profiles into one account are one account, by the profile that is named first, and both are told.
func TestEachAccountOnce(t *testing.T) {
	a, b := account("111111111111", "alice"), account("222222222222", "bob")
	other := account("111111111111", "auditor")
	configure(t, keys("audit", "AKIAC")+keys("prod", "AKIAA")+keys("dev", "AKIAB")+"[profile broken]\nrole_arn=arn:aws:iam::333333333333:role/x\n")
	base := iamclient.Options{Transport: byKey{"AKIAA": a.Transport(), "AKIAB": b.Transport(), "AKIAC": other.Transport()}}
	for _, c := range []struct {
		o    reach.Options
		want string
	}{
		{
			reach.Options{Profiles: []string{"prod", "audit", "dev"}},
			"prod:reached:111111111111:alice audit:merged:111111111111:auditor dev:reached:222222222222:bob",
		},
		{
			reach.Options{Profiles: []string{"audit", "nope", "prod"}},
			"audit:reached:111111111111:auditor nope:failed:: prod:merged:111111111111:alice",
		},
		{
			reach.Options{AllProfiles: true},
			"audit:reached:111111111111:auditor broken:failed:333333333333: dev:reached:222222222222:bob prod:merged:111111111111:alice",
		},
	} {
		for range 20 { // whoever answers first
			r := start(t, base, c.o)
			all, _ := found(t, r)
			if got := summary(all); got != c.want || r.Err() != nil {
				t.Fatalf("%+v: %s, want %s (%v)", c.o, got, c.want, r.Err())
			}
			used := slices.IndexFunc(all, func(a reach.Account) bool { return len(a.Profiles) > 0 })
			merged := slices.IndexFunc(all, func(a reach.Account) bool { return a.State == reach.Merged })
			if used < 0 || all[merged].Into != all[used].Key || all[used].Profiles[0].Profile != all[merged].Profile {
				t.Fatalf("%+v", all)
			}
			for _, a := range all {
				if a.State == reach.Failed && (a.Reason() == "" || strings.HasSuffix(a.Reason(), ".")) {
					t.Errorf("%s fails with %q", a.Key, a.Reason())
				}
			}
		}
	}
}

// allowing answers SimulatePrincipalPolicy: so many operations are allowed; none: AWS does not tell.
type allowing struct {
	to      http.RoundTripper
	allowed int
}

func (a allowing) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	if !bytes.HasPrefix(body, []byte("Action=SimulatePrincipalPolicy&")) {
		return a.to.RoundTrip(r)
	}
	status, text := 403, "<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>"
	if a.allowed > 0 {
		status = 200
		text = "<SimulatePrincipalPolicyResponse><SimulatePrincipalPolicyResult><EvaluationResults>" +
			strings.Repeat("<member><EvalActionName>iam:X</EvalActionName><EvalDecision>allowed</EvalDecision></member>", a.allowed) +
			"<member><EvalActionName>iam:Y</EvalActionName><EvalDecision>implicitDeny</EvalDecision></member>" +
			"</EvaluationResults></SimulatePrincipalPolicyResult></SimulatePrincipalPolicyResponse>"
	}
	return &http.Response{StatusCode: status, Header: http.Header{"X-Amzn-Requestid": {"1"}}, Body: io.NopCloser(strings.NewReader(text)), Request: r}, nil
}

// Of all profiles that lead to an account, the one is used whose principal may change more, where AWS tells that of both.
func TestThePrincipalThatMayDoMore(t *testing.T) {
	auditor, admin, dev := account("111111111111", "auditor"), account("111111111111", "admin"), account("222222222222", "bob")
	configure(t, keys("a", "AKIAA")+keys("b", "AKIAB")+keys("c", "AKIAC"))
	for _, c := range []struct {
		auditor, admin int
		want           string
	}{
		{2, 9, "a:merged:111111111111:auditor b:reached:111111111111:admin c:reached:222222222222:bob"},
		{9, 2, "a:reached:111111111111:auditor b:merged:111111111111:admin c:reached:222222222222:bob"},
		{5, 5, "a:reached:111111111111:auditor b:merged:111111111111:admin c:reached:222222222222:bob"},
		{0, 9, "a:reached:111111111111:auditor b:merged:111111111111:admin c:reached:222222222222:bob"},
		{2, 0, "a:reached:111111111111:auditor b:merged:111111111111:admin c:reached:222222222222:bob"},
	} {
		base := iamclient.Options{Transport: byKey{
			"AKIAA": allowing{auditor.Transport(), c.auditor}, "AKIAB": allowing{admin.Transport(), c.admin}, "AKIAC": allowing{dev.Transport(), 0},
		}}
		for range 5 { // whoever answers first
			r := start(t, base, reach.Options{AllProfiles: true})
			if all, states := found(t, r); summary(all) != c.want || slices.Contains(states["a"], reach.Open) {
				t.Errorf("%d and %d: %s, %v", c.auditor, c.admin, summary(all), states)
			}
		}
		r := start(t, base, reach.Options{Profiles: []string{"a", "b"}})
		if all, _ := found(t, r); all[0].State != reach.Reached {
			t.Errorf("in the order of the operator: %s", summary(all))
		}
	}
}

// The first profile can be used before AWS has said whose it is.
func TestTheFirstProfileOpensAtOnce(t *testing.T) {
	a, b := account("111111111111", "alice"), account("222222222222", "bob")
	configure(t, keys("prod", "AKIAA")+keys("dev", "AKIAB"))
	r := start(t, iamclient.Options{Transport: byKey{"AKIAA": a.Transport(), "AKIAB": b.Transport()}}, reach.Options{Profiles: []string{"prod", "dev"}})
	_, states := found(t, r)
	if len(states["prod"]) == 0 || states["prod"][len(states["prod"])-1] != reach.Reached || slices.Contains(states["dev"], reach.Open) {
		t.Errorf("%v", states)
	}
}

// One account that fails is one account, and is tried again alone.
func TestRetry(t *testing.T) {
	a, b := account("111111111111", "alice"), account("222222222222", "bob")
	configure(t, keys("prod", "AKIAA")+keys("dev", "AKIAB"))
	heal := b.Inject(demoiam.Fault{Action: "GetCallerIdentity", Code: "AccessDenied"})
	r := start(t, iamclient.Options{Transport: byKey{"AKIAA": a.Transport(), "AKIAB": b.Transport()}}, reach.Options{Profiles: []string{"prod", "dev"}})
	all, _ := found(t, r)
	if got := summary(all); got != "prod:reached:111111111111:alice dev:failed::" || all[1].Reason() == "" || all[1].Client == nil {
		t.Fatalf("%s: %s", got, all[1].Reason())
	}
	heal()
	asked := len(a.Calls())
	r.Retry(t.Context(), "prod") // which has not failed
	r.Retry(t.Context(), "dev")
	all, states := found(t, r)
	if got := summary(all); got != "prod:reached:111111111111:alice dev:reached:222222222222:bob" || all[1].Err != nil || len(a.Calls()) != asked {
		t.Errorf("%s, %v, %d requests", got, states, len(a.Calls())-asked)
	}
}

// Two profiles into one account that are tried again at the same time are one account in the end.
func TestRetryOfAllProfiles(t *testing.T) {
	a := account("111111111111", "alice")
	configure(t, keys("one", "AKIAA")+keys("two", "AKIAA")+keys("three", "AKIAA"))
	for range 20 {
		heal := a.Inject(demoiam.Fault{Action: "GetCallerIdentity", Code: "AccessDenied"})
		r := start(t, iamclient.Options{Transport: a.Transport()}, reach.Options{AllProfiles: true})
		if all, _ := found(t, r); strings.Count(summary(all), ":failed:") != 3 {
			t.Fatal(summary(all))
		}
		heal()
		for _, key := range []string{"one", "two", "three"} {
			r.Retry(t.Context(), key)
		}
		if all, _ := found(t, r); strings.Count(summary(all), ":reached:") != 1 || strings.Count(summary(all), ":merged:") != 2 {
			t.Fatal(summary(all))
		}
	}
}

// The name of the team goes first, then the alias, then what the organization says, then the number.
func TestTitle(t *testing.T) {
	file := filepath.Join(t.TempDir(), "config.toml")
	if err := os.WriteFile(file, []byte("[accounts.111111111111]\nname = \"PRODUCTION\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	in, err := rails.Load(file, "")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		a           reach.Account
		alias, want string
	}{
		{reach.Account{Number: "111111111111", Name: "Prod"}, "acme-prod", "PRODUCTION"},
		{reach.Account{Number: "222222222222", Name: "Dev"}, "acme-dev", "acme-dev"},
		{reach.Account{Number: "222222222222", Name: "Dev\x1b[2J"}, "", "Dev[2J"},
		{reach.Account{Number: "222222222222", Profile: "dev"}, "", "222222222222"},
		{reach.Account{Key: "dev", Profile: "dev"}, "", "dev"},
	} {
		if got := c.a.Title(in, c.alias); got != c.want {
			t.Errorf("%+v is %q, want %q", c.a, got, c.want)
		}
	}
}

func TestMistakes(t *testing.T) {
	for _, c := range []struct {
		o    reach.Options
		want string
	}{
		{reach.Options{AllProfiles: true, Profiles: []string{"a"}}, "--all-profiles and --profile exclude"},
		{reach.Options{AllProfiles: true, OrgRole: "R"}, "--all-profiles and --org-role exclude"},
		{reach.Options{OrgRole: "R", Profiles: []string{"a", "b"}}, "--org-role assumes"},
		{reach.Options{Profiles: []string{"a", ""}}, "--profile has an empty name"},
		{reach.Options{OUs: []string{"ou-ab12-11111111"}}, "--ou goes with --org-role"},
		{reach.Options{Accounts: []string{"111111111111"}}, "--accounts goes with --org-role"},
		{reach.Options{Skip: []string{"111111111111"}}, "--skip-accounts goes with --org-role"},
		{reach.Options{NoSessionPolicy: true}, "--no-session-policy goes with --org-role"},
		{reach.Options{OrgRole: "arn:aws:iam::111111111111:role/R"}, "--org-role takes the name"},
		{reach.Options{OrgRole: "R", Accounts: []string{"1234"}}, `--accounts takes account numbers of 12 digits, not "1234"`},
		{reach.Options{OrgRole: "R", Skip: []string{"x"}}, "--skip-accounts takes account numbers"},
		{reach.Options{OrgRole: "R", OUs: []string{"Engineering"}}, "--ou takes the id"},
		{reach.Options{OrgRole: "R", Accounts: []string{"111111111111"}, Skip: []string{"111111111111"}}, "--skip-accounts leaves out every"},
	} {
		_, err := reach.New(t.Context(), iamclient.Options{}, c.o)
		if err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%+v: %v, want %s", c.o, err, c.want)
		}
	}
	for _, o := range []reach.Options{
		{}, {Profiles: []string{"a"}}, {Profiles: []string{"a", "b"}}, {AllProfiles: true}, {OrgRole: "ops/HelpDesk", Profiles: []string{"a"}},
		{OrgRole: "R", OUs: []string{"ou-ab12-11111111", "r-ab12"}, Accounts: []string{"111111111111"}, Skip: []string{"111111111111"}},
	} {
		if err := o.Check(); err != nil {
			t.Errorf("%+v: %v", o, err)
		}
	}
}

// A search that is given up ends the wait.
func TestNextEndsWithTheContext(t *testing.T) {
	slow := account("111111111111", "alice")
	slow.Inject(demoiam.Fault{Action: "GetCallerIdentity", Latency: 1 << 40})
	configure(t, keys("prod", "AKIAA")+keys("dev", "AKIAA"))
	r := start(t, iamclient.Options{Transport: byKey{"AKIAA": slow.Transport()}}, reach.Options{Profiles: []string{"prod", "dev"}})
	ctx, cancel := context.WithCancel(t.Context())
	for {
		a, ok := r.Next(ctx)
		if !ok {
			break
		}
		if a.State == reach.Open {
			cancel()
		}
	}
	if ctx.Err() == nil {
		t.Error("the search ended before it was given up")
	}
	cancel()
}
