package grants_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"iampasswd/iamclient/demoiam"
	"iampasswd/iamclient/grants"
)

// needs is the smallest set that an action is in. What is not here is in none.
var needs = map[string]grants.Set{
	"iam:ListUsers": grants.ReadOnly, "iam:GetUser": grants.ReadOnly, "iam:GetLoginProfile": grants.ReadOnly, "iam:ListMFADevices": grants.ReadOnly,
	"iam:ListGroupsForUser": grants.ReadOnly, "iam:ListAccessKeys": grants.ReadOnly, "iam:GetAccessKeyLastUsed": grants.ReadOnly, "iam:ListServiceSpecificCredentials": grants.ReadOnly, "iam:GetUserPolicy": grants.ReadOnly,
	"iam:ListAttachedUserPolicies": grants.ReadOnly, "iam:SimulatePrincipalPolicy": grants.ReadOnly, "iam:GenerateCredentialReport": grants.ReadOnly,
	"iam:GetCredentialReport": grants.ReadOnly, "iam:GetAccountPasswordPolicy": grants.ReadOnly, "iam:ListAccountAliases": grants.ReadOnly, "cloudtrail:LookupEvents": grants.ReadOnly,

	"iam:UpdateLoginProfile": grants.HelpDesk, "iam:CreateLoginProfile": grants.HelpDesk, "iam:DeleteLoginProfile": grants.HelpDesk,
	"iam:DeactivateMFADevice": grants.HelpDesk, "iam:ResyncMFADevice": grants.HelpDesk, "iam:DeleteVirtualMFADevice": grants.HelpDesk, "iam:UpdateAccessKey": grants.HelpDesk, "iam:UpdateServiceSpecificCredential": grants.HelpDesk,
	"iam:AttachUserPolicy": grants.HelpDesk, "iam:ChangePassword": grants.HelpDesk,

	"iam:PutUserPolicy": grants.Admin, "iam:DeleteUserPolicy": grants.Admin,
	"iam:UpdateAccountPasswordPolicy": grants.Admin, "iam:DeleteAccountPasswordPolicy": grants.Admin,
}

// scoped are the actions that a scope narrows.
var scoped = []string{
	"iam:UpdateLoginProfile", "iam:CreateLoginProfile", "iam:DeleteLoginProfile", "iam:DeactivateMFADevice", "iam:ResyncMFADevice", "iam:UpdateAccessKey", "iam:UpdateServiceSpecificCredential",
	"iam:AttachUserPolicy", "iam:PutUserPolicy", "iam:DeleteUserPolicy",
}

func account() *demoiam.Server {
	user := func(name, path, team string) demoiam.User {
		return demoiam.User{Name: name, Path: path, Console: true, MFA: []demoiam.MFADevice{{}}, Tags: []demoiam.Tag{{Key: "team", Value: team}}}
	}
	return demoiam.New(demoiam.Options{
		Caller: "arn:aws:iam::123456789012:user/helpdesk/alice",
		Users:  []demoiam.User{user("alice", "/helpdesk/", ""), user("sam", "/staff/eng/", "x"), user("tom", "/staffing/", "y")},
	})
}

