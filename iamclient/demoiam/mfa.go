package demoiam

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// MFADevice is an MFA device of a user.
type MFADevice struct {
	// Serial is the number on a hardware device, such as GAHT12345678, or the ARN
	// of a virtual one or of a FIDO security key. "" is the virtual device that has
	// the user's name.
	Serial  string
	Enabled time.Time // zero is when the user was created

	// Seed is what the device's codes are made of; "" is one that follows from the
	// serial number. Drift is by how much the device's clock is ahead.
	Seed  string // bytes
	Drift time.Duration
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

// deactivateMFADevice is DeactivateMFADevice, of the caller's device unless a
// name is given. A virtual device is there afterwards, and nobody's.
func (a *account) deactivateMFADevice(p *params, _ *xmlWriter) error {
	serial := p.required("SerialNumber", mfaSerial)
	u, err := a.targeted(p, a.userToChange)
	if err != nil {
		return err
	}
	at := a.device(u, serial)
	if at < 0 {
		// AWS documents no words for this; these are those of a copy of its API.
		return refuse("NoSuchEntity", "MFA Device invalid for user.")
	}
	u.mfa = slices.Delete(slices.Clone(u.mfa), at, at+1)
	delete(a.clocks, serial)
	if isVirtual(serial) {
		a.unassigned[serial] = true
	}
	return nil
}

// isVirtual tells whether a device is an app, which is an entity of its own.
func isVirtual(serial string) bool { return strings.Contains(serial, ":mfa/") }

// device is the place of an MFA device among a user's, or -1.
func (a *account) device(u *user, serial string) int {
	return slices.IndexFunc(u.mfa, func(d MFADevice) bool { return a.serialNumber(u, d) == serial })
}

// deleteVirtualMFADevice is DeleteVirtualMFADevice. A device has to be
// deactivated first; a hardware one is none.
func (a *account) deleteVirtualMFADevice(p *params, _ *xmlWriter) error {
	serial := p.required("SerialNumber", mfaSerial)
	if err := p.err(); err != nil {
		return err
	}
	inUse := func(u *user) bool { return a.device(u, serial) >= 0 }
	switch {
	case a.unassigned[serial]:
		delete(a.unassigned, serial)
		return nil
	case isVirtual(serial) && slices.ContainsFunc(a.users.sorted, inUse):
		return refuse("DeleteConflict", "MFA VirtualDevice in use. Must deactivate first.")
	}
	return refuse("NoSuchEntity", "VirtualMFADevice with serial number %s doesn't exist.", serial)
}
