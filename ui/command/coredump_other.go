//go:build !unix

package command

// forbidCoreDumps does nothing: there are no core files here.
func forbidCoreDumps() {}
