package ui

import (
	"time"

	"iampasswd/iamclient"
	"iampasswd/ui/explain"
	"iampasswd/ui/text"
)

// verdict is one reason why a user may not be able to sign in, and what mends it.
type verdict struct {
	level  explain.Level
	text   string
	key    string // that mends it; empty: none does
	remedy string // what the key does
}

// signIn is everything that is known of how a user signs in.
type signIn struct {
	user     target
	access   *iamclient.Access
	standing standing
	policy   *iamclient.Policy // nil until it has been read
	now      time.Time
}

// verdicts are the reasons, the worst first. There is always one.
func (s *signIn) verdicts() []verdict {
	if gone(s.access) {
		return []verdict{{explain.Bad, "There is no user " + s.user.name() + " any more: deleted a moment ago, or elsewhere.", "r", "reads the list again"}}
	}
	switch s.standing.console {
	case iamclient.No:
		return append([]verdict{{explain.Bad, "No console password.", "enter", "creates one"}}, s.sessions()...)
	case iamclient.Unknown:
		return append([]verdict{{explain.Warn, "Whether there is a console password could not be read: " +
			explain.Unread(s.access.Profile.Err) + ".", "enter", "tries to reset it"}}, s.hints()...)
	}
	all := append(s.password(), s.sessions()...)
	if len(all) == 0 {
		all = []verdict{{explain.Good, "Nothing here keeps " + s.user.name() + " from signing in: a forgotten password, or another sign-in page?", "enter", "resets the password"}}
	}
	return append(all, s.hints()...)
}

// password is what is wrong with the password itself.
func (s *signIn) password() []verdict {
	var all []verdict
	may := mayChangeOwn(s.policy, s.access)
	if s.standing.reset == iamclient.Yes {
		all = append(all, s.forced(may))
	}
	e := s.standing.expiry(s.policy, s.now)
	switch {
	case e.expired && s.policy.HardExpiry:
		all = append(all, verdict{explain.Bad, "Password expired " + e.text() + " ago, and only an administrator can renew it (hard expiry).", "enter", "resets it"})
	case e.expired && may == iamclient.No && s.standing.reset != iamclient.Yes:
		all = append(all, verdict{explain.Bad, "Password expired " + e.text() + " ago, and may not be changed by its owner.", "enter", "resets it"})
	case e.expired:
		all = append(all, verdict{explain.Warn, "Password expired " + e.text() + " ago: a new one is asked for at the next sign-in.", "enter", "resets it"})
	case e.soon():
		all = append(all, verdict{explain.Warn, "Password expires in " + e.text() + ".", "", ""})
	}
	return all
}

// forced is the verdict on who must create a new password.
func (s *signIn) forced(may iamclient.Known) verdict {
	const must = "Must create a new password at the next sign-in"
	switch may {
	case iamclient.Yes:
		return verdict{explain.Warn, must + ", and may.", "", ""}
	case iamclient.No:
		if by, denied := denial(s.access); denied {
			return verdict{explain.Bad, must + ", and may not: " + by + " denies iam:ChangePassword explicitly. Have that policy changed; where it asks for MFA, a device helps.", "", ""}
		}
		return verdict{explain.Bad, must + ", and may not: no iam:ChangePassword, and the account does not allow it.", "w", "attaches IAMUserChangePassword"}
	}
	return verdict{explain.Warn, must + ". Whether that is allowed could not be read: " + s.whyUnclear() + ".", "w", "attaches IAMUserChangePassword"}
}

func (s *signIn) whyUnclear() string {
	switch {
	case s.policy == nil || !s.policy.Verified():
		return "the account's password policy is not known"
	case s.access.MayChange.Err != nil:
		return explain.Unread(s.access.MayChange.Err)
	}
	return "it depends on how the user signs in, as with MFA"
}

// sessions is what became of the user's sessions.
func (s *signIn) sessions() []verdict {
	if s.access.Revoked.Err != nil || s.access.Revoked.Value.IsZero() {
		return nil
	}
	return []verdict{{explain.Warn, "Sessions from before " + text.Clock(s.access.Revoked.Value) + " are revoked.", "X", "removes that"}}
}

// hints are what does not stand in the way, and may explain it all the same.
func (s *signIn) hints() []verdict {
	var all []verdict
	if s.access.Devices.Err == nil && len(s.access.Devices.Value) == 0 {
		all = append(all, verdict{explain.Warn, "No MFA device: where a policy asks for MFA, nearly everything is denied until one is registered.", "", ""})
	}
	if s.user.known && s.user.LastSignIn.IsZero() {
		all = append(all, verdict{explain.Plain, "Has never signed in with a password.", "", ""})
	}
	return all
}
