package files

import (
	"errors"
	"io/fs"
	"os"
)

// Owner is the mode of a file that only its owner can read and write.
const Owner fs.FileMode = 0o600

// Create creates a file for its owner alone, whatever the umask. A file that exists is an error, [fs.ErrExist].
func Create(path string) (*os.File, error) {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, Owner) //nolint:gosec // the operator names the folder
	if err != nil {
		return nil, err
	}
	if err := file.Chmod(Owner); err != nil { // a umask may have taken the owner's own rights away
		return nil, errors.Join(err, file.Close(), os.Remove(path))
	}
	return file, nil
}

// Tighten takes a file's rights away from everybody but its owner. It reports whether there was something to take.
func Tighten(path string) (tightened bool, err error) {
	file, err := Open(path, os.O_RDONLY, 0)
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	info, err := file.Stat()
	if err != nil || !shared(info.Mode()) {
		return false, err
	}
	return true, file.Chmod(Owner)
}
