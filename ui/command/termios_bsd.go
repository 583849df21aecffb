//go:build unix && !linux

package command

import "golang.org/x/sys/unix"

const (
	getTermios      = unix.TIOCGETA
	setTermios      = unix.TIOCSETA
	setTermiosFlush = unix.TIOCSETAF
	flushOutput     = unix.TIOCFLUSH
	outputQueue     = unix.TCOFLUSH
)
