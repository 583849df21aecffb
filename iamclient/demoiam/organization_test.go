package demoiam_test

import (
	"encoding/json"
	"errors"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"iampasswd/iamclient/demoiam"
)

// The accounts of newOrganization, the management account first.
const (
	hub     = "111111111111"
	prod    = "222222222222"
	lab     = "333333333333"
	asAdmin = "arn:aws:iam::" + hub + ":user/admin"
)

// newOrganization is three accounts, each with a bob; prod has roles of its own.
func newOrganization() *demoiam.Organization {
	bob := func(path string) []demoiam.User {
		return []demoiam.User{{Name: "bob", Path: path, Console: true}}
	}
	return demoiam.NewOrganization(demoiam.OrganizationOptions{
		Units: []demoiam.Unit{{Name: "Workloads"}, {Name: "Production", Parent: "Workloads"}},
		Accounts: []demoiam.Account{
			{Options: demoiam.Options{AccountID: hub, Alias: "acme-hub", Users: bob("/hub/")}},
			{Options: demoiam.Options{AccountID: prod, Users: bob("/prod/"), Roles: []demoiam.Role{
				{Name: demoiam.OrganizationRole},
				{Name: "Reader", Path: "/help/", Policy: `{"Statement":{"Effect":"Allow","Action":"iam:Get*","Resource":"*"}}`},
				{Name: "Coded", MFA: true},
				{Name: "Hop", Policy: `{"Statement":{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"arn:aws:iam::*:role/*"}}`},
				{Name: "Own", Trusts: []string{"arn:aws:iam::" + prod + ":role/help/Reader", "arn:aws:iam::" + prod + ":role/Hop"}},
				{Name: "Personal", Trusts: []string{asAdmin}},
				{Name: "Long", MaxSession: 2 * time.Hour},
				{Name: "Next", MaxSession: 2 * time.Hour, Trusts: []string{prod}},
			}}, Name: "prod", Unit: "Production"},
			{Options: demoiam.Options{AccountID: lab, Users: bob("/lab/")}, Name: "lab", Unit: "Workloads"},
		},
	})
}

// key is what a request is signed with: an access key id, its secret and a token.
type key [3]string

var hubKey = key{"AKIDEXAMPLE", "secret", ""}

func (k key) provider() aws.CredentialsProvider {
	return credentials.NewStaticCredentialsProvider(k[0], k[1], k[2])
}

// keyOf is a lasting key of an account.
func keyOf(number string) key { return key{"AKIA" + number, "secret", ""} }

func iamAs(transport http.RoundTripper, k key) *iam.Client {
	o := clientOptions(transport, "")
	o.Credentials = k.provider()
	return iam.New(o)
}

func stsAs(transport http.RoundTripper, k key) *sts.Client {
	return sts.New(sts.Options{Region: "us-east-1", Credentials: k.provider(), Retryer: aws.NopRetryer{}, HTTPClient: &http.Client{Transport: transport}})
}

// assumeIn asks for a session named carol, of a role in an account.
func assumeIn(t *testing.T, transport http.RoundTripper, as key, account, role string, change func(*sts.AssumeRoleInput)) (key, error) {
	t.Helper()
	input := &sts.AssumeRoleInput{RoleArn: aws.String("arn:aws:iam::" + account + ":role/" + role), RoleSessionName: aws.String("carol")}
	if change != nil {
		change(input)
	}
	out, err := stsAs(transport, as).AssumeRole(t.Context(), input)
	if err != nil {
		return key{}, err
	}
	return key{*out.Credentials.AccessKeyId, *out.Credentials.SecretAccessKey, *out.Credentials.SessionToken}, nil
}

// mustAssume is a session that there has to be.
func mustAssume(t *testing.T, transport http.RoundTripper, as key, account, role string, change func(*sts.AssumeRoleInput)) key {
	t.Helper()
	k, err := assumeIn(t, transport, as, account, role, change)
	wantOK(t, err)
	return k
}

