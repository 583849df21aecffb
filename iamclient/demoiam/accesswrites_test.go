package demoiam_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"iampasswd/iamclient/demoiam"
)

const managedPolicy = "arn:aws-us-gov:iam::aws:policy/IAMUserChangePassword"

func deactivate(t *testing.T, client *iam.Client, user *string, serial string) error {
	_, err := client.DeactivateMFADevice(t.Context(), &iam.DeactivateMFADeviceInput{UserName: user, SerialNumber: &serial})
	return err
}

func deleteDevice(t *testing.T, client *iam.Client, serial string) error {
	_, err := client.DeleteVirtualMFADevice(t.Context(), &iam.DeleteVirtualMFADeviceInput{SerialNumber: &serial})
	return err
}

func attach(t *testing.T, client *iam.Client, user, arn string) error {
	_, err := client.AttachUserPolicy(t.Context(), &iam.AttachUserPolicyInput{UserName: &user, PolicyArn: &arn})
	return err
}

func detach(t *testing.T, client *iam.Client, user, arn string) error {
	_, err := client.DetachUserPolicy(t.Context(), &iam.DetachUserPolicyInput{UserName: &user, PolicyArn: &arn})
	return err
}

func putPolicy(t *testing.T, client *iam.Client, user, name, document string) error {
	_, err := client.PutUserPolicy(t.Context(), &iam.PutUserPolicyInput{UserName: &user, PolicyName: &name, PolicyDocument: &document})
	return err
}

func deletePolicy(t *testing.T, client *iam.Client, user, name string) error {
	_, err := client.DeleteUserPolicy(t.Context(), &iam.DeleteUserPolicyInput{UserName: &user, PolicyName: &name})
	return err
}

func updateKey(t *testing.T, client *iam.Client, user *string, id string, status types.StatusType) error {
	_, err := client.UpdateAccessKey(t.Context(), &iam.UpdateAccessKeyInput{UserName: user, AccessKeyId: &id, Status: status})
	return err
}

func updateCredential(t *testing.T, client *iam.Client, user *string, id string, status types.StatusType) error {
	_, err := client.UpdateServiceSpecificCredential(t.Context(), &iam.UpdateServiceSpecificCredentialInput{
		UserName: user, ServiceSpecificCredentialId: &id, Status: status,
	})
	return err
}

func TestUpdateServiceSpecificCredential(t *testing.T) {
	s := withCarol()
	client := newClient(s)
	for _, status := range []types.StatusType{types.StatusTypeInactive, types.StatusTypeInactive, types.StatusTypeActive} {
		wantOK(t, updateCredential(t, client, aws.String("CAROL"), carolsGit, status))
		if u, _ := s.User("carol"); u.Credentials[0].Inactive != (status == types.StatusTypeInactive) || u.Credentials[1].Inactive || !u.Credentials[2].Inactive {
			t.Errorf("%s: %v", status, u.Credentials)
		}
	}
	wantError(t, updateCredential(t, client, aws.String("dan"), carolsGit, types.StatusTypeInactive), "NoSuchEntity", http.StatusNotFound,
		"No such credential "+carolsGit+" exists")
	wantError(t, updateCredential(t, client, aws.String("carol"), "short", types.StatusTypeExpired), "ValidationError", http.StatusBadRequest,
		"2 validation errors detected: Value at 'serviceSpecificCredentialId' failed to satisfy constraint: Member must have length greater than or equal to 20; "+
			"Value at 'status' failed to satisfy constraint: Member must satisfy enum value set: [Active, Inactive]")
	s.SetCaller("arn:aws-us-gov:iam::111122223333:user/eng/Carol")
	wantOK(t, updateCredential(t, client, nil, carolsGit, types.StatusTypeInactive))
	if u, _ := s.User("carol"); !u.Credentials[0].Inactive {
		t.Error("the caller's own is still active")
	}
}

// A virtual device is taken away in two steps, a hardware one in one.
func TestTakingMFADevicesAway(t *testing.T) {
	s := withCarol()
	client := newClient(s)
	wantError(t, deleteDevice(t, client, carolsPhone), "DeleteConflict", http.StatusConflict, "MFA VirtualDevice in use. Must deactivate first.")
	wantOK(t, deactivate(t, client, aws.String("carol"), carolsPhone))
	if u, _ := s.User("carol"); len(u.MFA) != 1 || u.MFA[0].Serial != carolsToken {
		t.Errorf("left are %v", u.MFA)
	}
	wantError(t, deactivate(t, client, aws.String("carol"), carolsPhone), "NoSuchEntity", http.StatusNotFound, "MFA Device invalid for user.")
	wantOK(t, deleteDevice(t, client, carolsPhone))
	wantError(t, deleteDevice(t, client, carolsPhone), "NoSuchEntity", http.StatusNotFound, "VirtualMFADevice with serial number "+carolsPhone+" doesn't exist.")

	wantError(t, deactivate(t, client, aws.String("dan"), carolsToken), "NoSuchEntity", http.StatusNotFound, "MFA Device invalid for user.")
	s.SetCaller("arn:aws-us-gov:iam::111122223333:user/eng/Carol")
	wantOK(t, deactivate(t, client, nil, carolsToken))
	if u, _ := s.User("carol"); len(u.MFA) != 0 {
		t.Errorf("left are %v", u.MFA)
	}
	wantError(t, deleteDevice(t, client, carolsToken), "NoSuchEntity", http.StatusNotFound, "VirtualMFADevice with serial number "+carolsToken+" doesn't exist.")
}

