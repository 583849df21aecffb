package reach_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"iampasswd/iamclient"
	"iampasswd/iamclient/demoiam"
	"iampasswd/iamclient/grants"
	"iampasswd/iamclient/history"
	"iampasswd/iamclient/reach"
)

// wire notes the forms of the requests, and hands them on.
type wire struct {
	to    http.RoundTripper
	mu    sync.Mutex
	forms []url.Values
	auths []string // the access key of each
}

func (w *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	form, _ := url.ParseQuery(string(body))
	if target := r.Header.Get("X-Amz-Target"); target != "" {
		form = url.Values{"Action": {target[strings.LastIndexByte(target, '.')+1:]}}
	}
	w.mu.Lock()
	_, key, _ := strings.Cut(r.Header.Get("Authorization"), "Credential=")
	w.forms, w.auths = append(w.forms, form), append(w.auths, key[:min(20, len(key))])
	w.mu.Unlock()
	return w.to.RoundTrip(r)
}

// of returns the requests of an operation.
func (w *wire) of(action string) []url.Values {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(w.forms), func(f url.Values) bool { return f.Get("Action") != action })
}

const management = "100000000001"

// number is the number of the i-th account.
func number(i int) string { return fmt.Sprintf("1000000000%02d", i) }

// acme is an organization of accounts that each have a bob, in two OUs.
func acme(accounts int) *demoiam.Organization {
	o := demoiam.OrganizationOptions{Units: []demoiam.Unit{{Name: "Prod"}, {Name: "Inner", Parent: "Prod"}, {Name: "Dev"}}}
	for i := 1; i <= accounts; i++ {
		users := []demoiam.User{{Name: "Bob", Path: "/staff/", Console: true}, {Name: "eve", Console: true}}
		o.Accounts = append(o.Accounts, demoiam.Account{
			Name: fmt.Sprintf("acct-%d", i), Unit: []string{"Prod", "Inner", "Dev"}[i%3],
			Options: demoiam.Options{AccountID: number(i), Users: users},
		})
	}
	return demoiam.NewOrganization(o)
}

func overAcme(t *testing.T, org *demoiam.Organization, o reach.Options) (*reach.Reach, *wire) {
	t.Helper()
	w := &wire{to: org.Transport()}
	o.OrgRole = demoiam.OrganizationRole
	return start(t, iamclient.Options{Embedded: w}, o), w
}

func states(accounts []reach.Account) map[string]reach.State {
	all := map[string]reach.State{}
	for _, a := range accounts {
		all[a.Number] = a.State
	}
	return all
}

// Each account of the organization is reached by the role, and the client's own account by its own credentials. One that
// denies is one line, and a suspended one is no failure.
func TestOrganization(t *testing.T) {
	org := acme(45)
	org.SetState(number(3), demoiam.Suspended)
	heal := org.Account(number(4)).Inject(demoiam.Fault{Action: "AssumeRole", Code: "AccessDenied"})
	r, w := overAcme(t, org, reach.Options{})
	all, _ := found(t, r)
	if len(all) != 45 || r.Err() != nil {
		t.Fatalf("%d accounts, %v", len(all), r.Err())
	}
	for i, a := range all {
		switch {
		case i == 0:
			if a.State != reach.Reached || a.Number != management || a.Role != "" || a.Identity.Name != "admin" || a.Name != "acct-1" {
				t.Errorf("the own account is %+v", a)
			}
		case a.Number == number(3):
			if a.State != reach.Inactive || a.Reason() != "the account is suspended" {
				t.Errorf("%+v: %s", a, a.Reason())
			}
		case a.Number == number(4):
			if a.State != reach.Failed || iamclient.KindOf(a.Err) != iamclient.KindDenied || a.Reason() != "the role OrganizationAccountAccessRole is not there, or may not be assumed by you (AccessDenied)" {
				t.Errorf("%+v: %s", a, a.Reason())
			}
		default:
			if a.State != reach.Reached || a.Identity.Account != a.Number || a.Identity.Name != demoiam.OrganizationRole+"/admin" || a.Role == "" {
				t.Errorf("%+v: %s", a, a.Reason())
			}
		}
	}
	heal()
	before := len(w.of("ListAccounts"))
	r.Retry(t.Context(), number(4))
	all, news := found(t, r)
	if s := states(all)[number(4)]; s != reach.Reached || len(news) != 1 || len(w.of("ListAccounts")) != before {
		t.Errorf("tried again: %s %v", s, news)
	}
	users, _, err := all[4].Client.Users(t.Context(), "", iamclient.FullPage, nil)
	if err != nil || !strings.Contains(users[0].ARN, all[4].Number) {
		t.Errorf("%v %v", users, err)
	}
}

