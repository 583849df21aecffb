package iamclient_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"iampasswd/iamclient"
	"iampasswd/iamclient/demoiam"
)

var lastUsed = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

func leo() *demoiam.Server {
	return demoiam.New(demoiam.Options{AccountID: "210987654321", Users: []demoiam.User{{
		Name: "leo", Path: "/sales/", Console: true, ResetRequired: true, Groups: []string{"sales"},
		MFA: []demoiam.MFADevice{{}, {Serial: "GAHT12345678"}}, AccessKeys: []demoiam.AccessKey{{ID: "AKIALEO1000000000000", LastUsed: lastUsed}, {ID: "AKIALEO2000000000000", Inactive: true}},
		Credentials: []demoiam.ServiceCredential{
			{ID: "ACCALEO10000000000000", Service: "codecommit.amazonaws.com"}, {Service: "bedrock.amazonaws.com", Inactive: true},
		},
		Tags: []demoiam.Tag{{Key: "desk", Value: "4711"}},
	}, {Name: "nina"}}})
}

func TestAccess(t *testing.T) {
	s := leo()
	c := newClient(t, s)
	for _, typed := range []bool{false, true} {
		user := iamclient.User{Name: "leo", ARN: "arn:aws:iam::210987654321:user/sales/leo"}
		if typed {
			user.ARN = ""
		}
		a := c.Access(t.Context(), user)
		for _, err := range []error{a.User.Err, a.Profile.Err, a.Devices.Err, a.Groups.Err, a.Keys.Err, a.ServiceCredentials.Err, a.MayChange.Err, a.Revoked.Err} {
			wantOK(t, err)
		}
		switch {
		case a.User.Value.Tags[0] != iamclient.Tag{Key: "desk", Value: "4711"}, !a.Profile.Value.ResetRequired,
			len(a.Devices.Value) != 2, len(a.Groups.Value) != 1 || a.Groups.Value[0] != "sales",
			len(a.Keys.Value) != 2 || a.Keys.Value[0].LastUsed.Err != nil || !a.Keys.Value[0].LastUsed.Value.Equal(lastUsed) || a.Keys.Value[1].LastUsed != nil,
			len(a.ServiceCredentials.Value) != 2 || a.ServiceCredentials.Value[1].Active,
			a.MayChange.Value.Allowed != iamclient.No, !a.Revoked.Value.IsZero(), time.Since(a.At) > time.Minute:
			t.Errorf("read is %+v", a)
		}
	}
	if a := c.Access(t.Context(), iamclient.User{Name: "nina", ARN: "arn:aws:iam::210987654321:user/nina"}); a.Profile.Err != nil || a.Profile.Value != nil {
		t.Errorf("of nina, who has none, the login profile is %+v", a.Profile)
	}
	for _, typed := range []string{"", "arn:aws:iam::210987654321:user/nobody"} {
		a := c.Access(t.Context(), iamclient.User{Name: "nobody", ARN: typed})
		if iamclient.KindOf(a.User.Err) != iamclient.KindNoSuchUser || iamclient.KindOf(a.Profile.Err) != iamclient.KindNoSuchUser {
			t.Errorf("of nobody: %v, %v", a.User.Err, a.Profile.Err)
		}
	}
}

func TestServiceCredentials(t *testing.T) {
	s := leo()
	c := newClient(t, s)
	read, err := c.ServiceCredentials(t.Context(), "leo")
	wantOK(t, err)
	first := iamclient.ServiceCredential{
		ID: "ACCALEO10000000000000", Service: "codecommit.amazonaws.com", Name: "leo-at-210987654321", Active: true, Created: read[0].Created,
	}
	if read[0] != first || read[0].Created.IsZero() {
		t.Errorf("read is %+v, want %+v", read[0], first)
	}
	wantOK(t, makeChange(t.Context(), c, iamclient.DeactivateServiceCredential("leo", first.ID)))
	if u, _ := s.User("leo"); !u.Credentials[0].Inactive {
		t.Error("it is still active")
	}
	if kind := iamclient.KindOf(makeChange(t.Context(), c, iamclient.DeactivateServiceCredential("nina", first.ID))); kind != iamclient.KindNoSuchEntity {
		t.Errorf("of nina, who has none: %v", kind)
	}
}

// What may not be read about a key leaves the key itself known.
func TestAccessKeyWhoseUseIsUnknown(t *testing.T) {
	s := leo()
	s.Inject(demoiam.Fault{Action: "GetAccessKeyLastUsed", Code: "AccessDenied"})
	keys := newClient(t, s).Access(t.Context(), iamclient.User{Name: "leo"}).Keys
	if keys.Err != nil || !keys.Value[0].Active || iamclient.KindOf(keys.Value[0].LastUsed.Err) != iamclient.KindDenied {
		t.Errorf("read is %+v", keys)
	}
}

