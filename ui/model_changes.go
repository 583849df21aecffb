package ui

import (
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"iampasswd/iamclient"
	"iampasswd/ui/change"
	"iampasswd/ui/clipboard"
	"iampasswd/ui/directory"
	"iampasswd/ui/explain"
	"iampasswd/ui/remedy"
	"iampasswd/ui/reset"
	"iampasswd/ui/text"
)

// verifyFirst asks for the codes that verify the caller, in front of the part that has the change. That one keeps what was
// typed, and sends it when it is asked to once more.
func (m *Model) verifyFirst(c change.Change) tea.Cmd {
	c.Wipe()
	m.push(newRemedyPanel(remedy.Synchronise(), m.caseOf(c.User)))
	if slices.ContainsFunc(c.Steps, func(step iamclient.Change) bool { return step.Operation == iamclient.OpDeactivateMFADevice }) {
		return m.perform(sayThat("A guard rail: verify the caller first. For a lost phone: iampasswd help guard-rails."))
	}
	return m.perform(sayThat("A guard rail: verify the caller first."))
}

// submit gives the change of the writer in front a number and sends it: after its reason, where a guard rail wants one, or
// a verified caller, and after the credentials, where it asks for that.
func (m *Model) submit(c change.Change) tea.Cmd {
	rails, unverified := c.Account().Rails(), c.Unverified()
	switch live := &m.users.live; {
	case !unverified:
	case live.user == c.User.Key() && !live.done && c.User.Live() == nil:
		c.Wipe()
		return m.perform(sayThat("Reading whether the caller can be verified by MFA. Then press the key again."))
	case directory.HasCodes(c.User.Live()):
		return m.verifyFirst(c)
	}
	if rails.RefuseReason(c.Reason) != "" || unverified && strings.TrimSpace(c.Reason) == "" {
		m.push(newAskReason(c, rails, m.reasons[c.User.Key().Folded()], unverified))
		return nil
	}
	m.lastID++
	m.front().(writer).sending().start(m.lastID, m.now)
	m.changes[m.lastID] = c
	if c.Renew {
		return m.effects.renew(m.lastID, c.Account().Latest(), "")
	}
	return m.sendAsSame(m.lastID)
}

// sendAsSame sends a change, after a question where the credentials are not those that the operator knows of.
func (m *Model) sendAsSame(id int) tea.Cmd {
	c := m.changes[id]
	if c.Account().Agreed() {
		return m.send(id)
	}
	before, now := c.Account().Confirmed(), c.Account().Latest().Identity()
	q := &question{
		text: "These are other credentials: " + text.Clean(now.Name) + " in account " + text.Clean(now.Account) +
			", before " + text.Clean(before.Name) + " in " + text.Clean(before.Account) + ". Send it with these?",
		verb: "send", yes: send{id}, no: drop{id},
	}
	at := len(m.stack)
	if m.askedToQuit() {
		at-- // or the y that was meant for that question would send
	}
	m.stack = slices.Insert(m.stack, at, part(q))
	return nil
}

// sendAgreed sends a change with credentials that the operator has just agreed to. It goes to the account that they lead
// to; a policy does not, for it was confirmed for one account.
func (m *Model) sendAgreed(id int) tea.Cmd {
	c, waiting := m.changes[id]
	if !waiting {
		return nil
	}
	now := c.Account().Latest()
	m.accounts[now].Confirm()
	if now != c.Account() {
		if c.Policy != nil {
			return m.failed(id, otherAccountError{})
		}
		c.User.Account = now
		m.changes[id] = c
		if w := m.writer(id); w != nil {
			w.moveTo(now)
		}
	}
	return m.send(id)
}

func (m *Model) send(id int) tea.Cmd {
	c, waiting := m.changes[id]
	if !waiting {
		return nil
	}
	delete(m.changes, id)
	m.effects.end(id) // of the renewal
	return m.effects.change(id, c)
}

