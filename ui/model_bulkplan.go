package ui

import (
	"cmp"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"iampasswd/iamclient"
	"iampasswd/iamclient/bulk"
	"iampasswd/ui/bulkreport"
	"iampasswd/ui/directory"
	"iampasswd/ui/explain"
	"iampasswd/ui/text"
)

// openBulk asks what to do to the marked users, or to the one under the cursor where nobody is marked. There is one run at a
// time: where one is under way or was not looked at, it is shown.
func (m *Model) openBulk() tea.Cmd {
	if m.bulk != nil {
		m.push(m.bulk)
		return nil
	}
	of := map[directory.View][]string{}
	for key := range m.users.list.marks.of {
		of[key.Account] = append(of[key.Account], key.Name)
	}
	at, marked := m.account.View, len(of) > 0
	if user, ok := m.users.selection(); !marked && ok {
		of[user.Account] = []string{user.Name}
	}
	if all := slices.Collect(maps.Keys(of)); len(all) == 1 {
		at = all[0]
	}
	switch {
	case len(of) == 0:
		return m.perform(sayThat(m.users.noUser()))
	case len(of[at]) == 0:
		return m.perform(sayThat("The marked users are in " + labels(of) + ": put the cursor on a user of the account to change, and press B again."))
	}
	slices.SortFunc(of[at], func(a, b string) int { return cmp.Compare(strings.ToLower(a), strings.ToLower(b)) })
	choice := &bulkChoice{of: at, names: of[at], marked: marked}
	delete(of, at)
	if len(of) > 0 {
		choice.later = labels(of)
	}
	m.push(choice)
	return nil
}

// labels are what accounts are called, in order.
func labels(of map[directory.View][]string) string {
	var all []string
	for at := range of {
		all = append(all, at.Label())
	}
	slices.Sort(all)
	return text.Enumerate(all)
}

// planBulk opens the plan and reads it, once there is a reason where a guard rail wants one.
func (m *Model) planBulk(a planBulk) tea.Cmd {
	m.leave(1) // the choice, or the question for the reason
	if a.of.Rails().RefuseReason(a.reason) != "" {
		m.push(newBulkReason(a, a.of.Rails(), m.bulkReason))
		return nil
	}
	m.bulkReason = a.reason
	p := newBulkPlan(a, m.shortened(m.journals))
	m.push(p)
	return m.readPlan(p, "")
}

// shortened is a path as a person writes it.
func (m *Model) shortened(path string) string {
	if in, err := filepath.Rel(m.home, path); m.home != "" && err == nil && in != ".." && !strings.HasPrefix(in, ".."+string(filepath.Separator)) {
		return text.Clean(filepath.Join("~", in))
	}
	return text.Clean(path)
}

// readPlan reads the plan that a screen is about, with an MFA code where there is one.
func (m *Model) readPlan(p *bulkPlan, code string) tea.Cmd {
	m.lastID++
	p.begin(m.lastID, len(p.request.names), m.now)
	request := &bulk.Request{
		Operation: p.request.operation, Users: p.request.names, Options: p.options, Reason: p.request.reason,
	}
	return m.effects.plan(m.lastID, p.of, request, explain.NeedsRenewal(p.kind), code)
}

// revisePlan reads the plan in front with other options.
func (m *Model) revisePlan(o bulk.Options) tea.Cmd {
	p := find[*bulkPlan](m.stack)
	m.lastID++
	p.begin(m.lastID, 0, m.now)
	return m.effects.revise(m.lastID, p.of, p.plan, o)
}

// dropPlan leaves the plan in front. Where it is being read with other options, it only stops that.
func (m *Model) dropPlan() {
	p := find[*bulkPlan](m.stack)
	if p.starting {
		return // the run begins in a moment, and can be stopped
	}
	if p.reading != 0 {
		m.effects.end(p.reading)
		if p.reading = 0; p.plan != nil {
			return
		}
	}
	m.leave(len(m.stack) - slices.Index(m.stack, part(p)))
}

