package ui

import (
	"fmt"
	"strings"

	"iampasswd/ui/text"
)

// remedyWords are the words of one remedy.
type remedyWords struct {
	verb         string   // what yes does
	ask          string   // the question
	consequences []string // what else follows from it
	warning      string
	doing        string // while it is on its way
	done, failed string // afterwards
}

func (r *remedy) words() remedyWords {
	name := r.user.name()
	switch r.change.operation {
	case forceNewAtNext:
		return remedyWords{
			verb:    "force change",
			ask:     "Make " + name + " create a new password at the next sign-in? The password itself stays as it is.",
			warning: r.facts.lockOut,
			doing:   "Forcing a change",
			done:    name + " must create a new password at the next sign-in.",
			failed:  "No forced change for " + name + ".",
		}
	case disableConsole:
		return remedyWords{
			verb:         "disable console access",
			ask:          "Disable console access for " + name + "? The password is deleted.",
			consequences: []string{"Sessions that have begun go on (R revokes them), and so do access keys (K)."},
			doing:        "Disabling console access",
			done:         name + " has no console password any more.",
			failed:       "Console access of " + name + " was not disabled.",
		}
	case removeMFA:
		return r.mfaWords(name)
	case revokeSessions, restoreSessions:
		return r.sessionWords(name)
	case disableKeys:
		keys := text.Counted(len(r.facts.keys), "access key")
		return remedyWords{
			verb:         "deactivate",
			ask:          "Deactivate the " + keys + " of " + name + "?",
			consequences: []string{text.Clean(strings.Join(r.facts.keys, ", ")) + ". Programs that use them stop working; they can be made active again in the console."},
			doing:        "Deactivating " + keys,
			done:         text.Counted(len(r.facts.keys), "access key") + " of " + name + " deactivated.",
			failed:       "Not every access key of " + name + " was deactivated.",
		}
	case allowChange:
		return remedyWords{
			verb:         "attach",
			ask:          "Let " + name + " change their own password, by attaching IAMUserChangePassword?",
			consequences: []string{"The AWS managed policy allows iam:ChangePassword on the user itself, and reading the password policy."},
			warning:      text.If(!r.user.isNamedByPolicy(), "! It names users without a path; this one has the path "+text.Clean(r.user.Path)+": it may not help."),
			doing:        "Attaching IAMUserChangePassword",
			done:         name + " may change their password; allow some minutes.",
			failed:       "No policy was attached to " + name + ".",
		}
	}
	panic(fmt.Sprintf("ui: no words for the remedy %d", r.change.operation))
}

func (r *remedy) sessionWords(name string) remedyWords {
	if r.change.operation == revokeSessions {
		return remedyWords{
			verb: "revoke",
			ask:  "Revoke the sessions of " + name + " that have begun so far?",
			consequences: []string{
				"An inline policy, AWSRevokeOlderSessions, denies everything to temporary credentials from before now: the " +
					"console's and every other. Access keys are not touched. It can take some minutes; X takes it away again.",
			},
			warning: r.facts.skew,
			doing:   "Revoking the sessions",
			done:    "Sessions of " + name + " revoked; allow some minutes.",
			failed:  "The sessions of " + name + " were not revoked.",
		}
	}
	before := "that time"
	if !r.facts.revoked.IsZero() { // else it could not be read
		before = text.Clock(r.facts.revoked)
	}
	return remedyWords{
		verb:         "remove",
		ask:          "Remove the revocation of the sessions of " + name + "?",
		consequences: []string{"Temporary credentials from before " + before + " that have not expired work again."},
		doing:        "Removing the revocation",
		done:         "Sessions of " + name + " are not revoked any more.",
		failed:       "The sessions of " + name + " are still revoked.",
	}
}

func (r *remedy) mfaWords(name string) remedyWords {
	device := r.change.device
	words := remedyWords{
		verb:   "deactivate",
		ask:    "Deactivate the MFA device of " + name + "?",
		doing:  "Deactivating the MFA device",
		done:   "MFA device of " + name + " deactivated.",
		failed: "The MFA device of " + name + " was not deactivated.",
		consequences: []string{
			text.Clean(device.Serial) + ", since " + text.Date(device.Enabled),
			"The password alone then signs in, until a new device is registered: be sure whom you talk to.",
		},
	}
	if device.Virtual() {
		words.consequences[0] += "; it is deleted too, so that its name is free"
		words.done = "MFA device of " + name + " removed."
	}
	if !r.chosen {
		words.ask, words.consequences = name+" has several MFA devices. Which one is lost?", nil
	}
	return words
}

// isNamedByPolicy tells whether IAMUserChangePassword, which names users without a path, is known to name this one.
func (t target) isNamedByPolicy() bool { return !t.known || t.Path == "/" }

// unlockedBy says what helps a user who has to set a new password and may not.
func (t target) unlockedBy() string {
	if t.isNamedByPolicy() {
		return "w in the list mends that"
	}
	return "w in the list may mend that"
}
