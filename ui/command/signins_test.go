//go:build unix

package command_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"iampasswd/iamclient/demoiam"
)

// tried is dropinAccount with attempts to sign in.
func tried() *demoiam.Server {
	account := dropinAccount()
	account.Add(demoiam.User{Name: "pat", Console: true, Password: "Tram-Kettle+49-Fjord", Created: time.Now().AddDate(-1, 0, 0)})
	for _, try := range []demoiam.Attempt{
		{User: "pat", Password: "wrong", Address: "192.0.2.1", Region: "us-east-2"},
		{User: "nobody", Password: "wrong", Address: "192.0.2.2"},
		{User: "pat", Password: "Tram-Kettle+49-Fjord", Address: "192.0.2.1"},
	} {
		account.SignIn(try)
	}
	return account
}

func TestSigninsCommand(t *testing.T) {
	t.Parallel()
	s := serveAccount(t, tried())
	env := s.env(t)
	got := piped(t, env, "", "signins", "PAT", "--output", "csv")
	lines := strings.Split(got.stdout, "\n")
	if got.code != 0 || len(lines) != 4 || lines[0] != "time,account,user,principal,outcome,detail,address,region,event_id" ||
		!strings.Contains(got.stdout, ",pat,arn:aws:iam::123456789012:user/pat,wrong-password,,192.0.2.1,us-east-2,") ||
		!strings.Contains(got.stdout, ",signed-in,,192.0.2.1,us-east-1,") {
		t.Errorf("%+v", got)
	}
	if !strings.Contains(got.stderr, "iampasswd: The newest event was just now; CloudTrail is some minutes late, so later ones may be missing.") {
		t.Errorf("%s", got.stderr)
	}

	got = piped(t, env, "", "signins", "--since", "30d", "--output=json")
	var rows []map[string]any
	if err := json.Unmarshal([]byte(got.stdout), &rows); err != nil || got.code != 0 || len(rows) != 3 {
		t.Fatalf("%v, %+v", err, got)
	}
	for _, row := range rows {
		if row["outcome"] == "no-such-user" && (row["user"] != nil || row["address"] != "192.0.2.2") {
			t.Errorf("%v", row)
		}
	}

	got = piped(t, env, "", "signins", "pat", "--since", "30d") // looked up by the name
	if got.code != 0 || !strings.HasPrefix(got.stdout, "TIME") || !strings.Contains(got.stdout, "pat   wrong password") || strings.Contains(got.stdout, "192.0.2.2") {
		t.Errorf("%+v", got)
	}
	got = piped(t, env, "", "signins")
	if got.code != 0 || !strings.Contains(got.stdout, "Without a name: AWS hides one that no user has.") || !strings.Contains(got.stdout, "192.0.2.2") {
		t.Errorf("%+v", got)
	}
	got = piped(t, env, "", "signins", "nina", "--output", "json")
	got.want(t, 0, "[]\n", got.stderr)
	if got := piped(t, env, "", "signins", "nina"); got.code != 0 || !strings.Contains(got.stderr, "No attempt to sign in as nina.") {
		t.Errorf("%+v", got)
	}
	for _, call := range s.Calls() {
		if call.Action != "LookupEvents" && call.Action != "GetCallerIdentity" && call.Action != "GetUser" {
			t.Errorf("it calls %s", call.Action)
		}
	}
}

func TestSigninsCommandRefuses(t *testing.T) {
	t.Parallel()
	env := environment(t)
	for want, args := range map[string][]string{
		"goes back 90 days":        {"signins", "--since", "91d"},
		"table, csv or json":       {"signins", "--output", "xml"},
		"takes one user name":      {"signins", "bob", "pat"},
		"--since takes a date":     {"signins", "--since", "yesterday"},
		"event history goes back ": {"signins", "--since", "2999-01-01"},
	} {
		if got := piped(t, env, "", args...); got.code != 252 || got.stdout != "" || !strings.Contains(got.stderr, want) {
			t.Errorf("%v: %+v", args, got)
		}
	}
}

// Without the permission it says which statement to ask for; where one Region fails, the others are printed.
func TestSigninsCommandOfWhatCannotBeRead(t *testing.T) {
	t.Parallel()
	s := serveAccount(t, tried())
	env := s.env(t)
	remove := s.Inject(demoiam.Fault{Action: "LookupEvents", Region: "eu-north-1", Code: "UnrecognizedClientException", Status: 400, Message: "The security token included in the request is invalid"})
	got := piped(t, env, "", "signins", "pat", "--output", "csv")
	if got.code != 254 || strings.Count(got.stdout, ",pat,") != 2 || !strings.Contains(got.stderr, "Not read: eu-north-1 (") {
		t.Errorf("%+v", got)
	}
	remove()
	s.Inject(demoiam.Fault{Action: "LookupEvents", Code: "AccessDeniedException"})
	got = piped(t, env, "", "signins")
	if got.code != 254 || got.stdout != "" || !strings.Contains(got.stderr, `Ask for: {"Effect":"Allow","Action":"cloudtrail:LookupEvents","Resource":"*"}, the statement SeeSignIns`) ||
		!strings.Contains(got.stderr, "(AccessDeniedException) when calling the LookupEvents operation") {
		t.Errorf("%+v", got)
	}
}

// Over several accounts the attempts stand together, each with its account; what could not be read is told.
func TestSigninsOverAccounts(t *testing.T) {
	t.Parallel()
	org, env := organization(t)
	org.Account("100000000002").SignIn(demoiam.Attempt{User: "bob", Password: "wrong", Address: "192.0.2.2"})
	org.Account("100000000003").SignIn(demoiam.Attempt{User: "bob", Password: "wrong", Address: "192.0.2.3"})
	got := piped(t, env, "", "signins", "bob", byRole)
	for _, want := range []string{"ACCOUNT   TIME", "acme-two  ", "THREE     "} {
		if !strings.Contains(got.stdout, want) {
			t.Errorf("%q is missing: %s", want, got.stdout)
		}
	}
	if got.code != 1 || strings.Count(got.stdout, "wrong password") != 2 ||
		!strings.Contains(got.stderr, "acct-4 could not be reached: ") || !strings.Contains(got.stderr, "acct-5 is left out: the account is suspended.") {
		t.Errorf("%+v", got)
	}
	got = piped(t, env, "", "signins", "bob", byRole, "--accounts", "100000000002,100000000003", "--output", "csv")
	if got.code != 0 || !strings.Contains(got.stdout, ",100000000002,bob,") || !strings.Contains(got.stdout, ",100000000003,bob,") {
		t.Errorf("%+v", got)
	}
}
