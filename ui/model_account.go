package ui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"iampasswd/iamclient"
	"iampasswd/ui/directory"
	"iampasswd/ui/explain"
	"iampasswd/ui/text"
)

// identityLoaded takes whose the credentials are.
func (m *Model) identityLoaded(msg identityLoadedMsg) tea.Cmd {
	if msg.round.Over() {
		return nil
	}
	at := msg.round.Account
	if msg.err != nil {
		m.accounts[at].Unidentified()
		return nil
	}
	before := at.Identity()
	if m.identified(at, msg.identity); !m.directory.Lists(at.Latest()) {
		return nil
	}
	m.users.narrowAgain(directory.NeedsAlias)
	if msg.identity.Root() && before.ARN != msg.identity.ARN {
		m.notice = notice{"You are the account's root user. F2 says what that means.", explain.Warn}
	}
	if before.ARN != "" && !before.Same(msg.identity) {
		return m.readAccount(m.accounts[at.Latest()]) // the client stops what is read as the one before
	}
	return nil
}

// identified takes whose the credentials of an account are. Where they are another account's than before, that one is
// opened in its place, if that was open, and everything has to be read again.
func (m *Model) identified(account directory.View, identity iamclient.Identity) (moved bool) {
	now, moved := m.accounts[account].Identify(identity)
	if moved {
		m.accounts[now.View] = now
		if m.directory.Lists(account) {
			m.open(account, now)
		}
	}
	m.merge(now.View)
	return moved
}

// merge takes an account out of the list that turned out to be one that is there already, or that one, where it cannot be
// read. Its users would be there twice, and be changed twice. Its changes go on.
func (m *Model) merge(account directory.View) {
	used, ok := m.directory.Twin(account)
	if !ok || !m.directory.Lists(account) {
		return
	}
	if used.Listing().Problem != nil {
		account, used = used, account
	}
	m.effects.stopReading(account)
	m.accounts[account].Leave()
	m.directory.Close(account)
	if m.account.View == account {
		m.account = m.accounts[used]
		m.users.account = used
	}
	if s := find[*policyScreen](m.stack); s != nil && s.of == account {
		s.of, s.reading = used, used.Policy() == nil
	}
	m.users.settle()
	m.notice = mergedInto(account.Profile(), used.Profile())
	if _, lost := m.users.prune(); lost {
		m.notice.text += " Its users are unmarked."
	}
}

// mergedInto tells that a profile is not used, because another one leads to the same account.
func mergedInto(profile, used string) notice {
	return notice{text.Clean("The profile " + profile + " leads to the same account as " + used + ", which is used."), explain.Warn}
}

// open puts an account in the place of another one. Nothing of that one is shown any more; its changes go on.
func (m *Model) open(before directory.View, account *directory.Account) {
	if before == m.account.View && m.users.list.count() > 0 {
		m.notice = notice{users(m.users.list.count()) + " of the account before are unmarked.", explain.Warn}
	}
	m.effects.stopReading(before)
	m.accounts[before].Leave()
	m.directory.Replace(before, account.View)
	m.accounts[account.View] = account
	if before != m.account.View {
		return
	}
	m.account = account
	m.users.open(account.View)
	if s := find[*policyScreen](m.stack); s != nil {
		s.of, s.reading = account.View, true
	}
}

// follow makes the account of the row under the cursor the one that keys without a user are about.
func (m *Model) follow() {
	if at := m.users.list.at.Account; m.directory.Lists(at) {
		m.account = m.accounts[at]
		m.users.account = at
	}
}

func (m *Model) aliasLoaded(msg aliasLoadedMsg) {
	if !msg.round.Over() {
		m.accounts[msg.round.Account].SetAlias(msg.alias)
		m.users.narrowAgain(directory.NeedsAlias)
	}
}

func (m *Model) policyLoaded(msg policyLoadedMsg) {
	at := msg.round.Account
	if !msg.round.Over() && msg.changes == at.PolicyChanges() {
		m.accounts[at].SetPolicy(msg.policy, msg.err)
		m.users.narrowAgain(directory.NeedsPolicy)
		m.policyRead(at)
	}
}

// policyRead tells the screens of an account's policy that it has been read. Those of another account, such as a review
// that failed there, have nothing to do with it.
func (m *Model) policyRead(of directory.View) {
	for _, p := range m.stack {
		if at, ok := p.(ofAccount); !ok || at.account() != of {
			continue
		}
		switch p := p.(type) {
		case *policyScreen:
			p.reading = false
		case *policyForm:
			p.loaded(*of.Policy())
		case *policyReview:
			p.loaded(*of.Policy())
		}
	}
}

func (m *Model) profilesLoaded(msg profilesLoadedMsg) {
	if s := find[*accountsScreen](m.stack); s != nil {
		s.loaded(msg.profiles)
		if msg.err != nil {
			s.unreadable(msg.err)
		}
	}
}

// switchAccount asks AWS whose the credentials of a profile are. Nothing else happens before that is known.
func (m *Model) switchAccount(profile, code string) tea.Cmd {
	m.lastID++
	find[*accountsScreen](m.stack).begin(m.lastID, profile, m.now)
	return m.effects.open(m.lastID, m.account.Client(), profile, code)
}

// accountOpened enters the account of a profile, or says why not.
func (m *Model) accountOpened(msg accountOpenedMsg) tea.Cmd {
	m.effects.end(msg.id)
	s := find[*accountsScreen](m.stack)
	if s == nil || s.id != msg.id {
		return nil // stopped in the meantime
	}
	if msg.err == nil {
		m.closeCode(codeFor{profile: msg.endpoint.Profile})
		m.stack = slices.DeleteFunc(m.stack, func(p part) bool { return p == part(s) })
		return m.enter(msg.client, msg.identity)
	}
	s.failed(nil)
	if !m.askCode(msg.err, codeFor{profile: msg.endpoint.Profile}) {
		s.failed(unusable(msg.err, msg.endpoint))
	}
	return nil
}

// unusable says why the credentials of a profile cannot be switched to.
func unusable(err error, at iamclient.Endpoint) *explain.Problem {
	p := explain.Unusable(err, explain.Context{Profile: at.Profile, SignIn: explain.SignInCommand(at), Again: "enter"})
	return &p
}

// enter goes to the account that the operator has chosen, as the caller that the credentials are of.
func (m *Model) enter(client *iamclient.Client, identity iamclient.Identity) tea.Cmd {
	account := directory.NewAccount(client, directory.Options{Demo: m.account.Demo(), ReadOnly: m.account.ReadOnly()})
	account.Identify(identity)
	m.notice = notice{}
	m.open(m.account.View, account)
	m.users.widen()
	unmarked := m.notice.text
	m.notice = notice{"Now in account " + text.Clean(identity.Account) + " as " + text.Clean(identity.Name) + "." + text.If(unmarked != "", " "+unmarked), explain.Good}
	return m.effects.read(m.account.ReadAgain(false))
}
