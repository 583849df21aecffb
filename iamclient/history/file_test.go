package history

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

func entry(id string, at time.Time, outcome Outcome) Entry {
	return Entry{ID: id, Time: at, Operation: "UpdateLoginProfile", Target: "bob", Password: true, Outcome: outcome}
}

func newFile(t *testing.T) *File {
	t.Helper()
	f, err := Open(filepath.Join(t.TempDir(), "state", "iampasswd", "history.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func appendAll(t *testing.T, l Log, entries ...Entry) {
	t.Helper()
	for _, e := range entries {
		if err := l.Append(e); err != nil {
			t.Fatal(err)
		}
	}
}

// wantIDs fails unless the log has these entries, in this order, each as "id outcome".
func wantIDs(t *testing.T, l Log, want ...string) {
	t.Helper()
	entries, err := l.Entries()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		got = append(got, e.ID+" "+string(e.Outcome))
	}
	if strings.Join(got, ", ") != strings.Join(want, ", ") {
		t.Errorf("entries %q, want %q", got, want)
	}
}

func TestAnEndReplacesItsStart(t *testing.T) {
	for name, l := range map[string]Log{"file": newFile(t), "memory": &Memory{}} {
		t.Run(name, func(t *testing.T) {
			wantIDs(t, l)
			appendAll(t, l,
				entry("a", noon, Started), entry("b", noon.Add(time.Second), Started),
				entry("a", noon, Done), entry("c", noon.Add(time.Hour), Refused), entry("d", noon.Add(time.Second), Unknown))
			wantIDs(t, l, "c refused", "d unknown", "b started", "a done")
		})
	}
}

func TestTheFileIsTheOwnersAlone(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("skipped: Windows has no such modes")
	}
	f := newFile(t)
	appendAll(t, f, entry("a", noon, Done))
	for path, want := range map[string]fs.FileMode{f.Path(): 0o600, filepath.Dir(f.Path()): 0o700} {
		info, err := os.Stat(path)
		if err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v; want %v", path, info.Mode(), err, want)
		}
	}
}

// What is written is read back, and one line is one change for whoever reads the file with other tools.
func TestLines(t *testing.T) {
	f := newFile(t)
	whole := Entry{
		ID: "a", Time: noon, Account: "123456789012", Caller: "arn:aws:iam::123456789012:user/alice", Profile: "prod",
		Operation: "UpdateLoginProfile", Target: "bob", Object: "x", Password: true, ResetRequired: new(false),
		Reason: "INC-1 \"quoted\"\n{\"id\":\"", Outcome: Refused, Error: "AccessDenied", RequestID: "r-1", Attempts: 3, Seconds: 1.5,
	}
	appendAll(t, f, whole)
	content, err := os.ReadFile(f.Path())
	if err != nil || bytes.Count(content, []byte("\n")) != 1 || !bytes.HasSuffix(content, []byte("\n")) {
		t.Fatalf("%q, %v", content, err)
	}
	entries, err := f.Entries()
	if err != nil || len(entries) != 1 {
		t.Fatalf("%+v, %v", entries, err)
	}
	got := entries[0]
	if *got.ResetRequired {
		t.Error("the flag is on")
	}
	got.ResetRequired = whole.ResetRequired
	if got != whole {
		t.Errorf("%+v\nwant %+v", got, whole)
	}
}

// A torn line costs itself and no other, wherever it was torn and whoever writes next.
func TestTornLines(t *testing.T) {
	var line bytes.Buffer
	f := newFile(t)
	appendAll(t, f, entry("torn", noon, Done))
	content, err := os.ReadFile(f.Path())
	if err != nil {
		t.Fatal(err)
	}
	line.Write(content)
	for cut := 1; cut < line.Len(); cut++ {
		f := newFile(t)
		appendAll(t, f, entry("a", noon, Done))
		tear(t, f, line.Bytes()[:cut])
		appendAll(t, f, entry("b", noon.Add(time.Minute), Done))
		want := []string{"b done", "a done"}
		if cut == line.Len()-1 { // all but its end
			want = []string{"b done", "torn done", "a done"}
		}
		wantIDs(t, f, want...)
		// A writer that looked before the line was torn, and wrote after.
		whole, _ := os.ReadFile(f.Path())
		tear(t, f, line.Bytes()[:cut/2+1])
		tear(t, f, bytes.Replace(whole[bytes.LastIndexByte(whole[:len(whole)-1], '\n')+1:], []byte(`"b"`), []byte(`"c"`), 1))
		if entries, _ := f.Entries(); len(entries) != len(want)+1 {
			t.Fatalf("cut at %d: %+v", cut, entries)
		}
	}
}

