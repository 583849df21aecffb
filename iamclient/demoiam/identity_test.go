package demoiam_test

import (
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"iampasswd/iamclient/demoiam"
)

func TestAccountAliases(t *testing.T) {
	for alias, want := range map[string]int{"": 0, "acme-demo": 1} {
		out, err := newClient(demoiam.New(demoiam.Options{Alias: alias})).ListAccountAliases(t.Context(), &iam.ListAccountAliasesInput{})
		wantOK(t, err)
		if len(out.AccountAliases) != want || want == 1 && out.AccountAliases[0] != alias || out.IsTruncated {
			t.Errorf("alias %q is listed as %v", alias, out.AccountAliases)
		}
	}
}

func TestCallerIdentity(t *testing.T) {
	s := demoiam.New(demoiam.Options{AccountID: "111122223333"})
	for _, c := range []struct{ caller, idPrefix string }{
		{"arn:aws:iam::111122223333:user/admin", "AIDA"},
		{"arn:aws:iam::111122223333:user/a/path/carol", "AIDA"},
		{"arn:aws:sts::111122223333:assumed-role/Helpdesk/carol", "AROA"},
		{"arn:aws:iam::111122223333:root", "111122223333"},
	} {
		s.SetCaller(c.caller)
		out, err := newSTSClient(s).GetCallerIdentity(t.Context(), &sts.GetCallerIdentityInput{})
		wantOK(t, err)
		if *out.Arn != c.caller || *out.Account != "111122223333" || !strings.HasPrefix(*out.UserId, c.idPrefix) {
			t.Errorf("%s is %s %s %s", c.caller, *out.Arn, *out.Account, *out.UserId)
		}
	}
	if users := s.Users(); users != 2 {
		t.Errorf("%d users, want admin and carol", users)
	}
}
