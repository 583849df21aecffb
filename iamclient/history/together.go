package history

import "sync"

// Together is a log whose entries, where many are appended at the same time, are written to the file together and share an
// fsync. Each Append still returns when its own entry is on the disk.
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

// Append writes an entry behind the others, and waits until it is on the disk.
func (t *Together) Append(e Entry) error {
	line, err := toLine(e)
	if err != nil {
		return err
	}
	mine := t.join(line)
	t.disk.Lock()
	defer t.disk.Unlock()
	if !mine.written {
		t.mu.Lock()
		t.next = nil // whoever comes now is in the next batch
		t.mu.Unlock()
		mine.err, mine.written = t.appendLines(mine.lines), true
	}
	return mine.err
}

// join adds a line to the batch that is written next.
func (t *Together) join(line []byte) *batch {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.next == nil {
		t.next = &batch{}
	}
	t.next.lines = append(t.next.lines, line...)
	return t.next
}
