package reset

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"iampasswd/iamclient"
	"iampasswd/iamclient/demoiam"
	"iampasswd/ui/directory"
)

const longEnough = "Heron-0815-lake?"

// account is an account whose policy asks for 14 characters, where the caller is alice.
func account(t *testing.T) *directory.Account {
	t.Helper()
	client, err := iamclient.New(t.Context(), iamclient.Options{Embedded: demoiam.New(demoiam.Options{}).Transport()})
	if err != nil {
		t.Fatal(err)
	}
	a := directory.NewAccount(client, directory.Options{})
	a.Identify(iamclient.Identity{Account: "123456789012", ARN: "arn:aws:iam::123456789012:user/alice", UserName: "alice", Name: "alice"})
	a.SetPolicy(iamclient.Policy{Source: iamclient.PolicyCustom, MinLength: 14}, nil)
	return a
}

func draft(t *testing.T, name string) *Draft {
	t.Helper()
	d := New(account(t).Read(iamclient.User{Name: name}), nil)
	d.Fill(iamclient.NewSecret(longEnough))
	return d
}

// A draft is a plan of requests, in the order in which they are made.
func TestChange(t *testing.T) {
	for _, c := range []struct {
		prepare func(*Draft)
		want    string
	}{
		{func(*Draft) {}, "UpdateLoginProfile Bob true"},
		{func(d *Draft) { d.MustChange = false }, "UpdateLoginProfile Bob false"},
		{func(d *Draft) { d.Revoke = true }, "UpdateLoginProfile Bob true, PutUserPolicy Bob"},
		{func(d *Draft) { d.Settle(Create); d.Revoke = true }, "CreateLoginProfile Bob true"},
		{func(d *Draft) { d.Settle(ChangeOwn); d.Old = *iamclient.NewSecret("old") }, "ChangePassword "},
	} {
		d := draft(t, "Bob")
		c.prepare(d)
		sent := d.Change()
		d.Wipe() // what is sent has passwords of its own
		var got []string
		for i, what := range sent.Steps {
			step := fmt.Sprint(what.Operation, " ", what.User)
			if what.ResetRequired != nil {
				step += fmt.Sprint(" ", *what.ResetRequired)
			}
			if i == 0 && what.Password.Reveal() != longEnough {
				t.Errorf("%s has another password", step)
			}
			got = append(got, step)
		}
		if strings.Join(got, ", ") != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
		sent.Wipe()
		if sent.Steps[0].Password.Len() != 0 || sent.Steps[0].OldPassword.Len() != 0 {
			t.Errorf("%s: a password outlives the change", c.want)
		}
	}
}

func TestCheck(t *testing.T) {
	set := func(old, password, again string) func(*Draft) {
		return func(d *Draft) {
			d.Old, d.Password, d.Again = *iamclient.NewSecret(old), *iamclient.NewSecret(password), *iamclient.NewSecret(again)
		}
	}
	own := func(d *Draft) { d.Settle(ChangeOwn) }
	for _, c := range []struct {
		prepare []func(*Draft)
		field   Field
		why     string
	}{
		{[]func(*Draft){set("", longEnough, longEnough)}, FieldSame, ""},
		{[]func(*Draft){own, set("", longEnough, longEnough)}, FieldOld, "current password"},
		{[]func(*Draft){own, set("x", longEnough, longEnough)}, FieldSame, ""},
		{[]func(*Draft){set("", "", longEnough)}, FieldNew, "Type a new password"},
		{[]func(*Draft){set("", longEnough, "")}, FieldAgain, "again"},
		{[]func(*Draft){set("", longEnough, longEnough+"x")}, FieldAgain, "not the same"},
		{[]func(*Draft){set("", "short", "short")}, FieldNew, "14 characters or more"},
		{[]func(*Draft){set("", "short", "short"), (*Draft).Agree}, FieldSame, ""},
		{[]func(*Draft){set("", "short", "short"), (*Draft).Agree, (*Draft).Edited}, FieldNew, "14 characters or more"},
	} {
		d := New(account(t).Typed("Bob"), nil)
		for _, prepare := range c.prepare {
			prepare(d)
		}
		refusal := d.Check()
		switch {
		case refusal == nil && c.why != "", refusal != nil && c.why == "":
			t.Errorf("%+v, want %q", refusal, c.why)
		case refusal != nil && (refusal.Field != c.field || !strings.Contains(refusal.Why, c.why)):
			t.Errorf("%+v, want %q at %v", refusal, c.why, c.field)
		}
	}
}

