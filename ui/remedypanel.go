package ui

import (
	"errors"
	"time"

	tea "charm.land/bubbletea/v2"

	"iampasswd/iamclient"
	"iampasswd/ui/change"
	"iampasswd/ui/directory"
	"iampasswd/ui/explain"
	"iampasswd/ui/remedy"
	"iampasswd/ui/text"
)

// remedyPanel asks whether to apply a remedy to a user, and sees to it.
type remedyPanel struct {
	remedy *remedy.Remedy
	of     remedy.Case
	choice []iamclient.MFADevice // the devices of which one is to be chosen; nil: nothing is to be chosen any more

	codes   codeFields // where it takes codes
	refused bool       // AWS has refused the last ones: they are typed again

	chosen  bool // to lock the user out
	send    sending
	problem *explain.Problem
	change  change.Change // as it is sent, and as far as it was made in earlier tries

	typedName // where it has to be typed; a yes can be refused, too
}

func newRemedyPanel(r *remedy.Remedy, of remedy.Case) *remedyPanel {
	p := &remedyPanel{remedy: r, of: of, typedName: newTypedName(), codes: newCodeFields()}
	if r.Choice != nil {
		p.choice = r.Choice(of)
	}
	if len(p.choice) == 1 {
		p.of.Device, p.choice = p.choice[0], nil
	}
	return p
}

func (*remedyPanel) isPanel() {}

// takesText tells whether the name or a code is being typed.
func (p *remedyPanel) takesText() bool {
	return p.takesCodes() || p.remedy.TypeName && !p.send.active() && p.problem == nil
}

// takesCodes tells whether a code is being typed.
func (p *remedyPanel) takesCodes() bool {
	return p.remedy.TakesCodes && p.choice == nil && !p.send.active() && (p.problem == nil || p.refused)
}

// The panel holds codes, which are hidden nowhere and worth nothing soon.

func (*remedyPanel) mask() {}

func (*remedyPanel) shown(time.Time) bool { return false }

func (p *remedyPanel) forget() { p.codes.clear() }

func (*remedyPanel) atRisk() string { return "" }

func (p *remedyPanel) sending() *sending { return &p.send }

func (p *remedyPanel) about() directory.User { return p.of.User }

func (p *remedyPanel) moveTo(account directory.View) {
	p.of.User.Account, p.change.User.Account = account, account
}

func (p *remedyPanel) words() remedy.Words { return p.remedy.Words(p.of) }

func (p *remedyPanel) keys() keyMap {
	verb := p.words().Verb
	switch {
	case p.takesCodes():
		return twoCodesKeys(p.problem != nil)
	case p.takesText():
		return typedKeys(verb)
	case p.choice != nil:
		return chooseKeys(len(p.choice))
	case p.remedy.Forces && !p.send.active() && p.problem == nil:
		return forceKeys(verb, directory.ForcedChange(p.of.User))
	}
	if p.problem != nil {
		verb = "try again"
	}
	keys := confirmKeys(verb)
	if p.problem != nil {
		keys[1].SetHelp("esc", "back")
		keys = append(keys, detailsKey())
	}
	if p.send.active() {
		keys[0] = keys[0].unless(sendingReason)
		keys[0].SetHelp("y", "")
		keys[1].SetHelp("esc", p.send.escape())
	}
	return keys
}

func (p *remedyPanel) press(k tea.KeyPressMsg, _ canvas) action {
	b, ok := p.keys().match(k)
	switch {
	case !ok && p.takesCodes():
		p.codes.press(k)
		return nil
	case !ok && p.takesText():
		p.edit(k)
		return nil
	case !ok:
		return nil
	case b.why != "":
		return sayThat(b.why)
	case b.intent == intentChoose:
		p.of.Device, p.choice = p.choice[k.Code-'1'], nil
		return nil
	case b.intent == intentNextField:
		p.codes.move(1)
		return nil
	case b.intent == intentPrevField:
		p.codes.move(-1)
		return nil
	case b.intent == intentEnter && !p.confirmed():
		return nil
	case b.intent == intentYes && p.remedy.TakesCodes: // which are typed again
		p.problem = nil
		return nil
	case b.intent == intentYes && p.traps():
		p.chosen = true
		return nil
	case b.intent == intentLet:
		p.of.Let, p.refusal = true, ""
		return p.submit()
	case b.intent == intentYes, b.intent == intentEnter:
		return p.submit()
	case b.intent == intentDetails:
		return openDetails{*p.problem}
	case p.send.active():
		return p.send.back()
	}
	return leave{1}
}

// traps tells whether yes would lock the user out by nobody's choice, and asks to choose.
func (p *remedyPanel) traps() bool {
	forced := directory.ForcedChange(p.of.User)
	if !p.remedy.Forces || p.chosen || p.change.Steps != nil || !forced.Stops() {
		return false
	}
	p.refusal = p.of.User.Shown() + " would be locked out: y again forces it anyway, n leaves it."
	if forced.MayBeAllowed() {
		p.refusal = p.of.User.Shown() + " would be locked out: w lets them change it too, y again forces it anyway."
	}
	return true
}

// confirmed tells whether what had to be typed was typed.
func (p *remedyPanel) confirmed() bool {
	if p.remedy.TakesCodes {
		return p.codes.complete()
	}
	return p.confirms(p.of.User.Name)
}

