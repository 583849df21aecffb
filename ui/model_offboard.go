package ui

import (
	tea "charm.land/bubbletea/v2"

	"iampasswd/ui/directory"
	"iampasswd/ui/explain"
	"iampasswd/ui/text"
)

// openOffboard opens the checklist for a leaver. Where other accounts have a user of that name, theirs come next.
func (m *Model) openOffboard(user directory.User) tea.Cmd {
	if rule, ok := user.Protected(); ok {
		return m.perform(openDetails{explain.Protected(user.Name, rule)})
	}
	return m.offboard(newOffboardScreen(user, user.Account.Client().ClockSkew(), m.directory.Namesakes(user)))
}

// offboard opens a checklist, and reads its user live: what is open is what is open now.
func (m *Model) offboard(s *offboardScreen) tea.Cmd {
	m.push(s)
	return m.lookAgain(0)
}

// offboardNext goes on with the first of the users of the same name in other accounts. It leaves out a user who is protected there,
// or whose account is no longer in the list, and tells so in the notice.
func (m *Model) offboardNext(users, skipped []directory.User) tea.Cmd {
	m.leave(1)
	for i, user := range users {
		if !m.directory.Lists(user.Account) {
			m.notice = notice{user.Shown() + " was not looked at in " + user.Account.Label() + ": its credentials lead to another account now.", explain.Warn}
			continue
		}
		if rule, ok := user.Protected(); ok {
			m.notice = notice{user.Shown() + " is protected in " + user.Account.Label() + ": " + rule.String() + ".", explain.Warn}
			continue
		}
		m.users.widen()
		m.users.found(user) // who is under the cursor is read live
		s := newOffboardScreen(user, user.Account.Client().ClockSkew(), users[i+1:])
		s.before = skipped
		return m.offboard(s)
	}
	return nil
}

// tellLeft names the accounts in which nothing was done about the users of the same name.
func (m *Model) tellLeft(users []directory.User) {
	if len(users) == 0 {
		return
	}
	var labels []string
	for _, user := range users {
		labels = append(labels, user.Account.Label())
	}
	m.notice = notice{"Nothing was done about " + users[0].Shown() + " in " + text.Enumerate(labels) + ". L goes on there.", explain.Warn}
}
