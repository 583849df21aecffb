//go:build unix

package command

import (
	"os"

	"golang.org/x/sys/unix"
)

// takes tells whether something may read what is written to a file: it is open for writing, and a pipe has a reader.
func takes(file *os.File) bool {
	flags, err := unix.FcntlInt(file.Fd(), unix.F_GETFL, 0)
	if err != nil || flags&unix.O_ACCMODE == unix.O_RDONLY {
		return false
	}
	state := []unix.PollFd{{Fd: int32(file.Fd()), Events: unix.POLLOUT}} //nolint:gosec // a file descriptor is a small number
	if _, err := unix.Poll(state, 0); err != nil {
		return true
	}
	return state[0].Revents&(unix.POLLERR|unix.POLLNVAL|unix.POLLHUP) == 0
}
