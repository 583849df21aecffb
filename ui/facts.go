package ui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"iampasswd/iamclient"
)

// fact takes a message that tells of something that has happened. Facts go before every key and past every dialog.
func (m *Model) fact(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.size = msg
		m.users.resize(m.bodyHeight())
	case tea.BackgroundColorMsg:
		m.styles = newStyles(msg.IsDark())
	case tea.ResumeMsg:
		m.mask()
	case tickedMsg:
		m.ticking = false
		m.beats++
		m.maskInTime()
	case identityLoadedMsg:
		return m.identityLoaded(msg)
	case readingRenewedMsg:
		return m.readingRenewed(msg)
	case profilesLoadedMsg:
		if s := m.accounts(); s != nil {
			s.loaded(msg.profiles)
		}
	case accountOpenedMsg:
		return m.accountOpened(msg)
	case aliasLoadedMsg:
		if msg.reading == m.reading {
			m.where.alias = msg.alias
			m.showAccount()
		}
	case policyLoadedMsg:
		if msg.reading == m.reading && msg.changes == m.effects.policyChanges {
			m.policyLoaded(msg.policy, msg.err)
		}
	case usersLoadedMsg:
		return m.usersLoaded(msg)
	case usersWaitedMsg:
		if msg.reading == m.reading {
			m.users.waits(msg.progress, m.now)
		}
	case userLoadedMsg:
		m.userLoaded(msg)
	case historyLoadedMsg:
		for _, p := range m.stack {
			if s, ok := p.(*historyScreen); ok {
				s.loaded(msg)
			}
		}
	case changeProgressedMsg:
		if w := m.writer(msg.id); w != nil {
			w.sending().progressed(msg.progress, m.now)
		}
	case credentialsRenewedMsg:
		return m.credentialsRenewed(msg)
	case changedMsg:
		if w := m.writer(msg.id); msg.policy != nil && (w == nil || !m.elsewhere(w)) {
			m.effects.policyChanges++
			m.policyLoaded(*msg.policy, nil)
		}
		return m.changed(msg)
	case accessReadMsg:
		return m.looked(msg)
	case reportReadMsg:
		if msg.reading == m.reading {
			m.reported(msg.report, msg.err)
		}
	case fileSavedMsg:
		m.fileSaved(msg)
	case codeNeededMsg:
		return m.codeNeeded(msg)
	case clipboardDueMsg:
		if msg.serial == m.copies.serial {
			m.copies.clear()
		}
	}
	return nil
}

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
		m.notice = notice{"You are the account's root user. F2 says what that means.", levelWarn}
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
func (m *Model) policyProblem() *problem {
	if m.policyErr == nil {
		return nil
	}
	p := explain(m.policyErr, m.situation(target{}, "r"))
	return &p
}

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
func (m *Model) reported(report iamclient.Report, err error) {
	var p *problem
	if err != nil {
		words := explain(err, m.situation(target{}, "r"))
		words.title = "There is no credential report, so what it tells of all users at once is unknown. " + words.title
		p = &words
	}
	m.users.reported(report, p)
}

// userLoaded takes what is known of a user whose name was typed.
func (m *Model) userLoaded(msg userLoadedMsg) {
	if msg.visit != m.where.visit {
		return // of another account
	}
	if msg.err == nil {
		m.users.directory.admit(msg.user)
		m.users.hold()
	}
	for _, p := range m.stack {
		f, ok := p.(*form)
		switch {
		case !ok || f.user.known || f.user.Name != msg.name:
		case msg.err == nil:
			m.users.found(msg.user) // under the cursor, while nobody acts on the list
			f.user.User, f.user.known = msg.user, true
			f.user.self = m.where.identity.IsUser(msg.user.Name)
		case iamclient.KindOf(msg.err) == iamclient.KindNoSuchUser && !f.send.active():
			p := explain(msg.err, m.situation(f.user, "enter"))
			p.remedy = "esc goes back; check the spelling with the caller."
			f.problem = &p
		}
	}
}

