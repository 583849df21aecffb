package demoiam

import (
	"math/rand/v2"
	"slices"
	"strconv"
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
	o := OrganizationOptions{Units: companyUnits, Accounts: make([]Account, accounts)}
	casts := make([][]part, accounts)
	o.Accounts[0].Name = "Acme"
	o.Accounts[0].Options, casts[0] = companyOptions(users, latency)
	for i, b := range branches(accounts - 1) {
		casts[i+1] = b.found(&o.Accounts[i+1], i+1, users, latency)
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

var companyUnits = []Unit{{Name: "Infrastructure"}, {Name: "Sandbox"}, {Name: "Workloads"}, {Name: "Production", Parent: "Workloads"}}

// The first accounts, those of them that do not work, which only a big organization
// has, and the next ones; then each service has three.
var (
	firstBranches = []branch{{name: "prod", unit: "Production"}, {name: "dev", unit: "Sandbox", nameless: true}}
	badBranches   = []branch{
		{name: "northwind", invited: true}, {name: "legacy", unit: "Workloads", suspended: true}, {name: "archive", unit: "Infrastructure", slow: true},
	}
	nextBranches = []branch{
		{name: "staging", unit: "Workloads"}, {name: "data", unit: "Workloads"}, {name: "security", unit: "Infrastructure"}, {name: "sandbox", unit: "Sandbox"},
	}
	stages = []branch{{name: "prod", unit: "Production"}, {name: "staging", unit: "Workloads"}, {name: "dev", unit: "Sandbox"}}
)

// branches are so many accounts, the demo account not counted.
func branches(n int) []branch {
	all := firstBranches
	if n >= len(firstBranches)+len(badBranches) {
		all = append(slices.Clip(all), badBranches...)
	}
	all = append(slices.Clip(all), nextBranches...)
	services := newNames().services
	for i := 0; len(all) < n; i++ {
		b, service := stages[i%len(stages)], i/len(stages)
		b.name = services[service%len(services)] + "-" + b.name
		if round := service / len(services); round > 0 {
			b.name += "-" + strconv.Itoa(round+1)
		}
		all = append(all, b)
	}
	return all[:n]
}

// found says what the account is made of, and returns its cast; i counts from 1.
func (b branch) found(a *Account, i, users int, latency Latency) []part {
	const sluggish = 25
	a.Name, a.Unit, a.AccountID = b.name, b.unit, b.number()
	a.GroupPolicies, a.Policy, a.Roles, a.Latency = groupPolicies, branchPolicies[i%len(branchPolicies)], branchRoles, latency
	if b.slow {
		a.Latency = Latency{Min: sluggish * latency.Min, Max: sluggish * latency.Max}
	}
	if !b.nameless {
		a.Alias = "acme-" + b.name
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
	s.people = i * users / 2                            // many names are those of the account before
	s.robots = i
	a.Users = s.hire(cast, people)
	return cast
}

// number is the account's number, the same in every run.
func (b branch) number() string {
	const first, numbers = 200_000_000_000, 700_000_000_000
	return strconv.FormatUint(first+serialOf(b.name)%numbers, 10)
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

const leaver = "leo.leaver"

// branchCast are the namesakes of the demo account's cast; i counts accounts from
// 1. In the second other account, the leaver cannot be changed.
func branchCast(i int) []part {
	const often = 5
	if i > 2 && i%often > 0 {
		return nil
	}
	var cast []part
	for _, p := range parts() {
		if p.User == "Bob" || p.User == leaver {
			cast = append(cast, p)
		}
	}
	if i == 2 {
		cast[1].faults = denying(leaver, "with an explicit deny in a service control policy", userWrites)
	}
	return cast
}
