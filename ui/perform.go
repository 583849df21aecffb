package ui

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"iampasswd/iamclient"
)

// perform does what a part asked for. It is the one place where an action becomes state of the whole or an effect.
func (m *Model) perform(a action) tea.Cmd {
	switch a := a.(type) {
	case nil:
	case openForm:
		return m.openForm(a.user)
	case openName:
		m.push(newAskName())
	case openHelp:
		help := m.help()
		m.push(&pager{text: func(c canvas) []string { return helpText(c, help) }})
	case openAccounts:
		return m.openAccounts()
	case switchAccount:
		return m.switchAccount(a.profile, "")
	case giveCode:
		return m.giveCode(a.code)
	case dropCode:
		return m.dropCode()
	case openDetails:
		m.push(&pager{text: func(c canvas) []string { return fullProblem(c, a.problem) }})
	case askRemedy:
		m.push(newRemedy(a.operation, a.user, m.remedyFacts(a.user)))
	case remedied:
		return m.remedied(a.id)
	case openAccess:
		m.push(&accessScreen{users: m.users})
	case openPolicy:
		m.push(&policyScreen{policy: m.policy, problem: m.policyProblem(), reading: true, readOnly: m.where.readOnly})
		return m.effects.policy(m.reading)
	case editPolicy:
		m.push(newPolicyForm(*m.policy))
		return m.effects.policy(m.reading)
	case readPolicy:
		return m.readPolicy()
	case reviewPolicy:
		m.push(m.reviewOf(a))
	case policyDone:
		m.policyDone(a.id)
	case ask:
		m.push(&a.question)
	case leave:
		m.leave(a.parts)
	case say:
		m.notice = a.notice
	case readAgain:
		return m.readAgain()
	case refused:
		return m.refused(a)
	case submit:
		return m.submit(a.change)
	case send:
		m.leave(1)
		m.agreed = m.where.identity
		return m.send(a.id)
	case drop:
		m.leave(1)
		return m.changed(changedMsg{id: a.id, err: &iamclient.Error{Kind: iamclient.KindCanceled}})
	case cancelChange:
		return m.cancel(a.id)
	case park:
		m.park()
		m.leave(a.behind)
	case openOutcome:
		return m.openOutcome()
	case handOver:
		return m.handOver(a)
	case giveReason:
		m.leave(1)
		m.reasons[strings.ToLower(a.change.user)] = a.change.reason
		return m.submit(a.change)
	case dropReason:
		m.leave(1)
		m.reasons[strings.ToLower(a.user)] = a.text
	case openHistory:
		m.push(newHistoryScreen(m.unkept, m.rails))
		return m.effects.history()
	case readHistory:
		return m.effects.history()
	case copySecret:
		return m.copies.copy(a.password)
	case copyText:
		return m.copies.copyText(a.text)
	case saveFile:
		return m.effects.saveCSV(a.file)
	case openSpelling:
		m.push(newSpelling(a.user, a.password, m.now))
	case quit:
		return m.quit(a.sure)
	default:
		panic(fmt.Sprintf("ui: no code for the action %T", a))
	}
	return nil
}

func (m *Model) push(p part) { m.stack = append(m.stack, p) }

// leave closes so many parts in front, and wipes the passwords that they hold.
func (m *Model) leave(parts int) {
	for range min(parts, len(m.stack)-1) {
		if h, ok := m.front().(holder); ok {
			h.forget()
		}
		m.stack = m.stack[:len(m.stack)-1]
	}
}

// openForm opens the form in the place of the question for the name, if that is in front.
func (m *Model) openForm(user target) tea.Cmd {
	if _, typed := m.front().(*askName); typed {
		m.leave(1)
		user.self = m.where.identity.IsUser(user.Name)
	}
	if rule, ok := m.users.protects(user.User); ok {
		return m.perform(openDetails{protection(user.Name, rule)})
	}
	f := newForm(user, m.policy, &m.generator, []string{m.where.alias, m.where.identity.Account, m.where.endpoint.Profile})
	f.rails = m.rails
	if m.users.directory.known.of(user.User).console == iamclient.No {
		f.operation = createProfile // AWS says so if it is not true any more
	}
	if a := m.users.look.about(user.Name); a != nil {
		f.knows(a)
	}
	m.push(f)
	if user.known {
		return nil
	}
	return m.effects.user(user.Name)
}

