package reset

import (
	"strings"

	"iampasswd/iamclient"
	"iampasswd/ui/text"
)

// Unsaved is a password that AWS has or may have, and that nobody has but this program.
type Unsaved struct {
	File
	Certain bool // it is in force; else it may be
}

// UnsavedError tells that the program was ended by something else than the operator, with passwords that AWS has or may
// have, and that nobody else had seen.
type UnsavedError struct {
	Sentences []string // one for each, with where it was saved; never with the password
	Err       error    // what ended the program
}

func (e *UnsavedError) Error() string { return strings.Join(e.Sentences, " ") }

func (e *UnsavedError) Unwrap() error { return e.Err }

// Save saves it where the operator would have, wipes it, and says where it is.
func (u Unsaved) Save() string {
	is := "is"
	if !u.Certain {
		is = "may be"
	}
	told := "The new password of " + text.Clean(u.User) + " " + is + " in force, and nobody has seen it"
	name, err := u.File.Save()
	if name == "" {
		why, _ := NotSaved(u.Folders[0], err)
		return told + ". " + why + " It is lost: reset it again."
	}
	return told + ": it was saved to " + text.Clean(name) + ", which only you may read."
}

// Unsaved is the draft's password, where nobody has it but this program and AWS may have it; ok is false where there is
// none. Sent tells that a request is on its way.
func (d *Draft) Unsaved(folders []string, sent bool) (u Unsaved, ok bool) {
	if !d.Unseen() || !d.unknown && !sent {
		return Unsaved{}, false
	}
	r := Result{User: d.User, Password: &d.Password}
	return Unsaved{File: r.File(folders)}, true
}

// Unsaved is the password, where nobody has it but this program; ok is false where somebody has.
func (r *Result) Unsaved(folders []string) (u Unsaved, ok bool) {
	if !r.Unseen || r.Kept {
		return Unsaved{}, false
	}
	return Unsaved{File: r.File(folders), Certain: true}, true
}

// Keep saves a password of a user to a new file in the first of the folders that takes one, and returns its name. Only its
// owner may read the file.
func Keep(user string, password *iamclient.Secret, folders []string) (name string, err error) {
	name, err = File{Folders: folders, User: user, Password: password.Clone()}.Save()
	if name == "" {
		return "", err
	}
	return name, nil
}
