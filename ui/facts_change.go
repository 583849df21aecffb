package ui

import (
	"slices"

	"iampasswd/iamclient"
	"iampasswd/ui/explain"
	"iampasswd/ui/text"

	tea "charm.land/bubbletea/v2"
)

// credentialsRenewed sends the change that asked for it, unless the credentials are someone else's now.
func (m *Model) credentialsRenewed(msg credentialsRenewedMsg) tea.Cmd {
	if _, waiting := m.changes[msg.id]; !waiting {
		return nil
	}
	if m.askCode(msg.err, codeFor{change: msg.id}) {
		return nil
	}
	if msg.err != nil {
		return m.changed(changedMsg{id: msg.id, err: msg.err})
	}
	m.closeCode()
	before := m.where.identity
	m.know(msg.identity)
	next := m.sendAsSame(msg.id)
	if before.Same(msg.identity) {
		return next
	}
	m.where.alias = ""
	m.showAccount()
	return tea.Batch(m.readAgain(), next)
}

// writer returns the part whose change has that id, watched or not; nil where there is none.
func (m *Model) writer(id int) writer {
	for _, p := range m.stack {
		if w, ok := p.(writer); ok && w.sending().active() && w.sending().id == id {
			return w
		}
	}
	for _, w := range m.parked {
		if w.sending().id == id {
			return w
		}
	}
	return nil
}

// changed takes the outcome of a change to the part that asked for it. Where nobody watches, it becomes a notice.
func (m *Model) changed(msg changedMsg) tea.Cmd {
	w := m.writer(msg.id)
	if msg.policy != nil && (w == nil || !m.elsewhere(w)) {
		m.effects.policyChanges++
		m.policyLoaded(*msg.policy, nil)
	}
	m.effects.end(msg.id)
	if c, ok := m.changes[msg.id]; ok {
		c.wipe()
		delete(m.changes, msg.id)
	}
	if w == nil {
		return nil
	}
	err, p := msg.err, m.unmade(w, msg)
	if f, ok := w.(*form); ok && msg.made > 0 {
		err, f.unmade, p = nil, p, nil // the password is set, whatever became of the sessions
	}
	if r, ok := w.(*remedy); ok {
		r.change.made = max(r.change.made, msg.made) // which another try leaves alone
	}
	if err == nil && !m.elsewhere(w) {
		m.users.directory.learn(w.about().Name, w.learned(m.now))
	}
	action := w.finished(err, p, m.now)
	i := slices.Index(m.parked, w)
	if i < 0 {
		return m.perform(action)
	}
	m.parked = slices.Delete(m.parked, i, i+1)
	m.notice = m.outcomeOf(w)
	_, isRemedy := w.(*remedy)
	_, isPolicy := w.(*policyReview)
	if !isRemedy && !isPolicy || err != nil {
		m.ended = append(m.ended, outcome{w, action})
		m.notice = notice{} // it stands there until it is opened
	}
	return m.lookAgain(0)
}

// unmade puts into words why a change was not made, or not all of it; nil where it was.
func (m *Model) unmade(w writer, msg changedMsg) *explain.Problem {
	if msg.err == nil {
		return nil
	}
	s := m.whereOf(w).context(w.about(), "enter")
	_, isRemedy := w.(*remedy)
	_, isForm := w.(*form)
	switch {
	case isRemedy:
		s.NoPassword, s.Again = true, "y"
	case isForm && msg.made > 0:
		s.NoPassword, s.Again = true, "R in the list"
	}
	words := explain.Error(msg.err, s)
	if elsewhere := m.wrongAccount(w); elsewhere != nil && !iamclient.MayHaveSucceeded(msg.err) {
		words.Remedy = elsewhere.Remedy
	}
	if isRemedy && msg.made > 0 {
		words.Title = "The first step was made, the next was not. " + words.Title
	}
	return &words
}

// fileSaved takes what became of a file to the hand-over. Where that has been left, it becomes a notice.
func (m *Model) fileSaved(msg fileSavedMsg) {
	for _, p := range m.stack {
		if h, ok := p.(*handover); ok && h.id == msg.id {
			h.saved(msg.name, msg.err)
			return
		}
	}
	m.notice = notice{"The file with the password was saved: " + text.Clean(msg.name), explain.Good}
	if msg.name == "" {
		m.notice = notice{"The file with the password was not saved.", explain.Bad}
	}
}