// What a refusal means for the next try.
func TestFailed(t *testing.T) {
	kind := func(k iamclient.Kind) error { return &iamclient.Error{Kind: k} }
	for _, c := range []struct {
		user    string
		err     error
		way     Way
		field   Field
		unknown bool
		renews  bool
	}{
		{"Bob", kind(iamclient.KindPolicyViolation), Reset, FieldNew, false, false},
		{"Bob", kind(iamclient.KindNoLoginProfile), Create, FieldSend, false, false},
		{"Bob", kind(iamclient.KindNoSuchEntity), Create, FieldSend, false, false},
		{"Bob", kind(iamclient.KindAlreadyExists), Reset, FieldSend, false, false},
		{"Bob", kind(iamclient.KindDenied), Reset, FieldSame, false, false},
		{"ALICE", kind(iamclient.KindDenied), ChangeOwn, FieldOld, false, false},
		{"Bob", kind(iamclient.KindExpired), Reset, FieldSend, false, true},
		{"Bob", kind(iamclient.KindOtherCaller), Reset, FieldSend, false, true},
		{"Bob", &iamclient.Error{Kind: iamclient.KindUnknownOutcome, EarlierMayHaveSucceeded: true}, Reset, FieldSend, true, false},
		{"Bob", &iamclient.Error{Kind: iamclient.KindPolicyViolation, EarlierMayHaveSucceeded: true}, Reset, FieldSend, true, false},
	} {
		d := draft(t, c.user)
		field := d.Failed(c.err)
		if field != c.field || d.Way() != c.way || d.Unknown() != c.unknown || d.Renews() != c.renews {
			t.Errorf("%v: field %v, way %v, unknown %v, renews %v; want %+v", c.err, field, d.Way(), d.Unknown(), d.Renews(), c)
		}
		if sent := d.Change(); sent.EarlierUnknown != c.unknown || sent.Renew != c.renews {
			t.Errorf("%v: the next try is %+v", c.err, sent)
		}
		if risk := d.AtRisk(); (risk != "") != c.unknown {
			t.Errorf("%v: at risk: %q", c.err, risk)
		}
	}
}

// What is known of the user decides the way until AWS says otherwise.
func TestWay(t *testing.T) {
	facts := directory.Facts{Console: iamclient.No}
	d := New(account(t).Typed("nina"), func() directory.Facts { return facts })
	if d.Way() != Create {
		t.Error("who has no password is reset")
	}
	facts.Console = iamclient.Yes
	if d.Way() != Reset {
		t.Error("who has a password is created")
	}
	d.Failed(&iamclient.Error{Kind: iamclient.KindNoLoginProfile})
	if d.Way() != Create {
		t.Error("AWS says that there is none, and it is reset")
	}
}

// A password that AWS has or may have, and nobody else, is saved at the end, and no other.
func TestUnsaved(t *testing.T) {
	folders := []string{t.TempDir()}
	for _, c := range []struct {
		generated, seen, unknown, sent, want bool
	}{
		{true, false, true, false, true},
		{true, false, false, true, true},
		{true, false, false, false, false},
		{true, true, true, true, false},
		{false, false, true, true, false},
	} {
		d := draft(t, "Bob")
		if c.generated {
			d.Fill(iamclient.Generate(d.Policy()))
		}
		d.Seen = c.seen
		if c.unknown {
			d.MayBeInForce()
		}
		if _, got := d.Unsaved(folders, c.sent); got != c.want {
			t.Errorf("%+v: unsaved %v", c, got)
		}
	}
	d := draft(t, "Bob")
	d.Fill(iamclient.Generate(d.Policy()))
	r := d.Result(time.Now(), 0, nil)
	if u, ok := r.Unsaved(folders); !ok || !u.Certain || !strings.Contains(u.Save(), "it was saved to "+folders[0]) {
		t.Error("a password that nobody has seen is not saved")
	}
	r.Unseen = false
	if _, ok := r.Unsaved(folders); ok {
		t.Error("a password that was seen is saved")
	}
}
