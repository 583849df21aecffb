package ui

import (
	tea "charm.land/bubbletea/v2"

	"iampasswd/ui/explain"
)

// quit ends the program, after one question where something would be lost. The question is asked again where that has
// become something else since: what was on its way may have ended in a password that nobody has.
func (m *Model) quit(sure bool) tea.Cmd {
	if m.quitting { // asked for once more
		m.copies.Clear()
		return tea.Quit
	}
	risk := m.atRisk()
	text := risk + " Quit anyway?"
	q, _ := m.front().(*question)
	if risk == "" || sure && q != nil && q.text == text {
		return m.end()
	}
	if m.askedToQuit() {
		m.leave(1)
	}
	m.push(&question{text: text, verb: "quit", yes: quit{sure: true}})
	return nil
}

// end ends the program; a bulk run first, whose requests in flight finish.
func (m *Model) end() tea.Cmd {
	if m.bulk == nil || m.bulk.over {
		m.copies.Clear()
		return tea.Quit
	}
	if m.askedToQuit() {
		m.leave(1)
	}
	m.quitting = true
	m.stopBulk()
	m.notice = notice{"Stopping the bulk run, then the program ends. ctrl+c again ends it at once.", explain.Warn}
	return nil
}

// askedToQuit tells whether the question about quitting stands.
func (m *Model) askedToQuit() bool {
	q, asked := m.front().(*question)
	return asked && q.yes == action(quit{sure: true})
}

// atRisk says what quitting would lose for good; empty where nothing.
func (m *Model) atRisk() string {
	for _, w := range m.parked {
		return unseen(w)
	}
	for _, o := range m.finished {
		if done, ok := o.action.(handOver); ok {
			if risk := done.result.AtRisk(); risk != "" {
				return risk
			}
		}
	}
	for _, p := range m.everyPart() {
		if w, ok := p.(writer); ok && w.sending().active() {
			return unseen(w)
		}
		if h, ok := p.(holder); ok && h.atRisk() != "" {
			return h.atRisk()
		}
	}
	return m.bulkAtRisk()
}

func unseen(w writer) string {
	return "The change for " + w.about().Shown() + " is still under way, and you would not see its outcome."
}
