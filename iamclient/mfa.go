package iamclient

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
)

// MFADevice is a device whose code a user signs in with.
type MFADevice struct {
	Serial  string // an ARN, but for a hardware token, which has the maker's number
	Enabled time.Time
}

// Virtual tells whether the device is an app on a phone or the like. Such a device is an entity of its own, which stays
// when it is deactivated and has to be deleted before its name can be used again.
func (d MFADevice) Virtual() bool { return strings.Contains(d.Serial, ":mfa/") }

// ShowsCodes tells whether the device shows codes (TOTP), as an app and a hardware token do. A FIDO security key or passkey
// has none. A serial number of another kind counts as one that has none: no code is asked for that cannot be there.
func (d MFADevice) ShowsCodes() bool { return d.Virtual() || !strings.Contains(d.Serial, ":") }

// CodeDigits is how many digits a code of an MFA device has.
const CodeDigits = 6

// CheckCodes says what is wrong with two codes for ResyncMFADevice, as far as that is certain without AWS; empty: nothing.
func CheckCodes(first, second *Secret) string {
	for _, code := range []*Secret{first, second} {
		if code.Len() != CodeDigits {
			return "Each code has six digits."
		}
		for i := range code.Len() {
			if r := code.At(i); r < '0' || r > '9' {
				return "A code has digits only."
			}
		}
	}
	if first.Equal(second) {
		return "That is the same code twice: wait for the next one."
	}
	return ""
}

// check refuses a change that cannot be right, before anything is read or written.
func (c Change) check() error {
	if c.Operation != OpResyncMFADevice {
		return nil
	}
	if why := CheckCodes(c.Codes[0], c.Codes[1]); why != "" {
		return &Error{Kind: KindInvalidCode, Op: c.Operation.String(), Message: why, err: errBadCodes}
	}
	return nil
}

var errBadCodes = errors.New("two codes that cannot be right")

// MFADevices reads a user's devices.
//
// AWS operation: ListMFADevices.
func (c *Client) MFADevices(ctx context.Context, userName string) ([]MFADevice, error) {
	var devices []MFADevice
	err := pages("ListMFADevices", func(marker *string) (page, error) {
		out, err := call(ctx, c, api.ListMFADevices, &iam.ListMFADevicesInput{UserName: aws.String(userName), Marker: marker})
		if err != nil {
			return page{}, err
		}
		for _, d := range out.MFADevices {
			devices = append(devices, MFADevice{aws.ToString(d.SerialNumber), aws.ToTime(d.EnableDate)})
		}
		return page{len(out.MFADevices), out.Marker, out.IsTruncated}, nil
	})
	return devices, err
}
