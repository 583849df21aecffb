package demoiam_test

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"

	"iampasswd/iamclient/demoiam"
)

func update(t *testing.T, client *iam.Client, user, password string) error {
	_, err := client.UpdateLoginProfile(t.Context(), &iam.UpdateLoginProfileInput{UserName: &user, Password: &password})
	return err
}

// withBob is an account with a user bob who signs in with old.
const old = "Bobs-Old-Pass-1!"

func withBob(resetRequired bool) *demoiam.Server {
	return demoiam.New(demoiam.Options{Users: []demoiam.User{
		{Name: "bob", Console: true, Password: old, ResetRequired: resetRequired}, {Name: "nina"},
	}})
}

func wantReset(t *testing.T, s *demoiam.Server, user string, want bool) {
	t.Helper()
	if required, console := s.ResetRequired(user); !console || required != want {
		t.Errorf("reset required %v with console access %v, want %v", required, console, want)
	}
}

func TestUpdateLoginProfile(t *testing.T) {
	s := withBob(false)
	_, err := newClient(s).UpdateLoginProfile(t.Context(), &iam.UpdateLoginProfileInput{
		UserName: aws.String("BOB"), Password: aws.String(good), PasswordResetRequired: aws.Bool(true),
	})
	wantOK(t, err)
	if !s.Check("bob", good) || s.Check("bob", old) {
		t.Error("the password is not the new one")
	}
	wantReset(t, s, "bob", true)
}

func TestUpdateLoginProfileLeavesAloneWhatIsLeftOut(t *testing.T) {
	for _, before := range []bool{true, false} {
		s := withBob(before)
		client := newClient(s)
		wantOK(t, update(t, client, "bob", good))
		wantReset(t, s, "bob", before)

		_, err := client.UpdateLoginProfile(t.Context(), &iam.UpdateLoginProfileInput{UserName: aws.String("bob")})
		wantOK(t, err)
		wantReset(t, s, "bob", before)

		_, err = client.UpdateLoginProfile(t.Context(), &iam.UpdateLoginProfileInput{UserName: aws.String("bob"), PasswordResetRequired: aws.Bool(!before)})
		wantOK(t, err)
		wantReset(t, s, "bob", !before)
		if !s.Check("bob", good) {
			t.Error("changing the flag changed the password")
		}
	}
}

func TestUpdateLoginProfileWithoutOne(t *testing.T) {
	client := newClient(withBob(false))
	wantError(t, update(t, client, "nina", good), "NoSuchEntity", http.StatusNotFound, "Login Profile for User nina cannot be found.")
	wantError(t, update(t, client, "nobody", good), "NoSuchEntity", http.StatusNotFound, "The user with name nobody cannot be found.")
}

func TestGetLoginProfile(t *testing.T) {
	client := newClient(withBob(true))
	out, err := client.GetLoginProfile(t.Context(), &iam.GetLoginProfileInput{UserName: aws.String("Bob")})
	wantOK(t, err)
	if *out.LoginProfile.UserName != "bob" || !out.LoginProfile.PasswordResetRequired {
		t.Errorf("got %+v", out.LoginProfile)
	}
	_, err = client.GetLoginProfile(t.Context(), &iam.GetLoginProfileInput{UserName: aws.String("nina")})
	wantError(t, err, "NoSuchEntity", http.StatusNotFound, "Login Profile for User nina cannot be found.")
	_, err = client.GetLoginProfile(t.Context(), &iam.GetLoginProfileInput{})
	wantError(t, err, "NoSuchEntity", http.StatusNotFound, "Login Profile for User admin cannot be found.")
}

// CreateDate is the date of the first password, whatever the model's other
// texts may suggest.
func TestCreateDateNeverMoves(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := newClient(withBob(false))
		created, err := client.CreateLoginProfile(t.Context(), &iam.CreateLoginProfileInput{UserName: aws.String("nina"), Password: aws.String(old)})
		wantOK(t, err)
		time.Sleep(48 * time.Hour)
		wantOK(t, update(t, client, "nina", good))
		got, err := client.GetLoginProfile(t.Context(), &iam.GetLoginProfileInput{UserName: aws.String("nina")})
		wantOK(t, err)
		if !got.LoginProfile.CreateDate.Equal(*created.LoginProfile.CreateDate) {
			t.Errorf("created %s, and after an update %s", created.LoginProfile.CreateDate, got.LoginProfile.CreateDate)
		}
	})
}

func TestCreateLoginProfile(t *testing.T) {
	s := withBob(false)
	client := newClient(s)
	out, err := client.CreateLoginProfile(t.Context(), &iam.CreateLoginProfileInput{UserName: aws.String("nina"), Password: aws.String(good), PasswordResetRequired: true})
	wantOK(t, err)
	if *out.LoginProfile.UserName != "nina" || !out.LoginProfile.PasswordResetRequired || !s.Check("nina", good) {
		t.Errorf("created %+v", out.LoginProfile)
	}

	_, err = client.CreateLoginProfile(t.Context(), &iam.CreateLoginProfileInput{UserName: aws.String("nina"), Password: aws.String(good)})
	wantError(t, err, "EntityAlreadyExists", http.StatusConflict, "Login Profile for user nina already exists.")
	_, err = client.CreateLoginProfile(t.Context(), &iam.CreateLoginProfileInput{UserName: aws.String("nobody"), Password: aws.String(good)})
	wantError(t, err, "NoSuchEntity", http.StatusNotFound, "The user with name nobody cannot be found.")
	_, err = client.CreateLoginProfile(t.Context(), &iam.CreateLoginProfileInput{UserName: aws.String("bob")})
	wantError(t, err, "ValidationError", http.StatusBadRequest, "1 validation error detected: Value at 'password' failed to satisfy constraint: Member must not be null")

	_, err = client.CreateLoginProfile(t.Context(), &iam.CreateLoginProfileInput{Password: aws.String(good)})
	wantOK(t, err)
	if !s.Check("admin", good) {
		t.Error("without a name it was not the caller's")
	}
}

