package demoiam_test

import (
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/aws-sdk-go-v2/service/sts/types"

	"iampasswd/iamclient/demoiam"
)

var readOnly = []types.PolicyDescriptorType{{Arn: aws.String("arn:aws:iam::aws:policy/IAMReadOnlyAccess")}}

var changesOwn = types.PolicyDescriptorType{Arn: aws.String("arn:aws:iam::aws:policy/IAMUserChangePassword")}

// resetsBob allows one operation on prod's bob.
const resetsBob = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:UpdateLoginProfile","Resource":"arn:aws:iam::222222222222:user/prod/bob"}]}`

// What a session may do is what both its role and one of its session policies allow; a deny of any of them goes before.
func TestSessionPolicies(t *testing.T) {
	const byRole, bySession = "because no identity-based policy allows the ", "because no session policy allows the "
	inline := func(statements string) *string { return aws.String(`{"Statement":[` + statements + `]}`) }
	const all = `{"Effect":"Allow","Action":"*","Resource":"*"}`
	for _, c := range []struct {
		name, role  string
		managed     []types.PolicyDescriptorType
		inline      *string
		get, update string // the end of a denial; "" is none
	}{
		{"none", demoiam.OrganizationRole, nil, nil, "", ""},
		{"read only", demoiam.OrganizationRole, readOnly, nil, "", bySession + "iam:UpdateLoginProfile action"},
		{"two managed ones", demoiam.OrganizationRole, append(readOnly[:1:1], changesOwn), nil, "", bySession + "iam:UpdateLoginProfile action"},
		{"one change", demoiam.OrganizationRole, nil, aws.String(resetsBob), bySession + "iam:GetUser action", ""},
		{"both add up", demoiam.OrganizationRole, readOnly, aws.String(resetsBob), "", ""},
		{"of another user", demoiam.OrganizationRole, readOnly, aws.String(strings.Replace(resetsBob, "/bob", "/rob", 1)), "", bySession + "iam:UpdateLoginProfile action"},
		{"of another account", demoiam.OrganizationRole, readOnly, aws.String(strings.Replace(resetsBob, "2", "3", 12)), "", bySession + "iam:UpdateLoginProfile action"},
		{"denied by a session policy", demoiam.OrganizationRole, nil, inline(all + `,{"Effect":"Deny","Action":"iam:Update*","Resource":"*"}`), "", "with an explicit deny in a session policy"},
		{"the role goes no further", "help/Reader", nil, inline(all), "", byRole + "iam:UpdateLoginProfile action"},
		{"neither", "help/Reader", readOnly, nil, "", byRole + "iam:UpdateLoginProfile action"},
		{"denied by the session, not allowed by the role", "help/Reader", nil, inline(all + `,{"Effect":"Deny","NotAction":"iam:Get*","Resource":"*"}`), "", "with an explicit deny in a session policy"},
	} {
		t.Run(c.name, func(t *testing.T) {
			transport := newOrganization().Transport()
			k := mustAssume(t, transport, hubKey, prod, c.role, func(in *sts.AssumeRoleInput) { in.PolicyArns, in.Policy = c.managed, c.inline })
			client := iamAs(transport, k)
			caller := "arn:aws:sts::" + prod + ":assumed-role/" + strings.TrimPrefix(c.role, "help/") + "/carol"
			for action, run := range map[string]struct {
				end string
				err error
			}{"GetUser": {c.get, getUser(t, client, "bob")}, "UpdateLoginProfile": {c.update, update(t, client, "bob", good)}} {
				if run.end == "" {
					wantOK(t, run.err)
					continue
				}
				wantError(t, run.err, "AccessDenied", http.StatusForbidden,
					"User: "+caller+" is not authorized to perform: iam:"+action+" on resource: user bob "+run.end)
			}
		})
	}
}

