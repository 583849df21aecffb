package demoiam_test

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/iam"

	"iampasswd/iamclient/demoiam"
)

// The codes are those of RFC 6238, appendix B, of which a device shows the last six digits.
func TestTOTP(t *testing.T) {
	for second, want := range map[int64]string{
		59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924", 2000000000: "279037", 20000000000: "353130",
	} {
		if got := demoiam.TOTP("12345678901234567890", time.Unix(second, 0)); got != want {
			t.Errorf("at %d: %s, want %s", second, got, want)
		}
	}
}

func resync(ctx context.Context, client *iam.Client, user, serial, first, second string) error {
	_, err := client.ResyncMFADevice(ctx, &iam.ResyncMFADeviceInput{
		UserName: &user, SerialNumber: &serial, AuthenticationCode1: &first, AuthenticationCode2: &second,
	})
	return err
}

const (
	badCode     = "Authentication code for device is not valid."
	hardware    = "GAHT12345678"
	virtual     = "arn:aws:iam::123456789012:mfa/ann"
	securityKey = "arn:aws:iam::123456789012:u2f/user/ann/key-EXAMPLE"
	annsSeed    = "12345678901234567890"
	annIsSlow   = -11 * time.Minute
	annIsAhead  = 59 * time.Minute
)

// withAnn is an account whose one user has a slow app, a fast token and a security key.
func withAnn() *demoiam.Server {
	return demoiam.New(demoiam.Options{Users: []demoiam.User{{Name: "ann", Console: true, MFA: []demoiam.MFADevice{
		{Seed: annsSeed, Drift: annIsSlow}, {Serial: hardware, Seed: annsSeed + "h", Drift: annIsAhead}, {Serial: securityKey},
	}}}})
}

// Two codes that follow each other are taken from an app and from a token, however their clocks are off within an hour,
// and the account remembers by how much.
func TestResync(t *testing.T) {
	for serial, device := range map[string]demoiam.MFADevice{
		virtual: {Seed: annsSeed, Drift: annIsSlow}, hardware: {Seed: annsSeed + "h", Drift: annIsAhead},
	} {
		synctest.Test(t, func(t *testing.T) {
			s := withAnn()
			client := newClient(s)
			shown := func(ago time.Duration) string { return demoiam.TOTP(device.Seed, time.Now().Add(device.Drift-ago)) }
			if s.TakesCode("ann", shown(0)) {
				t.Error("the code of a device that is off is taken")
			}
			first := shown(0)
			time.Sleep(30 * time.Second)
			wantOK(t, resync(t.Context(), client, "ann", serial, first, shown(0)))
			if !s.TakesCode("Ann", shown(0)) || s.TakesCode("ann", shown(5*time.Minute)) {
				t.Error("the account does not remember by how much the clock is off")
			}
			time.Sleep(24 * time.Hour)
			if !s.TakesCode("ann", shown(0)) {
				t.Error("a day later the account has forgotten by how much the clock is off")
			}
		})
	}
}

