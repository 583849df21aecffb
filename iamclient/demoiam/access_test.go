package demoiam_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"iampasswd/iamclient/demoiam"
)

// An account with carol, who has some of everything, and dan, who has nothing.
var (
	hired     = time.Date(2024, 5, 6, 7, 8, 9, 0, time.UTC)
	keyMade   = time.Date(2025, 1, 2, 3, 4, 5, 0, time.UTC)
	keyUsed   = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	passwords = time.Date(2025, 12, 31, 23, 59, 59, 0, time.UTC)
)

const (
	carolsPhone = "arn:aws-us-gov:iam::111122223333:mfa/Carol"
	carolsToken = "GAHT12345678"
	carolsKey   = "AKIAIOSFODNN7EXAMPLE"
	carolsGit   = "ACCAIOSFODNN7EXAMPLE1"
	inlineName  = "AWSRevokeOlderSessions"
	inlineText  = `{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"DateLessThan":{"aws:TokenIssueTime":"2026-01-01T00:00:00Z"}}}}`
)

func withCarol() *demoiam.Server {
	return demoiam.New(demoiam.Options{
		AccountID: "111122223333", Partition: "aws-us-gov", GroupPolicies: map[string][]string{"trusted": {"IAMUserChangePassword"}},
		Users: []demoiam.User{
			{
				Name: "Carol", Path: "/eng/", Created: hired, LastSignIn: keyUsed, Tags: []demoiam.Tag{{Key: "team", Value: "web"}, {Key: "desk", Value: "4"}, {Key: "née", Value: ""}},
				Console: true, Password: old, PasswordChanged: passwords,
				MFA:        []demoiam.MFADevice{{}, {Serial: carolsToken, Enabled: keyMade}},
				AccessKeys: []demoiam.AccessKey{{ID: carolsKey, Created: keyMade, LastUsed: keyUsed}, {Inactive: true}},
				Credentials: []demoiam.ServiceCredential{
					{ID: carolsGit, Service: "codecommit.amazonaws.com", Created: keyMade}, {Service: "bedrock.amazonaws.com"},
					{Service: "codecommit.amazonaws.com", Inactive: true},
				},
				Groups: []string{"eng", "staff", "web"}, Policies: []string{"IAMUserChangePassword", "ReadOnlyAccess"},
				Inline: map[string]string{inlineName: inlineText, "Other": `{"Statement":[]}`},
			},
			{Name: "dan", Created: hired},
		},
	})
}

// pageNames reads a list to its end, two items at a time.
func pageNames(t *testing.T, next func(marker *string, most *int32) ([]string, *string)) (names []string, pages int) {
	t.Helper()
	for marker := (*string)(nil); ; {
		page, after := next(marker, aws.Int32(2))
		names, pages = append(names, page...), pages+1
		if marker = after; marker == nil {
			return names, pages
		}
	}
}