// Without an organization, a role may do what the caller may, who may assume any; session policies limit it as well.
func TestSessionPoliciesOfOneAccount(t *testing.T) {
	s := withBob(false)
	if !s.SetCallerPolicy(`{"Statement":{"Effect":"Allow","Action":"iam:Get*","Resource":"*"}}`) {
		t.Fatal("it is taken for no policy")
	}
	const account = "123456789012"
	caller := "User: arn:aws:sts::" + account + ":assumed-role/Helpdesk/carol is not authorized to perform: "
	client := iamAs(s.Transport(), mustAssume(t, s.Transport(), hubKey, account, "Helpdesk", nil))
	wantOK(t, getUser(t, client, "bob"))
	wantError(t, update(t, client, "bob", good), "AccessDenied", http.StatusForbidden,
		caller+"iam:UpdateLoginProfile on resource: user bob because no identity-based policy allows the iam:UpdateLoginProfile action")
	client = iamAs(s.Transport(), mustAssume(t, s.Transport(), hubKey, account, "Helpdesk", func(in *sts.AssumeRoleInput) { in.Policy = aws.String(resetsBob) }))
	wantError(t, getUser(t, client, "bob"), "AccessDenied", http.StatusForbidden,
		caller+"iam:GetUser on resource: user bob because no session policy allows the iam:GetUser action")
}

// IAMReadOnlyAccess has all that reads in IAM, and nothing of other services; nobody needs a permission to ask who they are.
func TestReadOnlySessions(t *testing.T) {
	org := newOrganization()
	transport := org.Transport()
	k := mustAssume(t, transport, hubKey, prod, demoiam.OrganizationRole, func(in *sts.AssumeRoleInput) { in.PolicyArns = readOnly })
	client := iamAs(transport, k)
	_, err := client.ListUsers(t.Context(), &iam.ListUsersInput{})
	wantOK(t, err)
	_, err = client.GenerateCredentialReport(t.Context(), &iam.GenerateCredentialReportInput{})
	wantOK(t, err)
	_, err = client.SimulatePrincipalPolicy(t.Context(), &iam.SimulatePrincipalPolicyInput{
		PolicySourceArn: aws.String("arn:aws:iam::" + prod + ":user/prod/bob"), ActionNames: []string{"iam:ChangePassword"},
	})
	wantOK(t, err)
	_, err = stsAs(transport, k).GetCallerIdentity(t.Context(), &sts.GetCallerIdentityInput{})
	wantOK(t, err)
	caller := "User: arn:aws:sts::" + prod + ":assumed-role/" + demoiam.OrganizationRole + "/carol is not authorized to perform: "
	_, err = assumeIn(t, transport, k, lab, demoiam.OrganizationRole, nil)
	wantError(t, err, "AccessDenied", http.StatusForbidden,
		caller+"sts:AssumeRole on resource: arn:aws:iam::"+lab+":role/"+demoiam.OrganizationRole+" because no session policy allows the sts:AssumeRole action")
	status, answer := ask(t, transport, k, "DescribeOrganization", "{}")
	if want := caller + "organizations:DescribeOrganization on resource: * because no session policy allows the organizations:DescribeOrganization action"; status != http.StatusBadRequest ||
		answer["__type"] != "AccessDeniedException" || answer["Message"] != want {
		t.Errorf("%d %v", status, answer)
	}
}

