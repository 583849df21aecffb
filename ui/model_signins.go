package ui

import (
	tea "charm.land/bubbletea/v2"

	"iampasswd/iamclient"
	"iampasswd/ui/directory"
	"iampasswd/ui/explain"
	"iampasswd/ui/text"
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
		m.hear(account.View)
	}
}

// readOlder reads the older attempts of a user.
func (m *Model) readOlder(user directory.User) tea.Cmd {
	if account, ok := m.accounts[user.Account]; !ok || !account.BeginOlder(user.Name) {
		return nil
	}
	return m.effects.olderSignIns(user.Key())
}

// olderRead takes them. They stand below what was read before, so a notice tells that they are there.
func (m *Model) olderRead(msg olderReadMsg) {
	account, ok := m.accounts[msg.user.Account]
	if !ok {
		return
	}
	account.SawOlder(msg.user.Name, msg.reading, msg.err, m.now)
	in, ok := m.directory.SignIn(account.Typed(msg.user.Name), m.now)
	if _, shown := m.front().(*accessScreen); !ok || !shown || m.users.list.at != msg.user {
		return
	}
	if problem := account.Older(msg.user.Name).Problem(); problem != nil {
		m.notice = notice{"Older attempts are not read: " + explain.Unread(problem) + ".", explain.Warn}
		return
	}
	m.notice = notice{text: "No older attempt of " + in.User.Shown() + " was found."}
	if n := len(in.OlderAttempts()); n > 0 {
		m.notice.text = text.Counted(n, "older attempt") + " of " + in.User.Shown() + ", listed below."
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

// settle asks CloudTrail what became of a change.
func (m *Model) settle(a settle) tea.Cmd {
	m.notice = notice{text: "Asking CloudTrail…"}
	return m.effects.settle(a)
}

// settled takes what CloudTrail says to the form of the change. Where that has been left, it becomes a notice only.
func (m *Model) settled(msg settledMsg) tea.Cmd {
	if msg.err != nil {
		p := explain.Error(msg.err, msg.user.Account.Context(directory.User{}, "F5"))
		m.notice = notice{text: "Still unknown. " + p.Title + " " + p.Remedy, level: explain.Warn}
		return nil
	}
	m.notice = notice{text: explain.Settled(msg.entry, msg.why), level: explain.Warn}
	if msg.why != iamclient.Settled {
		return nil
	}
	for _, p := range m.stack {
		if f, ok := p.(*form); ok && f.send.id == msg.id {
			a := f.settled(msg.entry, m.now)
			if _, made := a.(handOver); made && m.directory.Lists(f.account()) {
				facts, _ := f.learned(msg.entry.Settled.EventTime)
				m.directory.Learn(f.user(), facts)
			}
			return m.perform(a)
		}
	}
	return nil
}
