package remedy

import (
	"strings"

	"iampasswd/iamclient"
	"iampasswd/ui/directory"
	"iampasswd/ui/text"
)

// deactivateKeys makes the user's active access keys inactive.
var deactivateKeys = Remedy{
	Key: "K", Footer: "access keys", Help: "deactivate the access keys", Verb: "deactivate",
	Name:         "deactivate the access keys",
	NeedsReading: true,
	Blocked: func(user directory.User) string {
		switch keys := user.Live().Keys; {
		case keys.Err != nil:
			return unreadable("access keys", user, keys.Err)
		case len(directory.ActiveKeys(user.Live())) == 0:
			return user.Shown() + " has no active access key."
		}
		return ""
	},
	Words: func(c Case) Words {
		name, ids := c.User.Shown(), activeKeys(c)
		keys := text.Counted(len(ids), "access key")
		return Words{
			Verb:         "deactivate",
			Ask:          "Deactivate the " + keys + " of " + name + "?",
			Consequences: []string{text.Clean(strings.Join(ids, ", ")) + ". Programs that use them stop working. They can be reactivated in the console."},
			Doing:        "Deactivating " + keys,
			Done:         keys + " of " + name + " deactivated.",
			Failed:       "Not every access key of " + name + " was deactivated.",
		}
	},
	Steps: func(c Case) []iamclient.Change {
		var steps []iamclient.Change
		for _, id := range activeKeys(c) {
			steps = append(steps, iamclient.DeactivateAccessKey(c.User.Name, id))
		}
		return steps
	},
}

func activeKeys(c Case) []string {
	if c.Live == nil {
		return nil
	}
	return directory.ActiveKeys(c.Live)
}