// ask calls an operation of Organizations.
func ask(t *testing.T, transport http.RoundTripper, as key, operation, body string) (status int, answer map[string]any) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "https://organizations.us-east-1.amazonaws.com/", strings.NewReader(body))
	wantOK(t, err)
	r.Header.Set("Content-Type", "application/x-amz-json-1.1")
	r.Header.Set("X-Amz-Target", "AWSOrganizationsV20161128."+operation)
	r.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential="+as[0]+"/20260101/us-east-1/organizations/aws4_request, Signature=x")
	if as[2] != "" {
		r.Header.Set("X-Amz-Security-Token", as[2])
	}
	response, err := transport.RoundTrip(r)
	wantOK(t, err)
	text, err := io.ReadAll(response.Body)
	wantOK(t, err)
	if response.Header.Get("Content-Type") != "application/x-amz-json-1.1" || response.Header.Get("X-Amzn-Requestid") == "" {
		t.Errorf("%s: the headers are %v", operation, response.Header)
	}
	wantOK(t, json.Unmarshal(text, &answer))
	return response.StatusCode, answer
}

// names is a member of each item of a list.
func names(answer map[string]any, list, member string) []string {
	found := []string{}
	for _, item := range answer[list].([]any) {
		found = append(found, item.(map[string]any)[member].(string))
	}
	return found
}

// A request goes to the account of its key: that of the session's role, that whose number the key ends with, or the management account.
func TestEachKeyHasItsAccount(t *testing.T) {
	org := newOrganization()
	transport := org.Transport()
	inProd := mustAssume(t, transport, hubKey, prod, demoiam.OrganizationRole, nil)
	inLab := mustAssume(t, transport, hubKey, lab, demoiam.OrganizationRole, nil)
	for _, c := range []struct {
		as        key
		path, arn string
	}{
		{hubKey, "/hub/", asAdmin},
		{keyOf(lab), "/lab/", "arn:aws:iam::" + lab + ":user/admin"},
		{inProd, "/prod/", "arn:aws:sts::" + prod + ":assumed-role/" + demoiam.OrganizationRole + "/carol"},
		{inLab, "/lab/", "arn:aws:sts::" + lab + ":assumed-role/" + demoiam.OrganizationRole + "/carol"},
	} {
		bob, err := iamAs(transport, c.as).GetUser(t.Context(), &iam.GetUserInput{UserName: aws.String("bob")})
		wantOK(t, err)
		who, err := stsAs(transport, c.as).GetCallerIdentity(t.Context(), &sts.GetCallerIdentityInput{})
		wantOK(t, err)
		if *bob.User.Path != c.path || *who.Arn != c.arn || *who.Account != strings.Split(c.arn, ":")[4] {
			t.Errorf("%s finds %s, and is %s of %s", c.as[0], *bob.User.Path, *who.Arn, *who.Account)
		}
	}
	wantOK(t, update(t, iamAs(transport, inProd), "bob", good))
	if !org.Account(prod).Check("bob", good) || org.Account(lab).Check("bob", good) || org.Management().Check("bob", good) {
		t.Error("the password is not that of prod's bob alone")
	}
}

// Namesakes of several accounts have ids of their own, and so have the roles.
func TestIDsOfSeveralAccounts(t *testing.T) {
	org := newOrganization()
	ids := map[string]bool{}
	for _, c := range []struct{ account, role string }{{prod, demoiam.OrganizationRole}, {prod, "Long"}, {lab, demoiam.OrganizationRole}} {
		k := mustAssume(t, org.Transport(), hubKey, c.account, c.role, nil)
		who, err := stsAs(org.Transport(), k).GetCallerIdentity(t.Context(), &sts.GetCallerIdentityInput{})
		wantOK(t, err)
		ids[*who.UserId] = strings.HasSuffix(*who.UserId, ":carol") && strings.HasPrefix(*who.UserId, "AROA") && len(*who.UserId) == len("AROA12345678901234567:carol")
	}
	for _, number := range []string{hub, prod, lab} {
		bob, err := iamAs(org.Transport(), keyOf(number)).GetUser(t.Context(), &iam.GetUserInput{UserName: aws.String("bob")})
		wantOK(t, err)
		ids[*bob.User.UserId] = true
	}
	if wrong := slices.Contains(slices.Collect(maps.Values(ids)), false); wrong || len(ids) != 6 {
		t.Errorf("the ids are %v", ids)
	}
}