// remedyFacts are what is known of a user that the question about a remedy tells.
func (m *Model) remedyFacts(user target) remedyFacts {
	facts := remedyFacts{lockOut: m.policy != nil && m.policy.Verified() && !m.policy.UsersMayChange}
	a := m.users.look.about(user.Name)
	if a == nil {
		return facts
	}
	facts.devices, facts.keys, facts.revoked = a.Devices.Value, activeKeys(a), a.Revoked.Value
	facts.lockOut = facts.lockOut && a.MayChange.Value != iamclient.Yes
	return facts
}

// remedied closes the panel of a remedy that was made, and looks at the user again.
func (m *Model) remedied(id int) tea.Cmd {
	if done := m.close(id); done != nil {
		m.notice = m.outcomeOf(done)
	}
	return m.lookAgain(0)
}

// close closes the part whose change has that id, and what stands in front of it, and returns it; nil where there is
// none.
func (m *Model) close(id int) writer {
	i := slices.IndexFunc(m.stack, func(p part) bool {
		w, ok := p.(writer)
		return ok && w.sending().id == id
	})
	if i < 1 {
		return nil
	}
	done := m.stack[i].(writer)
	m.leave(len(m.stack) - i)
	return done
}

// readAgain reads everything again; the credentials too, where they were what went wrong.
func (m *Model) readAgain() tea.Cmd {
	renew := needsRenewal(m.users.reading.kind) || needsRenewal(iamclient.KindOf(m.policyErr))
	m.reading++
	m.users.read()
	m.users.look.user = "" // whom the cursor is on is looked at again, too
	if renew {
		return m.effects.renewAndRead(m.reading, "")
	}
	return m.effects.read(m.reading)
}

// readPolicy reads the policy again, and everything where the credentials were what went wrong.
func (m *Model) readPolicy() tea.Cmd {
	for _, p := range m.stack {
		if s, ok := p.(*policyScreen); ok {
			s.reading = true
		}
	}
	if needsRenewal(iamclient.KindOf(m.policyErr)) {
		return m.readAgain()
	}
	return m.effects.policy(m.reading)
}

// reviewOf is the review of a change, with the form behind it where that is where it comes from.
func (m *Model) reviewOf(a reviewPolicy) *policyReview {
	r := newPolicyReview(&m.where, a.from, a.to)
	if _, edited := m.front().(*policyForm); edited {
		r.behind = 1
	}
	return r
}

// policyDone closes the review of a change that has been made and the form that it comes from, and tells of it.
func (m *Model) policyDone(id int) {
	if done, ok := m.close(id).(*policyReview); ok {
		m.leave(done.behind)
		m.notice = done.outcome()
	}
}

// refused reads again what a refusal shows to be out of date.
func (m *Model) refused(a refused) tea.Cmd {
	if w, ok := m.front().(writer); ok && m.elsewhere(w) {
		return nil // who has the same name here is somebody else
	}
	switch a.kind {
	case iamclient.KindPolicyViolation:
		return m.effects.policy(m.reading)
	case iamclient.KindNoSuchUser:
		return m.readAgain()
	case iamclient.KindNoLoginProfile:
		m.users.directory.learn(a.user.Name, standing{console: iamclient.No, at: m.now})
	}
	return m.lookAgain(0)
}

