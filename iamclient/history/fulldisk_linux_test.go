package history

import (
	"errors"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A disk that is really full.
func TestAFullFileSystem(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=8k"); err != nil {
		t.Skipf("skipped: a small file system cannot be mounted here: %v", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(dir, 0) })
	f, err := Open(filepath.Join(dir, "history.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	e := entry("a", noon, Done)
	e.Reason = strings.Repeat("x", 1000)
	written := 0
	for err == nil && written < 100 {
		e.ID, e.Time = NewID(), e.Time.Add(time.Second)
		if err = f.Append(e); err == nil {
			written++
		}
	}
	if !errors.Is(err, syscall.ENOSPC) {
		t.Fatalf("after %d entries: %v", written, err)
	}
	entries, err := f.Entries()
	if err != nil || len(entries) != written {
		t.Errorf("%d entries, %v; %d were written", len(entries), err, written)
	}
}