// submit sends what has not been made in an earlier try.
func (p *remedyPanel) submit() action {
	p.problem, p.refused = nil, false
	if p.remedy.TakesCodes {
		p.of.Codes = p.codes.codes
	}
	if p.change.Steps == nil || p.remedy.TakesCodes {
		renew := p.change.Renew
		p.change = p.remedy.Change(p.of)
		p.change.Renew = renew
	}
	return submit{p.change}
}

func (p *remedyPanel) paste(pasted string) action {
	if p.takesCodes() {
		p.codes.paste(pasted)
		return nil
	}
	if p.takesText() {
		p.edit(tea.PasteMsg{Content: pasted})
	}
	return nil
}

// judge takes what became of the change. Another try leaves alone what was made.
func (p *remedyPanel) judge(o change.Outcome) (*explain.Problem, error) {
	p.change.Made = max(p.change.Made, o.Made)
	if o.Err == nil {
		return nil, nil
	}
	in := p.of.User.Account.Context(p.of.User, "y")
	in.NoPassword = true
	words := explain.Error(o.Err, in)
	if o.Made > 0 {
		words.Title = "The first step was made, the next was not. " + words.Title
	}
	return &words, o.Err
}

func (p *remedyPanel) finished(err error, words *explain.Problem, _ time.Time) action {
	p.send.stop()
	p.codes.clear()
	p.problem, p.refused = words, iamclient.KindOf(err) == iamclient.KindInvalidCode
	if err == nil {
		return remedied{p.send.id}
	}
	kind := iamclient.KindOf(err)
	p.change.Renew = explain.NeedsRenewal(kind)
	if e, ok := errors.AsType[*iamclient.Error](err); ok && p.remedy.Removes {
		p.change.EarlierUnknown = e.EarlierMayHaveSucceeded // else what it took away would be an error next time
	}
	return refused{kind, p.of.User}
}

// hasMore tells whether it can be tried again.
func (*remedyPanel) hasMore(err error) bool { return err != nil }

func (p *remedyPanel) outcome() notice {
	if p.problem != nil {
		return notice{p.words().Failed, explain.Bad}
	}
	return notice{p.words().Done, explain.Good}
}

func (p *remedyPanel) learned(now time.Time) (facts directory.Facts, ok bool) {
	if p.remedy.Learned == nil {
		return directory.Facts{}, false
	}
	of := p.of
	of.Now = now
	return p.remedy.Learned(of), true
}

func (p *remedyPanel) draw(c canvas) drawing {
	words := p.words()
	switch {
	case p.send.active():
		return drawing{lines: p.send.lines(c, words.Doing, p.of.User.Shown())}
	case p.problem != nil && !p.refused:
		return drawing{lines: problemLines(c, *p.problem, c.height)}
	}
	d := (&question{text: words.Ask}).draw(c)
	for _, consequence := range words.Consequences {
		for _, line := range text.Wrap(consequence, c.width-6) {
			d.lines = append(d.lines, "    "+line)
		}
	}
	if p.of.User.Self() {
		d.lines = append(d.lines, "    "+c.styles.warn.Render("! This is your own user."))
	}
	for _, line := range text.Wrap(words.Warning, c.width-6) {
		d.lines = append(d.lines, "    "+c.styles.warn.Render(line))
	}
	if p.remedy.Forces {
		d.lines = append(d.lines, p.letLines(c)...)
	}
	if p.choice != nil {
		d.lines = append(d.lines, deviceLines(c, p.choice)...)
	}
	if p.takesCodes() {
		return p.drawCodes(c, d)
	}
	if p.takesText() {
		label := "    Type " + p.of.User.Shown() + " to confirm: "
		typed, cursor := typedText(p.typed, text.Width(label), c.width)
		d.cursor = &tea.Position{X: cursor.X, Y: len(d.lines)}
		d.lines = append(d.lines, c.styles.accent.Render(label)+typed)
		d.lines = append(d.lines, c.styles.warn.Render(text.If(p.refusal != "", "    ! "+p.refusal)))
	}
	return d
}

// drawCodes draws the fields for the codes, and below them why AWS refuses the last ones, which takes the place of the
// question.
func (p *remedyPanel) drawCodes(c canvas, above drawing) drawing {
	fields := p.codes.draw(c)
	if p.problem != nil {
		above.lines = problemLines(c, *p.problem, c.height-len(fields.lines))
	}
	if fields.cursor != nil {
		fields.cursor.Y = len(above.lines)
	}
	return drawing{append(above.lines, fields.lines...), fields.cursor}
}

// letLines tell of the key that lets the user make the change that is forced, and keep the place of the refusal.
func (p *remedyPanel) letLines(c canvas) []string {
	forced := directory.ForcedChange(p.of.User)
	var lines []string
	if forced.MayBeAllowed() {
		lines = append(lines, "    "+c.styles.accent.Render("w")+" lets the user change it too (IAMUserChangePassword)")
		for _, line := range text.Wrap(forced.Uncovered(), c.width-6) {
			lines = append(lines, "    "+c.styles.warn.Render(line))
		}
	}
	for _, line := range text.Wrap(text.If(p.refusal != "", "! "+p.refusal), c.width-6) {
		lines = append(lines, "    "+c.styles.warn.Render(line))
	}
	return lines
}