// credentialsRenewed sends the change that asked for it, unless the credentials are someone else's now.
func (m *Model) credentialsRenewed(msg credentialsRenewedMsg) tea.Cmd {
	if _, waiting := m.changes[msg.id]; !waiting {
		return nil
	}
	if m.askCode(msg.err, codeFor{change: msg.id}) {
		return nil
	}
	if msg.err != nil {
		return m.changed(changedMsg{id: msg.id, err: msg.err})
	}
	m.closeCode()
	before := m.where.identity
	m.know(msg.identity)
	next := m.sendAsSame(msg.id)
	if before.Same(msg.identity) {
		return next
	}
	m.where.alias = ""
	m.showAccount()
	return tea.Batch(m.readAgain(), next)
}

// writer returns the part whose change has that id, watched or not; nil where there is none.
func (m *Model) writer(id int) writer {
	for _, p := range m.stack {
		if w, ok := p.(writer); ok && w.sending().active() && w.sending().id == id {
			return w
		}
	}
	for _, w := range m.parked {
		if w.sending().id == id {
			return w
		}
	}
	return nil
}

// changed takes the outcome of a change to the part that asked for it. Where nobody watches, it becomes a notice.
func (m *Model) changed(msg changedMsg) tea.Cmd {
	m.effects.end(msg.id)
	w := m.writer(msg.id)
	if c, ok := m.changes[msg.id]; ok {
		c.wipe()
		delete(m.changes, msg.id)
	}
	if w == nil {
		return nil
	}
	err, p := msg.err, m.unmade(w, msg)
	if f, ok := w.(*form); ok && msg.made > 0 {
		err, f.unmade, p = nil, p, nil // the password is set, whatever became of the sessions
	}
	if r, ok := w.(*remedy); ok {
		r.change.made = max(r.change.made, msg.made) // which another try leaves alone
	}
	if err == nil && !m.elsewhere(w) {
		m.users.directory.learn(w.about().Name, w.learned(m.now))
	}
	action := w.finished(err, p, m.now)
	i := slices.Index(m.parked, w)
	if i < 0 {
		return m.perform(action)
	}
	m.parked = slices.Delete(m.parked, i, i+1)
	m.notice = m.outcomeOf(w)
	_, isRemedy := w.(*remedy)
	_, isPolicy := w.(*policyReview)
	if !isRemedy && !isPolicy || err != nil {
		m.ended = append(m.ended, outcome{w, action})
		m.notice = notice{} // it stands there until it is opened
	}
	return m.lookAgain(0)
}

// unmade puts into words why a change was not made, or not all of it; nil where it was.
func (m *Model) unmade(w writer, msg changedMsg) *problem {
	if msg.err == nil {
		return nil
	}
	s := m.situationOf(m.whereOf(w), w.about(), "enter")
	_, isRemedy := w.(*remedy)
	_, isForm := w.(*form)
	switch {
	case isRemedy:
		s.remedy, s.again = true, "y"
	case isForm && msg.made > 0:
		s.remedy, s.again = true, "R in the list"
	}
	words := explain(msg.err, s)
	if elsewhere := m.wrongAccount(w); elsewhere != nil && !mayBeDone(msg.err) {
		words.remedy = elsewhere.remedy
	}
	if isRemedy && msg.made > 0 {
		words.title = "The first step was made, the next was not. " + words.title
	}
	return &words
}

// fileSaved takes what became of a file to the hand-over. Where that has been left, it becomes a notice.
func (m *Model) fileSaved(msg fileSavedMsg) {
	for _, p := range m.stack {
		if h, ok := p.(*handover); ok && h.id == msg.id {
			h.saved(msg.name, msg.err)
			return
		}
	}
	m.notice = notice{"The file with the password was saved: " + clean(msg.name), levelGood}
	if msg.err != nil {
		m.notice = notice{"The file with the password was not saved.", levelBad}
	}
}

func (m *Model) situation(user target, again string) situation {
	return m.situationOf(m.where, user, again)
}

func (m *Model) situationOf(w where, user target, again string) situation {
	return situation{
		user: user.name(), userARN: user.ARN, self: user.self, caller: w.identity, profile: w.endpoint.Profile, again: again,
		signIn: signInCommand(w.endpoint),
	}
}
