package remedy

import (
	"time"

	"iampasswd/iamclient"
	"iampasswd/ui/change"
	"iampasswd/ui/directory"
	"iampasswd/ui/explain"
	"iampasswd/ui/text"
)

// Remedy is one change that helps a user. The functions take nothing that has not been read: a Case without a live reading
// is asked about as far as is known.
type Remedy struct {
	Key    string // that asks for it
	Name   string // what it does, in a list that is read aloud
	Footer string // its words in the line of keys
	// InFooter tells that it is offered in the line of keys whatever the verdict; the others are where the verdict names them.
	InFooter bool
	Help     string // its words in the help
	Verb     string // its word beside what it changes, in the pane
	// NeedsReading tells that the question cannot be asked before the user was read live.
	NeedsReading bool
	// TypeName tells that the operator types the user's name to confirm.
	TypeName bool
	// TakesCodes tells that it takes two codes of an MFA device, which stand in for the confirmation.
	TakesCodes bool
	// Removes tells that another try after a lost answer may find that nothing is left to remove.
	Removes bool

	// Forces tells that the user has to choose a new password, and may be let to by the same change: [directory.Forced] says
	// whether that is offered, and whether the operator chooses first.
	Forces bool

	// Blocked says why it does not apply to a user who was read live; empty: it does, as far as is known.
	Blocked func(user directory.User) string
	// Choice are the devices of which it takes one, and Which asks for that one; nil: there is nothing to choose.
	Choice func(c Case) []iamclient.MFADevice
	Which  string
	// Words are the words of a case.
	Words func(c Case) Words
	// Steps are the requests of a case.
	Steps func(c Case) []iamclient.Change
	// Learned is what is known of the user once it was made; nil: nothing.
	Learned func(c Case) directory.Facts
}

// Case is a remedy for one user.
type Case struct {
	User   directory.User
	Live   *iamclient.Access    // what was read live of the user when it was asked for; nil: nothing
	Device iamclient.MFADevice  // that was chosen; the zero value: none yet
	Codes  [2]*iamclient.Secret // of the device; the steps have copies
	Let    bool                 // the user change the password: a policy is attached first
	Skew   time.Duration        // by which AWS's clock is ahead of this machine's; negative: behind
	Now    time.Time
}

// Words are the words of one case.
type Words struct {
	Verb         string   // what yes does
	Ask          string   // the question
	Consequences []string // what else follows from it
	Warning      string   // what speaks against it; empty: nothing
	Doing        string   // while it is on its way
	Done, Failed string   // afterwards
}

// All are the remedies, in the order in which they are offered.
func All() []*Remedy {
	return []*Remedy{&forceChange, &removeMFA, &synchronise, &allowChange, &disableConsole, &revokeSessions, &restoreSessions, &deactivateKeys}
}

// ByKey is the remedy that a key asks for; nil where there is none.
func ByKey(key string) *Remedy {
	for _, r := range All() {
		if r.Key == key {
			return r
		}
	}
	return nil
}

// LetChange is the one that lets a user change their own password.
func LetChange() *Remedy { return &allowChange }

// Synchronise is the one that synchronises an MFA device, and verifies the caller by it.
func Synchronise() *Remedy { return &synchronise }

// Why is why the remedy does not apply to a user; empty: it does, as far as is known.
func (r *Remedy) Why(user directory.User) string {
	live := user.Live()
	switch {
	case live == nil:
		return ""
	case directory.Gone(live):
		return "No user named " + user.Shown() + ". r reads the list again."
	}
	return r.Blocked(user)
}

// Change is the case as it is sent.
func (r *Remedy) Change(c Case) change.Change { return change.Change{User: c.User, Steps: r.Steps(c)} }

// noPassword says that a user has no console password, where a live reading tells.
func noPassword(user directory.User) string {
	profile := user.Live().Profile
	if profile.Err == nil && profile.Value == nil || iamclient.KindOf(profile.Err) == iamclient.KindNoSuchEntity {
		return user.Shown() + " has no console password."
	}
	return ""
}

// unreadable says that something of a user could not be read.
func unreadable(what string, user directory.User, err error) string {
	return "The " + what + " of " + user.Shown() + " could not be read: " + explain.Unread(err) + "."
}

// MostSkew is how far AWS's clock may differ from this machine's before that is worth a word: AWS itself refuses requests
// that are signed 15 minutes off.
const MostSkew = 15 * time.Minute

// SkewWarning warns where AWS's clock is far from this machine's: sessions are revoked by AWS's clock. ahead is by how much
// AWS's is ahead, negative where it is behind.
func SkewWarning(ahead time.Duration, now time.Time) string {
	if ahead.Abs() <= MostSkew {
		return ""
	}
	side := "ahead of"
	if ahead < 0 {
		side = "behind"
	}
	return "! AWS's clock is " + text.Age(ahead.Abs()) + " " + side + " this machine's: sessions from before " + text.Clock(now.Add(ahead)) + " are revoked."
}
