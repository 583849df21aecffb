package iamclient

import (
	"os/exec"
	"syscall"
)

// createNoWindow is CREATE_NO_WINDOW of the Windows API, which package syscall does not have.
const createNoWindow = 0x08000000

// detach gives a command no console, so that it cannot read what the operator types, and a process group of its own, so
// that a ctrl+c is not its as well.
func detach(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{CreationFlags: syscall.CREATE_NEW_PROCESS_GROUP | createNoWindow}
}

// kill kills the command alone: Windows ends what it started only by means of a job object, which package syscall does not have.
func kill(cmd *exec.Cmd) error { return cmd.Process.Kill() }

// endGroup does nothing: a process group of Windows cannot be killed.
func endGroup(*exec.Cmd) {}
