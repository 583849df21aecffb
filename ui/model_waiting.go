package ui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"iampasswd/iamclient"
	"iampasswd/ui/directory"
	"iampasswd/ui/reset"
)

// waited is the hand-over of the change with that id, as long as it waits for the user to sign in; nil where there is none.
func (m *Model) waited(id int) *handover {
	for _, p := range m.stack {
		if h, ok := p.(*handover); ok && h.id == id && !h.waiting.Over() {
			return h
		}
	}
	return nil
}

// signInDue reads whether the user has chosen a new password. A hand-over that another screen stands in front of reads
// nothing.
func (m *Model) signInDue(id int) tea.Cmd {
	h := m.waited(id)
	if h == nil {
		return nil
	}
	if h.waiting.Expire(m.now); h.waiting.Over() {
		m.effects.end(id)
		return nil
	}
	if m.behind(h) {
		return m.effects.pause(id, reset.WaitEvery)
	}
	return m.effects.loginProfile(id, h.User)
}

// behind tells whether another screen stands in front of the hand-over. The help, and what is spelled, belong to it.
func (m *Model) behind(h *handover) bool {
	at := slices.Index(m.stack, part(h))
	return slices.ContainsFunc(m.stack[at+1:], func(p part) bool {
		switch p.(type) {
		case panel, *pager, *spelling:
			return false
		}
		return true
	})
}

// loginProfileRead takes what AWS says of the user's password, and goes on waiting.
func (m *Model) loginProfileRead(msg loginProfileReadMsg) tea.Cmd {
	h := m.waited(msg.id)
	if h == nil {
		return nil
	}
	h.waiting.Saw(msg.profile, msg.err, m.now)
	if at := h.waiting.Chosen(); !at.IsZero() && m.directory.Lists(h.User.Account) {
		m.directory.Learn(h.User.Key(), directory.Facts{Console: iamclient.Yes, MustChange: iamclient.No, Changed: at, At: at})
	}
	if h.waiting.Over() {
		m.effects.end(msg.id)
		return nil
	}
	pause := m.effects.pause(msg.id, reset.WaitEvery)
	if account, ok := m.accounts[h.User.Account]; ok {
		return tea.Batch(pause, m.lookForSignIns(account)) // as often as it may be read
	}
	return pause
}

// hear tells the hand-overs of an account that wait what CloudTrail saw of their users meanwhile.
func (m *Model) hear(account directory.View) {
	for _, p := range m.stack {
		h, ok := p.(*handover)
		if !ok || h.User.Account != account || h.waiting.Over() {
			continue
		}
		reading := account.SignIns().Reading
		if of := reading.Of(h.User.Name); len(of) > 0 {
			h.waiting.Heard(of[0].OutcomeText(), of[0].Time)
		}
	}
}
