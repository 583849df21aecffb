package ui

import (
	tea "charm.land/bubbletea/v2"

	"iampasswd/iamclient"
	"iampasswd/ui/change"
	"iampasswd/ui/directory"
	"iampasswd/ui/explain"
	"iampasswd/ui/remedy"
	"iampasswd/ui/reset"
	"iampasswd/ui/text"
)

// openForm opens the form in the place of the question for the name, if that is in front.
func (m *Model) openForm(user directory.User) tea.Cmd {
	if _, typed := m.front().(*askName); typed {
		m.leave(1)
	}
	if rule, ok := user.Protected(); ok {
		return m.perform(openDetails{explain.Protected(user.Name, rule)})
	}
	f := newForm(reset.New(user, func() directory.Facts { return m.directory.FactsOf(user) }), &m.generator)
	f.reading = func() bool { return m.users.live.user == user.Key() && !m.users.live.done }
	if ahead := user.Account.Client().ClockSkew(); ahead.Abs() > remedy.MostSkew {
		f.skew = "! AWS's clock is " + text.Age(ahead.Abs()) + " off"
	}
	m.push(f)
	if asked := m.verifyBefore(user); asked != nil {
		return tea.Batch(asked, m.readTyped(user))
	}
	return m.readTyped(user)
}

// verifyBefore asks for the codes that verify the caller before a reset, where a guard rail wants that, so that nobody types
// a password first. It can be put off until the reset is sent.
func (m *Model) verifyBefore(user directory.User) tea.Cmd {
	reset := change.Change{User: user, Steps: []iamclient.Change{iamclient.CreateLoginProfile(user.Name, nil, nil)}}
	if !reset.Unverified() || !directory.HasCodes(user.Live()) {
		return nil
	}
	return m.verifyFirst(reset)
}

// readTyped reads what is known of a user whose name was typed.
func (m *Model) readTyped(user directory.User) tea.Cmd {
	if user.Known {
		return nil
	}
	return m.effects.user(user.Key())
}

// openAccounts opens the accounts of the list, or where there is one, the profiles to switch to.
func (m *Model) openAccounts() tea.Cmd {
	if m.finding.in != nil {
		m.push(newOverview(m.directory))
		return nil
	}
	m.push(newAccountsScreen(m.account.View))
	return m.effects.profiles(m.account.Client())
}

// offboarded reads the user live again, where the account is still in the list.
func (m *Model) offboarded(user directory.User) tea.Cmd {
	if !m.directory.Lists(user.Account) {
		return nil
	}
	return m.lookAgain(0)
}

// caseOf is a remedy's case of a user.
func (m *Model) caseOf(user directory.User) remedy.Case {
	return remedy.Case{
		User: user, Live: user.Live(), Skew: user.Account.Client().ClockSkew(), Now: m.now,
	}
}

// reviewOf is the review of a change, with the form behind it where that is where it comes from.
func (m *Model) reviewOf(a reviewPolicy) *policyReview {
	r := newPolicyReview(a.of, m.directory, a.policy)
	if _, edited := m.front().(*policyForm); edited {
		r.behind = 1
	}
	return r
}
