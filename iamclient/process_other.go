//go:build !unix && !windows

package iamclient

import "os/exec"

// detach does nothing: the command has no standard input, and is killed by itself.
func detach(*exec.Cmd) {}

func kill(cmd *exec.Cmd) error { return cmd.Process.Kill() }

// endGroup does nothing: there are no process groups.
func endGroup(*exec.Cmd) {}
