package command

import "golang.org/x/sys/unix"

const (
	getTermios      = unix.TCGETS
	setTermios      = unix.TCSETS
	setTermiosFlush = unix.TCSETSF
	flushOutput     = unix.TCFLSH
	outputQueue     = unix.TCOFLUSH
)