// Which accounts are meant: skip goes first, an OU holds what is below it, numbers and OUs add up.
func TestWhichAccounts(t *testing.T) {
	org := acme(9) // Inner has 1 4 7, Dev 2 5 8, Prod 3 6 9 and Inner
	prod, dev := org.UnitID("Prod"), org.UnitID("Dev")
	numbers := func(is ...int) (all []string) {
		for _, i := range is {
			all = append(all, number(i))
		}
		return all
	}
	for _, c := range []struct {
		o    reach.Options
		want []string
	}{
		{reach.Options{}, numbers(1, 2, 3, 4, 5, 6, 7, 8, 9)},
		{reach.Options{Skip: numbers(1, 9)}, numbers(2, 3, 4, 5, 6, 7, 8)},
		{reach.Options{Accounts: numbers(2, 3)}, numbers(2, 3)},
		{reach.Options{Accounts: numbers(1, 2)}, numbers(1, 2)},
		{reach.Options{OUs: []string{dev}}, numbers(2, 5, 8)},
		{reach.Options{OUs: []string{prod}}, numbers(1, 3, 4, 6, 7, 9)},
		{reach.Options{OUs: []string{prod}, Skip: numbers(4)}, numbers(1, 3, 6, 7, 9)},
		{reach.Options{OUs: []string{dev}, Accounts: numbers(9), Skip: numbers(5)}, numbers(2, 8, 9)},
	} {
		for _, paths := range []bool{true, false} {
			w := &wire{to: org.Transport()}
			var transport http.RoundTripper = w
			if !paths {
				transport = &edited{w, func(body []byte) []byte { return bytes.ReplaceAll(body, []byte(`"Paths"`), []byte(`"Unread"`)) }}
			}
			o := c.o
			o.OrgRole = demoiam.OrganizationRole
			r := start(t, iamclient.Options{Embedded: transport}, o)
			all, _ := found(t, r)
			var got []string
			for _, a := range all {
				if a.State != reach.Reached {
					t.Errorf("%+v: %s %s", c.o, a.Number, a.Reason())
				}
				got = append(got, a.Number)
			}
			slices.Sort(got)
			if !slices.Equal(got, c.want) || r.Err() != nil {
				t.Errorf("%+v, paths %t: %v, want %v (%v)", c.o, paths, got, c.want, r.Err())
			}
			if asked := len(w.of("ListAccountsForParent")) > 0; asked != (!paths && len(c.o.OUs) > 0) {
				t.Errorf("%+v, paths %t: ListAccountsForParent is asked: %t", c.o, paths, asked)
			}
		}
	}
}

// edited changes the bodies of answers.
type edited struct {
	to   http.RoundTripper
	edit func([]byte) []byte
}

func (e *edited) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := e.to.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		return nil, err
	}
	body = e.edit(body)
	answer.Body, answer.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	answer.Header.Del("Content-Length")
	return answer, nil
}

// What is named and is not there is said: an account as a failure, an OU as an error.
func TestWhatTheOrganizationLacks(t *testing.T) {
	org := acme(3)
	org.SetState(number(3), demoiam.Closed)
	r, _ := overAcme(t, org, reach.Options{Accounts: []string{number(2), number(3), "999999999999"}})
	all, _ := found(t, r)
	if s := states(all); s[number(2)] != reach.Reached || s[number(3)] != reach.Failed || s["999999999999"] != reach.Failed || len(all) != 3 {
		t.Errorf("%v", s)
	}
	r, _ = overAcme(t, org, reach.Options{OUs: []string{"ou-acme-99999999"}})
	if all, _ := found(t, r); len(all) != 0 || r.Err() == nil || !strings.Contains(r.Err().Error(), "no account in ou-acme-99999999") {
		t.Errorf("%v %v", all, r.Err())
	}
}

