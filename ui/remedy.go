package ui

import (
	"errors"
	"time"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"iampasswd/iamclient"
	"iampasswd/ui/explain"
	"iampasswd/ui/text"
)

// remedy asks whether to change something about a user that needs no new password, and sees to it.
type remedy struct {
	change change
	user   target
	facts  remedyFacts

	chosen  bool            // among several devices, one has been chosen
	typed   textinput.Model // the user's name, where it has to be typed to confirm
	refusal string          // why what was typed confirms nothing
	send    sending
	problem *explain.Problem
}

// remedyFacts are what the question tells of the user.
type remedyFacts struct {
	devices []iamclient.MFADevice
	keys    []string  // ids of the active access keys
	revoked time.Time // from when on sessions are not revoked
	skew    string    // warns that AWS's clock differs from this machine's; empty: it does not
	lockOut string    // warns that a forced change may lock the user out; empty: it does not
}

func newRemedy(o operation, user target, facts remedyFacts) *remedy {
	r := &remedy{
		change: change{operation: o, user: user.Name, partition: user.Partition()}, user: user, facts: facts,
		chosen: o != removeMFA || len(facts.devices) < 2, typed: newTextInput(),
	}
	switch o {
	case forceNewAtNext:
		r.change.resetRequired = true
	case removeMFA:
		r.change.device = facts.devices[0]
	case disableKeys:
		r.change.keys = facts.keys
	}
	return r
}

func (*remedy) isPanel() {}

// takesText tells whether the name is being typed.
func (r *remedy) takesText() bool {
	return r.change.operation == disableConsole && !r.send.active() && r.problem == nil
}

func (r *remedy) sending() *sending { return &r.send }

func (r *remedy) about() target { return r.user }

func (r *remedy) keys() keyMap {
	verb := r.words().verb
	switch {
	case r.takesText():
		return typedKeys(verb)
	case !r.chosen:
		return chooseKeys(len(r.facts.devices))
	}
	if r.problem != nil {
		verb = "try again"
	}
	keys := confirmKeys(verb)
	if r.problem != nil {
		keys[1].SetHelp("esc", "back")
		keys = append(keys, detailsKey())
	}
	if r.send.active() {
		keys[0] = keys[0].unless(sendingReason)
		keys[0].SetHelp("y", "")
		keys[1].SetHelp("esc", "stop watching")
	}
	return keys
}

func (r *remedy) press(k tea.KeyPressMsg, _ canvas) action {
	b, ok := r.keys().match(k)
	switch {
	case !ok && r.takesText():
		r.refusal = ""
		r.typed, _ = r.typed.Update(k)
		return nil
	case !ok:
		return nil
	case b.why != "":
		return sayThat(b.why)
	case b.intent == intentChoose:
		r.change.device, r.chosen = r.facts.devices[k.Code-'1'], true
		return nil
	case b.intent == intentEnter && r.typed.Value() != r.user.Name:
		r.refusal = "That is not the name: type it as it stands there."
		return nil
	case b.intent == intentYes, b.intent == intentEnter:
		r.problem = nil
		return submit{r.change}
	case b.intent == intentDetails:
		return openDetails{*r.problem}
	case r.send.active():
		return r.send.back()
	}
	return leave{1}
}

func (r *remedy) paste(pasted string) action {
	if r.takesText() {
		r.typed, _ = r.typed.Update(tea.PasteMsg{Content: text.Clean(pasted)})
	}
	return nil
}

func (r *remedy) finished(err error, p *explain.Problem, _ time.Time) action {
	r.send.stop()
	r.problem = p
	if err == nil {
		return remedied{r.send.id}
	}
	kind := iamclient.KindOf(err)
	r.change.renew = explain.NeedsRenewal(kind)
	if e, ok := errors.AsType[*iamclient.Error](err); ok && r.change.operation == removeMFA {
		r.change.earlierUnknown = e.EarlierMayHaveSucceeded // else what it took away would be an error next time
	}
	return refused{kind, r.user}
}

func (r *remedy) outcome() notice {
	if r.problem != nil {
		return notice{r.words().failed, explain.Bad}
	}
	return notice{r.words().done, explain.Good}
}

// learned is what is known of the user once the change is made.
func (r *remedy) learned(now time.Time) standing {
	s := standing{at: now}
	switch r.change.operation {
	case forceNewAtNext:
		s.console, s.reset = iamclient.Yes, iamclient.Yes
	case disableConsole:
		s.console = iamclient.No
	case removeMFA:
		s.mfa = iamclient.Knowing(len(r.facts.devices) > 1)
	}
	return s
}

func (r *remedy) draw(c canvas) drawing {
	words := r.words()
	switch {
	case r.send.active():
		return drawing{lines: r.send.lines(c, words.doing, r.user.name())}
	case r.problem != nil:
		return drawing{lines: problemLines(c, *r.problem, c.height)}
	}
	d := (&question{text: words.ask}).draw(c)
	for _, consequence := range words.consequences {
		for _, line := range text.Wrap(consequence, c.width-6) {
			d.lines = append(d.lines, "    "+c.styles.faint.Render(line))
		}
	}
	if r.user.self {
		d.lines = append(d.lines, "    "+c.styles.warn.Render("! This is your own user."))
	}
	for _, line := range text.Wrap(words.warning, c.width-6) {
		d.lines = append(d.lines, "    "+c.styles.warn.Render(line))
	}
	if !r.chosen {
		d.lines = append(d.lines, deviceLines(c, r.facts.devices)...)
	}
	if r.takesText() {
		label := "    Type " + r.user.name() + " to confirm: "
		typed, cursor := typedText(r.typed, text.Width(label), c.width)
		d.cursor = &tea.Position{X: cursor.X, Y: len(d.lines)}
		d.lines = append(d.lines, c.styles.accent.Render(label)+typed)
		d.lines = append(d.lines, c.styles.warn.Render(text.If(r.refusal != "", "    ! "+r.refusal)))
	}
	return d
}
