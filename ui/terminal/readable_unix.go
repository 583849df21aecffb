//go:build unix

package terminal

import (
	"errors"
	"time"

	"golang.org/x/sys/unix"
)

// readable waits until there is something to read, or the end of the input; false where nothing came in time.
func readable(fd uintptr, wait time.Duration) (bool, error) {
	end := time.Now().Add(wait)
	for {
		var set unix.FdSet
		set.Set(int(fd))
		left := unix.NsecToTimeval(max(0, time.Until(end)).Nanoseconds())
		n, err := unix.Select(int(fd)+1, &set, nil, nil, &left)
		if errors.Is(err, unix.EINTR) {
			continue
		}
		return n > 0, err
	}
}
