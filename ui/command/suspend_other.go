//go:build !unix

package command

// ignoreSuspend does nothing: there is no suspending here.
func ignoreSuspend() (restore func()) { return func() {} }
