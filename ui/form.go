package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"iampasswd/iamclient"
	"iampasswd/iamclient/rails"
)

// shownFor is how long a password stays readable.
const shownFor = time.Minute

// field is a place in the form that the cursor can be at.
type field int

const (
	fieldOld field = iota // the caller's current password; changeOwn only
	fieldNew
	fieldAgain
	fieldReset
	fieldRevoke // resetPassword only
	fieldButton
)

// form takes a new password for one user. Its text survives every error, resize and refresh.
type form struct {
	user      target
	operation operation
	policy    *iamclient.Policy // nil until it has been read

	old, password, again secretField
	focus                field
	resetRequired        bool
	revoke               bool              // the sessions too
	access               *iamclient.Access // what was read live of the user; nil: nothing yet
	shownUntil           time.Time
	seen                 bool // the password has been shown

	generator *generator         // what generated passwords are to be like; the whole session has one
	made      string             // what the generated password is made of, and its entropy
	strength  iamclient.Strength // of the password that was typed
	context   []string           // what somebody who guesses would try first

	sure     confirmation
	unknown  bool // this very password may be in force already
	renew    bool // the credentials have to be read again before the next try
	send     sending
	problem  *problem
	refusals map[field]string // what was wrong with a field
	ended    error            // how the last try ended
	unmade   *problem         // why the sessions were not revoked, where the password was set
	rails    *rails.Rails
}

// confirmation remembers what a second press of the same key confirms.
type confirmation struct{ unmet, overwrite bool }

func newForm(user target, policy *iamclient.Policy, generator *generator, context []string) *form {
	return &form{
		user: user, policy: policy, focus: fieldNew, resetRequired: true,
		generator: generator, context: append(context, user.Name, user.Path),
	}
}

func (f *form) fields() []field {
	switch f.operation {
	case changeOwn:
		return []field{fieldOld, fieldNew, fieldAgain, fieldButton}
	case resetPassword:
		return []field{fieldNew, fieldAgain, fieldReset, fieldRevoke, fieldButton}
	default:
		return []field{fieldNew, fieldAgain, fieldReset, fieldButton}
	}
}

// knows takes what was read live of the user.
func (f *form) knows(a *iamclient.Access) {
	f.access = a
	none := a.Profile.Err == nil && a.Profile.Value == nil
	if none && f.operation == resetPassword && !f.send.active() && f.problem == nil {
		f.operation = createProfile
		if f.focus == fieldRevoke {
			f.focus = fieldButton
		}
	}
}

func (f *form) takesText() bool { return true }

func (f *form) sending() *sending { return &f.send }

func (f *form) about() target { return f.user }

func (f *form) keys() keyMap {
	return formKeys(f.verb(), f.send.active(), f.problem != nil, f.generated())
}

func (f *form) shown(now time.Time) bool { return now.Before(f.shownUntil) }

// learned is what is known of the user once the password is set.
func (f *form) learned(now time.Time) standing {
	reset := f.resetRequired && f.operation != changeOwn
	return standing{console: iamclient.Yes, reset: iamclient.Knowing(reset), changed: now, at: now}
}

// typed tells whether there is anything to lose.
func (f *form) typed() bool {
	return f.old.secret.Len()+f.password.secret.Len()+f.again.secret.Len() > 0
}

func (f *form) press(k tea.KeyPressMsg, c canvas) action {
	b, ok := f.keys().match(k)
	switch {
	case ok && b.why != "":
		return sayThat(b.why)
	case ok && b.intent == intentToggle && f.field(f.focus) != nil:
		return f.edit(k) // a space in a password
	case ok:
		return f.do(b.intent, c.now)
	}
	return f.edit(k)
}