// Users who were given the same slices stay apart.
func TestAChangeIsOneUsersAlone(t *testing.T) {
	mfa, keys, policies, inline := []demoiam.MFADevice{{}, {Serial: carolsToken}}, []demoiam.AccessKey{{}}, make([]string, 0, 8), map[string]string{"Old": `{"Statement":[]}`}
	s := demoiam.New(demoiam.Options{Users: []demoiam.User{
		{Name: "ann", MFA: mfa, AccessKeys: keys, Policies: policies, Inline: inline}, {Name: "bea", MFA: mfa, AccessKeys: keys, Policies: policies, Inline: inline},
	}})
	client := newClient(s)
	before, _ := s.User("bea")
	ann, _ := s.User("ann")
	wantOK(t, deactivate(t, client, &ann.Name, ann.MFA[0].Serial))
	wantOK(t, updateKey(t, client, &ann.Name, ann.AccessKeys[0].ID, types.StatusTypeInactive))
	wantOK(t, attach(t, client, "ann", "arn:aws:iam::aws:policy/IAMUserChangePassword"))
	wantOK(t, putPolicy(t, client, "ann", inlineName, inlineText))
	wantOK(t, deletePolicy(t, client, "ann", "Old"))
	if after, _ := s.User("bea"); fmt.Sprint(before) != fmt.Sprint(after) {
		t.Errorf("bea was\n%v\nand is\n%v", before, after)
	}
	ann, _ = s.User("ann")
	if len(ann.MFA) != 1 || !ann.AccessKeys[0].Inactive || len(ann.Policies) != 1 || len(ann.Inline) != 1 {
		t.Errorf("ann is %v", ann)
	}
}

func TestAttachAndDetachUserPolicy(t *testing.T) {
	s := withCarol()
	client := newClient(s)
	for range 2 { // twice is no error, and no second policy
		wantOK(t, attach(t, client, "DAN", managedPolicy))
	}
	if u, _ := s.User("dan"); !slices.Equal(u.Policies, []string{"IAMUserChangePassword"}) {
		t.Errorf("attached are %v", u.Policies)
	}
	for _, arn := range []string{
		"arn:aws:iam::aws:policy/IAMUserChangePassword", // another partition's
		"arn:aws-us-gov:iam::aws:policy/NoSuchPolicy",
	} {
		wantError(t, attach(t, client, "dan", arn), "NoSuchEntity", http.StatusNotFound, "Policy "+arn+" does not exist or is not attachable.")
		wantError(t, detach(t, client, "dan", arn), "NoSuchEntity", http.StatusNotFound, "Policy "+arn+" was not found.")
	}
	wantOK(t, detach(t, client, "dan", managedPolicy))
	wantError(t, detach(t, client, "dan", managedPolicy), "NoSuchEntity", http.StatusNotFound, "Policy "+managedPolicy+" was not found.")
}

// What is attached decides whether a user may change the password.
func TestAttachingAllowsChangePassword(t *testing.T) {
	s := asBob(false, nil)
	client := newClient(s)
	if err := change(t, client, old, good); !hasCode(err, "AccessDenied") {
		t.Fatalf("got %v, want AccessDenied", err)
	}
	wantOK(t, attach(t, client, "bob", "arn:aws:iam::aws:policy/IAMUserChangePassword"))
	wantOK(t, change(t, client, old, good))
}

