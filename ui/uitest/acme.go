package uitest

import (
	"cmp"
	"fmt"
	"time"

	"iampasswd/iamclient/demoiam"
)

// acmeCaller is who uses the account of the scenes.
const acmeCaller = "arn:aws:iam::123456789012:user/helpdesk/alice"

// ritasPassword is the present password of rita.reuse, which she cannot have again.
const ritasPassword = "Correct-Horse-42!"

const aDay = 24 * time.Hour

// acmeUser is a user of the account of the scenes. Each is there for what one scene shows.
type acmeUser struct {
	demoiam.User
	days   int           // since the user was created
	idle   time.Duration // since the last sign-in; 0: there was none
	age    time.Duration // of the password; 0: a month, or as old as the user where that is less
	faults []demoiam.Fault
}

// acme is the account of the scenes, acme-demo. It is small and its own, so that no golden screen changes with the
// company of the demo. Its policy does not let users change their own password; that of some groups does.
func acme() *demoiam.Server {
	account := demoiam.New(acmeOptions())
	for _, u := range acmeUsers() {
		for _, fault := range u.faults {
			fault.User = u.Name
			account.Inject(fault)
		}
	}
	return account
}

func acmeOptions() demoiam.Options {
	now, all := time.Now(), acmeUsers()
	users := make([]demoiam.User, 0, len(all))
	for _, u := range all {
		u.Created = now.Add(-time.Duration(u.days) * aDay)
		if u.idle > 0 {
			u.LastSignIn = now.Add(-u.idle)
		}
		u.PasswordChanged = now.Add(-min(cmp.Or(u.age, 30*aDay), time.Duration(u.days)*aDay))
		users = append(users, u.User)
	}
	return demoiam.Options{
		Alias: "acme-demo", Caller: acmeCaller, Users: users,
		GroupPolicies: map[string][]string{
			"engineering": {demoiam.ChangeOwnPassword}, "finance": {demoiam.ChangeOwnPassword}, "sales": {demoiam.ChangeOwnPassword},
		},
		Policy: &demoiam.Policy{
			MinimumLength: 14, RequireUppercase: true, RequireLowercase: true, RequireNumbers: true, RequireSymbols: true,
			MaxAge: 90, ReusePrevention: 5,
		},
	}
}

