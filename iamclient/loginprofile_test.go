package iamclient_test

import (
	"maps"
	"strings"
	"testing"

	"iampasswd/iamclient"
	"iampasswd/iamclient/demoiam"
)

// What is nil is not sent, and what is not nil is, false as well.
func TestWhatAnUpdateSends(t *testing.T) {
	for _, c := range []struct {
		name     string
		update   iamclient.Change
		password bool
		params   map[string]string
	}{
		{"nothing", iamclient.UpdateLoginProfile("bob", nil, nil), false, map[string]string{}},
		{"a password", iamclient.UpdateLoginProfile("bob", secret(t, good), nil), true, map[string]string{}},
		{"the flag on", iamclient.UpdateLoginProfile("bob", nil, new(true)), false, map[string]string{"PasswordResetRequired": "true"}},
		{"the flag off", iamclient.UpdateLoginProfile("bob", nil, new(false)), false, map[string]string{"PasswordResetRequired": "false"}},
		{"both", iamclient.UpdateLoginProfile("bob", secret(t, good), new(false)), true, map[string]string{"PasswordResetRequired": "false"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := demoiam.New(demoiam.Options{Users: []demoiam.User{{Name: "bob", Console: true, ResetRequired: true}}})
			c.params["UserName"] = "bob"
			wantOK(t, makeChange(t.Context(), newClient(t, s), c.update))
			call := s.Calls()[0]
			if len(s.Calls()) != 1 || call.Action != "UpdateLoginProfile" || call.Password != c.password || !maps.Equal(call.Params, c.params) {
				t.Errorf("arrived is %+v", call)
			}
			required, _ := s.ResetRequired("bob")
			if want := c.update.ResetRequired == nil || *c.update.ResetRequired; s.Check("bob", good) != c.password || required != want {
				t.Errorf("the password is changed: %v, a new one required: %v", s.Check("bob", good), required)
			}
		})
	}
}

func TestCreateLoginProfile(t *testing.T) {
	for _, required := range []bool{true, false} {
		s := withBob()
		c := newClient(t, s)
		wantOK(t, create(t.Context(), c, "nina", secret(t, good), required))
		got, console := s.ResetRequired("nina")
		if !s.Check("nina", good) || !console || got != required {
			t.Errorf("a new one required: %v, want %v", got, required)
		}
		err := create(t.Context(), c, "nina", secret(t, "Another-Pass-2?"), required)
		if iamclient.KindOf(err) != iamclient.KindAlreadyExists || !s.Check("nina", good) {
			t.Errorf("a second time: %v", err)
		}
	}
}

func TestChangePassword(t *testing.T) {
	const old = "Old-Password-1!"
	s := demoiam.New(demoiam.Options{
		Caller: "arn:aws:iam::123456789012:user/bob",
		Users:  []demoiam.User{{Name: "bob", Console: true, Password: old, Policies: []string{"IAMUserChangePassword"}}},
	})
	c := newClient(t, s)
	err := makeChange(t.Context(), c, iamclient.ChangePassword(secret(t, "Wrong-Password-1!"), secret(t, good)))
	if e := failure(t, err); e.Kind != iamclient.KindDenied || e.EarlierMayHaveSucceeded || !s.Check("bob", old) {
		t.Errorf("with the wrong old password: %+v", e)
	}
	wantOK(t, makeChange(t.Context(), c, iamclient.ChangePassword(secret(t, old), secret(t, good))))
	if !s.Check("bob", good) {
		t.Error("the password is not changed")
	}
}

// Every character that IAM takes arrives as it was typed, and what it does not take is refused and not mended.
func TestPasswordsArriveAsTheyAre(t *testing.T) {
	s := withBob()
	s.SetPolicy(&demoiam.Policy{})
	c := newClient(t, s)
	for _, password := range []string{
		" Leading and trailing 1! ", "Tab\tand\r\nline end 1", "ÀÉÎÕÜ àéîõü 1", "a&b=c%20+d;E#1", `<xml>"quoted"&amp;'1A`, "\u00a0No-break 1 \u00ff",
		strings.Repeat("Aa1!", 32),
	} {
		wantOK(t, makeChange(t.Context(), c, iamclient.UpdateLoginProfile("bob", secret(t, password), nil)))
		if !s.Check("bob", password) {
			t.Errorf("%q did not arrive", password)
		}
	}
	for _, password := range []string{"Euro-€-Sign-1", "Emoji-🙂-Pass-1", "Nul-\x00-Pass-1", ""} {
		err := makeChange(t.Context(), c, iamclient.UpdateLoginProfile("bob", secret(t, password), nil))
		if e := failure(t, err); e.Code != "ValidationError" || s.Check("bob", password) {
			t.Errorf("%q: %v", password, err)
		}
	}
}
