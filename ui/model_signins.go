package ui

import (
	tea "charm.land/bubbletea/v2"

	"iampasswd/ui/directory"
	"iampasswd/ui/explain"
)

// lookForSignIns reads the attempts to sign in to an account, where they have not been read for a while. It follows a live
// reading of one of its users, so that CloudTrail never keeps a verdict waiting, and is made once for all users.
func (m *Model) lookForSignIns(account *directory.Account) tea.Cmd {
	read, again := account.BeginSignIns(m.now)
	if !read {
		return nil
	}
	return m.effects.signIns(account.Round(), again)
}

// signInsRead takes the attempts to sign in.
func (m *Model) signInsRead(msg signInsReadMsg) {
	if account, ok := m.accounts[msg.round.Account]; ok && !msg.round.Over() {
		account.SawSignIns(msg.reading, msg.err, m.now)
	}
}

// readOlder reads the older attempts of a user.
func (m *Model) readOlder(user directory.User) tea.Cmd {
	if account, ok := m.accounts[user.Account]; !ok || !account.BeginOlder(user.Name) {
		return nil
	}
	return m.effects.olderSignIns(user.Key())
}

// olderRead takes them.
func (m *Model) olderRead(msg olderReadMsg) {
	if account, ok := m.accounts[msg.user.Account]; ok {
		account.SawOlder(msg.user.Name, msg.reading, msg.err, m.now)
	}
}

// showEvents shows the events of a user as AWS has them, or why they could not be read.
func (m *Model) showEvents(user directory.User) {
	in, ok := m.directory.SignIn(user, m.now)
	if !ok {
		return
	}
	if problem := user.Account.SignIns().Problem(); problem != nil {
		p := explain.Error(problem, user.Account.Context(directory.User{}, "r"))
		p.Title = "Sign-in attempts are not read. " + p.Title
		m.push(newProblemScreen(p))
		return
	}
	events := rawEvents(in)
	if len(events) == 0 {
		m.notice = notice{text: "CloudTrail has no event of " + user.Shown() + " here. o reads older ones.", level: explain.Warn}
		return
	}
	m.push(newRawEvents(user.Shown(), events))
}
