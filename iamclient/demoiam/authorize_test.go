package demoiam_test

import (
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"

	"iampasswd/iamclient/demoiam"
)

// What a policy of the caller allows works, and nothing else; a Deny goes before every Allow.
func TestCallerPolicy(t *testing.T) {
	const allowAll = `{"Effect":"Allow","Action":"*","Resource":"*"}`
	for _, c := range []struct {
		name, statements string
		allowed          bool
		reason           string
	}{
		{"all", allowAll, true, ""},
		{"none", `{"Effect":"Allow","Action":"iam:List*","Resource":"*"}`, false, "because no identity-based policy allows the iam:GetUser action"},
		{"deny", allowAll + `,{"Effect":"Deny","Action":"iam:GetUser","Resource":"*"}`, false, "with an explicit deny in an identity-based policy"},
		{"path", `{"Effect":"Allow","Action":"iam:GetUser","Resource":"arn:aws-us-gov:iam::*:user/eng/*"}`, true, ""},
		{"another path", `{"Effect":"Allow","Action":"iam:GetUser","Resource":"arn:aws-us-gov:iam::*:user/staff/*"}`, false, "no identity-based policy"},
		{"not that resource", `{"Effect":"Allow","Action":"iam:GetUser","NotResource":"arn:aws-us-gov:iam::*:user/eng/*"}`, false, "no identity-based policy"},
		{"tag", `{"Effect":"Allow","Action":"iam:GetUser","Resource":"*","Condition":{"StringEquals":{"iam:ResourceTag/team":["db","web"]}}}`, true, ""},
		{"another tag", `{"Effect":"Allow","Action":"iam:GetUser","Resource":"*","Condition":{"StringEquals":{"iam:ResourceTag/team":"db"}}}`, false, "no identity-based policy"},
		{"a condition that is not understood", `{"Effect":"Allow","Action":"iam:GetUser","Resource":"*","Condition":{"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}}}`, false, "no identity-based policy"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := withCarol()
			if !s.SetCallerPolicy(`{"Statement":[` + c.statements + `]}`) {
				t.Fatal("it is taken for no policy")
			}
			_, err := newClient(s).GetUser(t.Context(), &iam.GetUserInput{UserName: aws.String("carol")})
			if (err == nil) != c.allowed || err != nil && !strings.Contains(err.Error(), c.reason) {
				t.Errorf("got %v", err)
			}
		})
	}
	if demoiam.New(demoiam.Options{}).SetCallerPolicy("nonsense") {
		t.Error("what is no policy is taken for one")
	}
}

// A policy may name the caller, and the policy that is attached.
func TestCallerPolicyOnOneself(t *testing.T) {
	s := withCarol()
	s.SetCaller("arn:aws-us-gov:iam::111122223333:user/eng/Carol")
	s.SetCallerPolicy(`{"Statement":[
		{"Effect":"Allow","Action":"iam:ListMFADevices","Resource":"arn:aws-us-gov:iam::*:user/eng/${aws:username}"},
		{"Effect":"Allow","Action":"iam:AttachUserPolicy","Resource":"*","Condition":{"ArnEquals":{"iam:PolicyARN":"arn:aws-us-gov:iam::aws:policy/IAMUser*"}}}]}`)
	client := newClient(s)
	if _, err := client.ListMFADevices(t.Context(), &iam.ListMFADevicesInput{}); err != nil {
		t.Error(err)
	}
	if _, err := client.ListMFADevices(t.Context(), &iam.ListMFADevicesInput{UserName: aws.String("dan")}); err == nil {
		t.Error("Carol may list dan's devices")
	}
	for policy, allowed := range map[string]bool{"IAMUserChangePassword": true, "AdministratorAccess": false} {
		_, err := client.AttachUserPolicy(t.Context(), &iam.AttachUserPolicyInput{UserName: aws.String("dan"), PolicyArn: aws.String("arn:aws-us-gov:iam::aws:policy/" + policy)})
		if (err == nil) != allowed {
			t.Errorf("%s: %v", policy, err)
		}
	}
}
