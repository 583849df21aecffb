package history

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"iampasswd/iamclient/files"
)

// Log is where entries are kept. It is safe for concurrent use.
type Log interface {
	// Append keeps an entry, for good when it returns.
	Append(Entry) error
	// Entries returns what is kept, one entry for each change, the newest first.
	Entries() ([]Entry, error)
}

// File keeps entries in a file of JSON lines, which only its owner can read.
type File struct {
	path string
	open func(path string) (handle, error)
}

// handle is what is done to the open file.
type handle interface {
	io.ReaderAt
	io.WriteCloser
	Stat() (fs.FileInfo, error)
	Sync() error
}

// Open makes the directory of the file, where it is missing. The file itself is made by the first entry.
func Open(path string) (*File, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil { //nolint:gosec // where the operator's environment says
		return nil, err
	}
	return At(path), nil
}

// At is the file without a look whether entries can be kept there, for reading.
func At(path string) *File { return &File{path, openFile} }

// Path is where the file is.
func (f *File) Path() string { return f.path }

func openFile(path string) (handle, error) {
	_, err := os.Stat(path) //nolint:gosec // where the operator keeps it
	isNew := errors.Is(err, fs.ErrNotExist)
	if _, err := os.Lstat(path); isNew && err == nil { //nolint:gosec // where the operator keeps it
		return nil, &fs.PathError{Op: "open", Path: path, Err: errors.New("it is a symbolic link to a file that is not there")}
	}
	file, err := files.Open(path, os.O_RDWR|os.O_CREATE|os.O_APPEND, files.Owner)
	if err != nil {
		return nil, err
	}
	if !isNew {
		return file, nil
	}
	return file, syncDirectory(filepath.Dir(path))
}

// syncDirectory sees to it that a new file is found again after a power cut. Where a directory cannot be synced, as on
// Windows, the file system looks after that itself.
func syncDirectory(path string) error {
	dir, err := os.Open(path) //nolint:gosec // the directory of the history
	if err != nil {
		return err
	}
	_ = dir.Sync()
	return dir.Close()
}

// Append writes an entry behind the others, in one write, and waits until it is on the disk.
func (f *File) Append(e Entry) error {
	line, err := toLine(e)
	if err != nil {
		return err
	}
	return f.appendLines(line)
}

func toLine(e Entry) ([]byte, error) {
	line, err := json.Marshal(e)
	if err != nil {
		return nil, fmt.Errorf("an entry of the history: %w", err)
	}
	return append(line, '\n'), nil
}

func (f *File) appendLines(lines []byte) (err error) {
	file, err := f.open(f.path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	torn, err := endsTorn(file)
	if err != nil {
		return err
	}
	if torn {
		lines = append([]byte{'\n'}, lines...)
	}
	if _, err := file.Write(lines); err != nil {
		return err
	}
	return file.Sync()
}

// endsTorn tells whether the last line of the file has no end.
func endsTorn(file handle) (bool, error) {
	info, err := file.Stat()
	if err != nil || info.Size() == 0 {
		return false, err
	}
	last := make([]byte, 1)
	if _, err := file.ReadAt(last, info.Size()-1); err != nil {
		return false, err
	}
	return last[0] != '\n', nil
}
