package awsconfig

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"strings"
	"syscall"
	"unicode"
	"unicode/utf8"
)

// maxSize is the largest file that is read, in bytes.
const maxSize = 4 << 20

// readLines returns the lines of a file without their ends, which are LF, CR LF or CR; none where there is no file.
func readLines(path string) ([]string, error) {
	text, err := readFile(path)
	if err != nil {
		return nil, err
	}
	return splitLines(path, text)
}

func readFile(path string) ([]byte, error) {
	whole := place{file: path}
	if path == "" || path == os.DevNull {
		return nil, nil
	}
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
		return nil, nil
	case err != nil:
		return nil, whole.errorf("cannot be read: make it readable, or name another file")
	case info.IsDir():
		return nil, whole.errorf("is a directory, not a file: name the file in it")
	case !info.Mode().IsRegular():
		return nil, whole.errorf("is no regular file: name one")
	}
	f, err := os.Open(path) //nolint:gosec // the AWS configuration, wherever the environment says it is
	if err != nil {
		return nil, whole.errorf("cannot be read: make it readable, or name another file")
	}
	defer func() { _ = f.Close() }()
	text, err := io.ReadAll(io.LimitReader(f, maxSize+1))
	if err != nil {
		return nil, whole.errorf("cannot be read to its end: check the disk, or name another file")
	}
	if len(text) > maxSize {
		return nil, whole.errorf("is larger than 4 MiB, so it is no AWS configuration: name another file")
	}
	return text, nil
}

// splitLines checks that the text is UTF-8 without a byte order mark.
func splitLines(path string, text []byte) ([]string, error) {
	first := place{path, 1}
	switch {
	case bytes.HasPrefix(text, []byte("\xef\xbb\xbf")):
		return nil, first.errorf("begins with a byte order mark, which the AWS CLI refuses: save the file as UTF-8 without one")
	case bytes.HasPrefix(text, []byte("\xff\xfe")), bytes.HasPrefix(text, []byte("\xfe\xff")):
		return nil, first.errorf("begins as UTF-16: save the file as UTF-8 without a byte order mark")
	}
	lines := strings.Split(strings.ReplaceAll(strings.ReplaceAll(string(text), "\r\n", "\n"), "\r", "\n"), "\n")
	for i, line := range lines {
		if !utf8.ValidString(line) {
			return nil, place{path, i + 1}.errorf("is not UTF-8: save the file as UTF-8")
		}
	}
	return lines, nil
}

// isControl reports whether a character controls the terminal or ends a line.
func isControl(r rune) bool {
	return unicode.IsControl(r) || r == '\u2028' || r == '\u2029'
}
