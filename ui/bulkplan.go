package ui

import (
	"slices"
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"iampasswd/iamclient"
	"iampasswd/iamclient/bulk"
	"iampasswd/iamclient/journal"
	"iampasswd/ui/directory"
	"iampasswd/ui/explain"
	"iampasswd/ui/text"
)

// bulkPlan shows what a change for many users would do to whom, and starts it once the number of users is typed. It changes
// nothing.
type bulkPlan struct {
	of      directory.View
	request planBulk
	options bulk.Options
	folder  string // where the journal goes, fit to show

	reading int // the id of the reading under way; 0: none
	read    int // how many users it has read
	toRead  int // of how many; 0: it is not known
	began   time.Time
	plan    *bulk.Plan // nil: there is none yet
	rows    []planRow  // of the plan
	problem *explain.Problem
	kind    iamclient.Kind // of the problem

	seal       *journal.Sealing // nil: nothing is encrypted
	recipients []string         // empty, where a passphrase encrypts

	typed    typedName
	starting bool // the journal is being written
	top      int  // the first line that shows, on a low terminal
}

func newBulkPlan(request planBulk, folder string) *bulkPlan {
	return &bulkPlan{
		of: request.of, request: request, folder: folder, typed: newTypedName(),
		options: bulk.Options{ResetRequired: true},
	}
}

func (p *bulkPlan) account() directory.View { return p.of }

// takesText is false: only digits are typed here, and letters are keys.
func (*bulkPlan) takesText() bool { return false }

// begin notes that the plan is being read.
func (p *bulkPlan) begin(id, users int, now time.Time) {
	p.reading, p.read, p.toRead, p.began, p.problem = id, 0, users, now, nil
}

// planned takes the plan, or why there is none. What was typed before was the number of another plan.
func (p *bulkPlan) planned(plan *bulk.Plan, problem *explain.Problem, kind iamclient.Kind) {
	p.reading, p.problem, p.kind = 0, problem, kind
	if problem == nil {
		p.plan, p.options, p.rows = plan, plan.Options, planRows(plan)
		p.typed = newTypedName()
	}
}

// changes is how many users are changed.
func (p *bulkPlan) changes() int { return p.plan.Count(bulk.Change, bulk.Create) }

// number is what is typed to start.
func (p *bulkPlan) number() string { return strconv.Itoa(p.changes()) }

func (p *bulkPlan) keys() keyMap {
	s := bulkPlanState{reading: p.reading != 0 || p.starting, failed: p.problem != nil, reset: p.request.operation == bulk.Reset, locked: p.of.Rails().ResetIsLocked(), keeps: !p.options.ResetRequired}
	if p.plan != nil {
		s.creates, s.allows = p.options.CreateMissing, p.options.LetChange
		for _, item := range p.plan.Items {
			s.missing = s.missing || s.reset && item.Do == bulk.Skip
			s.trapped = s.trapped || item.Allow || item.MayBeAllowed()
		}
		s.missing = s.missing || s.creates
		if p.changes() == 0 {
			s.idle = "Nobody would be changed. F2 says why."
		}
	}
	return bulkPlanKeys(s)
}

func (p *bulkPlan) press(k tea.KeyPressMsg, c canvas) action {
	b, ok := p.keys().match(k)
	switch {
	case !ok:
		p.edit(k)
		return nil
	case b.why != "":
		return sayThat(b.why)
	}
	o := p.options
	switch b.intent {
	case intentEnter:
		return p.start()
	case intentCreate:
		o.CreateMissing = !o.CreateMissing
		return revisePlan{o}
	case intentLet:
		o.LetChange = !o.LetChange
		return revisePlan{o}
	case intentMustChange:
		p.options.ResetRequired = !o.ResetRequired
		return rereadPlan{}
	case intentEncrypt:
		return openRecipients{}
	case intentRefresh:
		return rereadPlan{}
	case intentDetails:
		return p.details()
	case intentDown:
		p.scroll(1, c)
	case intentUp:
		p.scroll(-1, c)
	case intentHelp:
		return openHelp{}
	case intentBack:
		return dropPlan{}
	}
	return nil
}

// edit takes a key into the number: a digit, or one that edits.
func (p *bulkPlan) edit(k tea.KeyPressMsg) {
	if p.plan == nil || p.reading != 0 || strings.Trim(k.Text, "0123456789") != "" {
		return
	}
	p.typed.edit(k)
}

func (p *bulkPlan) paste(pasted string) action {
	if pasted = strings.TrimSpace(pasted); p.plan != nil && p.reading == 0 && strings.Trim(pasted, "0123456789") == "" {
		p.typed.edit(tea.PasteMsg{Content: pasted})
	}
	return nil
}

// start starts the run, once its number is typed.
func (p *bulkPlan) start() action {
	if p.typed.typed.Value() != p.number() {
		p.typed.refusal = "Type " + p.number() + ", the number of users who are changed."
		return nil
	}
	p.starting = true
	return startBulk{}
}

// details are everybody in the plan, or why there is none.
func (p *bulkPlan) details() action {
	if p.problem != nil {
		return openDetails{*p.problem}
	}
	return openNames{p.plan}
}

// scroll moves what stands above the confirmation.
func (p *bulkPlan) scroll(lines int, c canvas) {
	p.top = max(0, min(p.top+lines, len(p.above(c))-p.room(c)))
}

// recipientPanel takes a recipient that the passwords are encrypted to.
type recipientPanel struct {
	inputPanel
	before []string // the recipients so far
	asking bool     // it is being read
	id     int      // of that reading
}

// longestRecipient is in characters: an RSA key of 16,384 bits has about 2,800.
const longestRecipient = 4096

func newRecipientPanel(before []string) *recipientPanel {
	p := &recipientPanel{inputPanel: newInputPanel(), before: before}
	p.input.CharLimit = longestRecipient
	return p
}

func (*recipientPanel) isPanel() {}

func (p *recipientPanel) keys() keyMap { return recipientKeys(len(p.before) > 0) }

func (p *recipientPanel) press(k tea.KeyPressMsg, _ canvas) action {
	b, ok := p.keys().match(k)
	switch {
	case p.asking && (!ok || b.intent != intentBack):
		return nil
	case !ok:
		p.edit(k)
		return nil
	case b.intent == intentBack:
		return leave{1}
	case b.intent == intentNextField:
		return openPassphrase{}
	}
	to := strings.TrimSpace(p.input.Value())
	if to == "" {
		return sealPlan{}
	}
	p.asking = true
	return sealPlan{append(slices.Clip(p.before), to)}
}

// refused takes why a recipient is none.
func (p *recipientPanel) refused(err error) {
	p.asking, p.refusal = false, text.Capital(text.Sentence(err.Error()))
}

func (p *recipientPanel) draw(c canvas) drawing {
	hint := "age1…, a line ssh-ed25519 … or ssh-rsa …, or a file of them; e again adds another"
	if n := len(p.before); n > 0 {
		hint = "beside " + text.Counted(n, "recipient") + "; nothing and enter: encrypt nothing"
	}
	return p.drawWith(c, "  Encrypt the passwords to  ", hint)
}
