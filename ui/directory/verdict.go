package directory

import (
	"slices"
	"time"

	"iampasswd/iamclient"
	"iampasswd/ui/explain"
	"iampasswd/ui/text"
)

// Verdict is one reason why a user may not be able to sign in, and what mends it.
type Verdict struct {
	Level explain.Level
	Text  string
	Key   string // that mends it; empty: none does
	Does  string // what the key does
}

// SignIn is everything that is known of how a user signs in.
type SignIn struct {
	User   User
	Access *iamclient.Access // the latest live reading
	Facts  Facts
	Now    time.Time
	NoKeys bool // no key that changes something works where it is shown, so that the verdicts name none
}

func (s *SignIn) policy() *iamclient.Policy { return s.User.Account.Policy() }

// Verdicts are the reasons, the worst first. There is always one.
func (s *SignIn) Verdicts() []Verdict {
	if Gone(s.Access) {
		return []Verdict{{explain.Bad, "No user named " + s.User.Shown() + ": deleted since the list was read.", "r", "reads the list again"}}
	}
	all := s.quarantine()
	switch s.Facts.Console {
	case iamclient.No:
		return append(append(all, Verdict{explain.Bad, "No console password.", "enter", "creates one"}), s.sessions()...)
	case iamclient.Unknown:
		return append(append(all, Verdict{explain.Warn, "It is not known whether there is a console password: " +
			explain.Unread(s.Access.Profile.Err) + ".", "enter", "tries to reset it"}), append(s.attempts(), s.hints()...)...)
	}
	all = append(append(all, s.passwordVerdicts()...), s.sessions()...)
	all = append(all, s.attempts()...)
	if len(all) == 0 {
		all = append([]Verdict{{explain.Good, s.noProblem(), "", ""}}, s.unseen()...)
	}
	return append(all, s.hints()...)
}

// quarantine is the verdict on a user whose access key AWS itself has found where it may be read by anybody.
func (s *SignIn) quarantine() []Verdict {
	i := slices.IndexFunc(s.Access.Attached.Value, iamclient.AttachedPolicy.Quarantines)
	if i < 0 {
		return nil
	}
	v := Verdict{explain.Bad, "AWS has quarantined this user: an access key leaked (" + text.Clean(s.Access.Attached.Value[i].Name) +
		"). Follow AWS's support case before that policy is removed.", "K", "deactivates the access keys"}
	if s.Access.Keys.Err == nil && len(ActiveKeys(s.Access)) == 0 {
		v.Key, v.Does = "R", "signs the user out of all sessions: no access key is active"
	}
	return []Verdict{v}
}

// noProblem says what else may keep a user from signing in, each with its key.
func (s *SignIn) noProblem() string {
	lost := s.Access.Devices.Err == nil && len(s.Access.Devices.Value) > 0
	if s.NoKeys {
		return "No problem found. Perhaps a forgotten password" + text.If(lost, ", a lost MFA device or one whose clock is off,") + " or another sign-in page."
	}
	likely := "No problem found. Forgotten password: enter."
	if p := s.policy(); p != nil && p.MaxAgeDays > 0 && s.Facts.Changed.IsZero() {
		likely = "No problem found, but whether the password has expired is not known. Forgotten password: enter."
	}
	if lost {
		likely += " Lost MFA device: M."
		if HasCodes(s.Access) {
			likely += " Codes refused: Y."
		}
	}
	return likely + " Otherwise read out the sign-in page."
}

// passwordVerdicts are what is wrong with the password itself.
func (s *SignIn) passwordVerdicts() []Verdict {
	var all []Verdict
	may := MayChangeOwn(s.User)
	if s.Facts.MustChange == iamclient.Yes {
		all = append(all, s.forced())
	}
	e := s.Facts.Expiry(s.policy(), s.Now)
	switch {
	case e.Expired && s.policy().HardExpiry:
		all = append(all, Verdict{explain.Bad, "Password expired " + e.Text() + " ago, and only an administrator can reset it (hard expiry).", "enter", "resets it"})
	case e.Expired && may == iamclient.No && s.Facts.MustChange != iamclient.Yes:
		all = append(all, Verdict{explain.Bad, "Password expired " + e.Text() + " ago, and the user may not change it.", "enter", "resets it"})
	case e.Expired:
		all = append(all, Verdict{explain.Warn, "Password expired " + e.Text() + " ago: the user is asked for a new one at next sign-in.", "enter", "resets it"})
	case e.Soon():
		all = append(all, Verdict{explain.Warn, "Password expires in " + e.Text() + ".", "enter", "resets it"})
	}
	return all
}

