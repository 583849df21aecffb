//go:build unix

package iamclient

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
)

// detach gives a command a session of its own, so that it has no terminal, and has all that it starts killed with it.
func detach(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
}

func isDetached(cmd *exec.Cmd) bool { return cmd.SysProcAttr != nil && cmd.SysProcAttr.Setsid }

// kill kills a command and what it started. A command that may ask shares the program's process group, or it could not
// read the terminal: what it started is then found by who started whom, where the system tells that.
func kill(cmd *exec.Cmd) error {
	if isDetached(cmd) {
		return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
	}
	started := descendants(cmd.Process.Pid)
	err := cmd.Process.Kill()
	for _, pid := range started {
		_ = syscall.Kill(pid, syscall.SIGKILL)
	}
	return err
}

// endGroup kills what a command left running in its process group when it ended. The group has the command's number for
// as long as it has a process.
func endGroup(cmd *exec.Cmd) {
	if isDetached(cmd) {
		_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
	}
}

// descendants are the processes that a process started, and those that they started; none where /proc does not tell.
func descendants(pid int) (all []int) {
	files, _ := filepath.Glob("/proc/[0-9]*/stat")
	children := map[int][]int{}
	for _, file := range files {
		child, _ := strconv.Atoi(filepath.Base(filepath.Dir(file)))
		text, _ := os.ReadFile(file) //nolint:gosec // of the pattern above
		// The name of the program comes before, in brackets, and can be anything.
		fields := bytes.Fields(text[bytes.LastIndexByte(text, ')')+1:])
		if len(fields) > 1 {
			parent, _ := strconv.Atoi(string(fields[1]))
			children[parent] = append(children[parent], child)
		}
	}
	for next := children[pid]; len(next) > 0; next = next[1:] {
		all = append(all, next[0])
		next = append(next, children[next[0]]...)
	}
	return all
}
