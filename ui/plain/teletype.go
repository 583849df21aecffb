package plain

import (
	"bytes"
	"context"
	"io"
	"sync/atomic"
	"time"

	"iampasswd/iamclient"
)

// Teletype is a terminal that prints lines and reads lines. What is written to it holds no control character but the line
// feed.
type Teletype interface {
	io.Writer
	// Columns is how wide it is, in cells; 0 where that is not known.
	Columns() int
	// ReadLine reads a line that is seen while it is typed, without its end; io.EOF at the end of the input.
	ReadLine(ctx context.Context) (string, error)
	// ReadSecret reads a line that is not seen; io.EOF at the end of the input.
	ReadSecret(ctx context.Context) (*iamclient.Secret, error)
}

// endTime is how long a write is waited for once the program is asked to end.
const endTime = 1500 * time.Millisecond

// patientTeletype is a terminal that is not waited for once the program is asked to end: a terminal that does not read takes
// no line, and then takes no more of them.
type patientTeletype struct {
	Teletype
	ctx    context.Context
	gone   atomic.Bool // a write was not waited for
	failed atomic.Bool // the last write has not printed its text
}

// Write prints.
func (p *patientTeletype) Write(lines []byte) (int, error) {
	err := p.write(lines)
	p.failed.Store(err != nil)
	if err != nil {
		return 0, err
	}
	return len(lines), nil
}

func (p *patientTeletype) write(lines []byte) error {
	if p.gone.Load() {
		return context.Canceled
	}
	printed := make(chan error, 1)
	go func(lines []byte) {
		defer clear(lines)
		_, err := p.Teletype.Write(lines)
		printed <- err
	}(bytes.Clone(lines))
	late := make(chan struct{})
	stop := context.AfterFunc(p.ctx, func() { time.AfterFunc(endTime, func() { close(late) }) })
	defer stop()
	select {
	case err := <-printed:
		return err
	case <-late:
		p.gone.Store(true)
		return context.Canceled
	}
}