// A fault is of one account, over the transport of all.
func TestFaultsOfOneAccount(t *testing.T) {
	org := newOrganization()
	org.Account(lab).Inject(demoiam.Fault{Drop: demoiam.DropConnect, Times: 2})
	if err := getUser(t, iamAs(org.Transport(), keyOf(lab)), "bob"); !errors.Is(err, syscall.ECONNREFUSED) {
		t.Errorf("got %v", err)
	}
	if _, err := assumeIn(t, org.Transport(), hubKey, lab, demoiam.OrganizationRole, nil); !errors.Is(err, syscall.ECONNREFUSED) {
		t.Errorf("got %v", err)
	}
	wantOK(t, getUser(t, iamAs(org.Transport(), keyOf(prod)), "bob"))
	wantOK(t, getUser(t, iamAs(org.Transport(), keyOf(lab)), "bob"))
	if calls := len(org.Account(lab).Calls()); calls != 1 {
		t.Errorf("%d calls arrived", calls)
	}
}

// Who may assume a role is whom its trust policy names; AWS does not tell a role that does not trust from one that does not exist.
func TestAssumeRoleByTrust(t *testing.T) {
	org := newOrganization()
	transport := org.Transport()
	reader := mustAssume(t, transport, hubKey, prod, "help/Reader", nil)
	coded := func(in *sts.AssumeRoleInput) {
		in.SerialNumber, in.TokenCode = aws.String("arn:aws:iam::"+hub+":mfa/admin"), aws.String("123456")
	}
	for _, c := range []struct {
		name          string
		as            key
		account, role string
		change        func(*sts.AssumeRoleInput)
		ok            bool
	}{
		{"from the management account", hubKey, prod, demoiam.OrganizationRole, nil, true},
		{"in an account without roles of its own", hubKey, lab, demoiam.OrganizationRole, nil, true},
		{"from another member", keyOf(lab), prod, demoiam.OrganizationRole, nil, false},
		{"in the management account", hubKey, hub, demoiam.OrganizationRole, nil, false},
		{"that does not exist", hubKey, prod, "Nope", nil, false},
		{"without its path", hubKey, prod, "Reader", nil, false},
		{"in an account that does not exist", hubKey, "999999999999", demoiam.OrganizationRole, nil, false},
		{"without a code", hubKey, prod, "Coded", nil, false},
		{"with a code", hubKey, prod, "Coded", coded, true},
		{"that trusts another", hubKey, prod, "Own", nil, false},
		{"that trusts the user", hubKey, prod, "Personal", nil, true},
		{"that trusts another user", keyOf(lab), prod, "Personal", nil, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := assumeIn(t, transport, c.as, c.account, c.role, c.change)
			if c.ok {
				wantOK(t, err)
				return
			}
			caller := asAdmin
			if c.as != hubKey {
				caller = "arn:aws:iam::" + lab + ":user/admin"
			}
			wantError(t, err, "AccessDenied", http.StatusForbidden,
				"User: "+caller+" is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::"+c.account+":role/"+c.role)
		})
	}
	mustAssume(t, transport, mustAssume(t, transport, hubKey, prod, "Hop", nil), prod, "Own", nil)
	// Reader is trusted as Hop is, and its own policy does not let it.
	_, err := assumeIn(t, transport, reader, prod, "Own", nil)
	wantError(t, err, "AccessDenied", http.StatusForbidden, "User: arn:aws:sts::"+prod+":assumed-role/Reader/carol is not authorized to perform: sts:AssumeRole "+
		"on resource: arn:aws:iam::"+prod+":role/Own because no identity-based policy allows the sts:AssumeRole action")
	if !org.Management().SetCallerPolicy(`{"Statement":{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"arn:aws:iam::` + prod + `:role/*"}}`) {
		t.Fatal("it is taken for no policy")
	}
	mustAssume(t, transport, hubKey, prod, demoiam.OrganizationRole, nil)
	_, err = assumeIn(t, transport, hubKey, lab, demoiam.OrganizationRole, nil)
	wantError(t, err, "AccessDenied", http.StatusForbidden, "User: "+asAdmin+" is not authorized to perform: sts:AssumeRole "+
		"on resource: arn:aws:iam::"+lab+":role/"+demoiam.OrganizationRole+" because no identity-based policy allows the sts:AssumeRole action")
}

