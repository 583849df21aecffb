//go:build unix

package command_test

import (
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"iampasswd/iamclient/demoiam"
)

// An organization of six accounts on a port of this machine, each with a bob. The third is called by the team, the fourth
// cannot be assumed, the fifth is suspended.
func organization(t *testing.T) (*demoiam.Organization, []string) {
	t.Helper()
	var o demoiam.OrganizationOptions
	for i := 1; i <= 6; i++ {
		a := demoiam.Account{Name: fmt.Sprintf("acct-%d", i), Options: demoiam.Options{
			AccountID: fmt.Sprintf("10000000000%d", i), Users: []demoiam.User{{Name: "bob", Console: true, Path: "/staff/"}, {Name: "eve", Console: true}},
		}}
		if i == 2 {
			a.Alias = "acme-two"
		}
		if i == 4 {
			a.Roles = []demoiam.Role{}
		}
		o.Accounts = append(o.Accounts, a)
	}
	org := demoiam.NewOrganization(o)
	org.SetState("100000000005", demoiam.Suspended)
	for _, a := range org.Accounts() {
		a.SetReport(0)
	}
	server := httptest.NewServer(org)
	t.Cleanup(server.Close)
	env := environment(t, append(staticKeys(), "AWS_ENDPOINT_URL="+server.URL)...)
	configure(t, env, "[accounts.100000000003]\nname = \"THREE\"\n")
	return org, env
}

const byRole = "--org-role=OrganizationAccountAccessRole"

func TestAccountsCommand(t *testing.T) {
	t.Parallel()
	_, env := organization(t)
	got := piped(t, env, "", "accounts", byRole)
	want := []string{
		"ACCOUNT   NUMBER        YOU ARE                              PROFILE        STATE",
		"acct-1    100000000001  admin                                (environment)  reached",
		"acme-two  100000000002  OrganizationAccountAccessRole/admin  (environment)  reached",
		"THREE     100000000003  OrganizationAccountAccessRole/admin  (environment)  reached",
		"acct-4    100000000004  –                                    (environment)  failed: the role OrganizationAccountAccessRole is not there, or may not be assumed by you (AccessDenied)",
		"acct-5    100000000005  –                                    (environment)  inactive: the account is suspended",
		"acct-6    100000000006  OrganizationAccountAccessRole/admin  (environment)  reached",
	}
	if lines := strings.Split(strings.TrimSuffix(got.stdout, "\n"), "\n"); !slices.Equal(lines, want) || got.code != 1 ||
		got.stderr != "iampasswd: 1 of 6 accounts could not be reached\n" {
		t.Errorf("%+v", got)
	}
	got = piped(t, env, "", "accounts", byRole, "--skip-accounts", "100000000004", "--output", "csv")
	if got.code != 0 || got.stderr != "" || !strings.HasPrefix(got.stdout, "account,name,state,caller,profile,role,other_profiles,reason\n") ||
		!strings.Contains(got.stdout, "100000000003,THREE,reached,arn:aws:sts::100000000003:assumed-role/OrganizationAccountAccessRole/admin,(environment),OrganizationAccountAccessRole,,\n") {
		t.Errorf("%+v", got)
	}
	var all []map[string]any
	got = piped(t, env, "", "accounts", byRole, "--accounts", "100000000002,100000000004", "--output", "json")
	if err := json.Unmarshal([]byte(got.stdout), &all); err != nil || len(all) != 2 || all[0]["account"] != "100000000002" || all[0]["reason"] != nil || all[1]["state"] != "failed" || got.code != 1 {
		t.Errorf("%v %+v", err, got)
	}
	if got = piped(t, env, "", "accounts"); got.code != 0 || !strings.Contains(got.stdout, "\n–        100000000001  admin    (environment)  reached\n") {
		t.Errorf("one account: %+v", got)
	}
}

// Where nothing can be reached, the error is AWS's, with the account from where the organization can be read.
func TestAccountsThatMayNotBeListed(t *testing.T) {
	t.Parallel()
	org, env := organization(t)
	env = append(env, "AWS_ACCESS_KEY_ID=AKIAEXAM100000000002")
	got := piped(t, env, "", "accounts", byRole)
	if got.code != 1 || !strings.Contains(got.stderr, "accounts may be missing: the accounts of the organization can be read from its management account 100000000001") {
		t.Errorf("%+v", got)
	}
	org.Account("100000000002").Inject(demoiam.Fault{Action: "GetCallerIdentity", Code: "ExpiredToken"})
	if got = piped(t, env, "", "accounts", byRole); got.code != 254 || !strings.Contains(got.stderr, "(ExpiredToken)") || got.stdout != "" {
		t.Errorf("%+v", got)
	}
}

