package ui

import (
	"errors"
	"time"

	tea "charm.land/bubbletea/v2"

	"iampasswd/iamclient"
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
	shownUntil           time.Time
	generated            bool // the password is as the generator made it
	seen                 bool // the password has been shown

	sure     confirmation
	unknown  bool // this very password may be in force already
	renew    bool // the credentials have to be read again before the next try
	send     sending
	problem  *problem
	refusals map[field]string // what was wrong with a field
	ended    error            // how the last try ended
}

// confirmation remembers what a second press of the same key confirms.
type confirmation struct{ unmet, overwrite bool }

func newForm(user target, policy *iamclient.Policy) *form {
	return &form{user: user, policy: policy, focus: fieldNew, resetRequired: true}
}

func (f *form) fields() []field {
	switch f.operation {
	case changeOwn:
		return []field{fieldOld, fieldNew, fieldAgain, fieldButton}
	default:
		return []field{fieldNew, fieldAgain, fieldReset, fieldButton}
	}
}

func (f *form) takesText() bool { return true }

func (f *form) sending() *sending { return &f.send }

func (f *form) about() target { return f.user }

func (f *form) keys() keyMap { return formKeys(f.verb(), f.send.active(), f.problem != nil) }

func (f *form) shown(now time.Time) bool { return now.Before(f.shownUntil) }

// typed tells whether there is anything to lose.
func (f *form) typed() bool {
	return f.old.secret.Len()+f.password.secret.Len()+f.again.secret.Len() > 0
}

func (f *form) press(k tea.KeyPressMsg, c canvas) action {
	b, ok := f.keys().match(k)
	switch {
	case ok && b.why != "":
		return sayThat(b.why)
	case ok && b.intent == intentToggle && f.focus != fieldReset && f.focus != fieldButton:
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
		f.generate()
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

// generate fills both fields. What was typed it overwrites only when asked twice.
func (f *form) generate() {
	typed := !f.generated && f.password.secret.Len()+f.again.secret.Len() > 0
	if typed && !f.sure.overwrite {
		f.sure.overwrite = true
		f.refuse(fieldNew, "ctrl+g again replaces what you typed.")
		return
	}
	policy := iamclient.DefaultPolicy(iamclient.PolicyUnverified)
	if f.policy != nil {
		policy = *f.policy
	}
	password := iamclient.Generate(policy)
	defer password.Wipe()
	f.password.set(password)
	f.again.set(password)
	f.edited()
	f.generated, f.seen = true, false
	f.focus = fieldButton
}

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
	before := text.secret.Len()
	handled, refusal := edit(text)
	switch {
	case refusal != "":
		f.refuse(f.focus, refusal)
	case handled && (text.secret.Len() != before || before > 0):
		f.edited()
	}
	return nil
}

// edited forgets what was known of the text before.
func (f *form) edited() {
	f.generated, f.unknown, f.sure, f.refusals = false, false, confirmation{}, nil
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

// submit checks what can be checked here and sends. A rule that a verified policy leaves unmet stops the first try
// only: AWS has the last word.
func (f *form) submit() action {
	if f.send.active() {
		return nil
	}
	f.refusals = nil
	switch {
	case f.operation == changeOwn && f.old.secret.Len() == 0:
		f.refuse(fieldOld, "Type your current password.")
		return nil
	case f.password.secret.Len() == 0:
		f.refuse(fieldNew, "Type a new password, or ctrl+g generates one.")
		return nil
	case f.again.secret.Len() == 0:
		f.refuse(fieldAgain, "Type the new password again.")
		return nil
	case !f.password.secret.Equal(&f.again.secret):
		f.refuse(fieldAgain, "The two passwords are not the same.")
		return nil
	case f.policy != nil && f.policy.Verified() && !f.policy.Accepts(&f.password.secret) && !f.sure.unmet:
		f.refuse(f.focus, "The policy asks for "+f.unmet()+". enter again sends it all the same.")
		f.sure.unmet = true
		return nil
	}
	f.problem = nil
	return submit{change{
		operation:      f.operation,
		user:           f.user.Name,
		password:       f.password.secret.Clone(),
		oldPassword:    f.old.secret.Clone(),
		resetRequired:  f.resetRequired,
		earlierUnknown: f.unknown,
		renew:          f.renew,
	}}
}

// finished takes the outcome of the change.
func (f *form) finished(err error, p *problem, now time.Time) action {
	began := f.send.began
	f.send.stop()
	f.problem, f.ended = p, err
	if err == nil {
		return handOver{f.send.id, result{
			user: f.user, operation: f.operation, resetRequired: f.resetRequired,
			password: f.password.secret.Clone(), dark: f.generated && !f.seen,
			at: now, took: now.Sub(began),
		}}
	}
	return f.failed(err)
}

// failed decides what the next Enter does.
func (f *form) failed(err error) action {
	kind := iamclient.KindOf(err)
	f.renew = needsRenewal(kind)
	if e, ok := errors.AsType[*iamclient.Error](err); ok && e.EarlierMayHaveSucceeded {
		f.unknown, f.focus = true, fieldButton
		return refused{kind}
	}
	switch kind {
	case iamclient.KindPolicyViolation:
		f.focus = fieldNew
	case iamclient.KindNoLoginProfile, iamclient.KindNoSuchEntity:
		f.operation, f.focus = createProfile, fieldButton
	case iamclient.KindAlreadyExists:
		f.operation, f.focus = resetPassword, fieldButton
	case iamclient.KindDenied:
		switch {
		case f.operation == changeOwn:
			f.focus = fieldOld
		case f.user.self:
			f.operation, f.focus = changeOwn, fieldOld
		}
	default:
		f.focus = fieldButton
	}
	return refused{kind}
}

// outcome says how the change ended, for an operator who stopped watching it.
func (f *form) outcome() notice {
	switch {
	case f.ended == nil:
		return notice{f.operation.done() + " for " + f.user.name() + ".", levelGood}
	case f.unknown:
		return notice{"Outcome unknown for " + f.user.name() + ".", levelWarn}
	}
	return notice{"Not changed for " + f.user.name() + ".", levelBad}
}