func TestResyncRefuses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := withAnn()
		client := newClient(s)
		at := func(codes int) string {
			return demoiam.TOTP(annsSeed, time.Now().Add(annIsSlow+time.Duration(codes)*30*time.Second))
		}
		wantOK(t, resync(t.Context(), client, "ann", virtual, at(-1), at(0)))
		for why, codes := range map[string][2]string{
			"used":            {at(-1), at(0)},
			"the same twice":  {at(0), at(0)},
			"the wrong order": {at(1), at(0)},
			"one left out":    {at(-2), at(0)},
			"too old":         {at(-200), at(-199)},
			"too new":         {at(200), at(201)},
			"made up":         {"000000", "000001"},
		} {
			err := resync(t.Context(), client, "ann", virtual, codes[0], codes[1])
			if !hasCode(err, "InvalidAuthenticationCode") {
				t.Errorf("%s: %v", why, err)
			}
		}
		wantError(t, resync(t.Context(), client, "ann", virtual, at(1), at(0)), "InvalidAuthenticationCode", 403, badCode)
		wantError(t, resync(t.Context(), client, "ann", securityKey, at(0), at(1)), "InvalidAuthenticationCode", 403, badCode)
		wantError(t, resync(t.Context(), client, "ann", "GAHT00000000", at(0), at(1)), "NoSuchEntity", 404, "MFA Device invalid for user.")
		wantError(t, resync(t.Context(), client, "ben", virtual, at(0), at(1)), "NoSuchEntity", 404, "The user with name ben cannot be found.")
		const short = "1 validation error detected: Value at 'authenticationCode1' failed to satisfy constraint: Member must have length greater than or equal to 6"
		wantError(t, resync(t.Context(), client, "ann", virtual, "12345", at(1)), "ValidationError", 400, short)
		wantOK(t, resync(t.Context(), client, "ann", virtual, at(0), at(1)))
	})
}

// A device that was taken away is in step when it comes back.
func TestDeactivatedDevicesAreForgotten(t *testing.T) {
	s := withAnn()
	client := newClient(s)
	at := func(off time.Duration) string { return demoiam.TOTP(annsSeed, time.Now().Add(annIsSlow+off)) }
	wantOK(t, resync(t.Context(), client, "ann", virtual, at(0), at(30*time.Second)))
	ann := "ann"
	wantOK(t, deactivate(t, client, &ann, virtual))
	s.Add(demoiam.User{Name: "ann", MFA: []demoiam.MFADevice{{Seed: annsSeed, Drift: annIsSlow}}})
	if s.TakesCode("ann", at(30*time.Second)) {
		t.Error("the clock of the device that was deactivated is still known")
	}
}

// DeviceCodes are the codes with which a person synchronises a device of the demo.
func TestDeviceCodes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := demoiam.Company(60, demoiam.Latency{})
		time.Sleep(7 * time.Second)
		codes, ok := s.DeviceCodes("Dora.Drift")
		if !ok || len(codes) != 1 || codes[0].Drift != -11*time.Minute || codes[0].Left != 23*time.Second {
			t.Fatalf("%+v", codes)
		}
		wantOK(t, resync(t.Context(), newClient(s), "dora.drift", codes[0].Serial, codes[0].Now, codes[0].Next))
		if codes, ok := s.DeviceCodes("fay.fido"); !ok || len(codes) != 0 {
			t.Errorf("a FIDO device has the codes %+v", codes)
		}
		if codes, _ := s.DeviceCodes("hank.hardware"); len(codes) != 2 || codes[0].Now == codes[1].Now {
			t.Errorf("%+v", codes)
		}
		if _, ok := s.DeviceCodes("nobody"); ok {
			t.Error("nobody is a user")
		}
		other, _ := demoiam.Company(60, demoiam.Latency{}).DeviceCodes("dora.drift")
		if !slices.Equal(other, codes) {
			t.Error("another run has other codes")
		}
	})
}

func TestAWSCLIResync(t *testing.T) {
	s := withAnn()
	cli := newAWSCLI(t, s)
	codes, _ := s.DeviceCodes("ann")
	command := "iam resync-mfa-device --user-name ann --serial-number " + virtual
	cli.fails(t, "InvalidAuthenticationCode", "ResyncMFADevice", badCode, command+" --authentication-code1 000000 --authentication-code2 000000")
	cli.ok(t, "", command+" --authentication-code1 "+codes[0].Now+" --authentication-code2 "+codes[0].Next)
	if !s.TakesCode("ann", codes[0].Next) {
		t.Error("the device is not synchronised")
	}
	cli.fails(t, "NoSuchEntity", "ResyncMFADevice", "MFA Device invalid for user.",
		"iam resync-mfa-device --user-name ann --serial-number GAHT00000000 --authentication-code1 000000 --authentication-code2 000000")
}
