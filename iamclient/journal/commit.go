package journal

import (
	"errors"
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

// committer writes records in groups: what arrives while one group is on its way to the disk is the next group.
type committer struct {
	file File

	mu      sync.Mutex
	size    int64 // of what is whole in the file
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

func newCommitter(file File, size int64, last sum) *committer {
	c := &committer{
		file: file, size: size, last: last, group: newGroup(), wake: make(chan struct{}, 1), ended: make(chan struct{}),
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
	if err == nil {
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

// write writes records behind the others. Where that fails, what there is of them is removed.
func (c *committer) write(records []record) error {
	if len(records) == 0 {
		return nil
	}
	var buffer []byte
	last := c.last
	for _, r := range records {
		buffer, last = appendLine(buffer, last, r.kind, r.body)
	}
	defer clear(buffer)
	_, err := c.file.WriteAt(buffer, c.size)
	if err == nil {
		err = c.file.Sync()
	}
	if err != nil {
		_ = c.file.Truncate(c.size)
		return err
	}
	c.size, c.last = c.size+int64(len(buffer)), last
	return nil
}

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
	if len(c.group.records) > 0 {
		err = c.write(c.group.records)
	}
	return errors.Join(err, c.file.Close())
}
