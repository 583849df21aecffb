package ui

import (
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"iampasswd/ui/text"
)

// typedName is a user's name that is typed to confirm a change that cannot be taken back.
type typedName struct {
	typed   textinput.Model
	refusal string // why nothing is confirmed
}

func newTypedName() typedName { return typedName{typed: newTextInput()} }

// edit takes a key, or what was pasted.
func (n *typedName) edit(msg tea.Msg) {
	if paste, ok := msg.(tea.PasteMsg); ok {
		msg = tea.PasteMsg{Content: text.Clean(paste.Content)}
	}
	n.refusal = ""
	n.typed, _ = n.typed.Update(msg)
}

// confirms tells whether it is that name, and refuses any other.
func (n *typedName) confirms(name string) bool {
	if n.typed.Value() != name {
		n.refusal = "That is not the name: type it as it stands there."
		return false
	}
	return true
}
