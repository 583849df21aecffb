package remedy

import (
	"strings"

	"iampasswd/iamclient"
	"iampasswd/ui/directory"
	"iampasswd/ui/text"
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
			Done:         disabled(c),
			Failed:       "Console access of " + name + " was not disabled.",
		}
	},
	Steps: func(c Case) []iamclient.Change {
		return []iamclient.Change{iamclient.DeleteLoginProfile(c.User.Name)}
	},
	Learned: func(c Case) directory.Facts { return directory.Facts{Console: iamclient.No, At: c.Now} },
}

// disabled says that it was done, and what is still open.
func disabled(c Case) string {
	return c.User.Shown() + " disabled. Open: " + strings.Join(stillOpen(c.Live), ", ") + "."
}

// stillOpen is what lets a user in who has no password any more, each with the key that closes it. IAM lists no sessions:
// there may always be some.
func stillOpen(live *iamclient.Access) []string {
	open := []string{"sessions R"}
	if live == nil {
		return append(open, "access keys not read")
	}
	switch keys := len(directory.ActiveKeys(live)); {
	case live.Keys.Err != nil:
		open = append(open, "access keys unknown")
	case keys > 0:
		open = append(open, text.Counted(keys, "access key")+" K")
	}
	if n := directory.ActiveCredentials(live); n > 0 {
		open = append(open, text.Counted(n, "credential")+" L")
	}
	return open
}
