package ui

import (
	"slices"
	"time"

	"iampasswd/iamclient"
	"iampasswd/iamclient/history"
	"iampasswd/iamclient/strength"
	"iampasswd/ui/change"
	"iampasswd/ui/directory"
	"iampasswd/ui/explain"
	"iampasswd/ui/reset"
	"iampasswd/ui/text"
)

// shownFor is how long a password stays readable.
const shownFor = time.Minute

// form takes a new password for one user. Its text survives every error, resize and refresh.
type form struct {
	*reset.Draft
	old, password, again secretField // over the draft's
	focus                reset.Field
	skew                 string // warns that AWS's clock differs, by which sessions are revoked; empty: it does not
	shownUntil           time.Time

	generator *reset.Generator
	makeup    string             // what the generated password is made of, and its entropy
	strength  strength.Estimated // of the password that was typed

	reading func() bool // the user is being read live for the first time
	waits   bool        // to be sent until that has ended

	replaces bool // the same key again replaces what is in the fields
	send     sending
	problem  *explain.Problem
	refusals map[reset.Field]string // what was wrong with a field
	choosing bool                   // what to do about a lock-out: enter in its boxes submits
	ended    error                  // how the last try ended
	unmade   *explain.Problem       // why the sessions were not revoked, where the password was set
}

func newForm(draft *reset.Draft, generator *reset.Generator) *form {
	return &form{
		Draft: draft, focus: reset.FieldNew, generator: generator,
		old: secretField{secret: &draft.Old}, password: secretField{secret: &draft.Password}, again: secretField{secret: &draft.Again},
	}
}

// fields are the fields that there are now.
func (f *form) fields() []reset.Field { return f.Fields() }

// at is the field with the focus. What is known of the user may have taken the field away that had it.
func (f *form) at() reset.Field {
	switch {
	case slices.Contains(f.fields(), f.focus):
		return f.focus
	case f.focus == reset.FieldLetChange && slices.Contains(f.fields(), reset.FieldMustChange):
		return reset.FieldMustChange // where a space sends nothing
	}
	return reset.FieldSend
}

func (f *form) takesText() bool { return true }

func (f *form) sending() *sending { return &f.send }

func (f *form) about() directory.User { return f.User }

func (f *form) account() directory.View { return f.User.Account }

func (f *form) user() directory.Key { return f.User.Key() }

func (f *form) moveTo(account directory.View) { f.User.Account = account }

func (f *form) keys() keyMap {
	enter := nextField
	if f.enterSubmits() {
		enter = f.verb()
	}
	return formKeys(formState{
		enter: enter, tick: f.tick(), back: f.send.escape(), shown: !f.shownUntil.IsZero(),
		sending: f.send.active(), failed: f.problem != nil, created: f.Generated(), unknown: f.Unknown(),
	})
}

func (f *form) shown(now time.Time) bool { return now.Before(f.shownUntil) }

func (f *form) learned(now time.Time) (facts directory.Facts, ok bool) { return f.Learned(now), true }

// mask hides the passwords.
func (f *form) mask() { f.shownUntil = time.Time{} }

// atRisk says that leaving would lose a password that may be in force.
func (f *form) atRisk() string { return f.AtRisk() }

// forget wipes the passwords.
func (f *form) forget() { f.Wipe() }

// judge takes what became of the change. It is made as soon as the password is set, whatever becomes of the sessions.
func (f *form) judge(o change.Outcome) (p *explain.Problem, err error) {
	part := f.Took(o.Made)
	if o.Err == nil {
		return nil, nil
	}
	in := f.User.Account.Context(f.User, "enter")
	if part == reset.SetsFirst {
		in.NoPassword, in.Again = true, "R in the list"
		unmade := explain.Error(o.Err, in)
		f.unmade = &unmade
		return nil, nil
	}
	in.NoPassword = f.Allowing()
	words := explain.Error(o.Err, in)
	switch canceled := iamclient.KindOf(o.Err) == iamclient.KindCanceled; {
	case part == reset.LetsOnly && canceled:
		words.Title = "IAMUserChangePassword is attached; the password was not sent."
	case part == reset.LetsOnly:
		words.Title = "IAMUserChangePassword is attached. " + words.Title
	case f.Allowing() && !canceled:
		words.Title = "No password was sent: IAMUserChangePassword could not be attached. " + words.Title
	case iamclient.MayHaveSucceeded(o.Err):
		words.Remedy += " F5 asks CloudTrail."
	}
	return &words, o.Err
}