// bulkPlanned takes a plan to the screen that waits for it.
func (m *Model) bulkPlanned(msg bulkPlannedMsg) tea.Cmd {
	m.effects.end(msg.id)
	p := find[*bulkPlan](m.stack)
	if p == nil || p.reading != msg.id {
		return nil
	}
	m.askCode(msg.err, codeFor{plan: true})
	if msg.err != nil {
		problem := explain.Error(msg.err, p.of.Context(directory.User{}, "r"))
		p.planned(nil, &problem, iamclient.KindOf(msg.err))
		return nil
	}
	before := p.of.Confirmed()
	if before.ARN == "" || before.Same(msg.plan.Caller) {
		p.planned(msg.plan, nil, 0)
		return nil
	}
	return m.plannedByOthers(p, msg.plan, before)
}

// plannedByOthers is about a plan whose credentials are not those that the operator knows of. In another account its users
// are other people, if they are anybody.
func (m *Model) plannedByOthers(p *bulkPlan, plan *bulk.Plan, before iamclient.Identity) tea.Cmd {
	now := text.Clean(plan.Caller.Name) + " in account " + text.Clean(plan.Caller.Account)
	m.identified(p.of, plan.Caller)
	if before.Account != plan.Caller.Account {
		p.planned(nil, &explain.Problem{
			Title:  "These credentials are those of " + now + " by now, and the users were chosen in " + text.Clean(before.Account) + ".",
			Remedy: "Nothing was sent. esc goes back.",
		}, 0)
		return m.readAgain()
	}
	p.planned(plan, nil, 0)
	at := len(m.stack)
	if m.askedToQuit() {
		at-- // or the y that was meant for that question would go on
	}
	m.stack = slices.Insert(m.stack, at, part(&question{
		text: "These are other credentials: " + now + ", before " + text.Clean(before.Name) + ". Go on with these?",
		verb: "go on", yes: agreeToPlan{}, no: dropPlan{},
	}))
	return nil
}

// bulkSealed takes what encrypts the passwords of the plan. What a panel asked for that has been left since encrypts nothing:
// another one may ask for something else.
func (m *Model) bulkSealed(msg bulkSealedMsg) {
	to, phrase := find[*recipientPanel](m.stack), find[*passphrasePanel](m.stack)
	p := find[*bulkPlan](m.stack)
	of, under := to != nil && to.asking && to.id == msg.id, phrase != nil && phrase.asking && phrase.id == msg.id
	switch {
	case of && msg.err != nil:
		to.refused(msg.err)
	case under && msg.err != nil:
		phrase.asking, phrase.refusal = false, text.Capital(text.Sentence(msg.err.Error()))
	case of, under:
		p.seal, p.recipients = msg.seal, msg.recipients
		m.closePanels()
	}
}

// closePanels closes the panels that ask whom the passwords are encrypted to.
func (m *Model) closePanels() {
	m.stack = slices.DeleteFunc(m.stack, func(p part) bool {
		if phrase, ok := p.(*passphrasePanel); ok {
			phrase.forget()
			return true
		}
		_, ok := p.(*recipientPanel)
		return ok
	})
}

// sealPlan encrypts the passwords of the plan in front.
func (m *Model) sealPlan(recipients []string) tea.Cmd {
	if len(recipients) == 0 {
		p := find[*bulkPlan](m.stack)
		p.seal, p.recipients = nil, nil
		m.closePanels()
		return nil
	}
	m.lastID++
	find[*recipientPanel](m.stack).id = m.lastID
	return m.effects.seal(m.lastID, recipients)
}

// startBulk starts the plan in front.
func (m *Model) startBulk() tea.Cmd {
	p := find[*bulkPlan](m.stack)
	if m.journals == "" {
		p.starting = false
		return m.perform(sayThat("Neither XDG_STATE_HOME nor HOME says where the journal goes, so nothing is sent."))
	}
	m.lastID++
	p.reading = m.lastID
	return m.effects.startRun(m.lastID, p.of, m.history, p.plan, bulkreport.JournalIn(m.journals, p.plan), p.seal)
}
