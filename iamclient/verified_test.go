package iamclient

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"iampasswd/iamclient/demoiam"
	"iampasswd/iamclient/history"
	"iampasswd/iamclient/rails"
)

// verifyingClient is a client whose guard rails ask to verify the caller, and its account: dora has an app, fay a security key,
// and bob has no device. settings are more lines of the guard rails' file.
func verifyingClient(t *testing.T, settings string) (*Client, *demoiam.Server) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "config.toml")
	if err := os.WriteFile(path, []byte("verify = 'mfa'\n"+settings), 0o600); err != nil {
		t.Fatal(err)
	}
	in, err := rails.Load(path, "")
	if err != nil {
		t.Fatal(err)
	}
	s := demoiam.New(demoiam.Options{Users: []demoiam.User{
		{Name: "bob", Console: true}, {Name: "dora", Console: true, MFA: []demoiam.MFADevice{{}}},
		{Name: "fay", Console: true, MFA: []demoiam.MFADevice{{Serial: "arn:aws:iam::123456789012:u2f/user/fay/key"}}},
	}})
	c, err := New(t.Context(), Options{Embedded: s.Transport(), Rails: in, History: &history.Memory{}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Identity(t.Context()); err != nil {
		t.Fatal(err)
	}
	return c, s
}

// resyncs is the change with the codes that dora's app shows.
func resyncs(s *demoiam.Server) Change {
	codes, _ := s.DeviceCodes("dora")
	return ResyncMFADevice("dora", codes[0].Serial, NewSecret(codes[0].Now), NewSecret(codes[0].Next))
}

func resetOf(user string) Change {
	return UpdateLoginProfile(user, NewSecret("Brand-New-Pass-1!"), new(true))
}

const verifyFirst = "verify the caller first, with Y in iampasswd: "

// Who has a device that shows codes gets a password once it was verified that the caller has it, for a quarter of an hour.
// The history says so of both changes.
func TestAResetNeedsAVerifiedCaller(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, s := verifyingClient(t, "")
		wantGuarded(t, "before", makeChange(t.Context(), c, resetOf("dora"), ChangeOptions{Reason: "INC-1"}), verifyFirst+"dora has an MFA device that shows codes (verify in ")
		if !c.Verified("dora").IsZero() || !c.NeedsVerification(resetOf("dora")) {
			t.Error("dora's caller was verified by nothing")
		}
		wrong := ResyncMFADevice("dora", "arn:aws:iam::123456789012:mfa/dora", NewSecret("000000"), NewSecret("111111"))
		if err := makeChange(t.Context(), c, wrong); KindOf(err) != KindInvalidCode || !c.Verified("dora").IsZero() {
			t.Errorf("%v, verified at %v", err, c.Verified("dora"))
		}
		if err := makeChange(t.Context(), c, resyncs(s)); err != nil {
			t.Fatal(err)
		}
		time.Sleep(VerifiedFor - time.Second)
		if at := c.Verified("DORA"); time.Since(at) != VerifiedFor-time.Second || c.NeedsVerification(resetOf("dora")) {
			t.Errorf("verified at %v", at)
		}
		if err := makeChange(t.Context(), c, resetOf("Dora")); err != nil {
			t.Error(err)
		}
		entries, _ := c.History()
		if len(entries) != 3 || entries[0].Verified != history.ByMFA || entries[1].Verified != history.ByMFA || entries[2].Verified != "" {
			t.Errorf("%+v", entries)
		}
		time.Sleep(time.Second)
		wantGuarded(t, "too late", makeChange(t.Context(), c, resetOf("dora")), verifyFirst)
	})
}