// finished takes the outcome of the change.
func (f *form) finished(err error, p *explain.Problem, now time.Time) action {
	began := f.send.began
	f.send.stop()
	f.problem, f.ended, f.choosing = p, err, false
	if err == nil {
		return handOver{f.send.id, f.Result(now, now.Sub(began), f.unmade)}
	}
	if at := f.Failed(err); at != reset.FieldSame {
		f.focus = at
	}
	return refused{iamclient.KindOf(err), f.User}
}

// settled takes what CloudTrail says of the try whose outcome got lost: where the password is in force, it is handed over.
func (f *form) settled(e history.Entry, now time.Time) action {
	if !f.Unknown() || f.send.active() {
		return nil // it was edited or sent again since
	}
	said := explain.Settled(e, iamclient.Settled)
	if e.Outcome == history.Refused {
		f.NotInForce()
		f.problem = &explain.Problem{Title: "Not changed. " + said, Remedy: "enter sends it again."}
		return nil
	}
	if f.Revoke && f.Way() == reset.Reset {
		f.unmade = &explain.Problem{Title: "The sessions were not revoked, because the answer to the reset got lost.", Remedy: "R in the list revokes them."}
	}
	f.problem, f.ended = nil, nil
	return handOver{f.send.id, f.Result(now, max(0, e.Settled.EventTime.Sub(e.Time)), f.unmade)}
}

// hasMore tells that the operator has a password to hand over, or to send again.
func (*form) hasMore(error) bool { return true }

// outcome says how the change ended, for an operator who stopped watching it.
func (f *form) outcome() notice {
	name := f.User.Shown()
	switch {
	case f.ended == nil && f.unmade != nil:
		return notice{f.Way().Done() + " for " + name + ", but the sessions were not revoked.", explain.Warn}
	case f.ended == nil:
		return notice{f.Way().Done() + " for " + name + ".", explain.Good}
	case f.Unknown():
		return notice{"Outcome unknown for " + name + ".", explain.Warn}
	}
	return notice{"Not changed for " + name + ".", explain.Bad}
}

// guesses are what somebody who guesses the password would try first.
func (f *form) guesses() []string {
	at := f.User.Account
	return []string{at.Alias(), at.Identity().Account, at.Endpoint().Profile, f.User.Name, f.User.Path}
}

// verb is what the button does.
func (f *form) verb() string {
	switch f.Way() {
	case reset.Create:
		return "create"
	case reset.ChangeOwn:
		return "change"
	}
	return "reset"
}

func (f *form) heading() (title, button string) {
	switch f.Way() {
	case reset.Create:
		return "Create a console password for ", "Create console password"
	case reset.ChangeOwn:
		return "Change your own password, ", "Change password"
	}
	return "Reset password for ", "Reset password"
}

// back leaves the form, or the change that is under way.
func (f *form) back() action {
	switch {
	case f.send.active():
		return f.send.back()
	case f.Unknown():
		return ask{question{text: f.atRisk() + " Leave anyway?", verb: "leave", yes: leave{2}}}
	case f.Typed():
		return ask{question{text: "Discard what you typed for " + f.User.Shown() + "?", verb: "discard", yes: leave{2}}}
	}
	return leave{1}
}

// tags are what the user can be told by, once they have been read.
func (f *form) tags(c canvas) string {
	live := f.User.Live()
	if live == nil || len(live.User.Value.Tags) == 0 {
		return ""
	}
	return "  " + c.styles.faint.Render(text.Fit(directory.TagsText(live.User.Value), c.width-4))
}
