package userlist_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"iampasswd/iamclient"
	"iampasswd/iamclient/demoiam"
	"iampasswd/iamclient/rails"
	"iampasswd/iamclient/reach"
	"iampasswd/ui/directory"
	"iampasswd/ui/userlist"
)

// branches is an organization of several accounts, each with a Bob, whose third account fails.
func branches() *demoiam.Organization {
	var o demoiam.OrganizationOptions
	for i, number := range []string{"100000000001", "100000000002", "100000000003", "100000000004"} {
		o.Accounts = append(o.Accounts, demoiam.Account{
			Name: []string{"main", "dev", "lab", "ops"}[i],
			Options: demoiam.Options{AccountID: number, Alias: []string{"acme-main", "", "acme-lab", ""}[i], Users: []demoiam.User{
				{Name: "Bob", Console: true}, {Name: "eve"},
			}},
		})
	}
	org := demoiam.NewOrganization(o)
	for _, a := range org.Accounts() {
		a.SetReport(0)
	}
	return org
}

// listAll prints the users of all accounts of the organization.
func listAll(t *testing.T, org *demoiam.Organization, form userlist.Form, columns, query, config string) printed {
	t.Helper()
	opts := iamclient.Options{Embedded: org.Transport(), ReadOnly: true}
	path := filepath.Join(t.TempDir(), "config.toml")
	if err := os.WriteFile(path, []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	var err error
	if opts.Rails, err = rails.Load(path, ""); err != nil {
		t.Fatal(err)
	}
	in, err := reach.New(t.Context(), opts, reach.Options{OrgRole: demoiam.OrganizationRole})
	if err != nil {
		t.Fatal(err)
	}
	q, err := directory.Parse(query, nil)
	if err != nil {
		t.Fatal(err)
	}
	var got printed
	var out bytes.Buffer
	cfg := userlist.Config{Query: q, Form: form, Out: &out, Now: time.Now(), Note: func(s string) { got.notes = append(got.notes, s) }}
	if columns != "" {
		cfg.Columns, _ = userlist.Choose(columns)
	}
	got.err = userlist.RunSeveral(t.Context(), cfg, in)
	got.out = out.String()
	return got
}

// The users of several accounts are printed account by account, in the order of the organization, whoever answers first.
func TestUsersOfSeveralAccounts(t *testing.T) {
	org := branches()
	org.Account("100000000001").SetLatency(demoiam.Latency{Min: 20 * time.Millisecond})
	got := listAll(t, org, userlist.CSV, "account,user", "bob", "")
	if want := "account,user\n100000000001,Bob\n100000000002,Bob\n100000000003,Bob\n100000000004,Bob\n"; got.out != want || got.err != nil || len(got.notes) > 0 {
		t.Errorf("%+v", got)
	}
	for query, want := range map[string]string{
		"account:100000000002": "100000000002", "account:acme-lab": "100000000003", "account:OPERATIONS": "100000000004", "account:dev": "100000000002",
	} {
		got := listAll(t, org, userlist.CSV, "account", query+" bob", "[accounts.100000000004]\nname = \"OPERATIONS\"\n")
		if got.out != "account\n"+want+"\n" || got.err != nil {
			t.Errorf("%s: %+v", query, got)
		}
	}
	got = listAll(t, org, userlist.Table, "", "bob", "[accounts.100000000004]\nname = \"OPERATIONS\"\n")
	var names []string
	for line := range strings.Lines(got.out) {
		names = append(names, strings.Fields(line)[0])
	}
	if !slices.Equal(names, []string{"ACCOUNT", "acme-main", "dev", "acme-lab", "OPERATIONS"}) {
		t.Errorf("%v", names)
	}
	if got = listAll(t, org, userlist.JSON, "user", "zoe", ""); got.out != "[]\n" || !slices.Equal(got.notes, []string{"No user matches."}) {
		t.Errorf("%+v", got)
	}
}

// An account that cannot be reached, and one that cannot be read, are noted; the others are printed, and the error tells that
// they are not all.
func TestUsersOfAccountsThatFail(t *testing.T) {
	org := branches()
	org.Account("100000000002").Inject(demoiam.Fault{Action: "ListUsers", Code: "AccessDenied"})
	org.Account("100000000003").Inject(demoiam.Fault{Action: "AssumeRole", Code: "AccessDenied"})
	org.SetState("100000000004", demoiam.Suspended)
	got := listAll(t, org, userlist.JSON, "account,user", "bob", "")
	incomplete, ok := errors.AsType[*userlist.IncompleteError](got.err)
	if !ok || incomplete.Failed != 2 {
		t.Errorf("%v", got.err)
	}
	var users []map[string]string
	if err := json.Unmarshal([]byte(got.out), &users); err != nil || len(users) != 1 || users[0]["account"] != "100000000001" {
		t.Errorf("%v %v", users, err)
	}
	notes := strings.Join(got.notes, "\n")
	for _, part := range []string{"dev could not be read. AWS: AccessDenied", "lab could not be reached: the role Organ", "ops is left out: the account is suspended."} {
		if len(got.notes) != 3 || !strings.Contains(notes, part) {
			t.Errorf("no %q in %s", part, notes)
		}
	}
	org.Management().Inject(demoiam.Fault{Action: "ListAccounts", Code: "AccessDeniedException"})
	if got = listAll(t, org, userlist.CSV, "account", "bob", ""); got.out != "account\n100000000001\n" || got.err == nil || !strings.Contains(strings.Join(got.notes, " "), "Accounts may be missing") {
		t.Errorf("%+v", got)
	}
}

// What cannot be read besides the list is noted with the account.
func TestNotesNameTheAccount(t *testing.T) {
	org := branches()
	org.Account("100000000002").Inject(demoiam.Fault{Action: "GetCredentialReport", Code: "AccessDenied"})
	org.Account("100000000002").Inject(demoiam.Fault{Action: "GenerateCredentialReport", Code: "AccessDenied"})
	got := listAll(t, org, userlist.CSV, "account,console", "bob", "")
	if len(got.notes) != 1 || !strings.HasPrefix(got.notes[0], "dev: There is no credential report") || got.err != nil || strings.Count(got.out, ",true\n") != 3 {
		t.Errorf("%+v", got)
	}
}
