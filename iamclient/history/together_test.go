package history

import (
	"io/fs"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// counted is a file that counts how often it waits for the disk, and fails where it is told to.
type counted struct {
	handle
	syncs *atomic.Int32
	full  *atomic.Bool
}

func (c counted) Write(b []byte) (int, error) {
	if c.full.Load() {
		return 0, &fs.PathError{Op: "write", Path: "history", Err: syscall.ENOSPC}
	}
	return c.handle.Write(b)
}

func (c counted) Sync() error {
	c.syncs.Add(1)
	time.Sleep(2 * time.Millisecond)
	return c.handle.Sync()
}

func TestTogether(t *testing.T) {
	var syncs atomic.Int32
	var full atomic.Bool
	file := At(filepath.Join(t.TempDir(), "history.jsonl"))
	file.open = func(path string) (handle, error) {
		h, err := openFile(path)
		return counted{h, &syncs, &full}, err
	}
	log := InFile(file)
	var all sync.WaitGroup
	for range 40 {
		all.Go(func() {
			for range 10 {
				e := Entry{ID: NewID(), Time: time.Now(), Operation: "UpdateLoginProfile", Run: "RUN1"}
				for _, e.Outcome = range []Outcome{Started, Done} {
					if err := log.Append(e); err != nil {
						t.Error(err)
					}
				}
			}
		})
	}
	all.Wait()
	if err := log.Append(Entry{ID: "RUN1", Run: "RUN1", Outcome: Done}); err != nil { // the others are there before it
		t.Error(err)
	}
	entries, err := log.Entries()
	if err != nil || len(entries) != 401 || slices.ContainsFunc(entries, func(e Entry) bool { return e.Run != "RUN1" || e.Outcome != Done }) {
		t.Errorf("%d entries, %v", len(entries), err)
	}
	if n := syncs.Load(); n > 200 {
		t.Errorf("%d fsyncs for 400 changes of 40 writers", n)
	}
	full.Store(true)
	if err := log.Append(Entry{ID: "x", Outcome: Started}); err == nil {
		t.Error("a full disk is no error")
	}
	full.Store(false)
	if err := log.Append(Entry{ID: "y", Outcome: Started}); err != nil {
		t.Error(err)
	}
}