// acmeUsers are the users of the account of the scenes.
func acmeUsers() []acmeUser {
	phone := []demoiam.MFADevice{{}}
	department := func(name string) []demoiam.Tag { return []demoiam.Tag{{Key: "department", Value: name}} }
	reset := func(f demoiam.Fault) []demoiam.Fault { f.Action = "UpdateLoginProfile"; return []demoiam.Fault{f} }
	revoked := `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":["*"],"Resource":["*"],"Condition":{"DateLessThan":{"aws:TokenIssueTime":"` +
		time.Now().Add(-time.Hour).UTC().Format(time.RFC3339) + `"}}}]}`
	return []acmeUser{
		{User: demoiam.User{Name: "Bob", Console: true, Path: "/finance/", MFA: phone, Groups: []string{"finance"}, Tags: []demoiam.Tag{
			{Key: "department", Value: "finance"}, {Key: "employee-id", Value: "104233"}, {Key: "desk", Value: "Lisbon 4.12"}}},
			days: 1500, idle: 69 * time.Hour},
		{User: demoiam.User{Name: "alice", Console: true, Path: "/helpdesk/", MFA: phone, Groups: []string{"helpdesk"}, Tags: department("helpdesk")},
			days: 480, faults: reset(demoiam.Fault{Code: "AccessDenied"})},
		{User: demoiam.User{Name: "bob.contractor", Console: true, ResetRequired: true, Path: "/contractors/", Groups: []string{"contractors"},
			Tags: []demoiam.Tag{{Key: "department", Value: "contractors"}, {Key: "agency", Value: "Northwind"}}},
			days: 615, age: 93 * aDay},
		{User: demoiam.User{Name: "bob-ci", Path: "/robots/", Groups: []string{"robots"}, AccessKeys: []demoiam.AccessKey{{}}}, days: 2125},
		{User: demoiam.User{Name: "nina.newhire", Path: "/engineering/", Groups: []string{"engineering"}, Tags: department("engineering")}, days: 2},
		{User: demoiam.User{Name: "rita.reuse", Console: true, Password: ritasPassword, Path: "/sales/", Tags: department("sales")}, days: 813, idle: 62 * aDay},
		{User: demoiam.User{Name: "uma.unready", Console: true, Path: "/sales/"},
			days: 1, faults: reset(demoiam.Fault{Times: 2, Code: "EntityTemporarilyUnmodifiable"})},
		{User: demoiam.User{Name: "tina.timeout", Console: true, Path: "/support/"},
			days: 1288, idle: 7 * aDay, age: 65 * aDay, faults: reset(demoiam.Fault{Times: 1, Drop: demoiam.DropAfter})},
		{User: demoiam.User{Name: "slow.lorris", Console: true, Path: "/support/"},
			days: 2023, idle: 35 * aDay, age: 70 * aDay, faults: reset(demoiam.Fault{Latency: 8 * time.Second})},
		{User: demoiam.User{Name: "dana.denied", Console: true, Path: "/admins/"}, days: 1646, idle: 56 * aDay,
			faults: []demoiam.Fault{{Action: "UpdateLoginProfile", Code: "AccessDenied"}, {Action: "DeleteLoginProfile", Code: "AccessDenied"}}},
		{User: demoiam.User{Name: "xena.explicit", Console: true, Path: "/admins/"}, days: 1484, idle: 8 * aDay,
			faults: reset(demoiam.Fault{Code: "AccessDenied", Message: "User: " + acmeCaller + " is not authorized to perform: iam:UpdateLoginProfile " +
				"on resource: user xena.explicit with an explicit deny in an identity-based policy"})},
		{User: demoiam.User{Name: "ben.boundary", Console: true, Path: "/admins/"}, days: 648, idle: 15 * aDay},
		{User: demoiam.User{Name: "eva.expired", Console: true}, days: 2534, idle: 49 * time.Hour, faults: reset(demoiam.Fault{Times: 1, Code: "ExpiredToken"})},
		{User: demoiam.User{Name: "lola.lostphone", Console: true, Path: "/sales/", MFA: phone, Groups: []string{"sales"}}, days: 400, idle: 9 * aDay},
		{User: demoiam.User{Name: "hank.hardware", Console: true, Path: "/finance/", MFA: []demoiam.MFADevice{{Serial: "GAHT12345678"}, {}}, Groups: []string{"finance"}},
			days: 1200, idle: 2 * aDay},
		{User: demoiam.User{Name: "leo.leaver", Console: true, Path: "/engineering/", MFA: phone, AccessKeys: []demoiam.AccessKey{
			{LastUsed: time.Now().Add(-2 * time.Hour)}, {LastUsed: time.Now().Add(-40 * aDay)},
		}, Credentials: []demoiam.ServiceCredential{{Service: "codecommit.amazonaws.com"}}, Groups: []string{"engineering"}},
			days: 900, idle: 3 * time.Hour},
		{User: demoiam.User{Name: "lars.lockedout", Console: true, ResetRequired: true, Groups: []string{"support"}}, days: 300, idle: 60 * aDay, age: aDay},
		{User: demoiam.User{Name: "ed.expired", Console: true, Path: "/legal/", MFA: phone, Groups: []string{"legal"}}, days: 700, idle: 6 * aDay, age: 93 * aDay},
		{User: demoiam.User{Name: "rex.revoked", Console: true, Path: "/engineering/", MFA: phone, Groups: []string{"platform"},
			Inline: map[string]string{"AWSRevokeOlderSessions": revoked}}, days: 500, idle: 2 * time.Hour},
		{User: demoiam.User{Name: "sonia.soon", Console: true, Path: "/marketing/", MFA: phone, Groups: []string{"marketing"}},
			days: 700, idle: aDay, age: 86*aDay - 12*time.Hour},
	}
}

// crowd adds users to an account, until one page does not hold them.
func crowd(account *demoiam.Server) {
	const people = 300
	users := make([]demoiam.User, people)
	for i := range users {
		users[i] = demoiam.User{
			Name: fmt.Sprintf("adam.%03d", i), Console: true,
			Created: time.Now().Add(-1000 * aDay), LastSignIn: time.Now().Add(-time.Duration(i) * 5 * time.Hour),
		}
	}
	account.Add(users...)
}
