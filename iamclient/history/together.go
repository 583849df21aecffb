package history

import "sync"

// Together is a log for a bulk run: entries that are appended at the same time are written to the file together, and share
// an fsync. The start of a change is on the disk when Append returns. The end of a change is written at once, but
// nobody waits for it: where the process is killed before, the start stands there alone. When the entry of the run itself
// is on the disk, all entries before it are.
type Together struct {
	*File
	disk sync.Mutex // held by whoever writes a batch

	mu   sync.Mutex
	next *batch // nil: nobody waits
}

// batch is entries that are written together.
type batch struct {
	lines   []byte
	written bool
	err     error
}

// InFile returns a log that writes to the file.
func InFile(f *File) *Together { return &Together{File: f} }

// Append writes an entry behind the others.
func (t *Together) Append(e Entry) error {
	line, err := toLine(e)
	if err != nil {
		return err
	}
	mine, isNew := t.join(line)
	if e.Outcome == Started || e.ID == e.Run {
		return t.write(mine)
	}
	if isNew {
		go func() { _ = t.write(mine) }()
	}
	return nil
}

// write writes a batch, unless somebody has.
func (t *Together) write(b *batch) error {
	t.disk.Lock()
	defer t.disk.Unlock()
	if !b.written {
		t.mu.Lock()
		t.next = nil // whoever comes now is in the next batch
		t.mu.Unlock()
		b.err, b.written = t.appendLines(b.lines), true
	}
	return b.err
}

// join adds a line to the batch that is written next.
func (t *Together) join(line []byte) (b *batch, isNew bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if isNew = t.next == nil; isNew {
		t.next = &batch{}
	}
	t.next.lines = append(t.next.lines, line...)
	return t.next, isNew
}
