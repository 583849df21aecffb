package ui

import (
	"cmp"
	"errors"

	tea "charm.land/bubbletea/v2"

	"iampasswd/iamclient"
	"iampasswd/iamclient/reach"
	"iampasswd/ui/directory"
	"iampasswd/ui/explain"
	"iampasswd/ui/text"
)

// finding is how far the accounts that the options reach have been found.
type finding struct {
	in   *reach.Reach    // nil: there is one account
	open map[string]bool // by the keys of the accounts that are in the list
	code chan<- string   // takes the MFA code that a search waits for; nil: none does
}

// find finds the accounts that the options reach.
func (m *Model) find() tea.Cmd {
	m.directory.Search(1)
	return m.effects.find(m.finding.in)
}

// findAgain tries again to reach an account.
func (m *Model) findAgain(key string) tea.Cmd {
	m.directory.Search(1)
	return m.effects.findAgain(m.finding.in, key)
}

// found takes an account into the list as soon as it can be used, or why it cannot be reached.
func (m *Model) found(a reach.Account) tea.Cmd {
	if a.State != reach.Failed && a.State != reach.Inactive {
		m.directory.Reach(a.Key)
	}
	switch a.State {
	case reach.Waiting:
	case reach.Failed, reach.Inactive:
		if !m.finding.open[a.Key] { // else the list says what is wrong
			m.directory.Fail(unreached(a))
		}
	case reach.Merged:
		m.notice = mergedInto(a.Profile, a.Into)
	case reach.Open, reach.Reached:
		return m.include(a)
	}
	return nil
}

// include takes an account into the list, unless it is there, and reads it.
func (m *Model) include(a reach.Account) tea.Cmd {
	if m.finding.open[a.Key] {
		return nil
	}
	m.finding.open[a.Key] = true
	account := directory.NewAccount(a.Client, directory.Options{Demo: m.account.Demo(), ReadOnly: m.account.ReadOnly(), Several: true})
	if a.State == reach.Reached {
		account.Identify(a.Identity)
	}
	account.Name(a.Name)
	m.accounts[account.View] = account
	m.directory.Open(account.View)
	if m.merge(account.View); !m.directory.Lists(account.View) {
		return nil
	}
	if len(m.directory.Accounts()) == 1 {
		m.account = account
		m.users.open(account.View)
	}
	return m.effects.read(account.Round())
}

// showAccount shows the users of an account alone.
func (m *Model) showAccount(of directory.View) tea.Cmd {
	name := cmp.Or(of.Identity().Account, of.Alias())
	if name == "" {
		return m.perform(sayThat("AWS has not told the number of this account, so its users cannot be shown alone. r asks again."))
	}
	m.leave(1)
	m.users.start("account:" + name)
	return nil
}

// unreached says why an account cannot be reached.
func unreached(a reach.Account) directory.Unreached {
	p := explain.Unusable(a.Err, explain.Context{Profile: a.Profile, Again: "r"})
	_, unknown := errors.AsType[*iamclient.UnknownProfileError](a.Err)
	switch {
	case unknown:
		p.Remedy = "Correct the AWS configuration in another window, then r tries again."
	case iamclient.KindOf(a.Err) == iamclient.KindMFA:
		p = explain.Problem{Title: "An MFA code is needed.", Remedy: "r asks for it."}
	case a.State == reach.Inactive:
		p = explain.Problem{Title: text.Capital(text.Sentence(a.Reason()))}
	}
	return directory.Unreached{
		ID: a.Key, Name: text.Clean(cmp.Or(a.Name, a.Profile, a.Number, "your account")), Number: text.Clean(a.Number), Problem: p, Inactive: a.State == reach.Inactive,
	}
}

// allFound takes that a search has ended, and why there may be more accounts.
func (m *Model) allFound(err error) {
	m.directory.Search(-1)
	m.directory.Reach(moreAccounts)
	if err != nil {
		m.directory.Fail(directory.Unreached{ID: moreAccounts, Name: "other accounts", Problem: explain.Error(err, explain.Context{Again: "r"})})
	}
}

// moreAccounts is the key of those accounts that could not be found.
const moreAccounts = ""

// codeAsked asks for the MFA code that a search needs, where the operator looks at what waits for it.
func (m *Model) codeAsked(msg codeAskedMsg) {
	if m.finding.code = msg.answer; !m.askCode(&iamclient.Error{Kind: iamclient.KindMFA, MFADevice: msg.device}, codeFor{search: true}) {
		m.answerSearch("")
	}
}

// answerSearch gives a search the MFA code that it waits for; empty: there is none.
func (m *Model) answerSearch(code string) {
	m.finding.code <- code
	m.finding.code = nil
}
