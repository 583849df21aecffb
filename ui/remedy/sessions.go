package remedy

import (
	"iampasswd/iamclient"
	"iampasswd/ui/directory"
	"iampasswd/ui/text"
)

// revokeSessions denies everything to the sessions that have begun so far.
var revokeSessions = Remedy{
	Key: "R", Help: "revoke the sessions that have begun so far", Verb: "revoke",
	Blocked: func(directory.User) string { return "" },
	Words: func(c Case) Words {
		name := c.User.Shown()
		return Words{
			Verb: "revoke",
			Ask:  "Revoke the sessions of " + name + " that have begun so far?",
			Consequences: []string{
				"An inline policy, AWSRevokeOlderSessions, denies everything to temporary credentials from before now: the " +
					"console's and every other. Access keys are not touched. It can take some minutes; X takes it away again.",
			},
			Warning: skewWarning(c),
			Doing:   "Revoking the sessions",
			Done:    "Sessions of " + name + " revoked; allow some minutes.",
			Failed:  "The sessions of " + name + " were not revoked.",
		}
	},
	Steps: func(c Case) []iamclient.Change { return []iamclient.Change{iamclient.RevokeSessions(c.User.Name)} },
}

// restoreSessions removes the revocation of sessions.
var restoreSessions = Remedy{
	Key: "X", Help: "remove the revocation of sessions", Verb: "restore",
	NeedsReading: true,
	Blocked: func(user directory.User) string {
		if revoked := user.Live().Revoked; revoked.Err == nil && revoked.Value.IsZero() {
			return "No sessions of " + user.Shown() + " are revoked."
		}
		return ""
	},
	Words: func(c Case) Words {
		name, before := c.User.Shown(), "that time"
		if c.Live != nil && !c.Live.Revoked.Value.IsZero() {
			before = text.Clock(c.Live.Revoked.Value)
		}
		return Words{
			Verb:         "remove",
			Ask:          "Remove the revocation of the sessions of " + name + "?",
			Consequences: []string{"Temporary credentials from before " + before + " that have not expired work again."},
			Doing:        "Removing the revocation",
			Done:         "Sessions of " + name + " are not revoked any more.",
			Failed:       "The sessions of " + name + " are still revoked.",
		}
	},
	Steps: func(c Case) []iamclient.Change { return []iamclient.Change{iamclient.RestoreSessions(c.User.Name)} },
}
