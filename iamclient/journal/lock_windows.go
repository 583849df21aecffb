package journal

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

// lock locks a file for this process, until it is closed or the process ends. held: another process has it. A lock of
// Windows keeps others from reading, too: it is on a byte far behind the end of the file.
func lock(file *os.File) (held bool, err error) {
	at := &windows.Overlapped{OffsetHigh: 1 << 30}
	err = windows.LockFileEx(windows.Handle(file.Fd()), windows.LOCKFILE_EXCLUSIVE_LOCK|windows.LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, at)
	return errors.Is(err, windows.ERROR_LOCK_VIOLATION), err
}
