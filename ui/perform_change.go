package ui

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"iampasswd/iamclient"
	"iampasswd/ui/text"
)

// performChange does what a change takes on its way, from its submission to its end.
func (m *Model) performChange(a action) tea.Cmd {
	switch a := a.(type) {
	case submit:
		return m.submit(a.change)
	case giveReason:
		m.leave(1)
		m.reasons[strings.ToLower(a.change.user)] = a.change.reason
		return m.submit(a.change)
	case dropReason:
		m.leave(1)
		m.reasons[strings.ToLower(a.user)] = a.text
	case send:
		m.leave(1)
		m.agreed = m.where.identity
		return m.send(a.id)
	case drop:
		m.leave(1)
		return m.changed(changedMsg{id: a.id, err: &iamclient.Error{Kind: iamclient.KindCanceled}})
	case cancelChange:
		m.effects.cancel(a.id) // its end comes as a message, as ever
	case park:
		m.park()
		m.leave(a.behind)
	case remedied:
		return m.remedied(a.id)
	case policyDone:
		m.policyDone(a.id)
	default:
		panic(fmt.Sprintf("ui: no code for the action %T", a))
	}
	return nil
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
		text: "These are other credentials: " + text.Clean(now.Name) + " in account " + text.Clean(now.Account) +
			", before " + text.Clean(m.agreed.Name) + " in " + text.Clean(m.agreed.Account) + ". Send it with these?",
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
	c.caller = m.agreed
	delete(m.changes, id)
	if w := m.writer(id); w != nil {
		w.sending().from = m.where // whatever the credentials were before they were renewed
	}
	m.effects.end(id) // of the renewal
	return m.effects.change(id, c)
}

func (m *Model) park() {
	w := m.front().(writer)
	if h, ok := w.(holder); ok {
		h.mask()
	}
	m.stack = m.stack[:len(m.stack)-1]
	m.parked = append(m.parked, w)
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

// remedied closes the panel of a remedy that was made, and looks at the user again.
func (m *Model) remedied(id int) tea.Cmd {
	if done := m.close(id); done != nil {
		m.notice = m.outcomeOf(done)
	}
	return m.lookAgain(0)
}

// policyDone closes the review of a change that has been made and the form that it comes from, and tells of it.
func (m *Model) policyDone(id int) {
	if done, ok := m.close(id).(*policyReview); ok {
		m.leave(done.behind)
		m.notice = done.outcome()
	}
}