// denied tells whether the embedded IAM denies an action on a user, for want of a permission.
func denied(t *testing.T, s *demoiam.Server, action, user, policy string) bool {
	t.Helper()
	service, name, _ := strings.Cut(action, ":")
	form := url.Values{"Action": {name}, "Version": {map[string]string{"iam": "2010-05-08", "sts": "2011-06-15"}[service]}}
	if name != "ChangePassword" {
		form.Set("UserName", user)
	}
	form.Set("PolicyArn", policy)
	form.Set("SerialNumber", "arn:aws:iam::123456789012:mfa/"+user)
	if name == "SimulatePrincipalPolicy" {
		form.Set("PolicySourceArn", "arn:aws:iam::123456789012:user/staff/eng/sam")
	}
	request, err := http.NewRequestWithContext(context.Background(), http.MethodPost, "https://iam.amazonaws.com/", strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Authorization", "Credential=AKIA/x")
	if service == "cloudtrail" {
		request.Header.Set("X-Amz-Target", "CloudTrail_20131101."+name)
		request.Body = io.NopCloser(strings.NewReader("{}"))
	}
	response, err := s.Transport().RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Contains(string(body), "<Code>AccessDenied</Code>") || strings.Contains(string(body), "AccessDeniedException")
}

const selfService = "arn:aws:iam::aws:policy/IAMUserChangePassword"

// Each set is enough for what it is for, and nothing else works, of all that the embedded IAM can do.
func TestSets(t *testing.T) {
	for rank, set := range grants.Sets() {
		for _, action := range demoiam.Actions() {
			s := account()
			policy, err := grants.Policy(set, grants.Scope{})
			if err != nil || !s.SetCallerPolicy(policy) {
				t.Fatalf("%s: %v", policy, err)
			}
			smallest, wanted := needs[action]
			allowed := wanted && slices.Index(grants.Sets(), smallest) <= rank || strings.HasPrefix(action, "sts:")
			if denied(t, s, action, "sam", selfService) == allowed {
				t.Errorf("%s: %s is allowed: %v, want %v", set, action, !allowed, allowed)
			}
		}
	}
	for action := range needs {
		if !slices.Contains(demoiam.Actions(), action) {
			t.Errorf("the embedded IAM does not know %s", action)
		}
	}
}

// No set allows attaching another policy: whoever may attach any can become an administrator.
func TestOnlyOnePolicyCanBeAttached(t *testing.T) {
	for _, set := range grants.Sets() {
		s := account()
		policy, _ := grants.Policy(set, grants.Scope{})
		s.SetCallerPolicy(policy)
		if !denied(t, s, "iam:AttachUserPolicy", "sam", "arn:aws:iam::aws:policy/AdministratorAccess") {
			t.Errorf("%s allows to attach AdministratorAccess", set)
		}
	}
}

// A scope narrows all changes of users, and no look at them.
func TestScopes(t *testing.T) {
	for _, scope := range []grants.Scope{{Path: "/staff/"}, {Tag: "team=x"}, {Path: "/staff/", Tag: "team=x"}} {
		s := account()
		policy, err := grants.Policy(grants.Admin, scope)
		if err != nil || !s.SetCallerPolicy(policy) {
			t.Fatal(err)
		}
		for action := range needs {
			if denied(t, s, action, "sam", selfService) {
				t.Errorf("%+v: %s is denied on sam", scope, action)
			}
			if got, want := denied(t, s, action, "tom", selfService), slices.Contains(scoped, action); got != want {
				t.Errorf("%+v: %s on tom is denied: %v, want %v", scope, action, got, want)
			}
		}
	}
}

// Every policy is JSON that IAM takes, and short enough.
func TestPoliciesAreShort(t *testing.T) {
	for _, set := range grants.Sets() {
		policy, err := grants.Policy(set, grants.Scope{Path: "/" + strings.Repeat("p", 500) + "/", Tag: strings.Repeat("k", 128) + "=" + strings.Repeat("v", 256), Partition: "aws-us-gov"})
		if err != nil || !json.Valid([]byte(policy)) {
			t.Errorf("%s: %v", set, err)
		}
		if n := len(strings.Join(strings.Fields(policy), "")); n > grants.LongestPolicy {
			t.Errorf("%s has %d characters", set, n)
		}
		if strings.Contains(policy, "arn:aws:") {
			t.Errorf("%s names a resource of another partition", set)
		}
	}
}

func TestMistakes(t *testing.T) {
	for _, scope := range []grants.Scope{
		{Path: "staff"}, {Path: "/staff"}, {Path: "/st*ff/"}, {Path: "/st?ff/"}, {Path: "/a//b/"}, {Path: "/sta ff/"},
		{Tag: "team"}, {Tag: "=x"}, {Tag: "team=*"}, {Partition: "azure"}, {Partition: "aws*"},
	} {
		policy, err := grants.Policy(grants.Admin, scope)
		if _, ok := errors.AsType[*grants.MistakeError](err); !ok || policy != "" {
			t.Errorf("%+v: %q, %v", scope, policy, err)
		}
	}
}
