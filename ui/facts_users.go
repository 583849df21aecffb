package ui

import (
	tea "charm.land/bubbletea/v2"

	"iampasswd/iamclient"
	"iampasswd/ui/explain"
)

func (m *Model) usersLoaded(msg usersLoadedMsg) tea.Cmd {
	switch {
	case msg.reading != m.reading:
		return nil
	case msg.err != nil:
		m.unread(msg.err)
		return nil
	}
	m.users.loaded(msg.users, msg.next == "")
	if msg.next == "" {
		return nil
	}
	return m.effects.nextUsers(m.reading, msg.next)
}

// reported takes the credential report, or why there is none.
func (m *Model) reported(msg reportReadMsg) {
	if msg.reading != m.reading {
		return
	}
	var p *explain.Problem
	if msg.err != nil {
		words := explain.Error(msg.err, m.context(target{}, "r"))
		words.Title = "There is no credential report, so what it tells of all users at once is unknown. " + words.Title
		p = &words
	}
	m.users.reported(msg.report, p, m.now)
}

// userLoaded takes what is known of a user whose name was typed.
func (m *Model) userLoaded(msg userLoadedMsg) {
	if msg.visit != m.where.visit {
		return // of another account
	}
	if msg.err == nil {
		m.users.directory.admit(msg.user)
		m.users.list.hold()
	}
	for _, p := range m.stack {
		f, ok := p.(*form)
		switch {
		case !ok || f.user.known || f.user.Name != msg.name || m.elsewhere(f):
		case msg.err == nil:
			m.users.found(msg.user) // under the cursor, while nobody acts on the list
			f.user.User, f.user.known = msg.user, true
			f.user.self = m.where.identity.IsUser(msg.user.Name)
		case iamclient.KindOf(msg.err) == iamclient.KindNoSuchUser && !f.send.active():
			p := explain.Error(msg.err, m.context(f.user, "enter"))
			p.Remedy = "esc goes back; check the spelling with the caller."
			f.problem = &p
		}
	}
}
