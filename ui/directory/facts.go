package directory

import (
	"time"

	"iampasswd/iamclient"
	"iampasswd/ui/text"
)

// Facts is what is known of a user's ways to sign in: from the credential report, from a live reading, or from what
// was changed here.
type Facts struct {
	Console    iamclient.Known // has a console password
	MustChange iamclient.Known // must create a new one at the next sign-in
	MFA        iamclient.Known // has an MFA device
	Keys       iamclient.Known // has an active access key
	ActiveKeys int8            // how many, where that is known
	Changed    time.Time       // when the password was last set; zero: unknown
	At         time.Time       // as of when
}

// over is what is known where s is newer than what was known before.
func (f Facts) over(older Facts) Facts {
	known := f
	if f.Keys == iamclient.Unknown {
		known.Keys, known.ActiveKeys = older.Keys, older.ActiveKeys
	}
	if f.Console == iamclient.No {
		return Facts{
			Console: f.Console, MustChange: iamclient.No, MFA: either(f.MFA, older.MFA),
			Keys: known.Keys, ActiveKeys: known.ActiveKeys, At: f.At,
		}
	}
	known.Console = either(f.Console, older.Console)
	known.MustChange = either(f.MustChange, older.MustChange)
	known.MFA = either(f.MFA, older.MFA)
	if known.Changed.IsZero() {
		known.Changed = older.Changed
	}
	return known
}

func either(a, b iamclient.Known) iamclient.Known {
	if a == iamclient.Unknown {
		return b
	}
	return a
}

// FactsOf is what a live reading tells.
func FactsOf(a *iamclient.Access) Facts {
	f := Facts{At: a.At}
	if a.Profile.Err == nil {
		f.Console = iamclient.Knowing(a.Profile.Value != nil)
	}
	if a.Profile.Err == nil && a.Profile.Value != nil {
		f.MustChange = iamclient.Knowing(a.Profile.Value.ResetRequired)
	}
	if a.Devices.Err == nil {
		f.MFA = iamclient.Knowing(len(a.Devices.Value) > 0)
	}
	if a.Keys.Err == nil {
		active := len(ActiveKeys(a))
		f.Keys, f.ActiveKeys = iamclient.Knowing(active > 0), int8(active) //nolint:gosec // IAM gives a user two at most
	}
	return f
}

// factBook is everything that is known of an account's users beyond the list, by name.
type factBook struct {
	listed    int       // how many users are in the list
	generated time.Time // when the credential report was made
	reported  map[string]reported
	learned   map[string]learned
}

// reported is what the credential report tells of one user.
type reported struct {
	changed            int64 // when the password was last set, in seconds; 0: unknown
	console, mfa, keys iamclient.Known
	activeKeys         int8
}

// learned is what live readings and changes told of one user.
type learned struct {
	Facts
	created time.Time // when the user was created that this is known of; zero: not known
}

// of puts together what is known of a user: what is newer goes over what is older. Facts about an earlier user of the
// same name are left out.
func (b *factBook) of(user iamclient.User) Facts {
	said, known := b.said(user), b.learned[user.Name]
	if known.ofAnother(user) {
		known = learned{}
	}
	if known.At.Before(said.At) {
		return said.over(known.Facts)
	}
	return known.over(said)
}

// said is what the credential report tells of a user.
func (b *factBook) said(user iamclient.User) Facts {
	r, ok := b.reported[user.Name]
	if !ok || b.generated.Before(user.Created) {
		return Facts{}
	}
	f := Facts{Console: r.console, MFA: r.mfa, Keys: r.keys, ActiveKeys: r.activeKeys, At: b.generated}
	if r.changed != 0 {
		f.Changed = time.Unix(r.changed, 0).UTC()
	}
	return f
}

// ofAnother tells whether the facts are about an earlier user of the same name.
func (l learned) ofAnother(user iamclient.User) bool {
	return !l.created.IsZero() && !user.Created.IsZero() && !l.created.Equal(user.Created)
}

// learn takes something newer about a user.
func (b *factBook) learn(user iamclient.User, f Facts) {
	if b.learned == nil {
		b.learned = map[string]learned{}
	}
	before := b.learned[user.Name]
	if before.ofAnother(user) {
		before = learned{}
	}
	b.learned[user.Name] = learned{f.over(before.Facts), user.Created}
}

// report takes a credential report.
func (b *factBook) report(r iamclient.Report) {
	b.generated, b.reported = r.Generated, make(map[string]reported, len(r.Users))
	for _, u := range r.Users {
		said := reported{console: u.Console, mfa: u.MFA, keys: u.ActiveKeys, activeKeys: int8(u.Keys)} //nolint:gosec // two at most
		if !u.PasswordChanged.IsZero() {
			said.changed = u.PasswordChanged.Unix()
		}
		b.reported[u.Name] = said
	}
}

// soonDays is how many days before a password expires AWS's console begins to say so.
const soonDays = 15

// Expiry is when a password expires under a policy, in days as a person counts them: by the calendar.
type Expiry struct {
	Expires bool // it does, and when is known
	Expired bool
	days    int // until then, or since then
}

// Expiry is when the password expires under a policy; the zero Expiry where it does not, or that is not known.
func (f Facts) Expiry(policy *iamclient.Policy, now time.Time) Expiry {
	if policy == nil || policy.MaxAgeDays == 0 || f.Changed.IsZero() || f.Console != iamclient.Yes {
		return Expiry{}
	}
	at := f.Changed.AddDate(0, 0, policy.MaxAgeDays)
	days := int(midnight(at).Sub(midnight(now)).Round(text.Day) / text.Day)
	return Expiry{true, !at.After(now), max(days, -days)}
}

// midnight is when the local day of t began.
func midnight(t time.Time) time.Time {
	y, m, d := t.Local().Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.Local)
}

// Soon tells whether AWS's console would speak of the expiry.
func (e Expiry) Soon() bool { return e.Expires && !e.Expired && e.days <= soonDays }

// Text is how long it is, in short.
func (e Expiry) Text() string { return text.Days(e.days) }
