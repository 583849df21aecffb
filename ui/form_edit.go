package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"iampasswd/iamclient/strength"
	"iampasswd/ui/terminal"
)

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
		if !f.incomplete(f.focus) {
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

// untyped takes that something which was typed or pasted is not in the focused field.
func (f *form) untyped(what terminal.Refusal) action {
	return f.change(func(field *secretField) (bool, string) { return true, field.untyped(what) })
}

// incomplete refuses to go on from a field that lacks something which was typed.
func (f *form) incomplete(at field) bool {
	text := f.field(at)
	if text == nil || text.gap == "" {
		return false
	}
	f.refuse(at, text.gap)
	return true
}

// change edits the focused field, unless its text is on its way.
func (f *form) change(edit func(*secretField) (bool, string)) action {
	text := f.field(f.focus)
	if text == nil {
		return nil
	}
	gap := text.gap
	if f.send.active() {
		return sayThat("The request is on its way, so the fields wait. esc stops watching it.")
	}
	if f.rails.TypingIsRefused() && text != &f.old {
		return sayThat("Generated passwords only: ctrl+g makes one.")
	}
	before := text.secret.Clone()
	defer before.Wipe()
	handled, refusal := edit(text)
	switch {
	case refusal != "":
		f.refuse(f.focus, refusal)
	case handled && !text.secret.Equal(before):
		if f.unknown && before.Generated() && !f.sure.overwrite {
			text.set(before) // nobody has it but this program
			f.refuse(f.focus, mayBeInForce+" The key again gives it up.")
			f.sure.overwrite = true
			return nil
		}
		f.edited()
		if text == &f.password {
			f.strength = strength.Estimate(&text.secret, f.context...)
		}
	case gap != "" && text.gap == "":
		f.refusals = nil
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