// Who has no device that shows codes needs a reason instead, and nobody else's verification counts.
func TestAReasonInsteadOfCodes(t *testing.T) {
	c, s := verifyingClient(t, "")
	if err := makeChange(t.Context(), c, resyncs(s)); err != nil {
		t.Fatal(err)
	}
	for _, user := range []string{"bob", "fay"} {
		for _, reason := range []string{"", " "} {
			wantGuarded(t, user, makeChange(t.Context(), c, resetOf(user), ChangeOptions{Reason: reason}),
				user+" has no MFA device that shows codes, so a reason is required instead (verify in ")
		}
		if err := makeChange(t.Context(), c, resetOf(user), ChangeOptions{Reason: "at the desk"}); err != nil {
			t.Error(err)
		}
	}
	entries, _ := c.History()
	if entries[0].Verified != "" || entries[0].Reason != "at the desk" {
		t.Errorf("%+v", entries[0])
	}
	if err := makeChange(t.Context(), c, resetOf("nobody")); KindOf(err) != KindNoSuchUser {
		t.Errorf("of nobody: %v", err)
	}
}

// Every change that lets somebody in needs it, those of operations that are added later too; what takes access away, and
// one's own password, does not.
func TestWhatNeedsAVerifiedCaller(t *testing.T) {
	free := map[Operation]bool{
		OpDeleteLoginProfile: true, OpChangePassword: true, OpDeleteVirtualMFADevice: true, OpUpdateAccessKey: true,
		OpUpdateServiceSpecificCredential: true, OpPutUserPolicy: true, OpUpdateAccountPasswordPolicy: true,
		OpDeleteAccountPasswordPolicy: true, OpResyncMFADevice: true,
	}
	for _, what := range append(everyChange(), UpdateLoginProfile("bob", nil, new(false))) {
		c, s := verifyingClient(t, "")
		if what.User != "" {
			what.User = "dora"
		}
		err := makeChange(t.Context(), c, what, ChangeOptions{Reason: "INC-1"})
		if free[what.Operation] {
			if KindOf(err) == KindGuarded || s.Count(what.Operation.String(), "") == 0 {
				t.Errorf("%s: %v", what.Operation, err)
			}
			continue
		}
		wantGuarded(t, what.Operation.String(), err, verifyFirst)
		wantNoWrite(t, c, s)
	}
	c, _ := verifyingClient(t, "")
	if err := makeChange(t.Context(), c, UpdateLoginProfile("dora", nil, new(true))); err != nil {
		t.Errorf("a forced change: %v", err)
	}
}

// Where it cannot be told whether the caller can be verified, the change is refused.
func TestVerificationFailsClosed(t *testing.T) {
	c, s := verifyingClient(t, "")
	s.Inject(demoiam.Fault{Action: "ListMFADevices", Code: "AccessDenied", Times: 1})
	wantGuarded(t, "denied", makeChange(t.Context(), c, resetOf("bob"), ChangeOptions{Reason: "x"}), "you lack iam:ListMFADevices")
	s.Inject(demoiam.Fault{Action: "ListMFADevices", Code: "ExpiredToken", Times: 1})
	if err := makeChange(t.Context(), c, resetOf("bob"), ChangeOptions{Reason: "x"}); KindOf(err) != KindExpired {
		t.Errorf("%v", err)
	}
	wantNoWrite(t, c, s)
}

// A verification is of one user in one account. Without the guard rail nothing more is read, and the history still has it.
func TestAVerificationIsOfOneAccount(t *testing.T) {
	c, s := verifyingClient(t, "")
	if err := makeChange(t.Context(), c, resyncs(s)); err != nil {
		t.Fatal(err)
	}
	for _, other := range []string{"bob", "", "dor"} {
		if !c.Verified(other).IsZero() {
			t.Errorf("%q is verified", other)
		}
	}
	elsewhere := *c.session.Load().callers.known.Load()
	elsewhere.Account = "210987654321"
	c.session.Load().callers.known.Store(&elsewhere)
	if !c.Verified("dora").IsZero() {
		t.Error("dora of another account is verified")
	}

	c, s = verifyingClient(t, "")
	c.opts.Rails = nil
	if err := errors.Join(makeChange(t.Context(), c, resyncs(s)), makeChange(t.Context(), c, resetOf("dora")), makeChange(t.Context(), c, resetOf("bob"))); err != nil {
		t.Error(err)
	}
	entries, _ := c.History()
	if len(entries) != 3 || entries[0].Verified != "" || entries[1].Verified != history.ByMFA || s.Count("ListMFADevices", "") != 0 {
		t.Errorf("%+v", entries)
	}
}
