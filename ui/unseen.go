package ui

import (
	"errors"
	"slices"
	"strings"

	"iampasswd/iamclient"
	"iampasswd/ui/text"
)

// UnseenError tells that the program was ended by something else than the operator, with passwords that AWS has or may
// have, and that nobody else had seen.
type UnseenError struct {
	Sentences []string // one for each, with where it was saved; never with the password
	Err       error    // what ended the program
}

func (e *UnseenError) Error() string { return strings.Join(e.Sentences, " ") }

func (e *UnseenError) Unwrap() error { return e.Err }

// orphan is a password that nobody has but this program.
type orphan struct {
	csvFile
	certain bool // it is in force; else it may be
}

// save saves it where the operator would have, and says where that is.
func (o orphan) save() string {
	defer o.password.Wipe()
	is := "is"
	if !o.certain {
		is = "may be"
	}
	told := "The new password of " + text.Clean(o.user) + " " + is + " in force, and nobody has seen it"
	name, err := saveFirst(o.csvFile)
	if name == "" {
		why, _ := unsaved(o.folder, err)
		return told + ". " + why + " It is lost: reset it again."
	}
	return told + ": it was saved to " + text.Clean(name) + ", which only you may read."
}

// KeepPassword saves a password of a user to a new file in the first of the folders that takes one, and returns its name.
// Only its owner may read the file.
func KeepPassword(user string, password *iamclient.Secret, folders []string) (name string, err error) {
	if len(folders) == 0 {
		return "", errors.New("there is no folder to save it in")
	}
	name, err = saveFirst(csvFile{folder: folders[0], fallbacks: folders[1:], user: user, password: password})
	if name == "" {
		return "", err
	}
	return name, nil
}

// savedPassword is a password that was saved, or could not be.
type savedPassword struct {
	password *iamclient.Secret
	sentence string // what became of it
}

// saveUnseen saves every password that would be lost if the program ended now, but for those that were saved before.
func (m *Model) saveUnseen(before []savedPassword) []savedPassword {
	for _, o := range m.orphans() {
		if slices.ContainsFunc(before, func(s savedPassword) bool { return s.password.Equal(o.password) }) {
			o.password.Wipe()
			continue
		}
		password := o.password.Clone()
		before = append(before, savedPassword{password, o.save()})
	}
	return before
}

// orphans are the passwords that would be lost.
func (m *Model) orphans() []orphan {
	var all []orphan
	file := func(at where, user target, password *iamclient.Secret) csvFile {
		return csvFile{
			folder: m.folder, fallbacks: m.fallbacks, user: user.Name, password: password.Clone(),
			signIn: iamclient.SignInURL(at.identity, at.alias),
		}
	}
	for _, o := range m.ended {
		if a, ok := o.action.(handOver); ok && a.done.dark {
			all = append(all, orphan{file(m.whereOf(o.writer), a.done.user, a.done.password), true})
		}
	}
	parts := m.everyPart()
	for _, w := range m.parked {
		parts = append(parts, w)
	}
	for _, p := range parts {
		switch p := p.(type) {
		case *handover:
			if p.dark {
				all = append(all, orphan{p.file(), true})
			}
		case *form:
			if p.dark() && (p.unknown || p.send.phase >= phaseSent) {
				all = append(all, orphan{file(m.whereOf(p), p.user, &p.password.secret), false})
			}
		}
	}
	return all
}
