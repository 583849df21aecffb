package uitest

import (
	"time"

	"iampasswd/iamclient/demoiam"
)

// Organization is acme-demo and five other accounts of one organization, reached by a role: acme-prod and a development account
// without an alias have namesakes of its users, one account has no such role, one is suspended, and in one the role may not
// list users.
func Organization() *demoiam.Organization {
	ago := func(days int) time.Time { return time.Now().Add(-time.Duration(days) * aDay) }
	user := func(name, path string, age int) demoiam.User {
		return demoiam.User{Name: name, Path: path, Console: true, Created: ago(900), PasswordChanged: ago(age), LastSignIn: ago(1)}
	}
	return demoiam.NewOrganization(demoiam.OrganizationOptions{Accounts: []demoiam.Account{
		{Name: "Acme", Options: acmeOptions()},
		{Name: "prod", Options: demoiam.Options{
			AccountID: "339225751060", Alias: "acme-prod", Policy: &demoiam.Policy{MinimumLength: 16, RequireSymbols: true, MaxAge: 60},
			Users: []demoiam.User{user("Bob", "/", 12), user("leo.leaver", "/", 80), user("paula.prod", "/oncall/", 3)},
		}},
		{Name: "development", Options: demoiam.Options{
			AccountID: "528742529020", Users: []demoiam.User{{Name: "Bob", Path: "/", Created: ago(100)}, user("leo.leaver", "/", 20), user("dev.eloper", "/", 5)},
		}},
		{Name: "northwind", Options: demoiam.Options{AccountID: "228222921546", Roles: []demoiam.Role{}}},
		{Name: "legacy", State: demoiam.Suspended, Options: demoiam.Options{AccountID: "804985847006"}},
		{Name: "vault", Options: demoiam.Options{AccountID: "602794348933", Alias: "acme-vault", Roles: []demoiam.Role{
			{Name: demoiam.OrganizationRole, Policy: `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:GetAccountSummary","Resource":"*"}}`},
		}}},
	}})
}