// Where the accounts may not be listed, the error names the account from where they may; numbers that are named are
// enough to go on.
func TestAccountsThatMayNotBeListed(t *testing.T) {
	org := acme(4)
	r := start(t, iamclient.Options{Embedded: signedBy(org, number(2))}, reach.Options{OrgRole: demoiam.OrganizationRole})
	all, _ := found(t, r)
	denied, ok := errors.AsType[*reach.OrganizationError](r.Err())
	if !ok || denied.Manager != management || iamclient.KindOf(r.Err()) != iamclient.KindDenied {
		t.Errorf("%v", r.Err())
	}
	if len(all) != 1 || all[0].State != reach.Reached || all[0].Number != number(2) {
		t.Errorf("%+v", all)
	}
	org.Management().Inject(demoiam.Fault{Action: "ListAccounts", Code: "AccessDeniedException"})
	r, _ = overAcme(t, org, reach.Options{Accounts: []string{number(3), number(4)}})
	if all, _ := found(t, r); r.Err() != nil || states(all)[number(3)] != reach.Reached || states(all)[number(4)] != reach.Reached {
		t.Errorf("%v %v", states(all), r.Err())
	}
}

// keyed signs nothing, and has every first request look as if an account's own key had signed it.
type keyed struct {
	to  http.RoundTripper
	key string
}

func signedBy(org *demoiam.Organization, account string) http.RoundTripper {
	return &keyed{org.Transport(), "AKIAEXAM" + account}
}

func (k *keyed) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	auth := r.Header.Get("Authorization")
	r.Header.Set("Authorization", strings.Replace(auth, "AKIADEMODEMODEMODEMO", k.key, 1))
	return k.to.RoundTrip(r)
}

// A state that only the old field Status has counts, and the newer field goes first.
func TestStateAndStatus(t *testing.T) {
	org := acme(3)
	org.SetState(number(2), demoiam.Suspended)
	w := &edited{org.Transport(), func(body []byte) []byte { return bytes.ReplaceAll(body, []byte(`"State"`), []byte(`"Unread"`)) }}
	r := start(t, iamclient.Options{Embedded: w}, reach.Options{OrgRole: demoiam.OrganizationRole})
	all, _ := found(t, r)
	if s := states(all); s[number(2)] != reach.Inactive || s[number(3)] != reach.Reached {
		t.Errorf("%v %v", s, r.Err())
	}
}