// credentialsRenewed sends the change that asked for it, unless the credentials are someone else's now.
func (m *Model) credentialsRenewed(msg credentialsRenewedMsg) tea.Cmd {
	if _, waiting := m.changes[msg.id]; !waiting {
		return nil
	}
	if m.askCode(msg.err, codeFor{change: msg.id}) {
		return nil
	}
	if msg.err != nil {
		return m.failed(msg.id, msg.err)
	}
	m.closeCode(codeFor{change: msg.id})
	same := msg.account.Identity().Same(msg.identity)
	m.identified(msg.account, msg.identity)
	next := m.sendAsSame(msg.id)
	now := msg.account.Latest()
	if same || !m.directory.Lists(now) {
		return next
	}
	m.accounts[now].SetAlias("")
	return tea.Batch(m.readAccount(m.accounts[now]), next)
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

// failed ends a change of which nothing was made.
func (m *Model) failed(id int, err error) tea.Cmd {
	return m.changed(changedMsg{id, change.Outcome{Err: err}})
}

// changed takes the outcome of a change to the part that asked for it. Where nobody watches, it becomes a notice.
func (m *Model) changed(msg changedMsg) tea.Cmd {
	w := m.writer(msg.id)
	if now := msg.outcome.Policy; now != nil && w != nil {
		of := w.about().Account
		m.accounts[of].ChangedPolicy(*now)
		m.policyRead(of)
	}
	m.effects.end(msg.id)
	if c, ok := m.changes[msg.id]; ok {
		c.Wipe()
		delete(m.changes, msg.id)
	}
	if w == nil {
		return nil
	}
	p, err := w.judge(msg.outcome)
	if facts, ok := w.learned(m.now); err == nil && ok && m.directory.Lists(w.about().Account) {
		m.directory.Learn(w.about().Key(), facts)
	}
	if made, ok := w.(*remedyPanel); err == nil && ok {
		if h := find[*handover](m.stack); h != nil {
			h.remedied(made.remedy, made.of.User)
		}
	}
	action := w.finished(err, p, m.now)
	i := slices.Index(m.parked, w)
	if i < 0 {
		return m.perform(action)
	}
	m.parked = slices.Delete(m.parked, i, i+1)
	m.notice = m.outcomeOf(w)
	if w.hasMore(err) {
		m.finished = append(m.finished, outcome{w, action})
		m.notice = notice{} // it stands there until it is opened
	}
	return m.lookAgain(0)
}

// outcomeOf says how a change ended, and where, if that is not the only account in the list.
func (m *Model) outcomeOf(w writer) notice {
	n := w.outcome()
	if at := w.about().Account; m.directory.Several() || !m.directory.Lists(at) {
		n.text = text.In(n.text, at.Short())
	}
	return n
}

// copy sends the password to the terminal's clipboard (OSC 52) and to the machine's. Neither gives a receipt.
func (m *Model) copy(password *iamclient.Secret) tea.Cmd {
	toTerminal := tea.SetClipboard(password.Reveal())
	serial := m.copies.Copy(password)
	if serial == 0 {
		return toTerminal
	}
	return tea.Batch(toTerminal, tea.Tick(clipboard.Holds, func(time.Time) tea.Msg { return clipboardDueMsg{serial} }))
}

// copyText sends what is no secret to both clipboards.
func (m *Model) copyText(a copyText) tea.Cmd {
	m.leave(a.leaves)
	if a.what != "" {
		m.notice = notice{text.Capital(a.what) + " sent to the clipboard.", explain.Good}
	}
	m.copies.CopyText(a.text)
	return tea.SetClipboard(a.text)
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

// park stops watching the change of the part in front.
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

// remedied closes the panel of a remedy that was made, and reads the user live again.
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
		m.notice = m.outcomeOf(done)
	}
}

// handOver puts the hand-over in the place of the form, and closes what stood before the form.
func (m *Model) handOver(a handOver) tea.Cmd {
	if m.close(a.id) == nil {
		return nil
	}
	return m.showHandOver(a)
}

// showHandOver opens the hand-over, and waits for the user to choose a new password where that is asked for.
func (m *Model) showHandOver(a handOver) tea.Cmd {
	h := &handover{Result: a.result, id: a.id, folders: m.folders, waiting: a.result.Wait(m.now)}
	m.push(h)
	if at := a.result.User.Account; !m.directory.Lists(at) {
		m.notice = notice{"This was in " + at.Short() + ", not in " + m.account.Short() + ".", explain.Warn}
	}
	if h.waiting.Begun() {
		return tea.Batch(m.lookAgain(0), m.effects.pause(h.id, reset.WaitEvery))
	}
	return m.lookAgain(0)
}

// openOutcome brings back what ended unwatched. An operator who does so while another change is under way stops watching that one:
// its end would close what stands over it, and with that perhaps the only copy of a password.
func (m *Model) openOutcome() tea.Cmd {
	if len(m.finished) == 0 && (m.bulk == nil || m.watchesBulk()) {
		return nil
	}
	if i := slices.IndexFunc(m.stack, underWay); i >= 0 {
		_, asks := m.front().(panel)
		w := m.stack[i].(writer)
		if w.sending().phase != phaseSent || asks && m.front() != part(w) {
			return m.perform(sayThat("Not now: the change for " + w.about().Shown() + " waits to be sent. esc takes it back."))
		}
		m.leave(len(m.stack) - 1 - i)
		m.perform(w.press(tea.KeyPressMsg{Code: tea.KeyEscape}, m.canvas()))
	}
	if len(m.finished) == 0 {
		m.push(m.bulk)
		return nil
	}
	o := m.finished[0]
	m.finished = m.finished[1:]
	m.push(o.writer)
	return m.perform(o.action)
}

func underWay(p part) bool {
	w, ok := p.(writer)
	return ok && w.sending().active()
}

// otherAccountError keeps a change from an account that it was not confirmed for.
type otherAccountError struct{}

func (otherAccountError) Error() string {
	return "These credentials are of another account, so nothing was sent."
}
