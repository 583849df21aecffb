package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"iampasswd/iamclient"
)

// Update takes what has happened first, whatever is in front, and then what the operator does.
func (m *Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	m.now = time.Now()
	cmd := m.happened(msg)
	if m.usable() {
		cmd = tea.Batch(cmd, m.input(msg))
	} else if k, ok := msg.(tea.KeyPressMsg); ok && k.String() == "ctrl+c" {
		cmd = tea.Batch(cmd, m.press(k))
	}
	m.users.resize(m.bodyHeight())
	m.follow()
	if s := find[*overview](m.stack); s != nil {
		s.settle()
	}
	return m, tea.Batch(cmd, m.look(), m.tick())
}

// happened takes a message that tells of something. These go before every key and past every dialog.
func (m *Model) happened(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.size = msg
	case tea.BackgroundColorMsg:
		m.styles = newStyles(msg.IsDark())
	case tea.ResumeMsg:
		m.mask()
	case message:
		return m.take(msg)
	}
	return nil
}

// take is the one place where a message of the program's own changes state.
func (m *Model) take(msg message) tea.Cmd {
	switch msg := msg.(type) {
	case stopAskedMsg:
		return m.suspend()
	case continuedMsg:
		m.mask()
		return tea.ClearScreen
	case tickedMsg:
		m.ticking = false
		m.ticks++
		m.maskInTime()
		m.followBulk()
	case clipboardDueMsg:
		m.copies.Due(msg.serial)
	case bulkPlannedMsg:
		return m.bulkPlanned(msg)
	case bulkSealedMsg:
		m.bulkSealed(msg)
	case bulkStartedMsg:
		return m.bulkStarted(msg)
	case bulkExpiredMsg:
		m.bulkExpired(msg)
	case bulkEndedMsg:
		return m.bulkEnded(msg)
	case bulkSavedMsg:
		m.bulkSaved(msg)
	case identityLoadedMsg:
		return m.identityLoaded(msg)
	case readingRenewedMsg:
		return m.readingRenewed(msg)
	case aliasLoadedMsg:
		m.aliasLoaded(msg)
	case policyLoadedMsg:
		m.policyLoaded(msg)
	case usersLoadedMsg:
		return m.usersLoaded(msg)
	case usersWaitedMsg:
		if !msg.round.Over() {
			m.accounts[msg.round.Account].Waits(msg.progress, m.now)
		}
	case userLoadedMsg:
		m.userLoaded(msg)
	case accessReadMsg:
		return m.looked(msg)
	case signInsReadMsg:
		m.signInsRead(msg)
	case settledMsg:
		return m.settled(msg)
	case olderReadMsg:
		m.olderRead(msg)
	case reportReadMsg:
		return m.reported(msg)
	case profilesLoadedMsg:
		m.profilesLoaded(msg)
	case accountOpenedMsg:
		return m.accountOpened(msg)
	case accountFoundMsg:
		return m.found(msg.account)
	case accountsFoundMsg:
		m.allFound(msg.err)
	case codeAskedMsg:
		m.codeAsked(msg)
	case historyLoadedMsg:
		if s := find[*historyScreen](m.stack); s != nil {
			s.loaded(msg)
		}
	case changeProgressedMsg:
		if w := m.writer(msg.id); w != nil {
			w.sending().progressed(msg.progress.Progress, m.now)
			if s, ok := w.(stepwise); ok {
				s.stepped(msg.progress)
			}
		}
	case credentialsRenewedMsg:
		return m.credentialsRenewed(msg)
	case codeNeededMsg:
		return m.codeNeeded(msg)
	case changedMsg:
		return m.changed(msg)
	case signInDueMsg:
		return m.signInDue(msg.id)
	case loginProfileReadMsg:
		return m.loginProfileRead(msg)
	case fileSavedMsg:
		m.fileSaved(msg)
	}
	return nil
}

