package demoiam_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/iam"

	"iampasswd/iamclient/demoiam"
)

// userNames are the users of an account, read as its caller.
func userNames(t *testing.T, org *demoiam.Organization, s *demoiam.Server) []string {
	t.Helper()
	var all []string
	for _, page := range pages(t, iamAs(org.Transport(), keyOf(s.Number())), &iam.ListUsersInput{}) {
		all = append(all, page...)
	}
	return all
}

// The first account is the demo account, whatever else there is.
func TestTheFirstAccountIsTheDemoAccount(t *testing.T) {
	want := userNames(t, demoiam.CompanyOrganization(1, 60, demoiam.Latency{}), demoiam.Company(60, demoiam.Latency{}))
	for _, accounts := range []int{2, 6, 40} {
		org := demoiam.CompanyOrganization(accounts, 60, demoiam.Latency{})
		if got := userNames(t, org, org.Management()); !slices.Equal(got, want) {
			t.Errorf("with %d accounts it has %q", accounts, got)
		}
		bob, _ := org.Management().User("bob")
		alone, _ := demoiam.Company(60, demoiam.Latency{}).User("bob")
		if bob.Path != alone.Path || !slices.Equal(bob.Tags, alone.Tags) {
			t.Errorf("with %d accounts bob is %+v", accounts, bob)
		}
	}
}

// Accounts have users of their own, the same in every run, of whom some are in three accounts and more.
func TestUsersOfTheOrganization(t *testing.T) {
	const accounts, users = 12, 60
	org, again := demoiam.CompanyOrganization(accounts, users, demoiam.Latency{}), demoiam.CompanyOrganization(accounts, users, demoiam.Latency{})
	in := map[string][]int{}
	for i, s := range org.Accounts() {
		listed := userNames(t, org, s)
		if len(listed) != users || !slices.Equal(listed, userNames(t, again, again.Accounts()[i])) {
			t.Errorf("account %d lists %d users", i, len(listed))
		}
		for _, name := range listed {
			in[name] = append(in[name], i)
		}
	}
	for _, name := range []string{"Bob", "leo.leaver"} {
		if !slices.Equal(in[name], []int{0, 1, 2, 5, 10}) {
			t.Errorf("%s is in the accounts %v", name, in[name])
		}
	}
	if len(in) < accounts*users/3 {
		t.Errorf("there are %d names only", len(in))
	}
	if shared := slices.Collect(func(yield func(string) bool) {
		for name, where := range in {
			if len(where) > 1 && name != "admin" && !yield(name) {
				return
			}
		}
	}); len(shared) < 20 {
		t.Errorf("%d names are in several accounts", len(shared))
	}
	ids := map[string]bool{}
	for _, i := range in["Bob"] {
		bob, err := iamAs(org.Transport(), keyOf(org.Accounts()[i].Number())).GetUser(t.Context(), &iam.GetUserInput{UserName: new("Bob")})
		wantOK(t, err)
		ids[*bob.User.UserId] = true
	}
	if len(ids) != len(in["Bob"]) {
		t.Errorf("Bob has the ids %v", ids)
	}
}

// Numbers are unique at any size, and every account is where its unit says.
func TestAccountsOfTheOrganization(t *testing.T) {
	org := demoiam.CompanyOrganization(500, 2, demoiam.Latency{})
	numbers := map[string]bool{}
	for _, s := range org.Accounts() {
		numbers[s.Number()] = len(s.Number()) == 12
	}
	called := map[string]bool{}
	for token, more := "", true; more; {
		var answer map[string]any
		_, answer = ask(t, org.Transport(), hubKey, "ListAccounts", fmt.Sprintf(`{"NextToken":%q}`, token))
		for _, name := range names(answer, "Accounts", "Name") {
			called[name] = true
		}
		token, more = answer["NextToken"].(string)
	}
	if delete(numbers, ""); len(numbers) != 500 || len(called) != 500 {
		t.Errorf("%d numbers, %d names", len(numbers), len(called))
	}
	for number, ok := range numbers {
		if !ok {
			t.Errorf("%s is no number of an account", number)
		}
	}
	_, units := ask(t, org.Transport(), hubKey, "ListOrganizationalUnitsForParent", `{"ParentId":"`+org.UnitID("Workloads")+`"}`)
	if got := names(units, "OrganizationalUnits", "Name"); !slices.Equal(got, []string{"Production"}) {
		t.Errorf("below Workloads are %q", got)
	}
}

