//go:build unix && !linux

package command

import "syscall"

// forbidCoreDumps keeps passwords out of core files. Where the system refuses, nothing else can be done.
func forbidCoreDumps() { _ = syscall.Setrlimit(syscall.RLIMIT_CORE, &syscall.Rlimit{}) }
