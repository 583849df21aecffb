//go:build !unix

package terminal

import "time"

// readable says that nothing can be read: the library reads the console by itself.
func readable(uintptr, time.Duration) (bool, error) { return false, nil }