func TestListsOfAUser(t *testing.T) {
	client := newClient(withCarol())
	who := aws.String("cAROL")
	for _, c := range []struct {
		name  string
		pages int
		want  string
		next  func(marker *string, most *int32) ([]string, *string)
	}{
		{"tags", 2, "team=web desk=4 née=", func(marker *string, most *int32) (names []string, _ *string) {
			out, err := client.ListUserTags(t.Context(), &iam.ListUserTagsInput{UserName: who, Marker: marker, MaxItems: most})
			wantOK(t, err)
			for _, tag := range out.Tags {
				names = append(names, *tag.Key+"="+*tag.Value)
			}
			return names, out.Marker
		}},
		{"groups", 2, "eng staff web", func(marker *string, most *int32) (names []string, _ *string) {
			out, err := client.ListGroupsForUser(t.Context(), &iam.ListGroupsForUserInput{UserName: who, Marker: marker, MaxItems: most})
			wantOK(t, err)
			for _, g := range out.Groups {
				if *g.Arn != "arn:aws-us-gov:iam::111122223333:group/"+*g.GroupName || !strings.HasPrefix(*g.GroupId, "AGPA") || *g.Path != "/" || !g.CreateDate.Before(time.Now()) {
					t.Errorf("group %s: %s %s %s %s", *g.GroupName, *g.Arn, *g.GroupId, *g.Path, g.CreateDate)
				}
				names = append(names, *g.GroupName)
			}
			return names, out.Marker
		}},
		{"MFA devices", 1, carolsPhone + "@" + hired.String() + " " + carolsToken + "@" + keyMade.String(), func(marker *string, most *int32) (names []string, _ *string) {
			out, err := client.ListMFADevices(t.Context(), &iam.ListMFADevicesInput{UserName: who, Marker: marker, MaxItems: most})
			wantOK(t, err)
			for _, d := range out.MFADevices {
				names = append(names, *d.SerialNumber+"@"+d.EnableDate.String())
			}
			return names, out.Marker
		}},
		{"service credentials", 2, carolsGit + "=codecommit.amazonaws.com bedrock.amazonaws.com codecommit.amazonaws.com", func(marker *string, most *int32) (names []string, _ *string) {
			out, err := client.ListServiceSpecificCredentials(t.Context(), &iam.ListServiceSpecificCredentialsInput{UserName: who, Marker: marker, MaxItems: most})
			wantOK(t, err)
			for _, c := range out.ServiceSpecificCredentials {
				if *c.UserName != "Carol" || *c.ServiceUserName != "Carol-at-111122223333" || len(*c.ServiceSpecificCredentialId) < 20 {
					t.Errorf("credential %s %s %s", *c.UserName, *c.ServiceUserName, *c.ServiceSpecificCredentialId)
				}
				name := *c.ServiceName
				if *c.ServiceSpecificCredentialId == carolsGit {
					name = carolsGit + "=" + name
				}
				names = append(names, name)
			}
			return names, out.Marker
		}},
		{"attached policies", 1, "arn:aws-us-gov:iam::aws:policy/IAMUserChangePassword arn:aws-us-gov:iam::aws:policy/ReadOnlyAccess", func(marker *string, most *int32) (names []string, _ *string) {
			out, err := client.ListAttachedUserPolicies(t.Context(), &iam.ListAttachedUserPoliciesInput{UserName: who, Marker: marker, MaxItems: most, PathPrefix: aws.String("/")})
			wantOK(t, err)
			for _, p := range out.AttachedPolicies {
				names = append(names, *p.PolicyArn)
			}
			return names, out.Marker
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			names, pages := pageNames(t, c.next)
			if got := strings.Join(names, " "); got != c.want || pages != c.pages {
				t.Errorf("got %q in %d pages, want %q in %d", got, pages, c.want, c.pages)
			}
		})
	}
	out, err := client.ListAttachedUserPolicies(t.Context(), &iam.ListAttachedUserPoliciesInput{UserName: who, PathPrefix: aws.String("/service-role/")})
	wantOK(t, err)
	if len(out.AttachedPolicies) != 0 {
		t.Errorf("on another path: %v", out.AttachedPolicies)
	}
}

func TestListAccessKeys(t *testing.T) {
	s := withCarol()
	client := newClient(s)
	out, err := client.ListAccessKeys(t.Context(), &iam.ListAccessKeysInput{UserName: aws.String("Carol")})
	wantOK(t, err)
	keys := out.AccessKeyMetadata
	if len(keys) != 2 || *keys[0].AccessKeyId != carolsKey || keys[0].Status != types.StatusTypeActive || !keys[0].CreateDate.Equal(keyMade) ||
		len(*keys[1].AccessKeyId) != 20 || !strings.HasPrefix(*keys[1].AccessKeyId, "AKIA") || keys[1].Status != types.StatusTypeInactive || !keys[1].CreateDate.Equal(hired) {
		t.Errorf("keys %+v", keys)
	}
	// A key that is made up is the same one whoever asks, and whenever.
	if u, _ := s.User("Carol"); u.AccessKeys[1].ID != *keys[1].AccessKeyId {
		t.Errorf("listed as %s, and now it is %s", *keys[1].AccessKeyId, u.AccessKeys[1].ID)
	}
}

