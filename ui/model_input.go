package ui

import (
	"io"
	"time"

	tea "charm.land/bubbletea/v2"

	"iampasswd/ui/terminal"
)

// input routes what the operator did: to the keys that work everywhere, else to the part in front and to no other.
func (m *Model) input(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return m.press(msg)
	case tea.PasteMsg:
		if refusal, ok := terminal.ParseRefusal(msg.Content); ok {
			return m.perform(m.untyped(refusal))
		}
		return m.perform(m.paste(msg.Content))
	case tea.MouseWheelMsg:
		if s, ok := m.front().(scroller); ok {
			s.scroll(map[tea.MouseButton]int{tea.MouseWheelUp: -3, tea.MouseWheelDown: 3}[msg.Button], m.canvas())
		}
	case tea.MouseClickMsg:
		if s, ok := m.front().(clickable); ok && msg.Button == tea.MouseLeft {
			return m.perform(s.click(m.clicked(msg), m.canvas()))
		}
	}
	return nil
}

// doubleTime is how soon a second click follows the first of a double click.
const doubleTime = 400 * time.Millisecond

// clicked is where the mouse was pressed, on the part in front. A double click is one: a third is a first again.
func (m *Model) clicked(msg tea.MouseClickMsg) click {
	double := m.lastClick.at == tea.Position{X: msg.X, Y: msg.Y} && m.now.Sub(m.lastClick.time) < doubleTime
	m.lastClick = pressed{tea.Position{X: msg.X, Y: msg.Y}, m.now}
	if double {
		m.lastClick = pressed{}
	}
	return click{msg.X, msg.Y - bodyTop, double}
}

func (m *Model) press(k tea.KeyPressMsg) tea.Cmd {
	m.notice = notice{}
	b, ok := anywhereKeys(len(m.finished), m.bulk != nil && !m.watchesBulk()).match(k)
	if !ok {
		if instead, withheld := m.withhold(k); withheld {
			return m.perform(instead)
		}
		return m.perform(m.front().press(k, m.canvas()))
	}
	if b.why != "" {
		return m.perform(sayThat(b.why))
	}
	switch b.intent {
	case intentQuit:
		return m.perform(quit{sure: m.askedToQuit()})
	case intentHelp:
		if _, open := m.front().(*pager); open {
			return m.perform(leave{1})
		}
		return m.perform(openHelp{})
	case intentOpenOutcome:
		return m.perform(openOutcome{})
	case intentRedraw:
		return tea.ClearScreen
	case intentSuspend:
		return m.suspend()
	}
	return nil
}

// suspend stops the program, as ctrl+z does everywhere. It comes back masked.
func (m *Model) suspend() tea.Cmd {
	m.mask()
	if m.stop == nil {
		return tea.Suspend
	}
	return tea.Exec(stopping(m.stop), func(error) tea.Msg { return tea.ResumeMsg{} })
}

// stopping is a stop of the process in the place of a command that has the terminal for a while.
type stopping func()

// Run stops the process, and returns when it goes on.
func (s stopping) Run() error { s(); return nil }

// SetStdin does nothing.
func (stopping) SetStdin(io.Reader) {}

// SetStdout does nothing.
func (stopping) SetStdout(io.Writer) {}

// SetStderr does nothing.
func (stopping) SetStderr(io.Writer) {}