// Two profiles into one account are one account, and it is said which one is used.
func TestAccountsOfProfiles(t *testing.T) {
	t.Parallel()
	_, env := organization(t)
	config := filepath.Join(t.TempDir(), "config")
	text := ""
	for profile, account := range map[string]int{"prod": 1, "prod-two": 1, "dev": 2} {
		text += fmt.Sprintf("[profile %s]\naws_access_key_id=AKIAEXAM10000000000%d\naws_secret_access_key=s\n", profile, account)
	}
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	env = slices.DeleteFunc(env, func(v string) bool { return strings.HasPrefix(v, "AWS_ACCESS") || strings.HasPrefix(v, "AWS_SECRET") })
	env = append(env, "AWS_CONFIG_FILE="+config)
	const said = "iampasswd: the profiles prod and prod-two lead to account 100000000001: it is used as admin, by prod; prod-two would be admin\n"
	for _, args := range [][]string{{"--all-profiles"}, {"--profile", "prod,prod-two,dev"}, {"--profile", "prod", "--profile", "prod-two", "--profile=dev"}} {
		got := piped(t, env, "", append([]string{"accounts", "--output", "csv"}, args...)...)
		if got.code != 0 || got.stderr != said || !strings.Contains(got.stdout, "100000000001,,reached,arn:aws:iam::100000000001:user/admin,prod,,prod-two,\n") ||
			strings.Count(got.stdout, "\n") != 3 {
			t.Errorf("%v: %+v", args, got)
		}
	}
	if got := piped(t, env, "", "accounts", "--profile", "prod,nope"); got.code != 1 || !strings.Contains(got.stdout, "nope") || !strings.Contains(got.stdout, `the AWS configuration has no profile "nope"`) {
		t.Errorf("%+v", got)
	}
	got, directive := completions(t, env, "accounts", "--profile", "dev,pr")
	if !slices.Equal(got, []string{"dev,prod", "dev,prod-two"}) || directive != ":4" {
		t.Errorf("completes to %v %s", got, directive)
	}
}

func TestUsersOfTheOrganization(t *testing.T) {
	t.Parallel()
	_, env := organization(t)
	got := piped(t, env, "", "users", "bob", byRole, "--output", "csv", "--columns", "account,user")
	if got.code != 1 || got.stdout != "account,user\n100000000001,bob\n100000000002,bob\n100000000003,bob\n100000000006,bob\n" ||
		!strings.Contains(got.stderr, "iampasswd: 1 account could not be read\n") {
		t.Errorf("%+v", got)
	}
	got = piped(t, env, "", "users", "account:THREE", "bob", byRole, "--skip-accounts", "100000000004", "--output", "csv", "--columns", "account,user")
	got.want(t, 0, "account,user\n100000000003,bob\n", "iampasswd: acct-5 is left out: the account is suspended.\n")
}

// Options that contradict each other are refused before anything is asked, with the place.
func TestMistakesAboutAccounts(t *testing.T) {
	t.Parallel()
	org, env := organization(t)
	for args, want := range map[string]string{
		"accounts --profile a --all-profiles":                                   "--all-profiles and --profile exclude each other: leave one out.",
		"users --ou ou-ab12-11111111":                                           "--ou goes with --org-role: add that, or leave it out.",
		"accounts --org-role R --accounts 1234":                                 `--accounts takes account numbers of 12 digits, not "1234".`,
		"--org-role R --accounts 111111111111 --skip-accounts 111111111111":     "--skip-accounts leaves out every account of --accounts: name one that is left.",
		"users --all-profiles --org-role R":                                     "--all-profiles and --org-role exclude each other: leave one out.",
		"accounts --demo --org-role R":                                          "--org-role goes with several accounts of the demo: add --demo-accounts 6, for example.",
		"accounts --demo --all-profiles":                                        "--demo uses the embedded IAM and no AWS settings: leave out --all-profiles, or --demo.",
		"bulk reset bob --yes --all-profiles":                                   "a bulk change is made in one account: name one profile, or with --org-role one account with --accounts.",
		"bulk reset bob --yes --org-role R":                                     "a bulk change is made in one account: name one profile, or with --org-role one account with --accounts.",
		"update-login-profile --user-name bob --org-role R":                     "--org-role is about many accounts, and this command changes one user in one account: name its profile with --profile; `iampasswd users` looks through many.",
		"update-login-profile --user-name bob --password-prompt --all-profiles": "--all-profiles is about many accounts, and this command changes one user in one account: name its profile with --profile; `iampasswd users` looks through many.",
	} {
		got := piped(t, env, "", strings.Fields(args)...)
		if got.code != 252 || got.stdout != "" || !strings.Contains(got.stderr, want) {
			t.Errorf("%s: %+v, want %s", args, got, want)
		}
	}
	for _, a := range org.Accounts() {
		if n := len(a.Calls()); n > 0 {
			t.Errorf("%d requests", n)
		}
	}
}