// A key that was never used has no date; whose it is is told with it.
func TestGetAccessKeyLastUsed(t *testing.T) {
	s := withCarol()
	client := newClient(s)
	carol, _ := s.User("carol")
	for id, used := range map[string]time.Time{carolsKey: keyUsed, carol.AccessKeys[1].ID: {}} {
		out, err := client.GetAccessKeyLastUsed(t.Context(), &iam.GetAccessKeyLastUsedInput{AccessKeyId: &id})
		wantOK(t, err)
		if *out.UserName != "Carol" || !aws.ToTime(out.AccessKeyLastUsed.LastUsedDate).Equal(used) {
			t.Errorf("%s of %s was last used %v, want %s", id, *out.UserName, out.AccessKeyLastUsed.LastUsedDate, used)
		}
	}
	_, err := client.GetAccessKeyLastUsed(t.Context(), &iam.GetAccessKeyLastUsedInput{AccessKeyId: aws.String("AKIANOBODYSKEY000000")})
	wantError(t, err, "NoSuchEntity", http.StatusNotFound, "The Access Key with id AKIANOBODYSKEY000000 cannot be found.")
}

func TestServiceCredentialsOfOneService(t *testing.T) {
	client := newClient(withCarol())
	out, err := client.ListServiceSpecificCredentials(t.Context(), &iam.ListServiceSpecificCredentialsInput{
		UserName: aws.String("carol"), ServiceName: aws.String("codecommit.amazonaws.com"),
	})
	wantOK(t, err)
	if all := out.ServiceSpecificCredentials; len(all) != 2 || all[0].Status != types.StatusTypeActive || all[1].Status != types.StatusTypeInactive || !all[0].CreateDate.Equal(keyMade) || !all[1].CreateDate.Equal(hired) {
		t.Errorf("credentials %+v", all)
	}
	_, err = client.ListServiceSpecificCredentials(t.Context(), &iam.ListServiceSpecificCredentialsInput{
		UserName: aws.String("carol"), ServiceName: aws.String("s3.amazonaws.com"),
	})
	wantError(t, err, "NotSupportedService", http.StatusNotFound, "No such service: s3.amazonaws.com")
}

// lists calls every operation that lists something of one user's.
func lists(t *testing.T, client *iam.Client, user *string) map[string]error {
	t.Helper()
	errs := make(map[string]error)
	_, errs["ListUserTags"] = client.ListUserTags(t.Context(), &iam.ListUserTagsInput{UserName: user})
	_, errs["ListGroupsForUser"] = client.ListGroupsForUser(t.Context(), &iam.ListGroupsForUserInput{UserName: user})
	_, errs["ListMFADevices"] = client.ListMFADevices(t.Context(), &iam.ListMFADevicesInput{UserName: user})
	_, errs["ListAccessKeys"] = client.ListAccessKeys(t.Context(), &iam.ListAccessKeysInput{UserName: user})
	_, errs["ListServiceSpecificCredentials"] = client.ListServiceSpecificCredentials(t.Context(), &iam.ListServiceSpecificCredentialsInput{UserName: user})
	_, errs["ListUserPolicies"] = client.ListUserPolicies(t.Context(), &iam.ListUserPoliciesInput{UserName: user})
	_, errs["ListAttachedUserPolicies"] = client.ListAttachedUserPolicies(t.Context(), &iam.ListAttachedUserPoliciesInput{UserName: user})
	return errs
}

