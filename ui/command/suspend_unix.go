//go:build unix

package command

import (
	"os/signal"
	"syscall"
)

// ignoreSuspend takes ctrl+z its meaning, until it is told to give it back.
func ignoreSuspend() (restore func()) {
	signal.Ignore(syscall.SIGTSTP)
	return func() { signal.Reset(syscall.SIGTSTP) }
}