// A session that reads carries IAMReadOnlyAccess. A change goes out in a session that is kept to it, on that user, by the same
// principal; the next change of the same kind, to another user, in another session.
func TestSessionPolicies(t *testing.T) {
	org := acme(3)
	log := &history.Memory{}
	w := &wire{to: org.Transport()}
	r := start(t, iamclient.Options{Embedded: w, History: log}, reach.Options{OrgRole: demoiam.OrganizationRole, Accounts: []string{number(2)}})
	all, _ := found(t, r)
	client := all[0].Client
	assumed := w.of("AssumeRole")
	const readOnly = "arn:aws:iam::aws:policy/IAMReadOnlyAccess"
	if len(assumed) != 1 || assumed[0].Get("PolicyArns.member.1.arn") != readOnly || assumed[0].Get("RoleSessionName") != "admin" ||
		strings.Contains(assumed[0].Get("Policy"), "iam:") {
		t.Fatalf("%v", assumed)
	}
	change := iamclient.UpdateLoginProfile("bob", nil, new(true))
	if _, err := client.Make(t.Context(), change, iamclient.ChangeOptions{}); err != nil {
		t.Fatal(err)
	}
	if assumed = w.of("AssumeRole"); len(assumed) != 2 || assumed[1].Get("PolicyArns.member.1.arn") != readOnly || assumed[1].Get("DurationSeconds") != "900" ||
		assumed[1].Get("RoleSessionName") != "admin" || assumed[1].Get("RoleArn") != assumed[0].Get("RoleArn") {
		t.Fatalf("%v", assumed)
	}
	want := `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["iam:UpdateLoginProfile"],"Resource":["arn:aws:iam::` + number(2) + `:user/staff/Bob"]}]}`
	if got := assumed[1].Get("Policy"); got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if required, _ := org.Account(number(2)).ResetRequired("Bob"); !required {
		t.Error("nothing was changed")
	}
	entries, _ := log.Entries()
	if len(entries) == 0 || entries[0].Account != number(2) || entries[0].Outcome != history.Done || !strings.HasSuffix(entries[0].Caller, "/admin") {
		t.Errorf("%+v", entries)
	}
	sequence := client.Begin(iamclient.ChangeOptions{})
	for _, what := range []iamclient.Change{
		iamclient.RevokeSessions("eve"), iamclient.AttachChangePasswordPolicy("eve", "aws"), iamclient.RevokeSessions("eve"), iamclient.DeleteAccountPasswordPolicy(),
	} {
		if _, err := sequence.Make(t.Context(), what); err != nil && iamclient.KindOf(err) != iamclient.KindNoSuchEntity {
			t.Errorf("%s: %v", what.Operation, err)
		}
	}
	var policies []string
	for _, form := range w.of("AssumeRole")[2:] {
		policies = append(policies, form.Get("Policy"))
		if !json.Valid([]byte(form.Get("Policy"))) {
			t.Errorf("%s", form.Get("Policy"))
		}
	}
	all3 := strings.Join(policies, "\n")
	for _, part := range []string{
		`["iam:PutUserPolicy"],"Resource":["arn:aws:iam::` + number(2) + `:user/eve"]`,
		`["iam:AttachUserPolicy"],"Resource":["arn:aws:iam::` + number(2) + `:user/eve"],"Condition":{"ArnEquals":{"iam:PolicyARN":"arn:aws:iam::aws:policy/IAMUserChangePassword"}}`,
		`["iam:DeleteAccountPasswordPolicy"],"Resource":["*"]`,
	} {
		if len(policies) != 3 || strings.Count(all3, part) != 1 {
			t.Errorf("%s is not among\n%s", part, all3)
		}
	}
}

// Where the user's path cannot be read, the session may change the user of that name on any path.
func TestAChangeWithoutThePath(t *testing.T) {
	org := acme(2)
	org.Account(number(2)).Inject(demoiam.Fault{Action: "GetUser", Code: "AccessDenied"})
	r, w := overAcme(t, org, reach.Options{Accounts: []string{number(2)}})
	all, _ := found(t, r)
	if _, err := all[0].Client.Make(t.Context(), iamclient.UpdateLoginProfile("Bob", nil, new(true)), iamclient.ChangeOptions{}); err != nil {
		t.Fatal(err)
	}
	user := "arn:aws:iam::" + number(2) + ":user/"
	if policy := w.of("AssumeRole")[1].Get("Policy"); !strings.Contains(policy, `"Resource":["`+user+`Bob","`+user+`*/Bob"]`) {
		t.Error(policy)
	}
}

// AWS itself refuses what a session is not for, and the error tells that it was not the role.
func TestASessionThatReadsMayNotChange(t *testing.T) {
	org := acme(2)
	r, w := overAcme(t, org, reach.Options{Accounts: []string{number(2)}})
	all, _ := found(t, r)
	client, scope := all[0].Client.ForPlan([]iamclient.Operation{iamclient.OpUpdateLoginProfile}, []iamclient.User{{Name: "Bob", ARN: "arn:aws:iam::" + number(2) + ":user/other/Bob"}})
	if scope != iamclient.ScopeUsers {
		t.Errorf("scope %d", scope)
	}
	_, err := client.Make(t.Context(), iamclient.UpdateLoginProfile("Bob", nil, new(true)), iamclient.ChangeOptions{})
	denied, _ := errors.AsType[*iamclient.Error](err)
	if denied == nil || denied.Kind != iamclient.KindDenied || denied.Denial() != iamclient.DenialOwnSession {
		t.Errorf("%v", err)
	}
	if n := len(w.of("UpdateLoginProfile")); n != 1 {
		t.Errorf("%d requests", n)
	}
	r, w = overAcme(t, org, reach.Options{Accounts: []string{number(2)}, NoSessionPolicy: true})
	all, _ = found(t, r)
	if _, err := all[0].Client.Make(t.Context(), iamclient.UpdateLoginProfile("Bob", nil, new(true)), iamclient.ChangeOptions{}); err != nil {
		t.Error(err)
	}
	if assumed := w.of("AssumeRole"); len(assumed) != 1 || assumed[0].Has("Policy") || assumed[0].Has("PolicyArns.member.1.arn") {
		t.Errorf("%v", assumed)
	}
}