func TestListsAreEmptyOrOfNobody(t *testing.T) {
	client := newClient(withCarol())
	for action, err := range lists(t, client, aws.String("dan")) {
		if err != nil {
			t.Errorf("%s of a user who has none: %v", action, err)
		}
	}
	for _, err := range lists(t, client, aws.String("nobody")) {
		wantError(t, err, "NoSuchEntity", http.StatusNotFound, "The user with name nobody cannot be found.")
	}
	for _, err := range lists(t, client, aws.String("two words")) {
		wantError(t, err, "ValidationError", http.StatusBadRequest,
			`1 validation error detected: Value at 'userName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w+=,.@-]+`)
	}
	_, err := client.ListGroupsForUser(t.Context(), &iam.ListGroupsForUserInput{UserName: aws.String("dan"), MaxItems: aws.Int32(1001)})
	wantError(t, err, "ValidationError", http.StatusBadRequest,
		"1 validation error detected: Value at 'maxItems' failed to satisfy constraint: Member must have value less than or equal to 1000")
}

// Without a name, the devices and the keys are the caller's.
func TestListsOfTheCaller(t *testing.T) {
	s := withCarol()
	s.SetCaller("arn:aws-us-gov:iam::111122223333:user/eng/Carol")
	client := newClient(s)
	devices, err := client.ListMFADevices(t.Context(), &iam.ListMFADevicesInput{})
	wantOK(t, err)
	keys, err := client.ListAccessKeys(t.Context(), &iam.ListAccessKeysInput{})
	wantOK(t, err)
	if len(devices.MFADevices) != 2 || len(keys.AccessKeyMetadata) != 2 {
		t.Errorf("%d devices and %d keys", len(devices.MFADevices), len(keys.AccessKeyMetadata))
	}
	s.SetCaller("arn:aws-us-gov:iam::111122223333:root")
	_, err = client.ListMFADevices(t.Context(), &iam.ListMFADevicesInput{})
	wantError(t, err, "ValidationError", http.StatusBadRequest, "Must specify userName when calling with non-User credentials")
}

func TestASnapshotOfAUser(t *testing.T) {
	s := withCarol()
	u, ok := s.User("carol")
	if !ok || u.Name != "Carol" || u.Path != "/eng/" || !u.Created.Equal(hired) || !u.LastSignIn.Equal(keyUsed) || len(u.Tags) != 3 || u.Password != "" ||
		!u.Console || u.ResetRequired || !u.PasswordChanged.Equal(passwords) || len(u.Groups) != 3 || len(u.Policies) != 2 || u.Inline[inlineName] != inlineText {
		t.Errorf("got %+v", u)
	}
	if want := []demoiam.MFADevice{{Serial: carolsPhone, Enabled: hired}, {Serial: carolsToken, Enabled: keyMade}}; !slices.Equal(u.MFA, want) {
		t.Errorf("MFA %v", u.MFA)
	}
	u.Groups[0], u.Inline[inlineName] = "changed", "changed"
	if again, _ := s.User("carol"); again.Groups[0] != "eng" || again.Inline[inlineName] != inlineText {
		t.Error("a change to the snapshot reached the account")
	}
	if document, ok := s.InlinePolicy("CAROL", inlineName); !ok || document != inlineText {
		t.Errorf("the inline policy is %q", document)
	}
	if _, ok := s.InlinePolicy("carol", "None"); ok {
		t.Error("there is a policy None")
	}
	if _, ok := s.User("nobody"); ok {
		t.Error("there is a user nobody")
	}
	if _, ok := s.InlinePolicy("nobody", inlineName); ok {
		t.Error("nobody has a policy")
	}
}

func simulate(t *testing.T, client *iam.Client, source string, actions ...string) (*iam.SimulatePrincipalPolicyOutput, error) {
	return client.SimulatePrincipalPolicy(t.Context(), &iam.SimulatePrincipalPolicyInput{
		PolicySourceArn: &source, ActionNames: actions, ResourceArns: []string{source},
	})
}