func TestInlinePolicies(t *testing.T) {
	s := withCarol()
	client := newClient(s)
	const document = "{\"Statement\": [{\"Effect\": \"Allow\",\n\t\"Action\": \"s3:Get+~é\", \"Resource\": \"*\"}]}"
	const missing = "The user policy with name Mine cannot be found."
	_, err := client.GetUserPolicy(t.Context(), &iam.GetUserPolicyInput{UserName: aws.String("dan"), PolicyName: aws.String("Mine")})
	wantError(t, err, "NoSuchEntity", http.StatusNotFound, missing)
	wantError(t, deletePolicy(t, client, "dan", "Mine"), "NoSuchEntity", http.StatusNotFound, missing)

	wantOK(t, putPolicy(t, client, "dan", "Mine", inlineText))
	wantOK(t, putPolicy(t, client, "Dan", "Mine", document))
	out, err := client.GetUserPolicy(t.Context(), &iam.GetUserPolicyInput{UserName: aws.String("dan"), PolicyName: aws.String("Mine")})
	wantOK(t, err)
	plain, err := url.PathUnescape(*out.PolicyDocument)
	if err != nil || plain != document || strings.ContainsAny(*out.PolicyDocument, " +\n:\"{") || *out.PolicyName != "Mine" || *out.UserName != "dan" {
		t.Errorf("got %s of %s: %s", *out.PolicyName, *out.UserName, *out.PolicyDocument)
	}

	list, err := client.ListUserPolicies(t.Context(), &iam.ListUserPoliciesInput{UserName: aws.String("carol"), MaxItems: aws.Int32(1)})
	wantOK(t, err)
	if !slices.Equal(list.PolicyNames, []string{inlineName}) || !list.IsTruncated {
		t.Errorf("the first page has %v", list.PolicyNames)
	}
	list, err = client.ListUserPolicies(t.Context(), &iam.ListUserPoliciesInput{UserName: aws.String("carol"), Marker: list.Marker})
	wantOK(t, err)
	if !slices.Equal(list.PolicyNames, []string{"Other"}) || list.IsTruncated {
		t.Errorf("the second page has %v", list.PolicyNames)
	}
	wantOK(t, deletePolicy(t, client, "dan", "Mine"))
	if _, ok := s.InlinePolicy("dan", "Mine"); ok {
		t.Error("the policy is still there")
	}
}

func TestPutUserPolicyMalformed(t *testing.T) {
	s := withCarol()
	client := newClient(s)
	for _, document := range []string{
		"Deny everything", "[]", "{}", `{"Version":"2012-10-17"}`, `{"Statement":null}`, `{"Statement":"Deny"}`, `{"Statement":[{"Action":"*","Resource":"*"}]}`, inlineText + "}",
	} {
		wantError(t, putPolicy(t, client, "dan", "Bad", document), "MalformedPolicyDocument", http.StatusBadRequest, "Syntax errors in policy.")
	}
	wantError(t, putPolicy(t, client, "dan", "Bad", "{€}"), "ValidationError", http.StatusBadRequest,
		`1 validation error detected: Value at 'policyDocument' failed to satisfy constraint: Member must satisfy regular expression pattern: [\u0009\u000A\u000D\u0020-\u00FF]+`)
	if _, ok := s.InlinePolicy("dan", "Bad"); ok {
		t.Error("a refused policy was put")
	}
}

func TestUpdateAccessKey(t *testing.T) {
	s := withCarol()
	client := newClient(s)
	u, _ := s.User("carol")
	wantOK(t, updateKey(t, client, aws.String("carol"), carolsKey, types.StatusTypeInactive))
	wantOK(t, updateKey(t, client, aws.String("carol"), u.AccessKeys[1].ID, types.StatusTypeActive))
	u, _ = s.User("carol")
	if !u.AccessKeys[0].Inactive || u.AccessKeys[1].Inactive || !u.AccessKeys[0].LastUsed.Equal(keyUsed) {
		t.Errorf("the keys are %v", u.AccessKeys)
	}
	wantError(t, updateKey(t, client, aws.String("dan"), carolsKey, types.StatusTypeActive),
		"NoSuchEntity", http.StatusNotFound, "The Access Key with id "+carolsKey+" cannot be found.")
	wantError(t, updateKey(t, client, aws.String("carol"), "AKIA-too-short", "Off"), "ValidationError", http.StatusBadRequest, "2 validation errors detected: "+
		"Value at 'accessKeyId' failed to satisfy constraint: Member must have length greater than or equal to 16; "+
		"Value at 'status' failed to satisfy constraint: Member must satisfy enum value set: [Active, Inactive]")
	s.SetCaller("arn:aws-us-gov:iam::111122223333:user/eng/Carol")
	wantOK(t, updateKey(t, client, nil, carolsKey, types.StatusTypeActive))
	if u, _ = s.User("carol"); u.AccessKeys[0].Inactive {
		t.Error("without a name it was not the caller's key")
	}
}