func TestSessionPoliciesRefused(t *testing.T) {
	transport := newOrganization().Transport()
	const rejected = "1 validation error detected: Value at '"
	long := func(characters int) *string {
		const start, end = `{"Statement":{"Effect":"Allow","Action":"iam:*","Resource":"`, `"}}`
		return aws.String(start + strings.Repeat("x", characters-len(start)-len(end)) + end)
	}
	many := make([]types.PolicyDescriptorType, 11)
	for i := range many {
		many[i] = readOnly[0]
	}
	for _, c := range []struct {
		name          string
		managed       []types.PolicyDescriptorType
		inline        *string
		code, message string
	}{
		{"as long as can be", nil, long(2048), "", ""},
		{"too long", nil, long(2049), "ValidationError", rejected + "policy' failed to satisfy constraint: Member must have length less than or equal to 2048"},
		{"no JSON", nil, aws.String("{"), "MalformedPolicyDocument", "Syntax errors in policy."},
		{"no statement", nil, aws.String("{}"), "MalformedPolicyDocument", "Syntax errors in policy."},
		{"no effect", nil, aws.String(`{"Statement":{"Action":"*","Resource":"*"}}`), "MalformedPolicyDocument", "Syntax errors in policy."},
		{"no action", nil, aws.String(`{"Statement":{"Effect":"Allow","Resource":"*"}}`), "MalformedPolicyDocument", "Policy statement must contain actions."},
		{"no resource", nil, aws.String(`{"Statement":{"Effect":"Allow","Action":"*"}}`), "MalformedPolicyDocument", "Policy statement must contain resources."},
		{"ten", many[:10], nil, "", ""},
		{"eleven", many, nil, "ValidationError", rejected + "policyArns' failed to satisfy constraint: Member must have length less than or equal to 10"},
		{"unknown", []types.PolicyDescriptorType{{Arn: aws.String("arn:aws:iam::aws:policy/Nope")}}, nil, "ValidationError", "The policy arn:aws:iam::aws:policy/Nope does not exist."},
		{"of another partition", []types.PolicyDescriptorType{{Arn: aws.String("arn:aws-cn:iam::aws:policy/IAMReadOnlyAccess")}}, nil, "ValidationError", "The policy arn:aws-cn:iam::aws:policy/IAMReadOnlyAccess does not exist."},
	} {
		_, err := assumeIn(t, transport, hubKey, prod, demoiam.OrganizationRole, func(in *sts.AssumeRoleInput) { in.PolicyArns, in.Policy = c.managed, c.inline })
		if c.code == "" {
			wantOK(t, err)
		} else {
			wantError(t, err, c.code, http.StatusBadRequest, c.message)
		}
	}
}

// A session lasts as long as its role lets it, and one that a session asked for an hour at most.
func TestHowLongSessionsLast(t *testing.T) {
	transport := newOrganization().Transport()
	const chained = "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining."
	const longer = "The requested DurationSeconds exceeds the MaxSessionDuration set for this role."
	prodKey := mustAssume(t, transport, hubKey, prod, demoiam.OrganizationRole, nil)
	own := mustAssume(t, demoiam.New(demoiam.Options{}).Transport(), hubKey, prod, "Any", func(in *sts.AssumeRoleInput) { in.DurationSeconds = aws.Int32(43_200) })
	if own == (key{}) {
		t.Error("12 hours of a role that is not modelled are refused")
	}
	for _, c := range []struct {
		as      key
		role    string
		seconds int32
		message string
	}{
		{hubKey, demoiam.OrganizationRole, 3600, ""},
		{hubKey, demoiam.OrganizationRole, 3601, longer},
		{hubKey, "Long", 7200, ""},
		{hubKey, "Long", 7201, longer},
		{prodKey, "Next", 3600, ""},
		{prodKey, "Next", 3601, chained},
	} {
		_, err := assumeIn(t, transport, c.as, prod, c.role, func(in *sts.AssumeRoleInput) { in.DurationSeconds = &c.seconds })
		if c.message == "" {
			wantOK(t, err)
		} else {
			wantError(t, err, "ValidationError", http.StatusBadRequest, c.message)
		}
	}
	synctest.Test(t, func(t *testing.T) {
		org := newOrganization()
		transport := org.Transport()
		k := mustAssume(t, transport, hubKey, prod, demoiam.OrganizationRole, nil)
		time.Sleep(time.Hour - time.Second)
		wantOK(t, getUser(t, iamAs(transport, k), "bob"))
		org.Account(prod).SetLatency(demoiam.Latency{Min: 2 * time.Second}) // it ends while a request is on its way
		wantError(t, getUser(t, iamAs(transport, k), "bob"), "ExpiredToken", http.StatusForbidden, "The security token included in the request is expired")
		status, answer := ask(t, transport, k, "DescribeOrganization", "{}")
		if status != http.StatusBadRequest || answer["__type"] != "ExpiredTokenException" {
			t.Errorf("%d %v", status, answer)
		}
	})
}