func TestCreateLoginProfileRefusedLeavesNone(t *testing.T) {
	s := withBob(false)
	_, err := newClient(s).CreateLoginProfile(t.Context(), &iam.CreateLoginProfileInput{UserName: aws.String("nina"), Password: aws.String("short")})
	if err == nil {
		t.Fatal("a short password was accepted")
	}
	if _, console := s.ResetRequired("nina"); console {
		t.Error("a refused password left a login profile")
	}
}

func TestDeleteLoginProfile(t *testing.T) {
	s := withBob(false)
	client := newClient(s)
	_, err := client.DeleteLoginProfile(t.Context(), &iam.DeleteLoginProfileInput{UserName: aws.String("bob")})
	wantOK(t, err)
	if s.Check("bob", old) {
		t.Error("the password still works")
	}
	_, err = client.DeleteLoginProfile(t.Context(), &iam.DeleteLoginProfileInput{UserName: aws.String("bob")})
	wantError(t, err, "NoSuchEntity", http.StatusNotFound, "Login Profile for User bob cannot be found.")
	_, err = client.DeleteLoginProfile(t.Context(), &iam.DeleteLoginProfileInput{})
	wantError(t, err, "NoSuchEntity", http.StatusNotFound, "Login Profile for User admin cannot be found.")
}

func change(t *testing.T, client *iam.Client, from, to string) error {
	_, err := client.ChangePassword(t.Context(), &iam.ChangePasswordInput{OldPassword: &from, NewPassword: &to})
	return err
}

func asBob(mayChange bool, policy *demoiam.Policy) *demoiam.Server {
	bob := demoiam.User{Name: "bob", Console: true, Password: old, ResetRequired: true}
	if mayChange {
		bob.Policies = []string{"IAMUserChangePassword"}
	}
	return demoiam.New(demoiam.Options{
		AccountID: "111122223333", Caller: "arn:aws:iam::111122223333:user/bob", Policy: policy,
		Users: []demoiam.User{bob},
	})
}

func TestChangePassword(t *testing.T) {
	const short = "Password should have a minimum length of "
	for _, c := range []struct {
		name   string
		server *demoiam.Server
		unmet  string // by abc123
	}{
		{"allowed by the policy", asBob(false, &demoiam.Policy{MinimumLength: 7, AllowUsersToChangePassword: true}), short + "7"},
		{"allowed by a policy of the user's", asBob(true, nil), short + "8, " + lacks1 + noUpper + ", " + noSymbol},
		{"allowed despite the policy", asBob(true, &demoiam.Policy{MinimumLength: 9}), short + "9"},
	} {
		t.Run(c.name, func(t *testing.T) {
			client := newClient(c.server)
			wantError(t, change(t, client, "not-"+old, good), "AccessDenied", http.StatusForbidden, "The old password was incorrect.")
			wantError(t, change(t, client, old, "abc123"), "PasswordPolicyViolation", http.StatusBadRequest, c.unmet)
			if !c.server.Check("bob", old) {
				t.Fatal("a refusal changed the password")
			}
			wantReset(t, c.server, "bob", true)
			wantOK(t, change(t, client, old, good))
			if !c.server.Check("bob", good) {
				t.Error("the password is not the new one")
			}
			wantReset(t, c.server, "bob", false)
		})
	}
}

func TestChangePasswordRefused(t *testing.T) {
	const denied = "User: arn:aws:iam::111122223333:user/bob is not authorized to perform: iam:ChangePassword on resource: user bob " +
		"because no identity-based policy allows the iam:ChangePassword action"
	for name, policy := range map[string]*demoiam.Policy{"default policy": nil, "custom policy": {}} {
		t.Run(name, func(t *testing.T) {
			wantError(t, change(t, newClient(asBob(false, policy)), old, good), "AccessDenied", http.StatusForbidden, denied)
		})
	}
	for _, caller := range []string{"arn:aws:iam::111122223333:root", "arn:aws:sts::111122223333:assumed-role/Helpdesk/bob"} {
		s := asBob(true, nil)
		s.SetCaller(caller)
		wantError(t, change(t, newClient(s), old, good), "InvalidUserType", http.StatusBadRequest, "Only IAM Users can change their own password")
	}
	s := asBob(true, nil)
	s.Add(demoiam.User{Name: "bob", Policies: []string{"IAMUserChangePassword"}})
	wantError(t, change(t, newClient(s), old, good), "NoSuchEntity", http.StatusNotFound, "Login Profile for User bob cannot be found.")
}
