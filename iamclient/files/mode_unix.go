//go:build unix

package files

import (
	"io/fs"
	"syscall"
)

// nonblock keeps an open from waiting for the other end of a named pipe.
const nonblock = syscall.O_NONBLOCK

// shared tells whether others than the owner have rights to a file.
func shared(mode fs.FileMode) bool { return mode.Perm()&0o077 != 0 }
