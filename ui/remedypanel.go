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

	chosen  bool // to lock the user out
	send    sending
	problem *explain.Problem
	change  change.Change // as it is sent, and as far as it was made in earlier tries

	typedName // where it has to be typed; a yes can be refused, too
}

func newRemedyPanel(r *remedy.Remedy, of remedy.Case) *remedyPanel {
	p := &remedyPanel{remedy: r, of: of, typedName: newTypedName()}
	if r.Choice != nil {
		p.choice = r.Choice(of)
	}
	if len(p.choice) == 1 {
		p.of.Device, p.choice = p.choice[0], nil
	}
	return p
}

func (*remedyPanel) isPanel() {}

// takesText tells whether the name is being typed.
func (p *remedyPanel) takesText() bool {
	return p.remedy.TypeName && !p.send.active() && p.problem == nil
}

func (p *remedyPanel) sending() *sending { return &p.send }

func (p *remedyPanel) about() directory.User { return p.of.User }

func (p *remedyPanel) moveTo(account directory.View) {
	p.of.User.Account, p.change.User.Account = account, account
}

func (p *remedyPanel) words() remedy.Words { return p.remedy.Words(p.of) }

func (p *remedyPanel) keys() keyMap {
	verb := p.words().Verb
	switch {
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
	case b.intent == intentEnter && !p.confirms(p.of.User.Name):
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

// submit sends what has not been made in an earlier try.
func (p *remedyPanel) submit() action {
	p.problem = nil
	if p.change.Steps == nil {
		p.change = p.remedy.Change(p.of)
	}
	return submit{p.change}
}

func (p *remedyPanel) paste(pasted string) action {
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
	p.problem = words
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
	case p.problem != nil:
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
	if p.takesText() {
		label := "    Type " + p.of.User.Shown() + " to confirm: "
		typed, cursor := typedText(p.typed, text.Width(label), c.width)
		d.cursor = &tea.Position{X: cursor.X, Y: len(d.lines)}
		d.lines = append(d.lines, c.styles.accent.Render(label)+typed)
		d.lines = append(d.lines, c.styles.warn.Render(text.If(p.refusal != "", "    ! "+p.refusal)))
	}
	return d
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
