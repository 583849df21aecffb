package reset

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
		err         error
		why, remedy string
	}{
		{&fs.PathError{Op: "open", Path: "/x", Err: syscall.EACCES}, "you may not write to /home.", "a folder of yours"},
		{&fs.PathError{Op: "open", Path: "/x", Err: syscall.EROFS}, "you may not write to /home.", "a folder of yours"},
		{errors.Join(nil, &fs.PathError{Op: "write", Path: "/x", Err: syscall.ENOSPC}), "no room left in /home.", "make room"},
		{errors.New("a strange\x1b[2J end"), "a strange[2J end.", "correct that"},
	} {
		why, remedy := NotSaved("/home", c.err)
		if !strings.HasPrefix(why, "Not saved: ") || !strings.HasSuffix(why, c.why) || !strings.Contains(remedy, c.remedy) {
			t.Errorf("%v becomes %q and %q, want %q and %q", c.err, why, remedy, c.why, c.remedy)
		}
	}
}