func tear(t *testing.T, f *File, line []byte) {
	t.Helper()
	file, err := os.OpenFile(f.Path(), os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := file.Write(line); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
}

// failing is a file on a disk that takes so many bytes more.
type failing struct {
	handle
	room int
	sync error
}

func (f *failing) Write(p []byte) (int, error) {
	n := min(f.room, len(p))
	f.room -= n
	written, err := f.handle.Write(p[:n])
	if err == nil && n < len(p) {
		err = syscall.ENOSPC
	}
	return written, err
}

func (f *failing) Sync() error { return errors.Join(f.sync, f.handle.Sync()) }

func TestAFullDiskIsSaid(t *testing.T) {
	for _, broken := range []failing{{room: 0}, {room: 20}, {room: 1 << 20, sync: syscall.EIO}} {
		f := newFile(t)
		appendAll(t, f, entry("a", noon, Done))
		f.open = func(path string) (handle, error) {
			h, err := openFile(path)
			broken.handle = h
			return &broken, err
		}
		if err := f.Append(entry("b", noon, Started)); err == nil {
			t.Errorf("room for %d bytes, %v: no error", broken.room, broken.sync)
		}
		f.open = openFile // there is room again
		appendAll(t, f, entry("c", noon.Add(time.Minute), Done))
		entries, err := f.Entries()
		if err != nil || entries[0].ID != "c" || entries[len(entries)-1].ID != "a" {
			t.Errorf("%+v, %v", entries, err)
		}
	}
}

// Processes write at once, and every line arrives whole.
func TestTwoProcessesWrite(t *testing.T) {
	const lines = 200
	f := newFile(t)
	var writers []*exec.Cmd
	for _, name := range []string{"left", "right"} {
		cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run", "^TestWriterProcess$")
		cmd.Env = append(os.Environ(), "HISTORY_WRITER="+name, "HISTORY_FILE="+f.Path(), "HISTORY_LINES="+fmt.Sprint(lines))
		cmd.Stderr = os.Stderr
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		writers = append(writers, cmd)
	}
	for _, cmd := range writers {
		if err := cmd.Wait(); err != nil {
			t.Fatal(err)
		}
	}
	content, err := os.ReadFile(f.Path())
	whole := 0
	for line := range bytes.Lines(content) {
		if len(bytes.TrimSpace(line)) > 0 { // who looks in the middle of another's write leaves an empty one
			whole++
		}
	}
	if err != nil || whole != 2*lines {
		t.Errorf("%d lines, %v; want %d", whole, err, 2*lines)
	}
	if entries, err := f.Entries(); len(entries) != 2*lines || err != nil {
		t.Errorf("%d entries, %v; want %d", len(entries), err, 2*lines)
	}
}

func TestWriterProcess(t *testing.T) {
	name := os.Getenv("HISTORY_WRITER")
	if name == "" {
		t.Skip("skipped: this is the other end of TestTwoProcessesWrite")
	}
	var lines int
	if _, err := fmt.Sscan(os.Getenv("HISTORY_LINES"), &lines); err != nil {
		t.Fatal(err)
	}
	f := At(os.Getenv("HISTORY_FILE"))
	for i := range lines {
		e := entry(fmt.Sprintf("%s-%d", name, i), noon, Done)
		e.Reason = strings.Repeat("long ", i)
		appendAll(t, f, e)
	}
}

func TestUnreadable(t *testing.T) {
	dir := t.TempDir()
	if _, err := At(dir).Entries(); err == nil {
		t.Error("a directory was read")
	}
	if err := At(filepath.Join(dir, "missing", "history.jsonl")).Append(entry("a", noon, Done)); err == nil {
		t.Error("an entry was written into a directory that is not there")
	}
	if _, err := Open(filepath.Join(os.Args[0], "history.jsonl")); err == nil {
		t.Error("a directory was made below a file")
	}
}
