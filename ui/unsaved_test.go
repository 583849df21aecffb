package ui

import (
	"errors"
	"io/fs"
	"strings"
	"syscall"
	"testing"
)

// Whatever kept the file from being written, one sentence says so and the next what to do.
func TestUnsavedSaysWhatToDo(t *testing.T) {
	for _, c := range []struct {
		err  error
		want string
	}{
		{&fs.PathError{Op: "open", Path: "/x", Err: syscall.EACCES}, "you may not write to /home"},
		{&fs.PathError{Op: "open", Path: "/x", Err: syscall.EROFS}, "you may not write to /home"},
		{errors.Join(nil, &fs.PathError{Op: "write", Path: "/x", Err: syscall.ENOSPC}), "no room left in /home"},
		{errors.New("a strange\x1b[2J end"), "a strange[2J end"},
	} {
		got := unsaved("/home", c.err)
		if !strings.HasPrefix(got, "Not saved: ") || !strings.Contains(got, c.want) || !strings.Contains(got, "Copy the password with c") {
			t.Errorf("%v becomes %q, want %q in it", c.err, got, c.want)
		}
	}
}
