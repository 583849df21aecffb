package remedy

import (
	"iampasswd/iamclient"
	"iampasswd/ui/directory"
)

// disableConsole deletes the console password.
var disableConsole = Remedy{
	Key: "D", Footer: "disable", InFooter: true, Help: "disable console access: delete the password", Verb: "disable",
	Name:     "disable console access",
	TypeName: true,
	Blocked:  noPassword,
	Words: func(c Case) Words {
		name := c.User.Shown()
		return Words{
			Verb:         "disable console access",
			Ask:          "Disable console access for " + name + "? The password is deleted.",
			Consequences: []string{"Current sessions stay signed in (R signs them out), and access keys keep working (K)."},
			Doing:        "Disabling console access",
			Done:         name + " no longer has a console password.",
			Failed:       "Console access of " + name + " was not disabled.",
		}
	},
	Steps: func(c Case) []iamclient.Change {
		return []iamclient.Change{iamclient.DeleteLoginProfile(c.User.Name)}
	},
	Learned: func(c Case) directory.Facts { return directory.Facts{Console: iamclient.No, At: c.Now} },
}