func (f *form) do(i intent, now time.Time) action {
	if i != intentGenerate {
		f.sure.overwrite = false
	}
	switch i {
	case intentNextField:
		f.step(1)
	case intentPrevField:
		f.step(-1)
	case intentEnter:
		if f.focus == fieldAgain || f.focus == fieldButton {
			return f.submit()
		}
		f.step(1)
	case intentSubmit:
		return f.submit()
	case intentToggle:
		return f.toggle()
	case intentShow:
		f.show(now)
	case intentGenerate:
		f.generate(now)
	case intentStyle:
		f.generator.change()
		f.generate(now)
	case intentLonger:
		return f.resize(1, now)
	case intentShorter:
		return f.resize(-1, now)
	case intentDetails:
		return openDetails{*f.problem}
	case intentBack:
		return f.back()
	}
	return nil
}

func (f *form) step(n int) {
	fields := f.fields()
	for i, at := range fields {
		if at == f.focus {
			f.focus = fields[(i+n+len(fields))%len(fields)]
			return
		}
	}
	f.focus = fieldNew
}

// toggle ticks the box, or presses the button.
func (f *form) toggle() action {
	if f.focus == fieldButton {
		return f.submit()
	}
	if f.send.active() {
		return sayThat("The request is on its way, as the box was.")
	}
	if f.focus == fieldRevoke {
		f.revoke = !f.revoke
		return nil
	}
	if f.rails.ResetIsLocked() {
		return sayThat("A guard rail of your team keeps the box ticked.")
	}
	f.resetRequired = !f.resetRequired
	return nil
}

func (f *form) show(now time.Time) {
	if f.shown(now) {
		f.mask()
		return
	}
	f.shownUntil = now.Add(shownFor)
	f.seen = true
}

// mask hides the passwords.
func (f *form) mask() { f.shownUntil = time.Time{} }

func (f *form) field(at field) *secretField {
	switch at {
	case fieldOld:
		return &f.old
	case fieldNew:
		return &f.password
	case fieldAgain:
		return &f.again
	}
	return nil
}

func (f *form) edit(k tea.KeyPressMsg) action {
	return f.change(func(text *secretField) (bool, string) { return text.press(k) })
}

func (f *form) paste(text string) action {
	return f.change(func(field *secretField) (bool, string) { return true, field.insert(text) })
}

// change edits the focused field, unless its text is on its way.
func (f *form) change(edit func(*secretField) (bool, string)) action {
	text := f.field(f.focus)
	if text == nil {
		return nil
	}
	if f.send.active() {
		return sayThat("The request is on its way, so the fields wait. esc stops watching it.")
	}
	if f.rails.TypingIsRefused() && text != &f.old {
		return sayThat("Only generated passwords are allowed: ctrl+g makes one.")
	}
	before := text.secret.Len()
	handled, refusal := edit(text)
	switch {
	case refusal != "":
		f.refuse(f.focus, refusal)
	case handled && (text.secret.Len() != before || before > 0):
		f.edited()
		if text == &f.password {
			f.strength = iamclient.EstimateStrength(&text.secret, f.context...)
		}
	}
	return nil
}

// edited forgets what was known of the text before.
func (f *form) edited() {
	f.unknown, f.sure, f.refusals = false, confirmation{}, nil
}

func (f *form) refuse(at field, why string) {
	f.problem = nil
	f.refusals = map[field]string{at: why}
	f.focus = at
}

// back leaves the form, or the change that is under way.
func (f *form) back() action {
	switch {
	case f.send.active():
		return f.send.back()
	case f.unknown:
		return ask{question{text: f.atRisk() + " Leave all the same?", verb: "leave", yes: leave{2}}}
	case f.typed():
		return ask{question{text: "Discard what you typed for " + f.user.name() + "?", verb: "discard", yes: leave{2}}}
	}
	return leave{1}
}

// atRisk says that leaving would lose a password that may be in force.
func (f *form) atRisk() string {
	if f.unknown {
		return "The password may be in force for " + f.user.name() + ", and would be lost."
	}
	return ""
}

func (f *form) forget() {
	for _, at := range []field{fieldOld, fieldNew, fieldAgain} {
		f.field(at).secret.Wipe()
	}
}
