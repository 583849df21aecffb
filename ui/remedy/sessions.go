package remedy

import (
	"iampasswd/iamclient"
	"iampasswd/ui/directory"
	"iampasswd/ui/text"
)

// revokeSessions denies everything to the sessions that have begun so far.
var revokeSessions = Remedy{
	Key: "R", Footer: "sign out", Help: "sign the user out of all current sessions", Verb: "revoke",
	Name:    "sign out of all sessions",
	Blocked: func(directory.User) string { return "" },
	Words: func(c Case) Words {
		name := c.User.Shown()
		return Words{
			Verb: "revoke",
			Ask:  "Sign " + name + " out of all current sessions?",
			Consequences: []string{
				"An inline policy, AWSRevokeOlderSessions, denies everything to temporary credentials issued before now, the " +
					"console's and all others. Access keys keep working. It can take a few minutes; X removes the policy.",
			},
			Warning: SkewWarning(c.Skew, c.Now),
			Doing:   "Revoking the sessions",
			Done:    "Sessions of " + name + " revoked; allow a few minutes.",
			Failed:  "The sessions of " + name + " were not revoked.",
		}
	},
	Steps: func(c Case) []iamclient.Change { return []iamclient.Change{iamclient.RevokeSessions(c.User.Name)} },
}

// restoreSessions removes the revocation of sessions.
var restoreSessions = Remedy{
	Key: "X", Footer: "restore sessions", Help: "remove the revocation of sessions", Verb: "restore",
	Name:         "remove the revocation of sessions",
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
			Ask:          "Remove the revocation of " + name + "'s sessions?",
			Consequences: []string{"Temporary credentials issued before " + before + " work again, unless they have expired."},
			Doing:        "Removing the revocation",
			Done:         "Sessions of " + name + " are no longer revoked.",
			Failed:       "The sessions of " + name + " are still revoked.",
		}
	},
	Steps: func(c Case) []iamclient.Change { return []iamclient.Change{iamclient.RestoreSessions(c.User.Name)} },
}