func TestRemediesAreCarriedOut(t *testing.T) {
	s := leo()
	c := newClient(t, s)
	ctx := t.Context()
	devices, err := c.MFADevices(ctx, "leo")
	wantOK(t, err)
	for _, d := range devices {
		wantOK(t, makeChange(ctx, c, iamclient.DeactivateMFADevice("leo", d.Serial)))
		if d.Virtual() {
			wantOK(t, makeChange(ctx, c, iamclient.DeleteVirtualMFADevice(d.Serial)))
		}
	}
	wantOK(t, makeChange(ctx, c, iamclient.DeactivateAccessKey("leo", "AKIALEO1000000000000")))
	wantOK(t, makeChange(ctx, c, iamclient.AttachChangePasswordPolicy("leo", "aws")))
	before := time.Now()
	wantOK(t, makeChange(ctx, c, iamclient.RevokeSessions("leo")))
	a := c.Access(ctx, iamclient.User{Name: "leo"})
	// IAMUserChangePassword is attached by now, and does not name a user with a path.
	if len(a.Devices.Value) != 0 || a.Keys.Value[0].Active || a.MayChange.Value.Allowed != iamclient.No || a.Revoked.Value.Before(before) {
		t.Errorf("read afterwards is %+v", a)
	}
	wantOK(t, makeChange(ctx, c, iamclient.RestoreSessions("leo")))
	wantOK(t, makeChange(ctx, c, iamclient.DeleteLoginProfile("leo")))
	a = c.Access(ctx, iamclient.User{Name: "leo"})
	if a.Profile.Value != nil || a.Profile.Err != nil || !a.Revoked.Value.IsZero() {
		t.Errorf("read afterwards is %+v", a)
	}
	if kind := iamclient.KindOf(makeChange(ctx, c, iamclient.DeleteLoginProfile("leo"))); kind != iamclient.KindNoLoginProfile {
		t.Errorf("deleted once more: %v", kind)
	}
	if kind := iamclient.KindOf(makeChange(ctx, c, iamclient.RestoreSessions("leo"))); kind != iamclient.KindNoSuchEntity {
		t.Errorf("restored once more: %v", kind)
	}
}

// DeleteLoginProfile without a user name would take the caller's own password.
func TestDeleteLoginProfileAlwaysSendsTheName(t *testing.T) {
	s := demoiam.New(demoiam.Options{Caller: "arn:aws:iam::123456789012:user/alice", Users: []demoiam.User{{Name: "alice", Console: true}}})
	if err := makeChange(t.Context(), newClient(t, s), iamclient.DeleteLoginProfile("")); err == nil {
		t.Error("it was carried out for nobody")
	}
	if _, console := s.ResetRequired("alice"); !console {
		t.Error("the caller's own password is gone")
	}
}

// Where policies may not be simulated, what is attached to the user is all that can be told.
func TestMayChangePasswordWithoutSimulation(t *testing.T) {
	for name, c := range map[string]struct {
		policies []string
		path     string
		want     iamclient.Known
	}{
		"attached":                       {[]string{"IAMUserChangePassword"}, "/", iamclient.Yes},
		"attached to a user with a path": {[]string{"IAMUserChangePassword"}, "/staff/", iamclient.Unknown},
		"not attached":                   {nil, "/", iamclient.Unknown},
	} {
		s := demoiam.New(demoiam.Options{Users: []demoiam.User{{Name: "bob", Path: c.path, Policies: c.policies}}})
		s.Inject(demoiam.Fault{Action: "SimulatePrincipalPolicy", Code: "AccessDenied"})
		user := iamclient.User{Name: "bob", ARN: "arn:aws:iam::123456789012:user" + c.path + "bob"}
		may, err := newClient(t, s).MayChangePassword(t.Context(), user, iamclient.Unknown)
		if may.Allowed != c.want || (err == nil) != (c.want == iamclient.Yes) {
			t.Errorf("%s: %+v, %v", name, may, err)
		}
	}
}

