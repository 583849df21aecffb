package terminal

import (
	"os"
	"sync"
	"time"

	"github.com/charmbracelet/x/term"
)

const (
	// patience is how long after the start a reply of the terminal is still expected.
	patience = 2 * time.Second
	// drainLimit is how long leaving waits for a reply.
	drainLimit = 300 * time.Millisecond
	// readLimit is how long one Read waits for the end of what comes in pieces, and a pause longer where nothing comes.
	readLimit = 5 * time.Second
	// quiet is how long nothing has come when the terminal has nothing more to say.
	quiet = 20 * time.Millisecond
)

// File is a terminal whose input goes through a [Machine]. Bubble Tea takes it for the terminal itself, and sets raw mode
// on it. On Windows the library reads the console by itself, and the Machine is not asked.
type File struct {
	*os.File
	opened time.Time

	mu      sync.Mutex // a reader that was cancelled may still wait for the end of a sequence
	machine Machine
}

// NewFile reads the terminal f.
func NewFile(f *os.File) *File { return &File{File: f, opened: time.Now()} }

// Read returns whole units, or none. What is handed on waits for the unit behind it, six seconds at most: Bubble Tea's
// reader calls again only when something has arrived, and a lone Escape would wait for the next key. p has 4096 bytes or
// more.
func (f *File) Read(p []byte) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	end := time.Now().Add(readLimit)
	for f.machine.ready() < len(p)/8 && time.Now().Before(end) { // what one more piece and a paste add fits into p
		var wait time.Duration
		if at, ok := f.machine.Deadline(); ok {
			wait = max(0, time.Until(at))
		}
		if _, err := f.take(wait); err != nil {
			return 0, err
		}
		if _, waits := f.machine.Deadline(); !waits {
			break
		}
	}
	return f.machine.Next(p), nil
}

// take gives the machine what arrives within a time, or tells it that nothing has.
func (f *File) take(wait time.Duration) (arrived bool, err error) {
	arrived, err = readable(f.Fd(), wait)
	if err != nil {
		return false, err
	}
	if !arrived {
		f.machine.Expire(time.Now())
		return false, nil
	}
	var b [readSize]byte
	defer clear(b[:])
	n, err := f.File.Read(b[:])
	f.machine.Feed(time.Now(), b[:n])
	return true, err
}

// Drain takes what the terminal still replies after the program has left it, so that the shell does not get it: until
// the terminal has replied to what Bubble Tea asks at its start, 300 ms at most. It takes nothing where that has come, or
// would have come long ago: what is typed ahead is for the shell.
func (f *File) Drain() {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.machine.replied(time.Now()) || time.Since(f.opened) > patience {
		return
	}
	raw, err := term.MakeRaw(f.Fd())
	if err != nil {
		return
	}
	defer func() { _ = term.Restore(f.Fd(), raw) }()
	for end := time.Now().Add(drainLimit); time.Now().Before(end); {
		arrived, err := f.take(min(quiet, time.Until(end)))
		if err != nil || !arrived && f.machine.replied(time.Now()) {
			return
		}
	}
}
