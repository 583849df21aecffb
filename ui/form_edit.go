package ui

import (
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"iampasswd/iamclient"
	"iampasswd/iamclient/strength"
	"iampasswd/ui/reset"
	"iampasswd/ui/terminal"
)

func (f *form) press(k tea.KeyPressMsg, c canvas) action {
	b, ok := f.keys().match(k)
	f.waits = f.waits && ok && (b.intent == intentEnter || b.intent == intentSubmit)
	switch {
	case ok && b.why != "":
		return sayThat(b.why)
	case ok && b.intent == intentToggle && f.input(f.at()) != nil:
		return f.edit(k) // a space in a password
	case ok:
		return f.do(b.intent, c.now)
	}
	return f.edit(k)
}

func (f *form) do(i intent, now time.Time) action {
	if i != intentGenerate {
		f.replaces = false
	}
	switch i {
	case intentNextField:
		f.step(1)
	case intentPrevField:
		f.step(-1)
	case intentEnter:
		if f.enterSubmits() {
			return f.submit()
		}
		if !f.incomplete(f.at()) {
			f.step(1)
		}
	case intentSubmit:
		return f.submit()
	case intentToggle:
		return f.toggle()
	case intentShow:
		f.show(now)
	case intentGenerate:
		f.generate(now)
	case intentStyle:
		f.generator.Switch()
		f.generate(now)
	case intentLonger:
		return f.resize(1, now)
	case intentShorter:
		return f.resize(-1, now)
	case intentSettle:
		return settle{f.send.id, f.User, f.send.began}
	case intentDetails:
		return openDetails{*f.problem}
	case intentBack:
		return f.back()
	}
	return nil
}

func (f *form) step(n int) {
	fields := f.fields()
	i := slices.Index(fields, f.at())
	f.focus = fields[(i+n+len(fields))%len(fields)]
	f.choosing = f.choosing && isChoice(f.focus)
}

// enterSubmits tells whether enter submits, and does not go to the next field.
func (f *form) enterSubmits() bool {
	at := f.at()
	return at == reset.FieldAgain || at == reset.FieldSend || f.choosing && isChoice(at)
}

// isChoice tells whether a field is one of the boxes that decide whether a user is locked out.
func isChoice(at reset.Field) bool { return at == reset.FieldMustChange || at == reset.FieldLetChange }

// toggle ticks the box, or presses the button.
func (f *form) toggle() action {
	at := f.at()
	if at == reset.FieldSend {
		return f.submit()
	}
	if why := f.fixed(at); why != "" {
		return sayThat(why)
	}
	box := f.box(at)
	*box = !*box
	if isChoice(at) {
		f.reconsider()
	}
	return nil
}

// fixed is why a box stays as it is; empty: space ticks or unticks it.
func (f *form) fixed(at reset.Field) string {
	switch {
	case f.send.active():
		return "The request is on its way, as the box was."
	case at == reset.FieldLetChange && f.Allowed():
		return "IAMUserChangePassword is attached already."
	case at == reset.FieldMustChange && f.Demanded():
		return "A guard rail of your team keeps the box ticked."
	}
	return ""
}

// tick is what space does to the box with the focus; empty: nothing.
func (f *form) tick() string {
	box := f.box(f.at())
	if box == nil || f.fixed(f.at()) != "" {
		return ""
	}
	return tickOrUntick(*box)
}

// box is the box of a field; nil where the field has none.
func (f *form) box(at reset.Field) *bool {
	switch at {
	case reset.FieldMustChange:
		return &f.MustChange
	case reset.FieldLetChange:
		return &f.LetChange
	case reset.FieldRevoke:
		return &f.Revoke
	}
	return nil
}

// reconsider takes a change of the boxes that decide whether the user is locked out.
func (f *form) reconsider() {
	f.Reconsider()
	f.refusals = nil
}

func (f *form) show(now time.Time) {
	if f.shown(now) {
		f.mask()
		return
	}
	f.shownUntil = now.Add(shownFor)
	f.Seen = true
}

// input is the field of a password; nil where the field has none.
func (f *form) input(at reset.Field) *secretField {
	switch at {
	case reset.FieldOld:
		return &f.old
	case reset.FieldNew:
		return &f.password
	case reset.FieldAgain:
		return &f.again
	}
	return nil
}

func (f *form) edit(k tea.KeyPressMsg) action {
	return f.change(func(text *secretField) (bool, string) { return text.press(k) })
}

func (f *form) paste(text string) action {
	f.waits = false
	return f.change(func(field *secretField) (bool, string) { return true, field.insert(text) })
}

// untyped takes that something which was typed or pasted is not in the focused field.
func (f *form) untyped(what terminal.Refusal) action {
	return f.change(func(field *secretField) (bool, string) { return true, field.untyped(what) })
}

// incomplete refuses to go on from a field that lacks something which was typed.
func (f *form) incomplete(at reset.Field) bool {
	text := f.input(at)
	if text == nil || text.gap == "" {
		return false
	}
	f.refuse(at, text.gap)
	return true
}

// change edits the focused field, unless its text is on its way.
func (f *form) change(edit func(*secretField) (bool, string)) action {
	text := f.input(f.at())
	if text == nil {
		return nil
	}
	gap := text.gap
	if f.send.active() {
		return sayThat("The request is on its way, so the fields wait. esc stops watching it.")
	}
	if f.User.Account.Rails().TypingIsRefused() && text != &f.old {
		return sayThat("Generated passwords only: ctrl+g makes one.")
	}
	before := text.secret.Clone()
	defer before.Wipe()
	handled, refusal := edit(text)
	switch {
	case refusal != "":
		f.refuse(f.at(), refusal)
	case handled && !text.secret.Equal(before):
		if f.Unknown() && before.Generated() && !f.replaces {
			text.set(before) // nobody has it but this program
			f.refuse(f.at(), mayBeInForce+" The key again gives it up.")
			f.replaces = true
			return nil
		}
		f.edited()
		if text == &f.password {
			f.strength = strength.Estimate(text.secret, f.guesses()...)
		}
	case gap != "" && text.gap == "":
		f.refusals = nil
	}
	return nil
}

// edited forgets what was known of the text before.
func (f *form) edited() {
	f.Edited()
	f.replaces, f.refusals = false, nil
}

func (f *form) refuse(at reset.Field, why string) {
	f.problem = nil
	f.refusals = map[reset.Field]string{at: why}
	f.focus = at
}

// submit checks what can be checked here and sends. A rule that a verified policy leaves unmet stops the first try
// only: AWS has the last word.
func (f *form) submit() action {
	if f.send.active() {
		return nil
	}
	f.refusals = nil
	if slices.ContainsFunc(f.fields(), f.incomplete) {
		return nil
	}
	switch refusal := f.Check(); {
	case refusal == nil && f.unsure() && !f.waits:
		f.waits = true
		return say{notice{text: "Reading whether " + f.User.Shown() + " may choose a new password; enter again does not wait."}}
	case refusal == nil:
	case refusal.Rules:
		f.refuse(f.at(), refusal.Why)
		f.Agree()
		return nil
	case refusal.LocksOut:
		f.refuse(refusal.Field, refusal.Why)
		f.Choose()
		f.choosing = true
		return nil
	default:
		f.refuse(refusal.Field, refusal.Why)
		return nil
	}
	f.problem, f.waits = nil, false
	return submit{f.Change()}
}

// unsure tells whether it is being read, and not known yet, that the draft locks the user out.
func (f *form) unsure() bool {
	return f.Forces() && !f.LetChange && f.Forced().LocksOut == iamclient.Unknown && f.reading()
}
