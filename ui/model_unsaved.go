package ui

import (
	"slices"

	"iampasswd/iamclient"
	"iampasswd/ui/reset"
)

// savedPassword is a password that was saved, or could not be.
type savedPassword struct {
	password *iamclient.Secret
	sentence string // what became of it
}

// saveUnseen saves every password that would be lost if the program ended now, but for those that were saved before.
func (m *Model) saveUnseen(before []savedPassword) []savedPassword {
	for _, u := range m.unsaved() {
		if slices.ContainsFunc(before, func(s savedPassword) bool { return s.password.Equal(u.Password) }) {
			u.Password.Wipe()
			continue
		}
		password := u.Password.Clone()
		before = append(before, savedPassword{password, u.Save()})
	}
	return before
}

// unsaved are the passwords that would be lost.
func (m *Model) unsaved() []reset.Unsaved {
	var all []reset.Unsaved
	add := func(u reset.Unsaved, ok bool) {
		if ok {
			all = append(all, u)
		}
	}
	for _, o := range m.finished {
		if a, ok := o.action.(handOver); ok {
			add(a.result.Unsaved(m.folders))
		}
	}
	parts := m.everyPart()
	for _, w := range m.parked {
		parts = append(parts, w)
	}
	for _, p := range parts {
		switch p := p.(type) {
		case *handover:
			add(p.Unsaved(m.folders))
		case *form:
			add(p.Unsaved(m.folders, p.send.phase >= phaseSent))
		}
	}
	return all
}
