package directory

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"iampasswd/iamclient"
	"iampasswd/iamclient/signins"
	"iampasswd/ui/explain"
	"iampasswd/ui/text"
)

// SignIns is the state of reading the attempts to sign in: of an account, or the older ones of a user.
type SignIns struct {
	Active  bool // they are being read
	At      time.Time
	Reading signins.Reading // the latest; without Regions: none
	Err     error           // why nothing could be read

	again bool // the operator wants them read again, however new they are
}

// signInsAge is how old a reading may be when the cursor comes to a user. The client keeps to the same.
const signInsAge = time.Minute

// Problem is why no Region could be read; nil: one could, or nothing was asked yet.
func (s SignIns) Problem() error {
	failed := s.Reading.Failed()
	switch {
	case s.Err != nil:
		return s.Err
	case len(failed) > 0 && !s.Reading.Read():
		return failed[0].Err
	}
	return nil
}

// due tells whether to read. What the caller may not read is asked for once, and then when the operator reads again:
// refused requests are noticed in an account.
func (s SignIns) due(now time.Time) bool {
	return !s.Active && (s.again || s.At.IsZero() || now.Sub(s.At) >= signInsAge && iamclient.KindOf(s.Problem()) != iamclient.KindDenied)
}

// SignIns are the attempts to sign in to the account in the last 24 hours.
func (v View) SignIns() SignIns { return v.of.signIns }

// Older are the older attempts of a user; the zero value where nobody has asked for them.
func (v View) Older(name string) SignIns { return v.of.older[name] }

// BeginSignIns tells whether the attempts are to be read now, and whether in the place of a reading that is new. The
// caller then reads them.
func (a *Account) BeginSignIns(now time.Time) (read, again bool) {
	s := &a.of.signIns
	if !s.due(now) {
		return false, false
	}
	again = s.again
	s.Active, s.again = true, false
	return true, again
}

// SawSignIns takes the attempts, or why they could not be read. What an earlier reading had stays where this one has nothing.
func (a *Account) SawSignIns(reading signins.Reading, err error, now time.Time) {
	s := &a.of.signIns
	s.Active, s.At, s.Err = false, now, err
	if err == nil {
		s.Reading = reading
	}
}

// BeginOlder notes that a user's older attempts are being read; false: they are already.
func (a *Account) BeginOlder(name string) bool {
	if a.of.older[name].Active {
		return false
	}
	if a.of.older == nil {
		a.of.older = map[string]SignIns{}
	}
	before := a.of.older[name]
	before.Active = true
	a.of.older[name] = before
	return true
}

// SawOlder takes a user's older attempts, or why they could not be read.
func (a *Account) SawOlder(name string, reading signins.Reading, err error, now time.Time) {
	a.of.older[name] = SignIns{At: now, Reading: reading, Err: err}
}

// Attempts are the user's attempts to sign in of the last 24 hours, the newest first.
func (s *SignIn) Attempts() []signins.Event {
	of := s.User.Account.SignIns().Reading
	return of.Of(s.User.Name)
}

// OlderAttempts are the user's attempts before those, as far as they were asked for.
func (s *SignIn) OlderAttempts() []signins.Event {
	older := s.User.Account.Older(s.User.Name).Reading
	known := s.Attempts()
	return slices.DeleteFunc(older.Of(s.User.Name), func(e signins.Event) bool {
		return slices.ContainsFunc(known, func(k signins.Event) bool { return k.ID == e.ID })
	})
}

const (
	// justNow is how long ago a sign-in may be that a caller who "cannot sign in" means.
	justNow = 15 * time.Minute
	// sameTime is how long ago an attempt under a name that does not exist may be to be guessed to be this user's.
	sameTime = time.Hour
)

// attempts are the verdicts of what AWS saw; none, where it was not read.
func (s *SignIn) attempts() []Verdict {
	of := s.User.Account.SignIns()
	if of.At.IsZero() || of.Problem() != nil {
		return nil
	}
	events := s.Attempts()
	all := s.ended(events)
	if v := s.mistyped(events, of.Reading.Nameless()); v != nil {
		all = append(all, *v)
	}
	return all
}

