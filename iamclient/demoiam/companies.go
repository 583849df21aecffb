package demoiam

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"
)

// CompanyOrganization makes the demo account and others that belong to one
// organization with it, so many accounts in all, each with so many users. It goes
// up to 500 accounts. With one account there is no organization, and everything is
// as [Company] makes it.
//
// Every other account has users of its own, some of whom have namesakes elsewhere:
// Bob and leo.leaver are in the first three. With six accounts or more, the fourth
// joined by invitation and has no role to assume, the fifth is suspended, and the
// sixth answers 25 times more slowly than the others. The third has no alias.
func CompanyOrganization(accounts, users int, latency Latency) *Organization {
	if accounts < 2 {
		s := Company(users, latency)
		m := &member{Server: s, name: s.account.alias, state: Active}
		return &Organization{accounts: []*member{m}, byNumber: map[string]*member{s.account.id: m}}
	}
	o := OrganizationOptions{Units: []Unit{{"Infrastructure", ""}, {"Sandbox", ""}, {"Workloads", ""}, {"Production", "Workloads"}}}
	first, cast := companyOptions(users, latency)
	o.Accounts = append(o.Accounts, Account{Options: first, Name: "Acme"})
	casts := [][]part{cast}
	for i, b := range branches(accounts - 1) {
		account, cast := b.account(i+1, users, latency)
		o.Accounts, casts = append(o.Accounts, account), append(casts, cast)
	}
	org := NewOrganization(o)
	for i, s := range org.Accounts() {
		s.stage(casts[i])
	}
	return org
}

// branch is an account of the company's organization.
type branch struct {
	name, unit string
	nameless   bool // has no alias
	invited    bool
	suspended  bool
	slow       bool
}

// branches are so many accounts, the demo account not counted.
func branches(n int) []branch {
	const enough = 5 // for those that do not work
	all := []branch{{name: "prod", unit: "Production"}, {name: "dev", unit: "Sandbox", nameless: true}}
	if n >= enough {
		all = append(all, branch{name: "northwind", invited: true}, branch{name: "legacy", unit: "Workloads", suspended: true},
			branch{name: "archive", unit: "Infrastructure", slow: true})
	}
	all = append(all, branch{name: "staging", unit: "Workloads"}, branch{name: "data", unit: "Workloads"},
		branch{name: "security", unit: "Infrastructure"}, branch{name: "sandbox", unit: "Sandbox"})
	stages := []branch{{name: "prod", unit: "Production"}, {name: "staging", unit: "Workloads"}, {name: "dev", unit: "Sandbox"}}
	services := newNames().services
	for i := 0; len(all) < n; i++ {
		b := stages[i%len(stages)]
		service := i / len(stages)
		b.name = services[service%len(services)] + "-" + b.name
		if round := service / len(services); round > 0 {
			b.name += fmt.Sprintf("-%d", round+1)
		}
		all = append(all, b)
	}
	return all[:n]
}

// account is what the account is made of, and its cast; i counts from 1.
func (b branch) account(i, users int, latency Latency) (Account, []part) {
	const sluggish = 25
	if b.slow {
		latency = Latency{Min: sluggish * latency.Min, Max: sluggish * latency.Max}
	}
	a := Account{Name: b.name, Unit: b.unit, Options: Options{
		AccountID: b.number(), Alias: "acme-" + b.name, Latency: latency, GroupPolicies: groupPolicies, Policy: branchPolicies[i%len(branchPolicies)],
		Roles: branchRoles,
	}}
	if b.nameless {
		a.Alias = ""
	}
	if b.invited {
		a.Roles = []Role{}
	}
	if b.suspended {
		a.State = Suspended
	}
	cast := branchCast(i)
	people := max(users, 2) - 1 // the account's caller is the last user
	cast = cast[:min(len(cast), people)]
	s := newStaff(time.Now().Truncate(time.Second))
	s.random = rand.New(rand.NewPCG(1889, 3+uint64(i))) //nolint:gosec // names, the same in every run
	s.people = i * users / 2                            // about half of the names are those of the account before
	s.robots = i
	a.Users = s.hire(cast, people)
	return a, cast
}

// number is the account's number, the same in every run.
func (b branch) number() string {
	const first, numbers = 200_000_000_000, 700_000_000_000
	return fmt.Sprint(first + serialOf(b.name)%numbers)
}

// branchPolicies are the password policies of accounts, in turn; nil is AWS's
// default.
var branchPolicies = []*Policy{
	{MinimumLength: 8, RequireNumbers: true, AllowUsersToChangePassword: true},
	{MinimumLength: 14, RequireUppercase: true, RequireLowercase: true, RequireNumbers: true, RequireSymbols: true, MaxAge: maxPasswordAge, ReusePrevention: 5},
	nil,
	{MinimumLength: 20, AllowUsersToChangePassword: true, ReusePrevention: 24},
}

// The roles that trust the management account, beside [OrganizationRole].
const (
	// HelpDeskRole may read, and set passwords outside of /admins/.
	HelpDeskRole = "HelpDesk"
	// MFARole may do the same, and asks for an MFA code.
	MFARole = "HelpDeskMFA"
)

const helpDeskPolicy = `{"Statement":[
	{"Effect":"Allow","Action":["iam:Get*","iam:List*","iam:Generate*","iam:Simulate*"],"Resource":"*"},
	{"Effect":"Allow","Action":["iam:CreateLoginProfile","iam:UpdateLoginProfile"],"Resource":"arn:*:iam::*:user/*"},
	{"Effect":"Deny","Action":["iam:CreateLoginProfile","iam:UpdateLoginProfile"],"Resource":"arn:*:iam::*:user/admins/*"}]}`

var branchRoles = []Role{
	{Name: OrganizationRole}, {Name: HelpDeskRole, Policy: helpDeskPolicy}, {Name: MFARole, Policy: helpDeskPolicy, MFA: true},
}

// branchCast are the namesakes of the demo account's cast; i counts accounts from
// 1. In the second other account, the leaver cannot be changed.
func branchCast(i int) []part {
	const often = 5
	if i > 2 && i%often > 0 {
		return nil
	}
	all := parts()
	cast := slices.DeleteFunc(all, func(p part) bool { return p.User != "Bob" && p.User != "leo.leaver" })
	if i == 2 {
		cast[1].faults = denying("leo.leaver", "with an explicit deny in a service control policy", userWrites)
	}
	return cast
}
