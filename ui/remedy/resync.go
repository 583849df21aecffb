package remedy

import (
	"slices"

	"iampasswd/iamclient"
	"iampasswd/ui/directory"
	"iampasswd/ui/text"
)

// synchronise tells AWS how far the clock of an MFA device is off, by two of its codes. Right codes also show that the
// caller holds the device.
var synchronise = Remedy{
	Key: "Y", Footer: "sync MFA", Help: "synchronise an MFA device, and verify the caller by it", Verb: "verify",
	Name:         "synchronise an MFA device and verify the caller",
	Which:        "Which one does the caller have?",
	NeedsReading: true, TakesCodes: true,
	Blocked: func(user directory.User) string {
		switch devices := user.Live().Devices; {
		case devices.Err != nil:
			return unreadable("MFA devices", user, devices.Err)
		case len(devices.Value) == 0:
			return user.Shown() + " has no MFA device."
		case !directory.HasCodes(user.Live()):
			return user.Shown() + " has security keys only (FIDO): they show no codes, and have no clock to synchronise."
		}
		return ""
	},
	Choice: func(c Case) []iamclient.MFADevice {
		return slices.DeleteFunc(slices.Clone(devicesOf(c)), func(d iamclient.MFADevice) bool { return !d.ShowsCodes() })
	},
	Words: func(c Case) Words {
		name, device := c.User.Shown(), c.Device
		if device.Serial == "" {
			return Words{Verb: "synchronise", Ask: name + " has several MFA devices. Which one does the caller have?"}
		}
		return Words{
			Verb: "synchronise",
			Ask:  "Synchronise the MFA device of " + name + " with two of its codes?",
			Consequences: []string{
				text.Clean(device.Serial) + ", since " + text.Date(device.Enabled),
				"Ask the caller for the code that it shows, and for the next one. Right codes also show that the caller holds the device.",
			},
			Doing:  "Synchronising the MFA device",
			Done:   "In sync: the caller holds " + name + "'s MFA device.",
			Failed: "The MFA device of " + name + " was not synchronised.",
		}
	},
	Steps: func(c Case) []iamclient.Change {
		return []iamclient.Change{iamclient.ResyncMFADevice(c.User.Name, c.Device.Serial, c.Codes[0].Clone(), c.Codes[1].Clone())}
	},
}
