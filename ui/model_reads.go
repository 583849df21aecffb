package ui

import (
	tea "charm.land/bubbletea/v2"

	"iampasswd/iamclient"
	"iampasswd/ui/directory"
	"iampasswd/ui/explain"
	"iampasswd/ui/text"
)

func (m *Model) usersLoaded(msg usersLoadedMsg) tea.Cmd {
	switch {
	case msg.round.Over():
		return nil
	case msg.err != nil:
		m.unread(m.accounts[msg.round.Account], msg.err)
		return nil
	}
	m.directory.Page(m.accounts[msg.round.Account], msg.users, msg.next == "")
	m.users.settle()
	if msg.next == "" {
		if n, lost := m.users.prune(); lost {
			m.notice = n
		}
		return m.effects.tidy(m.directory.Total())
	}
	return m.effects.users(msg.round, msg.next, iamclient.FullPage)
}

// reported takes the credential report, or why there is none.
func (m *Model) reported(msg reportReadMsg) tea.Cmd {
	at := m.accounts[msg.round.Account]
	switch {
	case msg.round.Over():
		return nil
	case msg.err != nil:
		p := explain.Error(msg.err, at.Context(directory.User{}, "r"))
		of := text.If(at.Several(), " of "+at.Label())
		p.Title = "There is no credential report" + of + ", so what it tells of all users at once is unknown. " + p.Title
		at.Unreported(p)
	default:
		m.directory.Report(at, msg.report, m.now)
		m.users.settle()
	}
	return m.effects.tidy(m.directory.Total())
}

// userLoaded takes what is known of a user whose name was typed.
func (m *Model) userLoaded(msg userLoadedMsg) {
	account := msg.key.Account
	if account.Latest() != account {
		return // it may be about a user of that name in the account that the credentials lead to since
	}
	if msg.err == nil && m.directory.Lists(account) {
		m.directory.Admit(account.Read(msg.user))
		m.users.list.hold()
	}
	for _, p := range m.stack {
		f, ok := p.(*form)
		switch {
		case !ok || f.User.Known || f.User.Key() != msg.key:
		case msg.err == nil:
			if m.directory.Lists(account) {
				m.users.found(account.Read(msg.user)) // under the cursor, while nobody acts on the list
			}
			f.User = account.Read(msg.user)
		case iamclient.KindOf(msg.err) == iamclient.KindNoSuchUser && !f.send.active():
			p := explain.Error(msg.err, account.Context(f.User, "enter"))
			p.Remedy = "esc goes back; check the spelling with the caller."
			f.problem = &p
		}
	}
}

// readAgain reads everything of all accounts again, and tries those again that there are no credentials for.
func (m *Model) readAgain() tea.Cmd {
	var all []tea.Cmd
	for _, u := range m.directory.Unreached() {
		if !u.Inactive {
			all = append(all, m.findAgain(u.ID))
		}
	}
	for _, at := range m.directory.Accounts() {
		all = append(all, m.readAccount(m.accounts[at]))
	}
	return tea.Batch(all...)
}

// readAccount reads everything of an account again; the credentials too, where they were what went wrong.
func (m *Model) readAccount(account *directory.Account) tea.Cmd {
	renew := explain.NeedsRenewal(account.Listing().Kind) || explain.NeedsRenewal(iamclient.KindOf(account.PolicyErr()))
	round := account.ReadAgain(m.directory.Total() > 0)
	m.users.live.user = directory.Key{} // whom the cursor is on is read live again, too
	if renew {
		return m.effects.renewAndRead(round, "")
	}
	return m.effects.read(round)
}

// readPolicy reads the policy again, and everything where the credentials were what went wrong.
func (m *Model) readPolicy() tea.Cmd {
	account := m.account
	if s := find[*policyScreen](m.stack); s != nil {
		s.reading = true
		account = m.accounts[s.of] // the cursor may be on a row of another one by now
	}
	if explain.NeedsRenewal(iamclient.KindOf(account.PolicyErr())) {
		return m.readAccount(account)
	}
	return m.effects.policy(account.Round())
}

// refused reads again what a refusal shows to be out of date.
func (m *Model) refused(a refused) tea.Cmd {
	if !m.directory.Lists(a.user.Account) {
		return nil // it says nothing of the accounts in the list
	}
	at := m.accounts[a.user.Account]
	switch a.kind {
	case iamclient.KindPolicyViolation:
		return m.effects.policy(at.Round())
	case iamclient.KindNoSuchUser:
		return m.readAccount(at)
	case iamclient.KindNoLoginProfile:
		m.directory.Learn(a.user.Key(), directory.Facts{Console: iamclient.No, At: m.now})
	}
	return m.lookAgain(0)
}

// unread says why the users of an account cannot be read, or asks for the MFA code that they take.
func (m *Model) unread(account *directory.Account, err error) {
	p := explain.Unlisted(err, account.Context(directory.User{}, "r"))
	if m.askCode(err, codeFor{account: account.View}) {
		p = explain.Problem{Title: "Not read yet: the profile " + account.Profile() + " asks for an MFA code."}
	}
	account.Unlisted(p, iamclient.KindOf(err))
}

// readingRenewed reads everything with credentials that were read again, or says why there are none.
func (m *Model) readingRenewed(msg readingRenewedMsg) tea.Cmd {
	if msg.round.Over() {
		return nil
	}
	at := msg.round.Account
	if msg.err != nil {
		m.accounts[at].Unidentified()
		m.unread(m.accounts[at], msg.err)
		return nil
	}
	if panel := find[*codePanel](m.stack); panel != nil && panel.waits.account != (directory.View{}) && panel.waits.account.Latest() == at {
		m.closeCode(panel.waits)
	}
	switch moved := m.identified(at, msg.identity); {
	case !m.directory.Lists(at.Latest()):
		return nil
	case moved:
		return m.readAccount(m.accounts[at.Latest()])
	}
	return m.effects.read(m.accounts[at].Round())
}