// A denial of the role itself is not taken for one of the session policy.
func TestARoleThatDenies(t *testing.T) {
	org := demoiam.CompanyOrganization(3, 20, demoiam.Latency{})
	r := start(t, iamclient.Options{Embedded: org.Transport()}, reach.Options{OrgRole: demoiam.HelpDeskRole})
	all, _ := found(t, r)
	reached := slices.IndexFunc(all, func(a reach.Account) bool { return a.State == reach.Reached && a.Role != "" })
	if reached < 0 {
		t.Fatal(summary(all))
	}
	_, err := all[reached].Client.Make(t.Context(), iamclient.DeleteLoginProfile("Bob"), iamclient.ChangeOptions{})
	denied, _ := errors.AsType[*iamclient.Error](err)
	if denied == nil || denied.Kind != iamclient.KindDenied || denied.Denial() == iamclient.DenialOwnSession {
		t.Errorf("%v", err)
	}
}

// A session for a plan has its users one by one as far as a policy has room, else all users of the account.
func TestSessionsOfPlans(t *testing.T) {
	org := acme(2)
	r, w := overAcme(t, org, reach.Options{Accounts: []string{number(2)}})
	all, _ := found(t, r)
	for _, c := range []struct {
		users int
		scope iamclient.Scope
	}{{1, iamclient.ScopeUsers}, {30, iamclient.ScopeUsers}, {60, iamclient.ScopeAccount}} {
		users := []iamclient.User{{Name: "Bob", ARN: "arn:aws:iam::" + number(2) + ":user/staff/Bob"}}
		for i := 1; i < c.users; i++ {
			name := fmt.Sprintf("user-%d", i)
			users = append(users, iamclient.User{Name: name, ARN: "arn:aws:iam::" + number(2) + ":user/" + name})
		}
		before := len(w.of("AssumeRole"))
		client, scope := all[0].Client.ForPlan([]iamclient.Operation{iamclient.OpUpdateLoginProfile, iamclient.OpCreateLoginProfile}, users)
		if scope != c.scope {
			t.Errorf("%d users: %d, want %d", c.users, scope, c.scope)
		}
		for range 3 {
			if _, err := client.Make(t.Context(), iamclient.UpdateLoginProfile("Bob", nil, new(true)), iamclient.ChangeOptions{}); err != nil {
				t.Fatalf("%d users: %v", c.users, err)
			}
		}
		assumed := w.of("AssumeRole")[before:]
		if len(assumed) != 1 || len(assumed[0].Get("Policy")) > 2048 {
			t.Fatalf("%d users: %d sessions", c.users, len(assumed))
		}
		var policy struct {
			Statement []struct{ Action, Resource []string }
		}
		if err := json.Unmarshal([]byte(assumed[0].Get("Policy")), &policy); err != nil || len(policy.Statement) != 1 || len(policy.Statement[0].Action) != 2 {
			t.Fatalf("%v %s", err, assumed[0].Get("Policy"))
		}
		resources := policy.Statement[0].Resource
		if want := map[iamclient.Scope]int{iamclient.ScopeUsers: c.users, iamclient.ScopeAccount: 1}[c.scope]; len(resources) != want {
			t.Errorf("%d users: %v", c.users, resources)
		}
		// what the plan does not have is made in a session of its own
		for _, what := range []iamclient.Change{iamclient.RevokeSessions("eve"), iamclient.UpdateLoginProfile("eve", nil, new(true))} {
			if _, err := client.Make(t.Context(), what, iamclient.ChangeOptions{}); err != nil {
				t.Errorf("%d users: %s: %v", c.users, what.Operation, err)
			}
		}
	}
}