func TestSimulatePrincipalPolicy(t *testing.T) {
	s := withCarol()
	s.Add(
		demoiam.User{Name: "grace", Groups: []string{"others", "trusted"}},
		demoiam.User{Name: "ines", Inline: map[string]string{"Own": `{"Statement":{"Effect":"Allow","Action":["s3:*","IAM:change*"],"Resource":"*"}}`}},
		demoiam.User{Name: "xena", Policies: []string{"IAMUserChangePassword"}, Inline: map[string]string{"No": `{"Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}`}},
		demoiam.User{Name: "olga", Policies: []string{"IAMUserChangePassword"}, Inline: map[string]string{inlineName: inlineText}},
		demoiam.User{Name: "fred", Policies: []string{demoiam.ForceMFA}},
	)
	client := newClient(s)
	for _, c := range []struct{ path, action, want string }{
		{"eng/Carol", "iam:ChangePassword", "implicitDeny"}, // IAMUserChangePassword names users without a path only
		{"olga", "iam:ChangePassword", "allowed"},           // the Deny in her inline policy has a condition
		{"olga", "iam:GetAccountPasswordPolicy", "allowed"},
		{"fred", "iam:ChangePassword", "explicitDeny"}, // BoolIfExists holds without the key
		{"fred", "iam:ListMFADevices", "implicitDeny"}, // which is not what the Deny is about
		{"eng/Carol", "iam:DeleteUser", "implicitDeny"},
		{"dan", "iam:ChangePassword", "implicitDeny"},
		{"grace", "iam:ChangePassword", "allowed"},
		{"ines", "iam:ChangePassword", "allowed"},
		{"ines", "iam:GetUser", "implicitDeny"},
		{"xena", "iam:ChangePassword", "explicitDeny"},
	} {
		source := "arn:aws-us-gov:iam::111122223333:user/" + c.path
		out, err := simulate(t, client, source, c.action)
		wantOK(t, err)
		if r := out.EvaluationResults; len(r) != 1 || string(r[0].EvalDecision) != c.want || *r[0].EvalActionName != c.action || *r[0].EvalResourceName != source || out.IsTruncated {
			t.Errorf("%s of %s: %+v, want %s", c.action, c.path, r, c.want)
		}
	}
	out, err := client.SimulatePrincipalPolicy(t.Context(), &iam.SimulatePrincipalPolicyInput{
		PolicySourceArn: aws.String("arn:aws-us-gov:iam::111122223333:user/dan"), ActionNames: []string{"iam:GetUser", "iam:ChangePassword"},
	})
	wantOK(t, err)
	if r := out.EvaluationResults; len(r) != 2 || *r[1].EvalActionName != "iam:ChangePassword" || *r[1].EvalResourceName != "*" {
		t.Errorf("two actions are answered with %+v", r)
	}
}

func TestSimulatePrincipalPolicyRefused(t *testing.T) {
	client := newClient(withCarol())
	for source, message := range map[string]string{
		"arn:aws-us-gov:iam::111122223333:user/eng/nobody": "The user with name nobody cannot be found.",
		"arn:aws-us-gov:iam::111122223333:user/Carol":      "The user with name Carol cannot be found.", // without her path
	} {
		_, err := simulate(t, client, source, "iam:ChangePassword")
		wantError(t, err, "NoSuchEntity", http.StatusNotFound, message)
	}
	const session = "arn:aws-us-gov:sts::111122223333:assumed-role/Helpdesk/carol"
	_, err := simulate(t, client, session, "iam:ChangePassword")
	wantError(t, err, "InvalidInput", http.StatusBadRequest, "Invalid Entity Arn: "+session+" does not clearly define entity type and name.")
	_, err = simulate(t, client, "arn:too:short", "iam:ChangePassword", "io")
	wantError(t, err, "ValidationError", http.StatusBadRequest, "2 validation errors detected: "+
		"Value at 'policySourceArn' failed to satisfy constraint: Member must have length greater than or equal to 20; "+
		"Value at 'actionNames.member.2' failed to satisfy constraint: Member must have length greater than or equal to 3")
	status, _, text := post(t, withCarol(), "Action=SimulatePrincipalPolicy&Version=2010-05-08&PolicySourceArn=arn:aws-us-gov:iam::111122223333:user/dan", nil)
	if status != http.StatusBadRequest || !strings.Contains(text, "Value at &#39;actionNames&#39; failed to satisfy constraint: Member must not be null") {
		t.Errorf("without an action: HTTP %d %s", status, text)
	}
}