// An explicit Deny is not the want of an Allow: it names its policy, and whether it holds can depend on MFA.
func TestMayChangePasswordDenied(t *testing.T) {
	forceMFA := map[string][]string{"mfa-required": {demoiam.ForceMFA, demoiam.ChangeOwnPassword}}
	for name, c := range map[string]struct {
		user demoiam.User
		want iamclient.OwnPassword
	}{
		"denied": {
			demoiam.User{Inline: map[string]string{"NoPasswords": `{"Statement":{"Effect":"Deny","Action":"iam:*Password","Resource":"*"}}`}},
			iamclient.OwnPassword{Allowed: iamclient.No, Denied: true, DeniedBy: "NoPasswords"},
		},
		"denied without MFA, and there is no device": {
			demoiam.User{Groups: []string{"mfa-required"}},
			iamclient.OwnPassword{Allowed: iamclient.No, Denied: true, DeniedBy: demoiam.ForceMFA},
		},
		"denied without MFA, and there is a device": {
			demoiam.User{Groups: []string{"mfa-required"}, MFA: []demoiam.MFADevice{{}}},
			iamclient.OwnPassword{Allowed: iamclient.Yes},
		},
		"quarantined": {
			demoiam.User{Policies: []string{"AWSCompromisedKeyQuarantineV2"}},
			iamclient.OwnPassword{Allowed: iamclient.No, Denied: true, DeniedBy: "AWSCompromisedKeyQuarantineV2"},
		},
		"nothing allows it": {demoiam.User{}, iamclient.OwnPassword{Allowed: iamclient.No}},
	} {
		c.user.Name, c.user.Console = "bob", true
		s := demoiam.New(demoiam.Options{Users: []demoiam.User{c.user}, GroupPolicies: forceMFA, Policy: &demoiam.Policy{MinimumLength: 8, AllowUsersToChangePassword: true}})
		a := newClient(t, s).Access(t.Context(), iamclient.User{Name: "bob"})
		if a.MayChange.Err != nil || a.MayChange.Value != c.want {
			t.Errorf("%s: %+v, want %+v", name, a.MayChange, c.want)
		}
		if may := s.MayChangeOwn("bob"); may == c.want.Denied {
			t.Errorf("%s: the embedded IAM lets the user do so: %v", name, may)
		}
	}
}

// A Deny with a condition on a value that the simulation was not given may depend on it: that is no verdict. AWS has two
// places to name such a value.
func TestMayChangePasswordWithoutAllValues(t *testing.T) {
	const answer = `<SimulatePrincipalPolicyResponse><SimulatePrincipalPolicyResult><IsTruncated>false</IsTruncated><EvaluationResults><member>
		<EvalActionName>iam:ChangePassword</EvalActionName><EvalDecision>explicitDeny</EvalDecision>
		<MatchedStatements><member><SourcePolicyId>Office</SourcePolicyId></member></MatchedStatements>%s
		</member></EvaluationResults></SimulatePrincipalPolicyResult></SimulatePrincipalPolicyResponse>`
	const missing = "<MissingContextValues><member>aws:SourceIp</member></MissingContextValues>"
	denied := iamclient.OwnPassword{Allowed: iamclient.No, Denied: true, DeniedBy: "Office"}
	for place, want := range map[string]iamclient.OwnPassword{
		"": denied, "<MissingContextValues/>": denied, missing: {},
		"<ResourceSpecificResults><member>" + missing + "</member></ResourceSpecificResults>": {},
	} {
		c := open(t, iamclient.Options{Embedded: answering(http.StatusOK, fmt.Sprintf(answer, place))})
		may, err := c.MayChangePassword(t.Context(), iamclient.User{Name: "bob", ARN: "arn:aws:iam::123456789012:user/bob"}, iamclient.Unknown)
		if err != nil || may != want {
			t.Errorf("with %q: %+v, %v", place, may, err)
		}
	}
}

// What is attached to the user itself is read once, and AWS's own policies are told from namesakes.
func TestAttachedPolicies(t *testing.T) {
	s := demoiam.New(demoiam.Options{Users: []demoiam.User{{
		Name: "quinn", Policies: []string{"IAMUserChangePassword", "AWSCompromisedKeyQuarantineV3", demoiam.ChangeOwnPassword},
	}}})
	s.Inject(demoiam.Fault{Action: "SimulatePrincipalPolicy", Code: "AccessDenied"})
	a := newClient(t, s).Access(t.Context(), iamclient.User{Name: "quinn"})
	if a.Attached.Err != nil || len(a.Attached.Value) != 3 || s.Count("ListAttachedUserPolicies", "quinn") != 1 {
		t.Errorf("attached: %+v, asked %d times", a.Attached, s.Count("ListAttachedUserPolicies", "quinn"))
	}
	for _, c := range []struct {
		policy            iamclient.AttachedPolicy
		lets, quarantines bool
	}{
		{a.Attached.Value[0], true, false},
		{a.Attached.Value[1], false, true},
		{a.Attached.Value[2], false, false},
		{iamclient.AttachedPolicy{Name: "AWSCompromisedKeyQuarantine", ARN: "arn:aws-cn:iam::aws:policy/AWSCompromisedKeyQuarantine"}, false, true},
		{iamclient.AttachedPolicy{Name: "AWSCompromisedKeyQuarantineV2", ARN: "arn:aws:iam::123456789012:policy/AWSCompromisedKeyQuarantineV2"}, false, false},
		{iamclient.AttachedPolicy{Name: "AWSCompromisedKeyQuarantineExempt", ARN: "arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineExempt"}, false, false},
	} {
		if c.policy.LetsChangePassword() != c.lets || c.policy.Quarantines() != c.quarantines {
			t.Errorf("%+v: lets %v, quarantines %v", c.policy, c.policy.LetsChangePassword(), c.policy.Quarantines())
		}
	}
}