// A code is that of the caller's account, wherever the role is.
func TestMFACodesOfSeveralAccounts(t *testing.T) {
	org := newOrganization()
	org.Management().SetMFACode("123456")
	org.Account(prod).SetMFACode("654321")
	for code, ok := range map[string]bool{"123456": true, "654321": false} {
		_, err := assumeIn(t, org.Transport(), hubKey, prod, "Coded", func(in *sts.AssumeRoleInput) {
			in.SerialNumber, in.TokenCode = aws.String("arn:aws:iam::"+hub+":mfa/admin"), &code
		})
		if ok {
			wantOK(t, err)
		} else {
			wantError(t, err, "AccessDenied", http.StatusForbidden, wrongCode)
		}
	}
}

// No role of a suspended account can be assumed, until it is active again.
func TestSuspendedAccounts(t *testing.T) {
	org := newOrganization()
	for state, ok := range map[string]bool{
		demoiam.Suspended: false, demoiam.Closed: false, demoiam.PendingActivation: false, demoiam.PendingClosure: false, demoiam.Active: true,
	} {
		org.SetState(lab, state)
		if _, err := assumeIn(t, org.Transport(), hubKey, lab, demoiam.OrganizationRole, nil); (err == nil) != ok {
			t.Errorf("%s: %v", state, err)
		}
		_, answer := ask(t, org.Transport(), hubKey, "ListAccounts", "{}")
		account := answer["Accounts"].([]any)[2].(map[string]any)
		status, given := account["Status"]
		if account["State"] != state || given && status != state || !given && (ok || state == demoiam.Suspended) {
			t.Errorf("%s: %v", state, account)
		}
	}
}

// Every answer over a socket is what the transport in the process gives.
func TestListenServesOrganizations(t *testing.T) {
	org := newOrganization()
	endpoint := listen(t, org)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, endpoint, strings.NewReader("{}"))
	wantOK(t, err)
	r.Header.Set("X-Amz-Target", "AWSOrganizationsV20161128.ListRoots")
	r.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential="+hubKey[0]+"/")
	response, err := http.DefaultClient.Do(r)
	wantOK(t, err)
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	wantOK(t, err)
	if response.StatusCode != http.StatusOK || !strings.Contains(string(text), `"Id":"r-acme"`) {
		t.Errorf("%s: %s", response.Status, text)
	}
}

// The calls of all accounts are one record, and each says whose account it was in and by whom.
func TestCallsOfAnOrganization(t *testing.T) {
	org := newOrganization()
	transport := org.Transport()
	limited := mustAssume(t, transport, hubKey, prod, demoiam.OrganizationRole, func(in *sts.AssumeRoleInput) {
		in.PolicyArns, in.Policy = readOnly, aws.String(resetsBob)
	})
	ask(t, transport, hubKey, "ListAccountsForParent", `{"ParentId":"r-acme","MaxResults":3}`)
	wantOK(t, update(t, iamAs(transport, limited), "bob", good))
	calls := org.Calls()
	if len(calls) != 3 || org.Count("UpdateLoginProfile", "bob") != 1 || org.Account(prod).Count("AssumeRole", "") != 1 {
		t.Fatalf("calls %+v", calls)
	}
	assumed, listed, updated := calls[0], calls[1], calls[2]
	if assumed.Account != prod || assumed.Caller != asAdmin || assumed.Params["Policy"] != resetsBob || assumed.Params["PolicyArns.member.1.arn"] != *readOnly[0].Arn {
		t.Errorf("%+v", assumed)
	}
	if listed.Account != hub || listed.Params["ParentId"] != "r-acme" || listed.Params["MaxResults"] != "3" {
		t.Errorf("%+v", listed)
	}
	want := []string{*readOnly[0].Arn, resetsBob}
	if updated.Account != prod || !strings.HasSuffix(updated.Caller, "/carol") || !slices.Equal(updated.SessionLimits, want) {
		t.Errorf("%+v", updated)
	}
}
