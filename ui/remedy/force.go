package remedy

import (
	"iampasswd/iamclient"
	"iampasswd/ui/directory"
)

// forceChange makes the user choose a new password at the next sign-in, and leaves the password as it is.
var forceChange = Remedy{
	Key: "F", Footer: "force change", InFooter: true, Help: "make the user choose a new password at next sign-in",
	Blocked: noPassword,
	Words: func(c Case) Words {
		name := c.User.Shown()
		return Words{
			Verb:    "force change",
			Ask:     "Make " + name + " choose a new password at next sign-in? The current password stays valid until then.",
			Warning: directory.LockOutText(c.User, c.Width),
			Doing:   "Forcing a change",
			Done:    name + " must choose a new password at next sign-in.",
			Failed:  "The change was not forced for " + name + ".",
		}
	},
	Steps: func(c Case) []iamclient.Change {
		must := true
		return []iamclient.Change{iamclient.UpdateLoginProfile(c.User.Name, nil, &must)}
	},
	Learned: func(c Case) directory.Facts {
		return directory.Facts{Console: iamclient.Yes, MustChange: iamclient.Yes, At: c.Now}
	},
}
