package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"iampasswd/iamclient"
)

// look is the live reading of what decides whether the user under the cursor can sign in.
type look struct {
	id     int    // of the latest look; answers of earlier ones are stale
	user   string // whom it is about; empty: nobody
	access *iamclient.Access
}

// lookRest is how long the cursor rests on a user before anything is read: whoever scrolls past asks AWS nothing.
const lookRest = 250 * time.Millisecond

// look reads live about the user under the cursor, where that is another one than before.
func (m *Model) look() tea.Cmd {
	if m.users.list.at == m.users.look.user {
		return nil
	}
	return m.lookAgain(lookRest)
}

// lookAgain reads live about the user under the cursor. What was read of the same user before stays until then.
func (m *Model) lookAgain(rest time.Duration) tea.Cmd {
	l := &m.users.look
	user, ok := m.users.selection()
	if !ok {
		*l = look{id: l.id + 1}
		m.effects.unlook()
		return nil
	}
	if l.user != user.Name {
		*l = look{id: l.id, user: user.Name}
	}
	l.id++
	return m.effects.access(l.id, user, rest)
}

// looked takes what was read.
func (m *Model) looked(msg accessReadMsg) tea.Cmd {
	l := &m.users.look
	if msg.look != l.id {
		return nil
	}
	l.access = &msg.access
	m.users.directory.learn(l.user, standingOf(l.access))
	for _, p := range m.stack {
		if f, ok := p.(*form); ok && f.user.Name == l.user && !m.elsewhere(f) {
			f.knows(l.access)
		}
	}
	return m.wished()
}

// wished does what waited for the look. What stands in front of the list since would take it for its own.
func (m *Model) wished() tea.Cmd {
	_, whole := m.front().(*accessScreen)
	if m.front() != part(m.users) && !whole {
		m.users.wish = 0
		return nil
	}
	a := m.users.wished()
	if a != nil {
		m.notice = notice{} // that it is being read
	}
	return m.perform(a)
}

// about is what was read of a user, nil where that has not been read.
func (l *look) about(name string) *iamclient.Access {
	if l.user != name {
		return nil
	}
	return l.access
}
