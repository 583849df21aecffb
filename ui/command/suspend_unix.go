//go:build unix

package command

import (
	"os/signal"
	"syscall"
)

// ignoreSuspend disables ctrl+z until restore is called.
func ignoreSuspend() (restore func()) {
	signal.Ignore(syscall.SIGTSTP)
	return func() { signal.Reset(syscall.SIGTSTP) }
}