// forced is the verdict on who must choose a new password.
func (s *SignIn) forced() Verdict {
	const must = "Must choose a new password at next sign-in"
	enter, untick := "enter", `resets it: untick "must choose a new password"`
	if s.User.Account.Rails().ResetIsLocked() { // the box cannot be unticked
		enter, untick = "", ""
	}
	switch f := ForcedChange(s.User); {
	case MayChangeOwn(s.User) == iamclient.Yes:
		return Verdict{explain.Warn, must + " (allowed).", "enter", "resets it, where the present one is forgotten"}
	case f.DeniedBy != "":
		return Verdict{explain.Bad, must + ", but may not: " + f.DeniedBy + " explicitly denies iam:ChangePassword. Have that policy changed; if it asks for MFA, a device helps.", enter, untick}
	case f.Stops() && f.Attached:
		return Verdict{explain.Bad, must + ", but may not: " + f.Why() + ".", enter, untick}
	case f.Stops():
		return Verdict{explain.Bad, must + ", but may not: neither iam:ChangePassword nor the account's policy allows it.", "w", s.attaches(f)}
	case f.Attached:
		return Verdict{explain.Warn, must + ". It is not known whether that is allowed: " + s.whyUnclear() + ".", enter, untick}
	default:
		return Verdict{explain.Warn, must + ". It is not known whether that is allowed: " + s.whyUnclear() + ".", "w", s.attaches(f)}
	}
}

// attaches is what w does, in the verdict.
func (s *SignIn) attaches(f Forced) string {
	return "attaches IAMUserChangePassword" + text.If(f.Path != "", " (it covers only users without a path)")
}

func (s *SignIn) whyUnclear() string {
	switch {
	case s.policy() == nil || !s.policy().Verified():
		return "the account's password policy is not known"
	case s.Access.MayChange.Err != nil:
		return explain.Unread(s.Access.MayChange.Err)
	}
	return "it depends on how the user signs in, for example with MFA"
}

// sessions is what became of the user's sessions.
func (s *SignIn) sessions() []Verdict {
	if s.Access.Revoked.Err != nil || s.Access.Revoked.Value.IsZero() {
		return nil
	}
	return []Verdict{{explain.Warn, "Sessions from before " + text.Clock(s.Access.Revoked.Value) + " are revoked; a new sign-in works.", "X", "removes that"}}
}

// hints are what does not stand in the way, and may explain it all the same.
func (s *SignIn) hints() []Verdict {
	var all []Verdict
	if s.Access.Devices.Err == nil && len(s.Access.Devices.Value) == 0 {
		all = append(all, Verdict{explain.Warn, "No MFA device. If a policy requires MFA, almost everything is denied until one is registered.", "", ""})
	}
	if s.User.Known && s.User.LastSignIn.IsZero() {
		all = append(all, Verdict{explain.Plain, "Has never signed in with a password: read out the sign-in page.", "", ""})
	}
	return all
}

// PasswordText is the state of the password, in words.
func (s *SignIn) PasswordText() string {
	switch s.Facts.Console {
	case iamclient.No:
		return "none"
	case iamclient.Unknown:
		return "unknown: " + explain.Unread(s.Access.Profile.Err)
	}
	words := "yes; when it was set is not known"
	if !s.Facts.Changed.IsZero() {
		words = "set " + text.Ago(s.Facts.Changed, s.Now)
	}
	switch e := s.Facts.Expiry(s.policy(), s.Now); {
	case e.Expired:
		return words + ", expired " + e.Text() + " ago"
	case e.Expires:
		return words + ", expires in " + e.Text()
	}
	return words
}

// MayChangeText is whether the user may change it, in words.
func (s *SignIn) MayChangeText() string {
	switch MayChangeOwn(s.User) {
	case iamclient.Yes:
		if s.policy() != nil && s.policy().Verified() && s.policy().UsersMayChange {
			return "yes, the account lets every user"
		}
		return "yes, by the user's policies"
	case iamclient.No:
		if by := ForcedChange(s.User).DeniedBy; by != "" {
			return "no, " + by + " denies it"
		}
		return "no"
	}
	return "unknown: " + s.whyUnclear()
}
