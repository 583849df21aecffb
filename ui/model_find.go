package ui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"iampasswd/ui/directory"
	"iampasswd/ui/explain"
	"iampasswd/ui/text"
)

// finding is how far the accounts beyond the first one have been found.
type finding struct {
	find   Finder // nil: there is one account
	active bool
	err    error            // why there may be more accounts than were found
	failed map[string]Found // without credentials, by id
}

// find finds the accounts beyond the first one, unless that is under way.
func (m *Model) find() tea.Cmd {
	if m.finding.find == nil || m.finding.active {
		return nil
	}
	m.finding.active, m.finding.err = true, nil
	return m.effects.find(m.finding.find)
}

// found takes an account into the list, or why there are no credentials for it.
func (m *Model) found(msg accountFoundMsg) tea.Cmd {
	f := msg.found
	if f.Err != nil {
		m.finding.failed[f.ID] = f
		m.directory.Fail(directory.Unreached{
			ID: f.ID, Name: text.Clean(f.Name), Number: text.Clean(f.Number), Problem: explain.Unusable(f.Err, explain.Context{Profile: f.Name, Again: "r"}),
		})
		return nil
	}
	delete(m.finding.failed, f.ID)
	m.directory.Reach(f.ID)
	if slices.ContainsFunc(m.directory.Accounts(), func(at directory.View) bool { return at.Identity().Account == f.Identity.Account }) {
		return nil // each account is there once
	}
	account := directory.NewAccount(f.Client, directory.Options{Demo: m.account.Demo(), ReadOnly: m.account.ReadOnly(), Several: true})
	account.Identify(f.Identity)
	m.accounts[account.View] = account
	m.directory.Open(account.View)
	return m.effects.read(account.Round())
}

// findAgain tries again to get credentials for an account.
func (m *Model) findAgain(id string) tea.Cmd {
	f, ok := m.finding.failed[id]
	if !ok || f.Again == nil {
		return nil
	}
	return m.effects.findAgain(f.Again)
}

// allFound takes that no more accounts come, or why there may be more.
func (m *Model) allFound(msg accountsFoundMsg) {
	m.finding.active, m.finding.err = false, msg.err
	if msg.err != nil {
		m.directory.Fail(directory.Unreached{ID: moreAccounts, Name: "other accounts", Problem: explain.Error(msg.err, explain.Context{Again: "r"})})
		return
	}
	m.directory.Reach(moreAccounts)
}

// moreAccounts is the id of those accounts that could not be found.
const moreAccounts = "*"
