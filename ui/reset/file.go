package reset

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"iampasswd/iamclient"
	"iampasswd/iamclient/files"
	"iampasswd/ui/directory"
	"iampasswd/ui/text"
)

// File is what goes into a file for one user, in the console's own format: columns User name, Password, Console sign-in
// URL. The password is its own, and wiped when it has been saved.
type File struct {
	Folders  []string // its own, and the others that are tried where that takes no file
	User     string
	Password *iamclient.Secret
	SignIn   string // URL; empty where it is not known
}

// Save writes a new file, which only its owner may read, into the first folder that takes it, and wipes the password. The
// name is empty where none does. The error is why the file's own folder does not, also where another one does.
func (f File) Save() (name string, err error) {
	defer f.Password.Wipe()
	if len(f.Folders) == 0 {
		return "", errors.New("there is no folder to save it in")
	}
	name, err = f.saveTo(f.Folders[0])
	if err == nil {
		return name, nil
	}
	for _, folder := range f.Folders[1:] {
		if name, other := f.saveTo(folder); other == nil {
			return name, err
		}
	}
	return "", err
}

// saveTo writes the file to a folder. On an error there is no file.
func (f File) saveTo(folder string) (name string, err error) {
	file, err := createCSV(folder, f.User)
	if err != nil {
		return "", err
	}
	w := csv.NewWriter(file)
	rows := [][]string{{"User name", "Password", "Console sign-in URL"}, {f.User, f.Password.Reveal(), f.SignIn}}
	err = errors.Join(w.WriteAll(rows), file.Sync(), file.Close())
	if err != nil {
		return "", errors.Join(err, os.Remove(file.Name()))
	}
	return file.Name(), nil
}

// createCSV creates the file under the console's name for it; where that is taken, under the next that is not.
func createCSV(folder, user string) (*os.File, error) {
	folder, err := filepath.Abs(folder)
	if err != nil {
		return nil, err
	}
	base := filepath.Join(folder, fileName(user)+"_credentials")
	for n := 1; ; n++ {
		name := base + ".csv"
		if n > 1 {
			name = fmt.Sprintf("%s-%d.csv", base, n)
		}
		file, err := files.Create(name)
		if !errors.Is(err, fs.ErrExist) {
			return file, err
		}
	}
}

// fileName is a user name without what would be more than a name: IAM's own characters stay, but a dot in front.
func fileName(user string) string {
	safe := strings.Map(func(r rune) rune {
		if directory.InUserName(r) {
			return r
		}
		return '_'
	}, user)
	if strings.HasPrefix(safe, ".") || strings.HasPrefix(safe, "-") {
		safe = "_" + safe
	}
	return safe
}

// NotSaved says why a folder took no file, and what to do about it.
func NotSaved(folder string, err error) (why, remedy string) {
	why, remedy = untaken(folder, err)
	return "Not saved: " + why + ".", remedy
}

// untaken says why a folder takes no file, and how it would.
func untaken(folder string, err error) (why, remedy string) {
	if whole, err := filepath.Abs(folder); err == nil {
		folder = whole
	}
	switch {
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return "you may not write to " + text.Clean(folder), "start iampasswd in a folder of yours"
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return "there is no room left in " + text.Clean(folder), "make room and save it again"
	}
	return text.Clean(err.Error()), "correct that and save it again"
}

// Saved says where a file is, and why it is not in its own folder where err is not nil.
func Saved(name, folder string, err error) string {
	saved := "saved to " + text.Clean(name) + ", which only you may read"
	if err == nil {
		return saved
	}
	why, _ := untaken(folder, err)
	return why + "; " + saved
}
