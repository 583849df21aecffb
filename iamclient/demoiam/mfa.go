package demoiam

import (
	"cmp"
	"time"
)

// MFADevice is an MFA device of a user.
type MFADevice struct {
	// Serial is the number on a hardware device, such as GAHT12345678, or the ARN
	// of a virtual one. "" is the virtual device that has the user's name.
	Serial  string
	Enabled time.Time // zero is when the user was created
}

// serialNumber is what the API calls a device.
func (a *account) serialNumber(u *user, d MFADevice) string {
	return cmp.Or(d.Serial, "arn:"+a.partition+":iam::"+a.id+":mfa/"+u.name)
}

// listMFADevices is ListMFADevices, of the caller unless a name is given.
func (a *account) listMFADevices(p *params, out *xmlWriter) error {
	page := p.page()
	u, err := a.targeted(p, a.user)
	if err != nil {
		return err
	}
	writeList(out, "MFADevices", u.mfa, page, func(d MFADevice) {
		out.text("UserName", u.name)
		out.text("SerialNumber", a.serialNumber(u, d))
		out.instant("EnableDate", cmp.Or(d.Enabled, u.created))
	})
	return nil
}
