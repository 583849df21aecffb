package iamclient_test

import (
	"testing"
	"time"

	"iampasswd/iamclient"
	"iampasswd/iamclient/demoiam"
)

func leo() *demoiam.Server {
	return demoiam.New(demoiam.Options{AccountID: "210987654321", Users: []demoiam.User{{
		Name: "leo", Path: "/sales/", Console: true, ResetRequired: true, Groups: []string{"sales"},
		MFA: []demoiam.MFADevice{{}, {Serial: "GAHT12345678"}}, AccessKeys: []demoiam.AccessKey{{ID: "AKIALEO1000000000000"}, {ID: "AKIALEO2000000000000", Inactive: true}},
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
		for _, err := range []error{a.User.Err, a.Profile.Err, a.Devices.Err, a.Groups.Err, a.Keys.Err, a.MayChange.Err, a.Revoked.Err} {
			wantOK(t, err)
		}
		switch {
		case a.User.Value.Tags[0] != iamclient.Tag{Key: "desk", Value: "4711"}, !a.Profile.Value.ResetRequired,
			len(a.Devices.Value) != 2, len(a.Groups.Value) != 1 || a.Groups.Value[0] != "sales",
			len(a.Keys.Value) != 2, a.MayChange.Value != iamclient.No, !a.Revoked.Value.IsZero(), time.Since(a.At) > time.Minute:
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

func TestRemediesAreCarriedOut(t *testing.T) {
	s := leo()
	c := newClient(t, s)
	ctx := t.Context()
	devices, err := c.MFADevices(ctx, "leo")
	wantOK(t, err)
	for _, d := range devices {
		wantOK(t, c.DeactivateMFADevice(ctx, "leo", d.Serial))
		if d.Virtual() {
			wantOK(t, c.DeleteVirtualMFADevice(ctx, d.Serial))
		}
	}
	wantOK(t, c.DeactivateAccessKey(ctx, "leo", "AKIALEO1000000000000"))
	wantOK(t, c.AttachChangePasswordPolicy(ctx, "leo", "aws"))
	before := time.Now()
	wantOK(t, c.RevokeSessions(ctx, "leo"))
	a := c.Access(ctx, iamclient.User{Name: "leo"})
	if len(a.Devices.Value) != 0 || a.Keys.Value[0].Active || a.MayChange.Value != iamclient.Yes || a.Revoked.Value.Before(before) {
		t.Errorf("read afterwards is %+v", a)
	}
	wantOK(t, c.RestoreSessions(ctx, "leo"))
	wantOK(t, c.DeleteLoginProfile(ctx, "leo"))
	a = c.Access(ctx, iamclient.User{Name: "leo"})
	if a.Profile.Value != nil || a.Profile.Err != nil || !a.Revoked.Value.IsZero() {
		t.Errorf("read afterwards is %+v", a)
	}
	if kind := iamclient.KindOf(c.DeleteLoginProfile(ctx, "leo")); kind != iamclient.KindNoLoginProfile {
		t.Errorf("deleted once more: %v", kind)
	}
	if kind := iamclient.KindOf(c.RestoreSessions(ctx, "leo")); kind != iamclient.KindNoSuchEntity {
		t.Errorf("restored once more: %v", kind)
	}
}

// DeleteLoginProfile without a user name would take the caller's own password.
func TestDeleteLoginProfileAlwaysSendsTheName(t *testing.T) {
	s := demoiam.New(demoiam.Options{Caller: "arn:aws:iam::123456789012:user/alice", Users: []demoiam.User{{Name: "alice", Console: true}}})
	if err := newClient(t, s).DeleteLoginProfile(t.Context(), ""); err == nil {
		t.Error("it was carried out for nobody")
	}
	if _, console := s.ResetRequired("alice"); !console {
		t.Error("the caller's own password is gone")
	}
}

// Where policies may not be simulated, what is attached to the user is all that can be told.
func TestMayChangePasswordWithoutSimulation(t *testing.T) {
	for _, attached := range []bool{true, false} {
		user := demoiam.User{Name: "bob"}
		if attached {
			user.Policies = []string{"IAMUserChangePassword"}
		}
		s := demoiam.New(demoiam.Options{Users: []demoiam.User{user}})
		s.Inject(demoiam.Fault{Action: "SimulatePrincipalPolicy", Code: "AccessDenied"})
		may, err := newClient(t, s).MayChangePassword(t.Context(), iamclient.User{Name: "bob", ARN: "arn:aws:iam::123456789012:user/bob"})
		if attached && (may != iamclient.Yes || err != nil) || !attached && (may != iamclient.Unknown || iamclient.KindOf(err) != iamclient.KindDenied) {
			t.Errorf("attached %v: %v, %v", attached, may, err)
		}
	}
}
