//go:build !unix

package files

import "io/fs"

// nonblock is nothing: an open does not wait here.
const nonblock = 0

// shared is false: the mode says nothing about others here.
func shared(fs.FileMode) bool { return false }