// writes calls every operation that changes something of one user's.
func writes(t *testing.T, client *iam.Client, user string) map[string]error {
	t.Helper()
	errs := map[string]error{
		"UpdateLoginProfile": update(t, client, user, good), "DeactivateMFADevice": deactivate(t, client, &user, carolsPhone),
		"AttachUserPolicy": attach(t, client, user, managedPolicy), "DetachUserPolicy": detach(t, client, user, managedPolicy),
		"PutUserPolicy": putPolicy(t, client, user, inlineName, inlineText), "DeleteUserPolicy": deletePolicy(t, client, user, inlineName),
		"UpdateAccessKey":                 updateKey(t, client, &user, carolsKey, types.StatusTypeInactive),
		"UpdateServiceSpecificCredential": updateCredential(t, client, &user, carolsGit, types.StatusTypeInactive),
	}
	_, errs["CreateLoginProfile"] = client.CreateLoginProfile(t.Context(), &iam.CreateLoginProfileInput{UserName: &user, Password: aws.String(good)})
	_, errs["DeleteLoginProfile"] = client.DeleteLoginProfile(t.Context(), &iam.DeleteLoginProfileInput{UserName: &user})
	return errs
}

func TestWritesOnNobody(t *testing.T) {
	client := newClient(withCarol())
	for _, err := range writes(t, client, "nobody") {
		wantError(t, err, "NoSuchEntity", http.StatusNotFound, "The user with name nobody cannot be found.")
	}
	for action, err := range writes(t, client, "two words") {
		if !hasCode(err, "ValidationError") {
			t.Errorf("%s on two words: %v", action, err)
		}
	}
}

// Faults apply to each operation by the UserName that it is given.
func TestFaultsOfEveryOperation(t *testing.T) {
	const principal = "User: arn:aws-us-gov:iam::111122223333:user/admin is not authorized to perform: iam:"
	for _, call := range []func(*testing.T, *iam.Client, string) map[string]error{
		writes, func(t *testing.T, client *iam.Client, user string) map[string]error { return lists(t, client, &user) },
	} {
		s := withCarol()
		client := newClient(s)
		s.Inject(demoiam.Fault{User: "CAROL", Code: "AccessDenied"})
		for action, err := range call(t, client, "carol") {
			wantError(t, err, "AccessDenied", http.StatusForbidden,
				principal+action+" on resource: user carol because no identity-based policy allows the iam:"+action+" action")
		}
		for action, err := range call(t, client, "dan") {
			if hasCode(err, "AccessDenied") {
				t.Errorf("a fault of carol's hit %s on dan", action)
			}
		}
	}

	s := withCarol()
	client := newClient(s)
	s.Inject(demoiam.Fault{Code: "AccessDenied"})
	wantError(t, deleteDevice(t, client, carolsPhone), "AccessDenied", http.StatusForbidden, principal+
		"DeleteVirtualMFADevice on resource: "+carolsPhone+" because no identity-based policy allows the iam:DeleteVirtualMFADevice action")
	_, err := getReport(t, client)
	wantError(t, err, "AccessDenied", http.StatusForbidden, principal+
		"GetCredentialReport on resource: * because no identity-based policy allows the iam:GetCredentialReport action")
	_, err = simulate(t, client, "arn:aws-us-gov:iam::111122223333:user/dan", "iam:ChangePassword")
	wantError(t, err, "AccessDenied", http.StatusForbidden, principal+"SimulatePrincipalPolicy on resource: "+
		"arn:aws-us-gov:iam::111122223333:user/dan because no identity-based policy allows the iam:SimulatePrincipalPolicy action")
	s.Inject(demoiam.Fault{Action: "DeactivateMFADevice", User: "carol", Times: 1, Code: "EntityTemporarilyUnmodifiable"})
	wantError(t, deactivate(t, client, aws.String("carol"), carolsPhone), "EntityTemporarilyUnmodifiable", http.StatusConflict,
		"The user with name carol is temporarily unmodifiable.")
}

func TestDeleteUserWhoHasThings(t *testing.T) {
	for remedy, u := range map[string]demoiam.User{
		"delete access keys":                  {AccessKeys: []demoiam.AccessKey{{}}},
		"delete service specific credentials": {Credentials: []demoiam.ServiceCredential{{Service: "codecommit.amazonaws.com"}}},
		"delete MFA device":                   {MFA: []demoiam.MFADevice{{}}},
		"detach all policies":                 {Policies: []string{"IAMUserChangePassword"}},
		"delete policies":                     {Inline: map[string]string{inlineName: inlineText}},
		"remove users from group":             {Groups: []string{"eng"}},
	} {
		u.Name = "bob"
		client := newClient(demoiam.New(demoiam.Options{Users: []demoiam.User{u}}))
		_, err := client.DeleteUser(t.Context(), &iam.DeleteUserInput{UserName: aws.String("bob")})
		wantError(t, err, "DeleteConflict", http.StatusConflict, "Cannot delete entity, must "+remedy+" first.")
		wantOK(t, getUser(t, client, "bob"))
	}
}
