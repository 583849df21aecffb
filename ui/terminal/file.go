package terminal

import (
	"os"
	"time"

	"github.com/charmbracelet/x/term"
)

const (
	// patience is how long after the start a reply of the terminal is still expected.
	patience = 2 * time.Second
	// drainLimit is how long leaving waits for a reply.
	drainLimit = time.Second
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

	turn    chan struct{} // is full while somebody reads: a reader that was cancelled may still wait for a sequence's end
	machine Machine
}

// NewFile reads the terminal f.
func NewFile(f *os.File) *File {
	return &File{File: f, opened: time.Now(), turn: make(chan struct{}, 1)}
}

// Read returns whole units, or none. What is handed on waits for the unit behind it, six seconds at most: Bubble Tea's
// reader calls again only when something has arrived, and a lone Escape would wait for the next key. p has 4096 bytes or
// more.
func (f *File) Read(p []byte) (int, error) {
	f.turn <- struct{}{}
	defer func() { <-f.turn }()
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

// Drain takes what the terminal still sends after the program has left it, so that the shell does not get it: replies to
// what Bubble Tea asks at its start, the rest of a torn sequence, and mouse reports that were under way. It waits a second
// at most, and not at all where nothing is outstanding: what is typed ahead is for the shell.
func (f *File) Drain() {
	end := time.Now().Add(drainLimit)
	select {
	case f.turn <- struct{}{}:
		defer func() { <-f.turn }()
	case <-time.After(drainLimit): // a reader waits for a line: it has the terminal since it is no longer raw
		return
	}
	if !f.outstanding(time.Now()) {
		return
	}
	before, err := term.MakeRaw(f.Fd())
	if err != nil {
		return
	}
	defer func() { _ = term.Restore(f.Fd(), before) }()
	drained := make(chan struct{})
	go func() {
		defer close(drained)
		f.drain(end)
	}()
	select {
	case <-drained:
	case <-time.After(time.Until(end) + quiet): // something else has taken raw mode away within a read
	}
}

// drain takes what comes until nothing more is expected.
func (f *File) drain(end time.Time) {
	for time.Now().Before(end) {
		arrived, err := f.take(min(quiet, time.Until(end)))
		f.machine.discard()
		if err != nil || !arrived && !f.outstanding(time.Now()) {
			return
		}
	}
}

// outstanding tells whether the terminal is expected to send something that nobody typed.
func (f *File) outstanding(now time.Time) bool {
	return !f.machine.replied(now) && now.Sub(f.opened) <= patience || f.machine.unfinished(now)
}
