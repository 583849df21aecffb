package iamclient_test

import (
	"testing"

	"pgregory.net/rapid"

	"iampasswd/iamclient"
	"iampasswd/iamclient/demoiam"
)

// Whatever policy is sent is the one that is read back, on an IAM that refuses a zero for what is off.
func TestPolicyRoundTrip(t *testing.T) {
	s := withBob()
	c := newClient(t, s)
	rapid.Check(t, func(rt *rapid.T) {
		s.SetPolicy(policies().Draw(rt, "policy"))
		read, err := c.PasswordPolicy(t.Context())
		if err != nil {
			rt.Fatal(err)
		}
		want := read.Custom()
		s.SetPolicy(&demoiam.Policy{MinimumLength: 77})
		if err := makeChange(t.Context(), c, iamclient.UpdateAccountPasswordPolicy(want.Update())); err != nil {
			rt.Fatalf("%+v: %v", want, err)
		}
		if got, err := c.PasswordPolicy(t.Context()); err != nil || got != want {
			rt.Fatalf("%+v, %v; sent was %+v", got, err, want)
		}
	})
}

// All nine are said, but for the two that IAM can only be told of by silence.
func TestPolicyUpdateSaysEverything(t *testing.T) {
	u := iamclient.Policy{MinLength: 6}.Update()
	if *u.MinLength != 6 || *u.RequireUppercase || *u.RequireLowercase || *u.RequireNumbers || *u.RequireSymbols || *u.UsersMayChange || *u.HardExpiry {
		t.Errorf("%+v", u)
	}
	if u.MaxAgeDays != nil || u.ReusePrevention != nil {
		t.Error("a zero is sent that IAM refuses")
	}
	u = strict.Update()
	if *u.MinLength != 14 || !*u.RequireUppercase || !*u.RequireSymbols || *u.MaxAgeDays != 90 || *u.ReusePrevention != 5 || !*u.HardExpiry {
		t.Errorf("%+v", u)
	}
}

func TestCustomPolicyNearestToTheDefault(t *testing.T) {
	want := iamclient.Policy{Source: iamclient.PolicyCustom, MinLength: 8, RequireUppercase: true, RequireLowercase: true, RequireNumbers: true}
	if got := iamclient.DefaultPolicy(iamclient.PolicyDefault).Custom(); got != want {
		t.Errorf("%+v", got)
	}
	if got := strict.Custom(); got != strict {
		t.Errorf("%+v", got)
	}
}

func TestRebase(t *testing.T) {
	mine, theirs := strict, strict
	mine.MinLength, mine.MaxAgeDays, mine.HardExpiry = 20, 0, false
	theirs.MinLength, theirs.ReusePrevention, theirs.RequireSymbols = 16, 24, false
	want := mine
	want.ReusePrevention, want.RequireSymbols = 24, false
	if got := strict.Rebase(mine, theirs); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	if got := strict.Rebase(strict, theirs); got != theirs {
		t.Errorf("%+v, want what is there now", got)
	}
	if got := strict.Rebase(mine, strict); got != mine {
		t.Errorf("%+v, want what was made", got)
	}
}

func TestDeletingThePolicy(t *testing.T) {
	s := withBob()
	s.SetPolicy(&demoiam.Policy{MinimumLength: 20})
	c := newClient(t, s)
	wantOK(t, makeChange(t.Context(), c, iamclient.DeleteAccountPasswordPolicy()))
	if p, err := c.PasswordPolicy(t.Context()); err != nil || p != iamclient.DefaultPolicy(iamclient.PolicyDefault) {
		t.Errorf("%+v, %v", p, err)
	}
	if e := failure(t, makeChange(t.Context(), c, iamclient.DeleteAccountPasswordPolicy())); e.Kind != iamclient.KindNoSuchEntity || e.Op != "DeleteAccountPasswordPolicy" {
		t.Errorf("%+v", e)
	}
}
