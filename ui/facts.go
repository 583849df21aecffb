package ui

import (
	tea "charm.land/bubbletea/v2"
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
	case stopAskedMsg:
		return m.suspend()
	case continuedMsg:
		m.mask()
		return tea.ClearScreen
	case tickedMsg:
		m.ticking = false
		m.beats++
		m.maskInTime()
	case clipboardDueMsg:
		if msg.serial == m.copies.serial {
			m.copies.clear()
		}
	case changeProgressedMsg:
		if w := m.writer(msg.id); w != nil {
			w.sending().progressed(msg.progress, m.now)
		}
	case credentialsRenewedMsg:
		return m.credentialsRenewed(msg)
	case codeNeededMsg:
		return m.codeNeeded(msg)
	case changedMsg:
		return m.changed(msg)
	case fileSavedMsg:
		m.fileSaved(msg)
	default:
		return m.factRead(msg)
	}
	return nil
}

// factRead takes what was read. An answer that belongs to an earlier reading is stale.
func (m *Model) factRead(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case identityLoadedMsg:
		return m.identityLoaded(msg)
	case readingRenewedMsg:
		return m.readingRenewed(msg)
	case aliasLoadedMsg:
		m.aliasLoaded(msg)
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
	case accessReadMsg:
		return m.looked(msg)
	case reportReadMsg:
		m.reported(msg)
	case profilesLoadedMsg:
		if s := find[*accountsScreen](m.stack); s != nil {
			s.loaded(msg.profiles)
			if msg.err != nil {
				s.unreadable(msg.err)
			}
		}
	case accountOpenedMsg:
		return m.accountOpened(msg)
	case historyLoadedMsg:
		if s := find[*historyScreen](m.stack); s != nil {
			s.loaded(msg)
		}
	}
	return nil
}
