package terminal

import (
	"io"
	"time"
)

// readSize is how many bytes are read at once: what a Machine makes of them, and of a paste that they complete, fits into
// the 4096 bytes that Bubble Tea reads at once.
const readSize = 128

// Stream reads a source through a [Machine]. It is for tests, which have no terminal.
type Stream struct {
	machine Machine
	input   chan []byte
	err     error // valid once input is closed
	ended   bool
}

// NewStream reads from r, in a goroutine that ends with r.
func NewStream(r io.Reader) *Stream {
	s := &Stream{input: make(chan []byte)}
	go func() {
		defer close(s.input)
		for {
			b := make([]byte, readSize)
			n, err := r.Read(b)
			if n > 0 {
				s.input <- b[:n]
			}
			if err != nil {
				s.err = err
				return
			}
		}
	}()
	return s
}

// Read waits for whole units.
func (s *Stream) Read(p []byte) (int, error) {
	for {
		if n := s.machine.Next(p); n > 0 {
			return n, nil
		}
		if s.ended {
			return 0, s.err
		}
		var due <-chan time.Time
		if at, ok := s.machine.Deadline(); ok {
			due = time.After(time.Until(at))
		}
		select {
		case b, ok := <-s.input:
			s.ended = !ok
			s.machine.Feed(time.Now(), b)
		case <-due:
			s.machine.Expire(time.Now())
		}
	}
}
