package remedy

import (
	"iampasswd/iamclient"
	"iampasswd/ui/directory"
	"iampasswd/ui/text"
)

// removeMFA deactivates one of the user's MFA devices, such as a lost phone, and deletes a virtual one.
var removeMFA = Remedy{
	Key: "M", Footer: "MFA", InFooter: true, Help: "deactivate an MFA device, such as a lost phone", Verb: "deactivate",
	Name:         "deactivate an MFA device",
	Which:        "Which one is lost?",
	NeedsReading: true, Removes: true,
	Blocked: func(user directory.User) string {
		switch devices := user.Live().Devices; {
		case devices.Err != nil:
			return unreadable("MFA devices", user, devices.Err)
		case len(devices.Value) == 0:
			return user.Shown() + " has no MFA device."
		}
		return ""
	},
	Choice: devicesOf,
	Words: func(c Case) Words {
		name, device := c.User.Shown(), c.Device
		if device.Serial == "" {
			return Words{Verb: "deactivate", Ask: name + " has several MFA devices. Which one is lost?"}
		}
		words := Words{
			Verb:   "deactivate",
			Ask:    "Deactivate the MFA device of " + name + "?",
			Doing:  "Deactivating the MFA device",
			Done:   "MFA device of " + name + " deactivated.",
			Failed: "The MFA device of " + name + " was not deactivated.",
			Consequences: []string{
				text.Clean(device.Serial) + ", since " + text.Date(device.Enabled),
				"Until a new device is registered, the password alone is enough to sign in. Verify the caller's identity first.",
			},
		}
		words.Consequences = append(words.Consequences, known(c))
		if device.Virtual() {
			words.Consequences[0] += "; it is also deleted, so that its name can be used again"
			words.Done = "MFA device of " + name + " removed."
		}
		return words
	},
	Steps: func(c Case) []iamclient.Change {
		steps := []iamclient.Change{iamclient.DeactivateMFADevice(c.User.Name, c.Device.Serial)}
		if c.Device.Virtual() {
			steps = append(steps, iamclient.DeleteVirtualMFADevice(c.Device.Serial))
		}
		return steps
	},
	Learned: func(c Case) directory.Facts {
		return directory.Facts{MFA: iamclient.Knowing(len(devicesOf(c)) > 1), At: c.Now}
	},
}

func devicesOf(c Case) []iamclient.MFADevice {
	if c.Live == nil {
		return nil
	}
	return c.Live.Devices.Value
}

// known is what a caller can be verified by.
func known(c Case) string {
	tags := c.User.Tags
	if c.Live != nil && c.Live.User.Err == nil {
		tags = c.Live.User.Value.Tags
	}
	facts := []string{"last sign-in " + text.Ago(c.User.LastSignIn, c.Now)}
	for _, t := range tags {
		facts = append(facts, t.Key+" "+t.Value)
	}
	return "Known of " + c.User.Shown() + ": " + text.List(facts, "nothing") + "."
}
