//go:build !unix && !windows

package journal

import (
	"errors"
	"os"
)

// lock fails: without a lock, two processes could make the same changes.
func lock(*os.File) (held bool, err error) { return false, errors.ErrUnsupported }
