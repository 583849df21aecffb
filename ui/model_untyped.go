package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"iampasswd/ui/terminal"
)

// missing is what the part in front lacks of what was typed into it: a name, a filter or a confirmation that was typed
// with a character that never arrived would be another one. The part then takes nothing more until a key deletes. The
// password fields of a form do the same by themselves.
type missing struct {
	in  part
	why string
}

// untyped says why something that was typed or pasted has not arrived.
func (m *Model) untyped(what terminal.Refusal) action {
	if f, ok := m.front().(*form); ok && f.input(f.focus) != nil {
		return f.untyped(what)
	}
	why, _, _ := strings.Cut(what.String(), ". ")
	why = strings.TrimSuffix(why, ".") + "."
	switch {
	case m.takesNames() && !what.Pasted():
		return m.lack(why)
	case what.Sequence():
		return nil // nothing was typed, and the terminal may have sent it by itself
	}
	return sayThat(why)
}

// takesNames tells whether the part in front takes text other than a password.
func (m *Model) takesNames() bool {
	_, isForm := m.front().(*form)
	return !isForm && m.front().takesText()
}

func (m *Model) lack(why string) action {
	m.missing = missing{m.front(), why + " backspace goes on."}
	return sayThat(m.missing.why)
}

// lacks tells whether the part in front lacks something, and forgets what another one lacked.
func (m *Model) lacks() bool {
	if m.missing.in != m.front() || !m.takesNames() {
		m.missing = missing{}
	}
	return m.missing.why != ""
}

// withhold keeps a key from the part in front, where it is a character that no one sees, or would go on with a text that
// lacks one.
func (m *Model) withhold(k tea.KeyPressMsg) (instead action, withheld bool) {
	if !m.lacks() {
		if r, ok := unseeable(k.Text); ok && m.takesNames() {
			return m.lack("Not typed: " + terminal.Name(r) + "."), true
		}
		return nil, false
	}
	switch k.String() {
	case "backspace", "ctrl+h":
		m.missing = missing{}
		return nil, true
	case "esc", "delete", "ctrl+u", "ctrl+w", "alt+backspace":
		m.missing = missing{}
		return nil, false
	case "enter", "ctrl+j", "ctrl+s", "tab", "shift+tab":
		return sayThat(m.missing.why), true
	}
	if k.Text != "" {
		return sayThat(m.missing.why), true
	}
	return nil, false
}

// paste hands pasted text to the part in front, whole or not at all.
func (m *Model) paste(text string) action {
	if m.lacks() {
		return sayThat(m.missing.why)
	}
	if r, ok := unseeable(strings.NewReplacer("\r", "", "\n", "", "\t", "").Replace(text)); ok && m.takesNames() {
		return sayThat("Not pasted: the text has " + terminal.Name(r) + " in it.")
	}
	return m.front().paste(text)
}

// unseeable finds the first character that no one sees.
func unseeable(text string) (rune, bool) {
	for _, r := range text {
		if terminal.Unseeable(r) {
			return r, true
		}
	}
	return 0, false
}
