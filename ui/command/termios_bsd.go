//go:build unix && !linux

package command

import "golang.org/x/sys/unix"

const (
	getTermios      = unix.TIOCGETA
	setTermios      = unix.TIOCSETA
	setTermiosFlush = unix.TIOCSETAF
)

// flushOutput drops what a terminal has not read yet.
func flushOutput(fd int) { _ = unix.IoctlSetPointerInt(fd, unix.TIOCFLUSH, unix.TCOFLUSH) }

// resumeOutput lets a terminal's output go on that a ctrl+s has stopped.
func resumeOutput(fd int) { _ = unix.IoctlSetInt(fd, unix.TIOCSTART, 0) }
