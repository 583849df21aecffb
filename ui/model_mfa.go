package ui

import (
	"errors"
	"slices"

	tea "charm.land/bubbletea/v2"

	"iampasswd/iamclient"
	"iampasswd/ui/directory"
	"iampasswd/ui/explain"
)

// closeCode closes the question for the code that something waits for. Something else may ask by now: its question stays.
func (m *Model) closeCode(waits codeFor) {
	m.stack = slices.DeleteFunc(m.stack, func(p part) bool {
		panel, isCode := p.(*codePanel)
		return isCode && panel.waits == waits
	})
}

// askCode asks for an MFA code where that is what an error is about, and tells whether it is. A code that was refused
// is asked for again in the same place; any other error ends the asking.
func (m *Model) askCode(err error, waits codeFor) bool {
	e, ok := errors.AsType[*iamclient.Error](err)
	panel := find[*codePanel](m.stack)
	switch {
	case !ok || e.Kind != iamclient.KindMFA:
		m.closeCode(waits)
		return false
	case panel != nil && panel.waits == waits:
		panel.refused(e)
	case panel != nil || !m.inFront(waits):
		return false
	default:
		profile := waits.profile
		switch {
		case profile != "" || waits.search:
		case waits.plan:
			profile = find[*bulkPlan](m.stack).of.Endpoint().Profile
		case waits.run:
			profile = m.bulk.of.Endpoint().Profile
		case waits.change != 0:
			profile = m.front().(writer).about().Account.Endpoint().Profile
		default:
			profile = waits.account.Endpoint().Profile
		}
		m.push(&codePanel{waits: waits, err: err, profile: profile, device: e.MFADevice})
	}
	return true
}

// inFront tells whether the operator looks at what waits for a code. A panel would otherwise take keys that were meant
// for something else.
func (m *Model) inFront(waits codeFor) bool {
	switch front := m.front().(type) {
	case *usersScreen:
		return waits.search || waits.account != directory.View{}
	case *overview:
		return waits.search
	case *accountsScreen:
		return waits.profile != ""
	case *bulkScreen:
		return waits.run
	case *bulkPlan:
		return waits.plan
	case writer:
		return waits.change != 0 && front.sending().id == waits.change
	}
	return false
}

// giveCode sends the code for what waits for it.
func (m *Model) giveCode(code string) tea.Cmd {
	waits := find[*codePanel](m.stack).waits
	switch {
	case waits.search:
		m.closeCode(waits)
		m.answerSearch(code)
		return nil
	case waits.run:
		m.effects.renewRun(code)
		return nil
	case waits.plan:
		return m.readPlan(find[*bulkPlan](m.stack), code)
	case waits.profile != "":
		return m.switchAccount(waits.profile, code)
	case waits.change != 0:
		m.effects.end(waits.change) // what found that a code is needed
		c := m.changes[waits.change]
		return m.effects.renew(waits.change, c.Account().Latest(), code)
	}
	return m.effects.renewAndRead(m.accounts[waits.account.Latest()].ReadAgain(m.directory.Total() > 0), code)
}

// dropCode goes on without a code: what waited for one stays undone, and says so.
func (m *Model) dropCode() tea.Cmd {
	panel := find[*codePanel](m.stack)
	waits := panel.waits
	m.closeCode(waits)
	switch {
	case waits.search:
		m.answerSearch("")
		return nil
	case waits.run: // it goes on waiting
		return nil
	case waits.plan:
		if p := find[*bulkPlan](m.stack); p.reading != 0 {
			m.effects.end(p.reading)
			p.reading = 0
		}
		return nil
	case waits.change != 0 && panel.asking:
		m.effects.cancel(waits.change) // its end comes as a message, as ever
		return nil
	case waits.change != 0:
		return m.failed(waits.change, panel.err)
	case waits.profile != "":
		s := find[*accountsScreen](m.stack)
		m.effects.cancel(s.id)
		s.failed(unusable(panel.err, iamclient.Endpoint{Profile: waits.profile}))
		return nil
	}
	account := m.accounts[waits.account.Latest()]
	m.effects.stopReading(account.View)
	account.Leave()
	account.Unlisted(explain.Unlisted(panel.err, account.Context(directory.User{}, "r")), iamclient.KindMFA)
	return nil
}

// codeNeeded takes back a change that could not be sent without an MFA code. It waits for the code, or has failed where
// nobody watches it.
func (m *Model) codeNeeded(msg codeNeededMsg) tea.Cmd {
	msg.change.EarlierUnknown = msg.change.EarlierUnknown || iamclient.MayHaveSucceeded(msg.err)
	m.changes[msg.id] = msg.change
	if m.askCode(msg.err, codeFor{change: msg.id}) {
		m.writer(msg.id).sending().phase = phasePreparing
		return nil
	}
	return m.failed(msg.id, msg.err)
}