// Read-only opens no session that could change anything.
func TestReadOnlyOpensNoSessionForChanges(t *testing.T) {
	w := &wire{to: acme(2).Transport()}
	r := start(t, iamclient.Options{Embedded: w, ReadOnly: true}, reach.Options{OrgRole: demoiam.OrganizationRole, Accounts: []string{number(2)}})
	all, _ := found(t, r)
	client, scope := all[0].Client.ForPlan([]iamclient.Operation{iamclient.OpUpdateLoginProfile}, []iamclient.User{{Name: "Bob"}})
	for _, c := range []*iamclient.Client{all[0].Client, client} {
		if _, err := c.Make(t.Context(), iamclient.UpdateLoginProfile("Bob", nil, new(true)), iamclient.ChangeOptions{}); iamclient.KindOf(err) != iamclient.KindReadOnly {
			t.Errorf("%v", err)
		}
	}
	if assumed := w.of("AssumeRole"); len(assumed) != 1 || scope != iamclient.ScopeRole {
		t.Errorf("%v", assumed)
	}
}

// Should the credentials become somebody else's, no role is assumed with them, and nothing is read or changed.
func TestNobodyElseAssumesTheRole(t *testing.T) {
	org := acme(3)
	by := &keyed{org.Transport(), "AKIAEXAM" + management}
	w := &wire{to: by}
	r := start(t, iamclient.Options{Embedded: w}, reach.Options{OrgRole: demoiam.OrganizationRole, Accounts: []string{number(2)}})
	all, _ := found(t, r)
	org.Management().SetCaller("arn:aws:iam::" + management + ":user/mallory")
	before := len(w.of("AssumeRole"))
	if _, err := all[0].Client.Renew(t.Context(), ""); iamclient.KindOf(err) != iamclient.KindOtherCaller {
		t.Errorf("%v", err)
	}
	if n := len(w.of("AssumeRole")); n != before {
		t.Errorf("the role was assumed %d times", n-before)
	}
	if _, err := all[0].Client.Renew(t.Context(), ""); iamclient.KindOf(err) != iamclient.KindOtherCaller {
		t.Errorf("%v", err)
	}
}

// What `iampasswd permissions organization` prints is enough to find and reach the accounts, and each action of it is used.
func TestTheGrantIsEnough(t *testing.T) {
	org := acme(4)
	grant, err := grants.Organization(demoiam.OrganizationRole, "aws")
	if err != nil || !org.Management().SetCallerPolicy(grant) {
		t.Fatal(err)
	}
	w := &wire{to: org.Transport()}
	r := start(t, iamclient.Options{Embedded: &edited{w, func(body []byte) []byte { return bytes.ReplaceAll(body, []byte(`"Paths"`), []byte(`"Unread"`)) }}},
		reach.Options{OrgRole: demoiam.OrganizationRole, OUs: []string{org.UnitID("")}})
	all, _ := found(t, r)
	if r.Err() != nil || len(all) != 4 {
		t.Fatalf("%s, %v", summary(all), r.Err())
	}
	for _, a := range all {
		if a.State != reach.Reached {
			t.Errorf("%s: %s", a.Number, a.Reason())
		}
	}
	for _, action := range []string{"ListAccounts", "ListAccountsForParent", "ListOrganizationalUnitsForParent", "AssumeRole"} {
		if !strings.Contains(grant, ":"+action+`"`) || len(w.of(action)) == 0 {
			t.Errorf("%s is not granted, or not used", action)
		}
	}
	if !strings.Contains(grant, "organizations:DescribeOrganization") { // see TestAccountsThatMayNotBeListed
		t.Error(grant)
	}
	if _, _, err := all[0].Client.Users(t.Context(), "", iamclient.FullPage, nil); iamclient.KindOf(err) != iamclient.KindDenied {
		t.Errorf("the grant allows more: %v", err)
	}
}
