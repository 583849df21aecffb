package remedy

import (
	"iampasswd/iamclient"
	"iampasswd/ui/directory"
)

// forceChange makes the user choose a new password at the next sign-in, and leaves the password as it is.
var forceChange = Remedy{
	Key: "F", Footer: "force change", InFooter: true, Help: "make the user choose a new password at next sign-in",
	Name:    "force a change",
	Forces:  true,
	Blocked: noPassword,
	Words: func(c Case) Words {
		name := c.User.Shown()
		words := Words{
			Verb:    "force change",
			Ask:     "Make " + name + " choose a new password at next sign-in? The current password stays valid until then.",
			Warning: directory.ForcedChange(c.User).Warning(false),
			Doing:   "Forcing a change",
			Done:    name + " must choose a new password at next sign-in.",
			Failed:  "The change was not forced for " + name + ".",
		}
		if c.Let {
			words.Done = "Forced for " + name + "; IAMUserChangePassword attached; check with i."
		}
		return words
	},
	Steps: func(c Case) []iamclient.Change {
		must := true
		force := iamclient.UpdateLoginProfile(c.User.Name, nil, &must)
		if c.Let {
			return []iamclient.Change{iamclient.AttachChangePasswordPolicy(c.User.Name, c.User.Partition()), force}
		}
		return []iamclient.Change{force}
	},
	Learned: func(c Case) directory.Facts {
		return directory.Facts{Console: iamclient.Yes, MustChange: iamclient.Yes, At: c.Now}
	},
}