// perform does what a part asked for. It is the one place where an action becomes state of the whole or an effect.
func (m *Model) perform(a action) tea.Cmd {
	switch a := a.(type) {
	case nil:
	case leave:
		m.leave(a.parts)
	case say:
		m.notice = a.notice
	case ask:
		m.push(&a.question)
	case quit:
		return m.quit(a.sure)

	case openForm:
		return m.openForm(a.user)
	case openName:
		m.push(newAskName(m.account.View))
	case openHelp:
		m.openHelp()
	case openDetails:
		m.push(newProblemScreen(a.problem))
	case openAccess:
		m.push(newAccessScreen(m.users))
	case readOlder:
		return m.readOlder(a.user)
	case settle:
		return m.settle(a)
	case showEvents:
		m.showEvents(a.user)
	case openSpelling:
		m.push(newSpelling(a.user, a.password, m.now))
	case openOutcome:
		return m.openOutcome()
	case handOver:
		return m.handOver(a)
	case handedOver:
		m.handedOver(a)
	case unmarkAll:
		m.leave(1)
		m.users.list.unmark()
		m.notice = notice{text: "All users are unmarked."}
	case askRemedy:
		m.push(newRemedyPanel(a.remedy, m.caseOf(a.user)))

	case openOffboard:
		return m.openOffboard(a.user)
	case offboardNext:
		return m.offboardNext(a.users, a.skipped)
	case offboardLeft:
		m.leave(1)
		m.tellLeft(a.users)
	case offboarded:
		return m.offboarded(a.user)

	case openBulk, planBulk, revisePlan, rereadPlan, openRecipients, sealPlan, openPassphrase, sealUnder, openNames, dropPlan, agreeToPlan, startBulk,
		openRun, pauseBulk, stopBulk, renewBulk, againBulk, openSave, saveBulk, handOverBulk, leaveBulk:
		return m.performBulk(a)

	case openAccounts:
		return m.openAccounts()
	case readAccount:
		return m.readAccount(m.accounts[a.of])
	case findAgain:
		return m.findAgain(a.id)
	case showAccount:
		return m.showAccount(a.of)
	case switchAccount:
		return m.switchAccount(a.profile, "")
	case giveCode:
		return m.giveCode(a.code)
	case dropCode:
		return m.dropCode()
	case readAgain:
		return m.readAgain()
	case refused:
		return m.refused(a)

	case openPolicy:
		m.push(newPolicyScreen(m.account.View))
		return m.effects.policy(m.account.Round())
	case editPolicy:
		m.push(newPolicyForm(a.of))
		return m.effects.policy(m.accounts[a.of].Round())
	case reviewPolicy:
		m.push(m.reviewOf(a))
	case readPolicy:
		return m.readPolicy()
	case policyDone:
		m.policyDone(a.id)

	case openHistory:
		m.push(newHistoryScreen(m.unkept, m.account.Rails()))
		return m.effects.history(m.account.Client())
	case readHistory:
		return m.effects.history(m.account.Client())

	case submit:
		return m.submit(a.change)
	case giveReason:
		m.leave(1)
		m.reasons[a.change.User.Key().Folded()] = a.change.Reason
		return m.submit(a.change)
	case dropReason:
		m.leave(1)
		m.reasons[a.key.Folded()] = a.text
	case send:
		m.leave(1)
		return m.sendAgreed(a.id)
	case drop:
		m.leave(1)
		return m.failed(a.id, &iamclient.Error{Kind: iamclient.KindCanceled})
	case cancelChange:
		m.effects.cancel(a.id) // its end comes as a message
	case park:
		m.park()
		m.leave(a.behind)
	case remedied:
		return m.remedied(a.id)

	case copySecret:
		return m.copy(a.password)
	case copyText:
		return m.copyText(a)
	case openCopy:
		m.push(&copyPanel{a.texts})
	case saveFile:
		return m.effects.save(a.id, a.file)
	}
	return nil
}
