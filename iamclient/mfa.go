package iamclient

import (
	"context"
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