// Of six accounts, one has no role, one is suspended, and one is slow; of five, all work.
func TestAccountsThatDoNotWork(t *testing.T) {
	latency := demoiam.Latency{Min: time.Millisecond, Max: 2 * time.Millisecond}
	for accounts, want := range map[int]string{
		5: "prod dev staging data",
		6: "prod dev !northwind !legacy archive",
		9: "prod dev !northwind !legacy archive staging data security",
	} {
		org := demoiam.CompanyOrganization(accounts, 4, latency)
		_, answer := ask(t, org.Transport(), hubKey, "ListAccounts", "{}")
		var got []string
		for i, name := range names(answer, "Accounts", "Name")[1:] {
			_, err := assumeIn(t, org.Transport(), hubKey, names(answer, "Accounts", "Id")[i+1], demoiam.OrganizationRole, nil)
			if err != nil && !hasCode(err, "AccessDenied") {
				t.Errorf("%s: %v", name, err)
			}
			if err != nil {
				name = "!" + name
			}
			got = append(got, name)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("of %d accounts: %q", accounts, got)
		}
		if states := names(answer, "Accounts", "State"); accounts > 5 && (states[4] != demoiam.Suspended || states[3] != demoiam.Active) {
			t.Errorf("the states are %q", states)
		}
	}
	synctest.Test(t, func(t *testing.T) {
		org := demoiam.CompanyOrganization(6, 4, demoiam.Latency{Min: time.Second, Max: time.Second})
		for name, want := range map[string]time.Duration{"archive": 25 * time.Second, "prod": time.Second} {
			began := time.Now()
			_, err := iamAs(org.Transport(), keyOf(org.Account(name).Number())).ListUsers(t.Context(), &iam.ListUsersInput{})
			wantOK(t, err)
			if took := time.Since(began); took != want {
				t.Errorf("%s answers in %s", name, took)
			}
		}
	})
}

// The roles of a member: one for everything, one for the help desk, and one that asks for a code.
func TestRolesOfTheOrganization(t *testing.T) {
	org := demoiam.CompanyOrganization(3, 10, demoiam.Latency{})
	account := org.Account("prod")
	account.Add(demoiam.User{Name: "root.ish", Path: "/admins/", Console: true})
	desk := iamAs(org.Transport(), mustAssume(t, org.Transport(), hubKey, account.Number(), demoiam.HelpDeskRole, nil))
	wantOK(t, update(t, desk, "Bob", good))
	caller := "User: arn:aws:sts::" + account.Number() + ":assumed-role/HelpDesk/carol is not authorized to perform: "
	wantError(t, update(t, desk, "root.ish", good), "AccessDenied", 403, caller+"iam:UpdateLoginProfile on resource: user root.ish with an explicit deny in an identity-based policy")
	_, err := desk.DeleteLoginProfile(t.Context(), &iam.DeleteLoginProfileInput{UserName: new("Bob")})
	wantError(t, err, "AccessDenied", 403, caller+"iam:DeleteLoginProfile on resource: user Bob because no identity-based policy allows the iam:DeleteLoginProfile action")
	if _, err := assumeIn(t, org.Transport(), hubKey, account.Number(), demoiam.MFARole, nil); !hasCode(err, "AccessDenied") {
		t.Errorf("without a code: %v", err)
	}
	if _, err := assumeIn(t, org.Transport(), hubKey, "123456789012", demoiam.OrganizationRole, nil); !hasCode(err, "AccessDenied") {
		t.Errorf("in the management account: %v", err)
	}

	// In the second other account, the leaver is out of reach for everybody, who is told so by their own name.
	dev := org.Account("dev")
	admin := iamAs(org.Transport(), mustAssume(t, org.Transport(), hubKey, dev.Number(), demoiam.OrganizationRole, nil))
	wantError(t, update(t, admin, "leo.leaver", good), "AccessDenied", 403, "User: arn:aws:sts::"+dev.Number()+":assumed-role/"+demoiam.OrganizationRole+
		"/carol is not authorized to perform: iam:UpdateLoginProfile on resource: user leo.leaver with an explicit deny in a service control policy")
}
