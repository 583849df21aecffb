package iamclient_test

import (
	"testing"
	"time"

	"iampasswd/iamclient"
)

// Every remedy, at an IAM that nobody here wrote: what was done is read again there.
func TestMotoRemedies(t *testing.T) {
	m := newMoto(t)
	m.do(t, "CreateUser", "UserName", "leo", "Path", "/sales/", "Tags.member.1.Key", "desk", "Tags.member.1.Value", "4711")
	m.do(t, "CreateLoginProfile", "UserName", "leo", "Password", "Old-Password-1!")
	m.do(t, "CreateGroup", "GroupName", "sales")
	m.do(t, "AddUserToGroup", "GroupName", "sales", "UserName", "leo")
	m.do(t, "CreateAccessKey", "UserName", "leo")
	m.do(t, "CreateVirtualMFADevice", "VirtualMFADeviceName", "leo")
	m.do(t, "EnableMFADevice", "UserName", "leo", "SerialNumber", "arn:aws:iam::123456789012:mfa/leo",
		"AuthenticationCode1", "123456", "AuthenticationCode2", "654321")
	c, ctx := atLoopback(t, m.url), t.Context()
	user, err := c.User(ctx, "leo")
	wantOK(t, err)

	before := c.Access(ctx, user)
	if before.Profile.Value == nil || len(before.Devices.Value) != 1 || !before.Devices.Value[0].Virtual() ||
		len(before.Groups.Value) != 1 || len(before.Keys.Value) != 1 || !before.Keys.Value[0].Active ||
		!before.Revoked.Value.IsZero() || len(before.User.Value.Tags) != 1 {
		t.Fatalf("before: %+v", before)
	}
	if iamclient.KindOf(before.MayChange.Err) != iamclient.KindServer { // moto breaks down over it, and nothing is attached
		t.Errorf("whether the password may be changed: %+v", before.MayChange)
	}
	// moto has no service-specific credentials: the embedded IAM and the AWS CLI are the only referees there.
	if before.ServiceCredentials.Err == nil {
		t.Error("moto lists service-specific credentials: have it judge them, too")
	}
	if used := before.Keys.Value[0].LastUsed; used.Err != nil || !used.Value.IsZero() {
		t.Errorf("a key that was never used: %+v", used)
	}
	serial := before.Devices.Value[0].Serial
	now := time.Now().Truncate(time.Second)
	wantOK(t, makeChange(ctx, c, iamclient.DeactivateMFADevice("leo", serial)))
	wantOK(t, makeChange(ctx, c, iamclient.DeleteVirtualMFADevice(serial)))
	wantOK(t, makeChange(ctx, c, iamclient.DeactivateAccessKey("leo", before.Keys.Value[0].ID)))
	wantOK(t, makeChange(ctx, c, iamclient.RevokeSessions("leo")))
	if err := makeChange(ctx, c, iamclient.AttachChangePasswordPolicy("leo", "aws")); iamclient.KindOf(err) != iamclient.KindNoSuchEntity {
		t.Errorf("attached: %v", err) // as it is started here, moto knows none of AWS's own policies
	}
	wantOK(t, makeChange(ctx, c, iamclient.DeleteLoginProfile("leo")))

	after := c.Access(ctx, user)
	if after.Profile.Err != nil || after.Profile.Value != nil || len(after.Devices.Value) != 0 || after.Keys.Value[0].Active ||
		after.Revoked.Value.Before(now) {
		t.Errorf("after: %+v", after)
	}
	wantOK(t, makeChange(ctx, c, iamclient.RestoreSessions("leo")))
	if at, err := c.Revocation(ctx, "leo"); err != nil || !at.IsZero() {
		t.Errorf("the revocation is still there: %v, %v", at, err)
	}
}

// moto's report has the columns of AWS's, no row for root, and a time in 2015.
func TestMotoCredentialReport(t *testing.T) {
	m := newMoto(t)
	m.do(t, "CreateUser", "UserName", "leo")
	m.do(t, "CreateLoginProfile", "UserName", "leo", "Password", "Old-Password-1!")
	m.do(t, "CreateUser", "UserName", "ci")
	report, err := atLoopback(t, m.url).CredentialReport(t.Context())
	wantOK(t, err)
	console := map[string]iamclient.Known{}
	for _, u := range report.Users {
		console[u.Name] = u.Console
	}
	if len(console) != 2 || console["leo"] != iamclient.Yes || console["ci"] != iamclient.No || report.Generated.Year() != 2015 {
		t.Errorf("%+v", report)
	}
}