// ended is the verdict on how the user's latest attempts ended: those that ended alike, the newest first.
func (s *SignIn) ended(events []signins.Event) []Verdict {
	if len(events) == 0 {
		return nil
	}
	last, alike := events[0], 1
	for alike < len(events) && events[alike].Outcome == last.Outcome {
		alike++
	}
	ago := text.Ago(last.Time, s.Now)
	first := events[alike-1].Time
	switch last.Outcome {
	case signins.WrongPassword:
		if alike > 1 {
			return []Verdict{{explain.Bad, fmt.Sprintf("%s wrong passwords since %s, the last %s. Forgotten password: enter.", text.Capital(number(alike)), TimeOf(first, s.Now), ago), "", ""}}
		}
		return []Verdict{{explain.Warn, "A wrong password " + ago + ". Forgotten password: enter.", "", ""}}
	case signins.FailedMFA:
		often := text.If(alike > 1, fmt.Sprintf(", %d times since %s", alike, TimeOf(first, s.Now)))
		failed := "Failed at the MFA step " + ago + often + ": the password was right."
		if slices.ContainsFunc(s.Access.Devices.Value, iamclient.MFADevice.ShowsCodes) {
			return []Verdict{{explain.Bad, failed + " Lost the device: M.", "Y", "synchronises it, where its codes are refused"}}
		}
		return []Verdict{{explain.Bad, failed, "M", "deactivates an MFA device that is lost"}}
	case signins.SignedIn, signins.SignedInMFA:
		if s.Now.Sub(last.Time) <= justNow {
			return []Verdict{{explain.Good, "Signed in " + ago + ", from " + last.Address + ": then the problem is elsewhere.", "", ""}}
		}
	case signins.Failed:
		return []Verdict{{explain.Warn, "The last attempt, " + ago + ", " + last.OutcomeText() + ".", "", ""}}
	}
	return nil
}

// mistyped is the guess that an attempt under a name that does not exist was this user's: at about this time, from an
// address that the user has signed in from or tried to.
func (s *SignIn) mistyped(events, nameless []signins.Event) *Verdict {
	for _, e := range nameless {
		switch {
		case s.Now.Sub(e.Time) > sameTime, len(events) > 0 && events[0].Outcome.Succeeded() && events[0].Time.After(e.Time):
			return nil
		case e.Masked && s.Uses(e.Address):
			return &Verdict{explain.Warn, "Perhaps a mistyped user name: " + text.Ago(e.Time, s.Now) + ", somebody tried a name that no user has, from " +
				e.Address + ", which this user has used. A guess: spell out " + s.User.Shown() + ".", "", ""}
		}
	}
	return nil
}

// Uses tells whether the user has signed in from an address, or tried to, as far as the attempts go that were read.
func (s *SignIn) Uses(address string) bool {
	uses := func(e signins.Event) bool { return e.Address == address }
	return address != "" && (slices.ContainsFunc(s.Attempts(), uses) || slices.ContainsFunc(s.OlderAttempts(), uses))
}

// unseen is said where nothing else is wrong, and AWS saw no attempt of the user.
func (s *SignIn) unseen() []Verdict {
	of := s.User.Account.SignIns()
	said := "No attempt seen in the last 24 h: perhaps another page or another account."
	switch {
	case of.At.IsZero() || of.Problem() != nil || len(s.Attempts()) > 0:
		return nil
	case !of.Reading.Whole():
		said = "No attempt seen in the last 24 h, but not everything could be read."
	case s.User.Account.SignInURL() != "":
		said += " Read out " + strings.TrimPrefix(text.Clean(s.User.Account.SignInURL()), "https://")
	}
	if n := s.recentNameless(&of.Reading); n > 0 {
		said += fmt.Sprintf(" (%s under a name that no user has, in the last hour: perhaps a mistyped one.)", text.Counted(n, "attempt"))
	}
	return []Verdict{{explain.Plain, said, "", ""}}
}

func (s *SignIn) recentNameless(reading *signins.Reading) (n int) {
	for _, e := range reading.Nameless() {
		if e.Masked && s.Now.Sub(e.Time) <= sameTime {
			n++
		}
	}
	return n
}

// number is a small number in words.
func number(n int) string {
	words := []string{2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine", 10: "ten"}
	if n < len(words) && words[n] != "" {
		return words[n]
	}
	return fmt.Sprint(n)
}

// TimeOf is a time of day; with the day, where that is another.
func TimeOf(t, now time.Time) string {
	if t, now = t.Local(), now.Local(); t.YearDay() != now.YearDay() || t.Year() != now.Year() {
		return t.Format("01-02 15:04")
	}
	return t.Format("15:04")
}