// A bulk change in one account of the organization: its session may do just that to just those users, and the plan says so.
func TestBulkByRole(t *testing.T) {
	t.Parallel()
	org, env := organization(t)
	one := []string{byRole, "--accounts", "100000000002"}
	got := piped(t, env, "", append([]string{"bulk", "revoke-sessions", "bob", "eve", "--plan"}, one...)...)
	if got.code != 0 || !strings.Contains(got.stdout, "in account 100000000002") || !strings.Contains(got.stdout, "AWS keeps this run to this change of these users.") {
		t.Errorf("%+v", got)
	}
	calls := func(action string) (n int) {
		for _, call := range org.Account("100000000002").Calls() {
			if call.Action == action {
				n++
			}
		}
		return n
	}
	before := calls("AssumeRole")
	got = piped(t, env, "", append([]string{"bulk", "revoke-sessions", "bob", "eve", "--yes"}, one...)...)
	if got.code != 0 || calls("PutUserPolicy") != 2 || calls("AssumeRole")-before != 2 { // to read, and to change
		t.Errorf("%d changes, %d sessions, %+v", calls("PutUserPolicy"), calls("AssumeRole")-before, got)
	}
	got = piped(t, env, "", append([]string{"bulk", "revoke-sessions", "bob", "--plan", "--no-session-policy"}, one...)...)
	if got.code != 0 || strings.Contains(got.stdout, "AWS keeps") {
		t.Errorf("%+v", got)
	}
	if got = piped(t, env, "", "bulk", "revoke-sessions", "bob", "--plan", byRole, "--accounts", "100000000004"); got.code != 254 || !strings.Contains(got.stderr, "AssumeRole") {
		t.Errorf("%+v", got)
	}
}

// In lines, the account is chosen first.
func TestPlainOverAccounts(t *testing.T) {
	t.Parallel()
	org, env := organization(t)
	x := start(t, 200, 60, env, "--plain", byRole)
	x.shows("Account, or enter alone for a list:")
	x.answers("Acct-4 cannot be used: the role", "nowhere", "No account is called nowhere.", "",
		"4: acct-6, 100000000006, as OrganizationAccountAccessRole/admin.", "three", "User name, or part of it:", "bob", "Go on with bob?", "F")
	x.shows("100000000003")
	x.types("\x04")
	x.ends(0)
	_ = org
}

// Profiles whose roles ask for MFA take a code each: the terminal asks for the next one, and says why.
func TestCodesForSeveralProfiles(t *testing.T) {
	t.Parallel()
	s := serveAccount(t, dropinAccount())
	s.SetMFACode("123456")
	config := filepath.Join(t.TempDir(), "config")
	text := "[profile base]\naws_access_key_id=AKIABASE\naws_secret_access_key=s\n"
	for i, profile := range []string{"one", "two"} {
		text += fmt.Sprintf("[profile %s]\nrole_arn=arn:aws:iam::123456789012:role/Role%d\nsource_profile=base\nmfa_serial=arn:aws:iam::123456789012:mfa/alice\n", profile, i)
	}
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	x := start(t, 160, 24, s.env(t, "AWS_CONFIG_FILE="+config, "AWS_ENDPOINT_URL_STS="+s.url), "accounts", "--profile", "one,two")
	x.guard("123456")
	x.asks("Enter MFA code for arn:aws:iam::123456789012:mfa/alice: ")
	x.types("123456", enter)
	x.asks("Each code works once. Enter the next MFA code for arn:aws:iam::123456789012:mfa/alice: ")
	x.types("123456", enter)
	x.ends(0)
}
