package remedy

import (
	"iampasswd/iamclient"
	"iampasswd/ui/directory"
)

// forceChange makes the user choose a new password at the next sign-in, and leaves the password as it is.
var forceChange = Remedy{
	Key: "F", Footer: "force change", Help: "make the user create a new password at the next sign-in",
	Blocked: noPassword,
	Words: func(c Case) Words {
		name := c.User.Shown()
		return Words{
			Verb:    "force change",
			Ask:     "Make " + name + " create a new password at the next sign-in? The password itself stays as it is.",
			Warning: directory.LockOutText(c.User, c.Width),
			Doing:   "Forcing a change",
			Done:    name + " must create a new password at the next sign-in.",
			Failed:  "No forced change for " + name + ".",
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
