package files

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"
)

// Read returns the content of a regular file, at most limit bytes. What cannot be read, is larger, or is not a regular
// file is an [fs.PathError].
func Read(path string, limit int64) ([]byte, error) {
	file, err := Open(path, os.O_RDONLY, 0)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	return readAll(file, path, limit)
}

// Open opens a regular file as [os.OpenFile] does. It never waits for the other end of a named pipe.
func Open(path string, flag int, mode fs.FileMode) (*os.File, error) {
	if err := Check(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err // before it is opened: to open a device can have an effect
	}
	file, err := os.OpenFile(path, flag|nonblock, mode) //nolint:gosec // the operator names the file
	if err != nil {
		return nil, err
	}
	info, err := file.Stat()
	if err == nil {
		err = regular(path, info)
	}
	if err != nil {
		_ = file.Close()
		return nil, err
	}
	return file, nil
}

// Check returns an [fs.PathError] unless the path leads to a regular file, directly or through symbolic links.
func Check(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	return regular(path, info)
}

func regular(path string, info fs.FileInfo) error {
	if info.Mode().IsRegular() {
		return nil
	}
	return &fs.PathError{Op: "open", Path: path, Err: errors.New("it is " + kind(info.Mode()) + ", and a regular file is needed")}
}

// kind names what is not a regular file.
func kind(mode fs.FileMode) string {
	switch {
	case mode.IsDir():
		return "a directory"
	case mode&fs.ModeNamedPipe != 0:
		return "a named pipe"
	case mode&fs.ModeSocket != 0:
		return "a socket"
	case mode&fs.ModeDevice != 0:
		return "a device"
	}
	return "a special file"
}

func readAll(r io.Reader, path string, limit int64) ([]byte, error) {
	content, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		clear(content)
		return nil, err
	}
	if int64(len(content)) > limit {
		clear(content)
		return nil, &fs.PathError{Op: "read", Path: path, Err: fmt.Errorf("it has more than %d bytes, the most that is read", limit)}
	}
	return content, nil
}

// Patience is how long [ReadStream] waits for a pipe.
type Patience struct {
	Writer time.Duration // for somebody to write anything
	End    time.Duration // for the end of what is written, while the other end is open
}

// ReadStream is [Read], and reads a pipe, too: a named one, or one that the path names as /dev/fd/63 or /dev/stdin. A
// pipe whose patience runs out is an [fs.PathError].
func ReadStream(path string, limit int64, patience Patience) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.Mode()&fs.ModeNamedPipe == 0 {
		return Read(path, limit)
	}
	pipe, err := os.OpenFile(path, os.O_RDONLY|nonblock, 0) //nolint:gosec // the operator names the file
	if err != nil {
		return nil, err
	}
	defer func() { _ = pipe.Close() }()
	first, err := firstBytes(pipe, path, patience)
	if err != nil {
		return nil, err
	}
	defer clear(first)
	content, err := readAll(io.MultiReader(bytes.NewReader(first), pipe), path, limit)
	return content, late(path, err)
}

// polling is how often a pipe without a writer is looked at. Such a pipe is at its end already.
const polling = 10 * time.Millisecond

// firstBytes waits until there is something in the pipe. The deadline for its end is set then.
func firstBytes(pipe *os.File, path string, patience Patience) ([]byte, error) {
	if err := pipe.SetReadDeadline(time.Now().Add(patience.End)); err != nil {
		return nil, err
	}
	buf := make([]byte, 512)
	for end := time.Now().Add(patience.Writer); ; time.Sleep(polling) {
		n, err := pipe.Read(buf)
		switch {
		case n > 0:
			return buf[:n], nil
		case err != nil && !errors.Is(err, io.EOF):
			return nil, late(path, err)
		case time.Now().After(end):
			return nil, &fs.PathError{Op: "read", Path: path, Err: fmt.Errorf("it is a pipe, and nothing was written to it within %s", patience.Writer)}
		}
	}
}

func late(path string, err error) error {
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return &fs.PathError{Op: "read", Path: path, Err: errors.New("it is a pipe, and it did not end in time")}
	}
	return err
}
