package iamclient

import (
	"slices"
	"testing"

	"iampasswd/iamclient/demoiam"
)

func TestPolicySources(t *testing.T) {
	for arn, want := range map[string][]string{
		"arn:aws:iam::111111111111:user/staff/alice":        {"arn:aws:iam::111111111111:user/staff/alice"},
		"arn:aws-cn:sts::111111111111:assumed-role/Ops/eve": {"arn:aws-cn:iam::111111111111:role/Ops"},
		"arn:aws:sts::111111111111:assumed-role/AWSReservedSSO_Admin_1/eve": {
			"arn:aws:iam::111111111111:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Admin_1",
			"arn:aws:iam::111111111111:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_1",
		},
		"arn:aws:sts::111111111111:federated-user/eve": nil,
	} {
		if got := policySources(parseIdentity("111111111111", arn), "eu-west-1"); !slices.Equal(got, want) {
			t.Errorf("%s: %v", arn, got)
		}
	}
}

func TestMayChange(t *testing.T) {
	account := demoiam.New(demoiam.Options{
		Caller: "arn:aws:iam::123456789012:user/alice", Users: []demoiam.User{{Name: "alice"}, {Name: "carl", Groups: []string{"changers"}}},
		GroupPolicies: map[string][]string{"changers": {"IAMUserChangePassword"}},
	})
	client := asking(t, account.Transport(), Options{})
	for arn, want := range map[string]int{
		"arn:aws:iam::123456789012:user/alice": 0, "arn:aws:iam::123456789012:user/carl": 1, "arn:aws:iam::123456789012:root": len(operations) - 1,
	} {
		if may, err := client.MayChange(t.Context(), parseIdentity("123456789012", arn)); may != want || err != nil {
			t.Errorf("%s: %d, want %d (%v)", arn, may, want, err)
		}
	}
	if _, err := client.MayChange(t.Context(), parseIdentity("123456789012", "arn:aws:sts::123456789012:federated-user/eve")); err == nil {
		t.Error("a federated user is told of")
	}
	account.Inject(demoiam.Fault{Action: "SimulatePrincipalPolicy", Code: "AccessDenied"})
	if _, err := client.MayChange(t.Context(), parseIdentity("123456789012", "arn:aws:iam::123456789012:user/carl")); KindOf(err) != KindDenied {
		t.Errorf("%v", err)
	}
}
