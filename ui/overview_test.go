package ui_test

import (
	"testing"
	"time"

	"iampasswd/iamclient/demoiam"
	"iampasswd/ui/uitest"
)

// Where AWS does not say whose the credentials are, the account that they open and those that cannot be found are two rows,
// and the cursor goes to each.
func TestTheAccountsOfAnUnknownCaller(t *testing.T) {
	cfg := uitest.Config{Organization: func() *demoiam.Organization {
		all := uitest.Organization()
		all.Management().SetLatency(demoiam.Latency{Min: time.Second})
		all.Management().Inject(demoiam.Fault{Action: "GetCallerIdentity", Code: "AccessDenied"})
		return all
	}}
	uitest.Run(t, cfg, func(s *uitest.Screen) {
		s.Sleep(20 * time.Second)
		s.Key("a")
		s.WantLine("▌", "other accounts", "✗ no access")
		s.Key("down")
		s.WantLine("▌", "acme-demo", "20", "✓ read")
		s.IAM.Inject(demoiam.Fault{Action: "ListUsers", Code: "AccessDenied"}) // the rows change places
		s.Key("r")
		s.Sleep(20 * time.Second)
		s.WantLine("other accounts", "✗ no access")
		s.WantLine("▌", "acme-demo", "✗ failed")
		s.Key("enter")
		s.WantLine("account:acme-demo", "of 20")
	})
}

// An account that cannot be asked whose it is has a name in the list.
func TestAnAccountWithoutAnyName(t *testing.T) {
	cfg := uitest.Config{Organization: func() *demoiam.Organization {
		all := uitest.Organization()
		all.Management().Inject(demoiam.Fault{Action: "GetCallerIdentity", Code: "AccessDenied"})
		return all
	}}
	uitest.Run(t, cfg, func(s *uitest.Screen) {
		s.Key("a")
		s.WantLine("your account", "✗ no access")
	})
}
