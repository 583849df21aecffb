package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"iampasswd/iamclient"
	"iampasswd/ui/directory"
)

// liveRead is the live reading of what decides whether the user under the cursor can sign in.
type liveRead struct {
	id   int           // of the latest reading; answers of earlier ones are stale
	user directory.Key // whom it is about; the zero value: nobody
	done bool          // it has been answered since the cursor came to the user
	// outdated tells that the user is being read again since the last answer: after a change, for example.
	outdated bool
}

// about is what was read of a user since the cursor came there; nil where that is not known yet, or not any more.
func (l liveRead) about(user directory.Key) *iamclient.Access {
	if l.outdated {
		return nil
	}
	return l.last(user)
}

// last is what was read last of a user since the cursor came there, outdated or not; nil where nothing was.
func (l liveRead) last(user directory.Key) *iamclient.Access {
	if l.user != user || !l.done {
		return nil
	}
	return user.Account.Live(user.Name)
}

// restTime is how long the cursor rests on a user before anything is read: scrolling past a user asks AWS nothing.
const restTime = 250 * time.Millisecond

// look reads live about the user under the cursor, where that is another one than before.
func (m *Model) look() tea.Cmd {
	if m.users.list.at == m.users.live.user {
		return nil
	}
	return m.lookAgain(restTime)
}

// lookAgain reads live about the user under the cursor. What was read of the same user before stays until then, as outdated.
func (m *Model) lookAgain(rest time.Duration) tea.Cmd {
	l := &m.users.live
	user, ok := m.users.selection()
	if !ok {
		*l = liveRead{id: l.id + 1}
		m.effects.stopAccess()
		return nil
	}
	if l.user != user.Key() {
		*l = liveRead{id: l.id, user: user.Key()}
	}
	l.id++
	l.outdated = l.done
	return m.effects.access(l.id, user, rest)
}

// looked takes what was read live.
func (m *Model) looked(msg accessReadMsg) tea.Cmd {
	l := &m.users.live
	if msg.read != l.id {
		return nil
	}
	l.done, l.outdated = true, false
	m.accounts[l.user.Account].Looked(l.user.Name, &msg.access)
	m.directory.Learn(l.user, directory.FactsOf(&msg.access))
	if s := find[*offboardScreen](m.stack); s != nil && s.user.Key() == l.user {
		if in, ok := m.directory.SignIn(s.user, m.now); ok {
			s.loaded(in)
		}
	}
	attempts := m.lookForSignIns(m.accounts[l.user.Account])
	if f, ok := m.front().(*form); ok && f.waits && f.User.Key() == l.user {
		m.notice = notice{} // that it is being read
		return tea.Batch(attempts, m.perform(f.submit()))
	}
	return tea.Batch(attempts, m.doPending())
}

// doPending does what waited for the live reading. What stands in front of the list since would take it for its own.
func (m *Model) doPending() tea.Cmd {
	_, whole := m.front().(*accessScreen)
	if m.front() != part(m.users) && !whole {
		m.users.pending = pendingKey{}
		return nil
	}
	a := m.users.doPending()
	if a != nil {
		m.notice = notice{} // that it is being read
	}
	return m.perform(a)
}
