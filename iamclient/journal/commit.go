package journal

import (
	"errors"
	"fmt"
	"io"
	"sync"
)

// File is what is done to the file of a journal.
type File interface {
	io.WriterAt
	io.Closer
	Sync() error
	Truncate(size int64) error
}

// outcomeRoom is how many bytes of the file are kept for each outcome that is to come: more than an outcome has, AWS's
// words and all.
const outcomeRoom = 1 << 10

// committer writes records in groups: what arrives while one group is on its way to the disk is the next group. Behind the
// records it keeps room for the outcomes that are to come, so that a full disk refuses the next intent and no outcome.
type committer struct {
	file File

	mu      sync.Mutex
	size    int64 // of what is whole in the file
	end     int64 // of the file: from size on it has zeros
	owed    int   // how many outcomes are to come
	last    sum   // of the last record that is whole in the file
	group   *group
	broken  error // why nothing can be written any more
	closing bool
	wake    chan struct{} // holds one signal at most
	ended   chan struct{}
}

// group is the records of one fsync.
type group struct {
	records []record
	done    chan struct{}
	err     error // once done is closed
}

type record struct {
	kind string
	body []byte
}

func newCommitter(file File, at whole) *committer {
	c := &committer{
		file: file, size: at.size, end: at.size, last: at.last, group: newGroup(), wake: make(chan struct{}, 1), ended: make(chan struct{}),
	}
	go c.run()
	return c
}

func newGroup() *group { return &group{done: make(chan struct{})} }

var errClosed = errors.New("the journal is closed")

// add puts records into the group that is written next: together, or not at all.
func (c *committer) add(records ...record) (*group, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case c.closing:
		return nil, errClosed
	case c.broken != nil && records[0].kind != kindOutcome: // an outcome is kept until close, which tries once more
		return nil, c.broken
	}
	c.group.records = append(c.group.records, records...)
	if c.broken != nil {
		return c.group, c.broken
	}
	select {
	case c.wake <- struct{}{}:
	default:
	}
	return c.group, nil
}

// wait waits until the group is on the disk.
func (g *group) wait() error {
	<-g.done
	return g.err
}

func (c *committer) run() {
	defer close(c.ended)
	for range c.wake {
		c.mu.Lock()
		g, closing := c.group, c.closing
		c.group = newGroup()
		c.mu.Unlock()
		c.commit(g)
		if closing {
			return
		}
	}
}

// commit writes a group and waits until it is on the disk. After a failure nothing more is written: what the file
// has then is not certain. The outcomes of the group are kept for close.
func (c *committer) commit(g *group) {
	c.mu.Lock()
	err := c.broken
	c.mu.Unlock()
	if err == nil && len(g.records) > 0 {
		err = c.write(g.records)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, r := range g.records {
		if r.kind == kindIntent {
			clear(r.body) // a password
		}
	}
	if err != nil {
		c.broken = err
		for _, r := range g.records {
			if r.kind == kindOutcome {
				c.group.records = append(c.group.records, r)
			}
		}
	}
	g.err = err
	close(g.done)
}

// write writes records behind the others, and sees to the room for outcomes. Where that fails, what there is of the records
// is removed.
func (c *committer) write(records []record) error {
	var buffer []byte
	last, owed := c.last, c.owed
	for _, r := range records {
		buffer, last = appendLine(buffer, last, r.kind, r.body)
		switch r.kind {
		case kindIntent:
			owed++
		case kindOutcome:
			owed = max(owed-1, 0)
		}
	}
	defer clear(buffer)
	size := c.size + int64(len(buffer))
	end := max(c.end, size+int64(owed)*outcomeRoom)
	err := c.writeAt(buffer, c.size)
	if err == nil {
		zeros := max(c.end, size)
		err = c.writeAt(make([]byte, end-zeros), zeros)
	}
	if err == nil {
		err = c.file.Sync()
	}
	if err != nil {
		c.remove(int64(len(buffer)))
		return err
	}
	c.size, c.end, c.last, c.owed = size, end, last, owed
	return nil
}

func (c *committer) writeAt(b []byte, at int64) error {
	if len(b) == 0 {
		return nil
	}
	_, err := c.file.WriteAt(b, at)
	return err
}

// remove removes what there is of n bytes behind the whole records. The room for outcomes stays.
func (c *committer) remove(n int64) {
	err := errors.Join(c.file.Truncate(c.end), c.writeAt(make([]byte, min(n, c.end-c.size)), c.size))
	if err != nil {
		c.end = c.size
		_ = c.file.Truncate(c.size)
	}
}

// reserve keeps room for outcomes of intents that are in the file already.
func (c *committer) reserve(outcomes int) error {
	c.owed = outcomes
	return c.write(nil)
}

// UnwrittenError is the error of [Journal.Close] where outcomes did not get to the disk. To a reader of the journal these
// are unknown.
type UnwrittenError struct {
	Outcomes int
	Why      error
}

func (e *UnwrittenError) Error() string {
	return fmt.Sprintf("%d outcomes could not be written to the journal: %s", e.Outcomes, e.Why)
}

func (e *UnwrittenError) Unwrap() error { return e.Why }

// close writes what is left and closes the file. Outcomes that could not be written are tried once more.
func (c *committer) close() error {
	c.mu.Lock()
	if c.closing {
		c.mu.Unlock()
		return nil
	}
	c.closing = true
	c.mu.Unlock()
	select {
	case c.wake <- struct{}{}:
	default:
	}
	<-c.ended
	c.mu.Lock()
	defer c.mu.Unlock()
	var err error
	if n := len(c.group.records); n > 0 {
		if why := c.write(c.group.records); why != nil {
			err = &UnwrittenError{n, why}
		}
	}
	if c.end > c.size {
		_ = c.file.Truncate(c.size) // zeros that are left say nothing
	}
	return errors.Join(err, c.file.Close())
}
