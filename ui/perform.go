package ui

import (
	tea "charm.land/bubbletea/v2"

	"iampasswd/iamclient"
	"iampasswd/ui/explain"
)

// perform does what a part asked for. With performOpen and performChange it is the one place where an action becomes
// state of the whole or an effect.
func (m *Model) perform(a action) tea.Cmd {
	switch a := a.(type) {
	case nil:
	case leave:
		m.leave(a.parts)
	case say:
		m.notice = a.notice
	case readAgain:
		return m.readAgain()
	case readPolicy:
		return m.readPolicy()
	case readHistory:
		return m.effects.history()
	case refused:
		return m.refused(a)
	case switchAccount:
		return m.switchAccount(a.profile, "")
	case giveCode:
		return m.giveCode(a.code)
	case dropCode:
		return m.dropCode()
	case copySecret:
		return m.copies.copy(a.password)
	case copyText:
		return m.copies.copyText(a.text)
	case saveFile:
		return m.effects.saveCSV(a.file)
	case quit:
		return m.quit(a.sure)
	default:
		return m.performOpen(a)
	}
	return nil
}

// readAgain reads everything again; the credentials too, where they were what went wrong.
func (m *Model) readAgain() tea.Cmd {
	renew := explain.NeedsRenewal(m.users.reading.kind) || explain.NeedsRenewal(iamclient.KindOf(m.policyErr))
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
	if s := find[*policyScreen](m.stack); s != nil {
		s.reading = true
	}
	if explain.NeedsRenewal(iamclient.KindOf(m.policyErr)) {
		return m.readAgain()
	}
	return m.effects.policy(m.reading)
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
