package ui

import (
	tea "charm.land/bubbletea/v2"

	"iampasswd/iamclient"
	"iampasswd/ui/explain"
)

func (m *Model) identityLoaded(msg identityLoadedMsg) tea.Cmd {
	if msg.reading != m.reading {
		return nil
	}
	m.where.asked = true
	if msg.err != nil {
		return nil
	}
	met := m.where.identity.ARN == msg.identity.ARN
	moved := m.know(msg.identity)
	if msg.identity.Root() && !met {
		m.notice = notice{"You are the account's root user. F2 says what that means.", explain.Warn}
	}
	if moved {
		return m.readAgain()
	}
	return nil
}

// know takes whose the credentials are, and tells whether they are another account's than before: nothing of that one
// is shown any more, and everything has to be read again.
func (m *Model) know(identity iamclient.Identity) (moved bool) {
	if before := m.where.identity.Account; before != "" && before != identity.Account {
		m.where.alias, m.policy, m.policyErr = "", nil, nil
		m.users.forget()
		moved = true
	}
	m.where.identity = identity
	m.where.called = m.rails.Account(identity.Account)
	m.users.caller = identity
	m.showAccount()
	if m.agreed.ARN == "" {
		m.agreed = identity
	}
	for _, p := range m.stack {
		if f, ok := p.(*form); ok {
			f.user.self = identity.IsUser(f.user.Name)
		}
	}
	return moved
}

func (m *Model) aliasLoaded(msg aliasLoadedMsg) {
	if msg.reading == m.reading {
		m.where.alias = msg.alias
		m.showAccount()
	}
}

// showAccount tells the users screen where the account's users sign in.
func (m *Model) showAccount() {
	m.users.account = accountPage{m.where.account(), iamclient.SignInURL(m.where.identity, m.where.alias)}
}

func (m *Model) policyLoaded(policy iamclient.Policy, err error) {
	m.policy, m.policyErr = &policy, err
	m.users.policy = m.policy
	for _, p := range m.stack {
		switch p := p.(type) {
		case *form:
			if !m.elsewhere(p) {
				p.policy = m.policy
			}
		case *policyScreen:
			p.loaded(m.policy, m.policyProblem())
		case *policyForm:
			p.loaded(policy)
		case *policyReview:
			p.loaded(policy)
		}
	}
}

// policyProblem says why the policy could not be read; nil where it was.
func (m *Model) policyProblem() *explain.Problem {
	if m.policyErr == nil {
		return nil
	}
	p := explain.Error(m.policyErr, m.context(target{}, "r"))
	return &p
}