// submit gives the change of the writer in front a number and sends it: after its reason, where a guard rail wants one,
// and after the credentials, where it asks for that.
func (m *Model) submit(c change) tea.Cmd {
	sending := m.front().(writer).sending()
	if p := m.wrongAccount(m.front().(writer)); p != nil {
		c.wipe()
		return m.perform(m.front().(writer).finished(&iamclient.Error{Kind: iamclient.KindCanceled}, p, m.now))
	}
	if m.rails.RefuseReason(c.reason) != "" {
		m.push(newAskReason(c, m.rails, m.reasons[strings.ToLower(c.user)]))
		return nil
	}
	m.lastID++
	sending.start(m.lastID, m.now)
	sending.from = m.where
	m.changes[m.lastID] = c
	if c.renew {
		return m.effects.renew(m.lastID, "")
	}
	return m.sendAsSame(m.lastID)
}

// sendAsSame sends a change, after a question where the credentials are not those that the operator knows of.
func (m *Model) sendAsSame(id int) tea.Cmd {
	now := m.where.identity
	if m.agreed.Same(now) {
		return m.send(id)
	}
	q := &question{
		text: "These are other credentials: " + clean(now.Name) + " in account " + clean(now.Account) +
			", before " + clean(m.agreed.Name) + " in " + clean(m.agreed.Account) + ". Send it with these?",
		verb: "send", yes: send{id}, no: drop{id},
	}
	at := len(m.stack)
	if m.askedToQuit() {
		at-- // or the y that was meant for that question would send
	}
	m.stack = slices.Insert(m.stack, at, part(q))
	return nil
}

func (m *Model) send(id int) tea.Cmd {
	c, waiting := m.changes[id]
	if !waiting {
		return nil
	}
	if c.operation == replacePolicy && c.policy.account != m.where.identity.Account {
		return m.changed(changedMsg{id: id, err: otherAccountError{}})
	}
	delete(m.changes, id)
	if w := m.writer(id); w != nil {
		w.sending().from = m.where // whatever the credentials were before they were renewed
	}
	m.effects.end(id) // of the renewal
	return m.effects.change(id, c)
}

// cancel takes a change back; its end comes as a message, as ever.
func (m *Model) cancel(id int) tea.Cmd {
	m.effects.cancel(id)
	return nil
}

func (m *Model) park() {
	w := m.front().(writer)
	if h, ok := w.(holder); ok {
		h.mask()
	}
	m.stack = m.stack[:len(m.stack)-1]
	m.parked = append(m.parked, w)
}

// openOutcome brings back what ended unwatched. Whoever does so while another change is under way stops watching that one:
// its end would close what stands over it, and with that perhaps the only copy of a password.
func (m *Model) openOutcome() tea.Cmd {
	if len(m.ended) == 0 {
		return nil
	}
	if i := slices.IndexFunc(m.stack, underWay); i >= 0 {
		_, asks := m.front().(panel)
		w := m.stack[i].(writer)
		if w.sending().phase != phaseSent || asks && m.front() != part(w) {
			return m.perform(sayThat("Not now: the change for " + w.about().name() + " waits to be sent. esc takes it back."))
		}
		m.leave(len(m.stack) - 1 - i)
		m.perform(w.press(tea.KeyPressMsg{Code: tea.KeyEscape}, m.canvas()))
	}
	o := m.ended[0]
	m.ended = m.ended[1:]
	m.push(o.writer)
	return m.perform(o.action)
}

func underWay(p part) bool {
	w, ok := p.(writer)
	return ok && w.sending().active()
}

// handOver puts the hand-over in the place of the form, and closes what stood before the form.
func (m *Model) handOver(a handOver) tea.Cmd {
	done := m.close(a.id)
	if done == nil {
		return nil
	}
	from := m.whereOf(done)
	m.push(&handover{
		result:  a.done,
		id:      a.id,
		folder:  filesIn(m.where),
		account: from.account(),
		signIn:  iamclient.SignInURL(from.identity, from.alias),
	})
	if m.elsewhere(done) {
		m.notice = notice{"This was in " + from.short() + ", not in " + m.where.short() + ".", levelWarn}
	}
	return m.lookAgain(0)
}
