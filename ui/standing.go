package ui

import (
	"time"

	"iampasswd/iamclient"
	"iampasswd/ui/text"
)

// standing is what is known of a user's ways to sign in: from the credential report, from a live reading, or from what
// was changed here.
type standing struct {
	console iamclient.Known // has a console password
	reset   iamclient.Known // must create a new one at the next sign-in
	mfa     iamclient.Known // has an MFA device
	changed time.Time       // when the password was last set; zero: unknown
	at      time.Time       // as of when
	created time.Time       // when the user was created that this is known of; zero: not known
}

// over is what is known where s is newer than what was known before.
func (s standing) over(older standing) standing {
	known := s
	if s.console == iamclient.No {
		return standing{console: s.console, reset: iamclient.No, mfa: either(s.mfa, older.mfa), at: s.at}
	}
	known.console = either(s.console, older.console)
	known.reset = either(s.reset, older.reset)
	known.mfa = either(s.mfa, older.mfa)
	if known.changed.IsZero() {
		known.changed = older.changed
	}
	return known
}

func either(a, b iamclient.Known) iamclient.Known {
	if a == iamclient.Unknown {
		return b
	}
	return a
}

func standingOf(a *iamclient.Access) standing {
	s := standing{at: a.At}
	if a.Profile.Err == nil {
		s.console = iamclient.Knowing(a.Profile.Value != nil)
	}
	if a.Profile.Err == nil && a.Profile.Value != nil {
		s.reset = iamclient.Knowing(a.Profile.Value.ResetRequired)
	}
	if a.Devices.Err == nil {
		s.mfa = iamclient.Knowing(len(a.Devices.Value) > 0)
	}
	return s
}

func reportedStanding(u iamclient.ReportedUser, generated time.Time) standing {
	return standing{console: u.Console, mfa: u.MFA, changed: u.PasswordChanged, at: generated}
}

// knowledge is everything that is known of the users beyond the list, by name.
type knowledge struct {
	reported map[string]standing
	learned  map[string]standing // from live readings and changes
}

// of puts together what is known of a user: what is newer goes over what is older. What is known of somebody who had
// the same name before is nothing of this one.
func (k *knowledge) of(user iamclient.User) standing {
	reported, learned := k.reported[user.Name], k.learned[user.Name]
	if reported.at.Before(user.Created) {
		reported = standing{}
	}
	if learned.ofAnother(user) {
		learned = standing{}
	}
	if learned.at.Before(reported.at) {
		return reported.over(learned)
	}
	return learned.over(reported)
}

// ofAnother tells whether it is known of somebody else who had the user's name.
func (s standing) ofAnother(user iamclient.User) bool {
	return !s.created.IsZero() && !user.Created.IsZero() && !s.created.Equal(user.Created)
}

// learn takes something newer about a user.
func (k *knowledge) learn(user iamclient.User, s standing) {
	if k.learned == nil {
		k.learned = map[string]standing{}
	}
	before := k.learned[user.Name]
	if before.ofAnother(user) {
		before = standing{}
	}
	learned := s.over(before)
	learned.created = user.Created
	k.learned[user.Name] = learned
}

// report takes a credential report.
func (k *knowledge) report(r iamclient.Report) {
	k.reported = make(map[string]standing, len(r.Users))
	for _, u := range r.Users {
		k.reported[u.Name] = reportedStanding(u, r.Generated)
	}
}

// soonDays is how many days before a password expires AWS's console begins to say so.
const soonDays = 15

// expiry is when a password expires under a policy, in days as a person counts them: by the calendar.
type expiry struct {
	expires bool // it does, and when is known
	expired bool
	days    int // until then, or since then
}

func (s standing) expiry(policy *iamclient.Policy, now time.Time) expiry {
	if policy == nil || policy.MaxAgeDays == 0 || s.changed.IsZero() || s.console != iamclient.Yes {
		return expiry{}
	}
	at := s.changed.AddDate(0, 0, policy.MaxAgeDays)
	days := int(midnight(at).Sub(midnight(now)).Round(text.Day) / text.Day)
	return expiry{true, !at.After(now), max(days, -days)}
}

// midnight is when the local day of t began.
func midnight(t time.Time) time.Time {
	y, m, d := t.Local().Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.Local)
}

// soon tells whether AWS's console would speak of the expiry.
func (e expiry) soon() bool { return e.expires && !e.expired && e.days <= soonDays }

// text is how long it is, in short.
func (e expiry) text() string { return text.Days(e.days) }
