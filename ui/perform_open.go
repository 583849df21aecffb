package ui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"iampasswd/iamclient"
	"iampasswd/ui/explain"
	"iampasswd/ui/text"
)

// performOpen does what puts another part in front.
func (m *Model) performOpen(a action) tea.Cmd {
	switch a := a.(type) {
	case openForm:
		return m.openForm(a.user)
	case openName:
		m.push(newAskName())
	case openHelp:
		help := m.help()
		m.push(&pager{text: func(c canvas) []string { return helpText(c, help) }})
	case openDetails:
		m.push(&pager{text: func(c canvas) []string { return fullProblem(c, a.problem) }})
	case openAccess:
		m.push(newAccessScreen(m.users))
	case openAccounts:
		return m.openAccounts()
	case openHistory:
		m.push(newHistoryScreen(m.unkept, m.rails))
		return m.effects.history()
	case openPolicy:
		m.push(&policyScreen{policy: m.policy, problem: m.policyProblem(), reading: true, readOnly: m.where.readOnly})
		return m.effects.policy(m.reading)
	case editPolicy:
		m.push(newPolicyForm(*m.policy))
		return m.effects.policy(m.reading)
	case reviewPolicy:
		m.push(m.reviewOf(a))
	case openSpelling:
		m.push(newSpelling(a.user, a.password, m.now))
	case openOutcome:
		return m.openOutcome()
	case handOver:
		return m.handOver(a)
	case askRemedy:
		m.push(newRemedy(a.operation, a.user, m.remedyFacts(a.user)))
	case ask:
		m.push(&a.question)
	default:
		return m.performChange(a)
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
		return m.perform(openDetails{explain.Protected(user.Name, rule)})
	}
	f := newForm(user, m.policy, &m.generator, []string{m.where.alias, m.where.identity.Account, m.where.endpoint.Profile})
	f.rails = m.rails
	if m.users.directory.known.of(user.User).console == iamclient.No {
		f.operation = createProfile // AWS says so if it is not true any more
	}
	if ahead := m.effects.client.ClockSkew(); ahead.Abs() > mostSkew {
		f.skew = "! AWS's clock is " + text.Age(ahead.Abs()) + " off"
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
	a := m.users.look.about(user.Name)
	facts := remedyFacts{skew: skewText(m.effects.client.ClockSkew(), m.now), lockOut: lockOutText(user, m.policy, a, m.size.Width-6)}
	if a == nil {
		return facts
	}
	facts.devices, facts.keys, facts.revoked = a.Devices.Value, activeKeys(a), a.Revoked.Value
	return facts
}

// reviewOf is the review of a change, with the form behind it where that is where it comes from.
func (m *Model) reviewOf(a reviewPolicy) *policyReview {
	r := newPolicyReview(&m.where, m.users, a.from, a.to)
	if _, edited := m.front().(*policyForm); edited {
		r.behind = 1
	}
	return r
}

// handOver puts the hand-over in the place of the form, and closes what stood before the form.
func (m *Model) handOver(a handOver) tea.Cmd {
	done := m.close(a.id)
	if done == nil {
		return nil
	}
	from := m.whereOf(done)
	m.push(&handover{
		result: a.done,
		id:     a.id,
		folder: m.folder, fallbacks: m.fallbacks,
		account: from.account(),
		signIn:  iamclient.SignInURL(from.identity, from.alias),
	})
	if m.elsewhere(done) {
		m.notice = notice{"This was in " + from.short() + ", not in " + m.where.short() + ".", explain.Warn}
	}
	return m.lookAgain(0)
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
