package reset

import (
	"time"

	"iampasswd/iamclient"
	"iampasswd/ui/explain"
	"iampasswd/ui/text"
)

// How often it is read whether a user has replaced a password, and for how long.
const (
	WaitEvery = 7 * time.Second
	WaitFor   = 10 * time.Minute
)

// Waiting is what has been seen of a user who must choose a new password at the next sign-in, since this one was set. The
// zero value waits for nobody.
type Waiting struct {
	name  string // of the user, fit to show
	until time.Time

	asked  bool      // AWS has said that a new password must be chosen
	unsaid int       // how many answers said that none must be, before any said so
	heard  string    // the latest sign-in that is known of
	chosen time.Time // the user has chosen one: when that was seen
	why    string    // why nothing is read any more
}

// Wait begins to wait for the user of a result, where that one must choose a new password.
func (r *Result) Wait(now time.Time) Waiting {
	if !r.MustChange || r.Way == ChangeOwn {
		return Waiting{}
	}
	name := r.User.Shown()
	if text.Width(name) > longestWaited {
		name = "the user"
	}
	return Waiting{name: name, until: now.Add(WaitFor)}
}

// longestWaited is the width of the longest name that leaves room for the rest of the line on a narrow terminal.
const longestWaited = 20

// Begun tells whether there is anybody to wait for, and Over whether that has come to an end.
func (w *Waiting) Begun() bool { return w.name != "" }

// Over tells whether nothing is to be read any more.
func (w *Waiting) Over() bool { return !w.Begun() || !w.chosen.IsZero() || w.why != "" }

// Chosen is when it was seen that the user has chosen a new password; the zero time where it was not.
func (w *Waiting) Chosen() time.Time { return w.chosen }

// mostUnsaid is how many answers in a row may be older than the change before it: IAM answers from a copy at times.
const mostUnsaid = 5

// Saw takes what AWS says of the user's login profile. Only a flag that was seen on, and then off, is a password that
// was chosen: an answer may be older than the change.
func (w *Waiting) Saw(profile iamclient.LoginProfile, err error, now time.Time) {
	switch kind := iamclient.KindOf(err); {
	case w.Over():
	case kind == iamclient.KindCanceled:
	case kind == iamclient.KindNoLoginProfile, kind == iamclient.KindNoSuchEntity, kind == iamclient.KindNoSuchUser:
		w.why = w.name + " has no console password any more"
	case kind == iamclient.KindOtherCaller:
		w.why = "not known whether " + w.name + " signs in: these are other AWS credentials now"
	case err != nil:
		w.why = "not known whether " + w.name + " signs in: " + explain.Unread(err)
	case profile.ResetRequired:
		w.asked = true
	case w.asked:
		w.chosen = now
	default:
		if w.unsaid++; w.unsaid >= mostUnsaid {
			w.why = "AWS asks " + w.name + " for no new password: perhaps chosen already"
		}
	}
	w.Expire(now)
}

// Expire ends it where the time is up.
func (w *Waiting) Expire(now time.Time) {
	if !w.Over() && !now.Before(w.until) {
		w.why = "no new password of " + w.name + " by " + clock(now) + "; not watched any more"
	}
}

// Heard takes an attempt to sign in that is known from elsewhere, such as "wrong password", and when it was. One from before
// the password was set is about another one, and is left out.
func (w *Waiting) Heard(what string, at time.Time) {
	if at.After(w.until.Add(-WaitFor)) {
		w.heard = text.Clean(what) + ", " + clock(at)
	}
}

// Line says how it stands, in one line; empty where nobody is waited for.
func (w *Waiting) Line() (line string, level explain.Level) {
	switch {
	case !w.Begun():
		return "", explain.Plain
	case !w.chosen.IsZero():
		return w.name + " has chosen a new password, " + clock(w.chosen), explain.Good
	case w.why != "":
		return w.why, explain.Plain
	case w.heard != "":
		return w.heard + "; waiting for " + w.name, explain.Warn
	}
	return "waiting for " + w.name + " to sign in", explain.Plain
}

// clock is the time of day.
func clock(t time.Time) string { return t.Local().Format("15:04") }
