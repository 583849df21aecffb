package uitest

import (
	"bytes"
	"image/color"
	"io"
	"strings"
	"sync"

	"github.com/charmbracelet/x/vt"
)

// terminal is the emulator behind a lock: its own methods do not all take one.
type terminal struct {
	keys *queue // what was typed, and what the terminal answers to queries

	mu       sync.Mutex
	emulator *vt.Emulator
	output   strings.Builder // everything that the program has written
}

func newTerminal(width, height int, light bool) *terminal {
	t := &terminal{emulator: vt.NewEmulator(width, height), keys: newQueue()}
	if light {
		t.emulator.SetDefaultBackgroundColor(color.White)
		t.emulator.SetDefaultForegroundColor(color.Black)
	}
	go func() { _, _ = io.Copy(t.keys, t.emulator) }()
	return t
}

// Write draws. Nothing stands between the program and the emulator, so a line feed has to be given the carriage
// return that a terminal's driver adds.
func (t *terminal) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.output.Write(p)
	_, err := t.emulator.Write(bytes.ReplaceAll(p, []byte("\n"), []byte("\r\n")))
	return len(p), err
}

// with does something with the emulator.
func (t *terminal) with(do func(e *vt.Emulator)) {
	t.mu.Lock()
	defer t.mu.Unlock()
	do(t.emulator)
}

func (t *terminal) resize(width, height int) {
	t.with(func(e *vt.Emulator) { e.Resize(width, height) })
}

func (t *terminal) written() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.output.String()
}

// close ends the two readers: the one that drains the emulator, and the program's.
func (t *terminal) close() {
	_ = t.emulator.InputPipe().(io.Closer).Close()
	t.keys.close()
}

// queue is a pipe that takes everything at once. The emulator types into it with the terminal's lock held, whether or
// not the program still reads.
type queue struct {
	mu      sync.Mutex
	arrived *sync.Cond
	bytes   []byte
	closed  bool
}

func newQueue() *queue {
	q := &queue{}
	q.arrived = sync.NewCond(&q.mu)
	return q
}

func (q *queue) Write(p []byte) (int, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.bytes = append(q.bytes, p...)
	q.arrived.Broadcast()
	return len(p), nil
}

func (q *queue) Read(p []byte) (int, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for len(q.bytes) == 0 {
		if q.closed {
			return 0, io.EOF
		}
		q.arrived.Wait()
	}
	n := copy(p, q.bytes)
	q.bytes = q.bytes[n:]
	return n, nil
}

func (q *queue) close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.closed = true
	q.arrived.Broadcast()
}
