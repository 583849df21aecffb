package ui

import (
	"fmt"
	"strings"
	"testing"

	"iampasswd/iamclient"
)

// Each change is a plan of requests, in the order in which they are made.
func TestPlanOfAChange(t *testing.T) {
	const virtual, hardware = "arn:aws:iam::123456789012:mfa/bob", "GAHT12345678"
	bob := func(o operation) change { return change{operation: o, user: "bob", partition: "aws"} }
	with := func(c change, more func(*change)) change { more(&c); return c }
	for want, c := range map[string]change{
		"UpdateLoginProfile bob":                                bob(resetPassword),
		"UpdateLoginProfile bob, PutUserPolicy bob":             with(bob(resetPassword), func(c *change) { c.revoke = true }),
		"CreateLoginProfile bob":                                bob(createProfile),
		"ChangePassword ":                                       bob(changeOwn),
		"DeleteLoginProfile bob":                                bob(disableConsole),
		"DeactivateMFADevice bob":                               with(bob(removeMFA), func(c *change) { c.device.Serial = hardware }),
		"DeactivateMFADevice bob, DeleteVirtualMFADevice ":      with(bob(removeMFA), func(c *change) { c.device.Serial = virtual }),
		"PutUserPolicy bob":                                     bob(revokeSessions),
		"DeleteUserPolicy bob":                                  bob(restoreSessions),
		"UpdateAccessKey bob, UpdateAccessKey bob":              with(bob(disableKeys), func(c *change) { c.keys = []string{"AKIA1", "AKIA2"} }),
		"AttachUserPolicy bob":                                  bob(allowChange),
		"UpdateLoginProfile bob, with the flag and no password": with(bob(forceNewAtNext), func(c *change) { c.resetRequired = true }),
	} {
		var got []string
		for _, what := range c.plan() {
			step := fmt.Sprint(what.Operation, " ", what.User)
			if c.operation == forceNewAtNext && what.Password == nil && *what.ResetRequired {
				step += ", with the flag and no password"
			}
			got = append(got, step)
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	for source, want := range map[iamclient.PolicySource]iamclient.Operation{
		iamclient.PolicyDefault: iamclient.OpDeleteAccountPasswordPolicy, iamclient.PolicyCustom: iamclient.OpUpdateAccountPasswordPolicy,
	} {
		if got := (policyChange{to: iamclient.Policy{Source: source}}).request().Operation; got != want {
			t.Errorf("%v, want %v", got, want)
		}
	}
}
