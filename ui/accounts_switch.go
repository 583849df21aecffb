package ui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"iampasswd/iamclient"
	"iampasswd/ui/explain"
	"iampasswd/ui/text"
)

// openAccounts opens the accounts screen and reads the profiles.
func (m *Model) openAccounts() tea.Cmd {
	m.push(newAccountsScreen(m.where))
	return m.effects.profiles()
}

// switchAccount asks AWS whose the credentials of a profile are. Nothing else happens before that is known.
func (m *Model) switchAccount(profile, code string) tea.Cmd {
	m.lastID++
	find[*accountsScreen](m.stack).begin(m.lastID, profile, m.now)
	return m.effects.open(m.lastID, profile, code)
}

// accountOpened enters the account of a profile, or says why not.
func (m *Model) accountOpened(msg accountOpenedMsg) tea.Cmd {
	m.effects.end(msg.id)
	s := find[*accountsScreen](m.stack)
	if s == nil || s.id != msg.id {
		return nil // stopped in the meantime
	}
	if msg.err == nil {
		m.closeCode()
		m.stack = slices.DeleteFunc(m.stack, func(p part) bool { return p == part(s) })
		return m.enter(msg.client, msg.identity)
	}
	s.failed(nil)
	if !m.askCode(msg.err, codeFor{profile: msg.endpoint.Profile}) {
		p := explain.Unusable(msg.err, where{endpoint: msg.endpoint}.context(target{}, "enter"))
		s.failed(&p)
	}
	return nil
}

// enter goes to another account. Nothing of the one before stays but the changes that nobody watches: they go on where
// they began.
func (m *Model) enter(client *iamclient.Client, identity iamclient.Identity) tea.Cmd {
	m.effects = m.effects.in(client)
	m.where = where{
		identity: identity, asked: true, endpoint: client.Endpoint(),
		demo: m.where.demo, readOnly: m.where.readOnly, visit: m.where.visit + 1,
		called: m.rails.Account(identity.Account),
	}
	m.reasons = map[string]string{}                      // who has the same name here is somebody else
	m.agreed, m.policy, m.policyErr = identity, nil, nil // the operator's own decision
	m.users.forget()
	m.users.caller, m.users.directory.filter = identity, ""
	m.users.list.filter.clear()
	m.showAccount()
	m.reading++
	m.notice = notice{"Now in account " + text.Clean(identity.Account) + " as " + text.Clean(identity.Name) + ".", explain.Good}
	return m.effects.read(m.reading)
}

// forget drops everything that is known of the account. How its users are sorted and filtered stays.
func (s *usersScreen) forget() {
	s.directory = directory{order: s.directory.order, reversed: s.directory.reversed, filter: s.directory.filter}
	s.look = look{id: s.look.id + 1} // what is still answered about the account is stale
	s.reading, s.credentials = reading{active: true}, credentials{}
	s.policy, s.account, s.wish, s.list.at = nil, accountPage{}, 0, ""
	s.list.hold()
}

// elsewhere tells whether a change was sent to an account before the present one: one that was switched from, or that the
// credentials were of before they were read again.
func (m *Model) elsewhere(w writer) bool {
	s := w.sending()
	then, now := s.from.identity.Account, m.where.identity.Account
	return m.left(w) || s.id != 0 && then != "" && now != "" && then != now
}

// left tells whether a change is for an account that was switched from.
func (m *Model) left(w writer) bool {
	s := w.sending()
	return s.id != 0 && s.from.visit != m.where.visit
}

// whereOf is the account that a change is for: the present one, but for what was sent before a switch.
func (m *Model) whereOf(w writer) where {
	if m.elsewhere(w) {
		return w.sending().from
	}
	return m.where
}

// outcomeOf says how a change ended, and where, if that is not the present account.
func (m *Model) outcomeOf(w writer) notice {
	n := w.outcome()
	if m.elsewhere(w) {
		n.text = strings.TrimSuffix(n.text, ".") + " (in " + w.sending().from.short() + ")."
	}
	return n
}

// wrongAccount says why a form that comes from another account sends nothing; nil where it does not.
func (m *Model) wrongAccount(w writer) *explain.Problem {
	from := m.whereOf(w)
	if !m.left(w) || from.identity.Account != "" && from.identity.Same(m.where.identity) {
		return nil
	}
	return &explain.Problem{
		Title:  "Not sent: this is for " + text.Clean(from.account()) + ", and you are in " + text.Clean(m.where.account()) + " now.",
		Remedy: "Switch back to profile " + text.Clean(from.endpoint.Profile) + ", and do it there.",
	}
}
