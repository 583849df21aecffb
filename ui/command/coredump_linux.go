package command

import (
	"syscall"

	"golang.org/x/sys/unix"
)

// forbidCoreDumps keeps passwords out of core files, and the process's memory from others who run as the same user. Where
// the system refuses, nothing else can be done.
func forbidCoreDumps() {
	_ = syscall.Setrlimit(syscall.RLIMIT_CORE, &syscall.Rlimit{})
	_ = unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0)
}
