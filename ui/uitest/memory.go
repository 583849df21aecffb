package uitest

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"testing"
)

// KeepMemory keeps everything in memory until the test is over, also what nothing refers to any more: what was not wiped
// is found then. The test must not run in parallel with others.
func KeepMemory(t *testing.T) {
	t.Helper()
	before := debug.SetGCPercent(-1)
	t.Cleanup(func() { debug.SetGCPercent(before) })
}

// PasswordsInMemory is how often the memory holds a password in the form in which [iampasswd/iamclient.Secret] has it.
// Other forms are not looked for: the SDK's requests and what the terminal sent cannot be wiped.
func PasswordsInMemory(t *testing.T, password string) int {
	t.Helper()
	return inMemory(t, func() []byte {
		var wide []byte
		for _, r := range password {
			wide = binary.NativeEndian.AppendUint32(wide, uint32(r)) //nolint:gosec // a character is not below 0
		}
		return wide
	})
}

// TextInMemory is how often the memory holds a text of single bytes.
func TextInMemory(t *testing.T, text string) int {
	t.Helper()
	return inMemory(t, func() []byte { return []byte(text) })
}

// inMemory counts what is looked for, which is made after the memory was written to a file: it would be found, too.
func inMemory(t *testing.T, lookFor func() []byte) int {
	t.Helper()
	file, err := os.Create(filepath.Join(t.TempDir(), "memory"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	debug.WriteHeapDump(file.Fd())
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		t.Fatal(err)
	}
	sought, buffer := lookFor(), make([]byte, 1<<20)
	defer clear(sought)
	defer clear(buffer)
	for found, kept := 0, 0; ; {
		n, err := file.Read(buffer[kept:])
		if errors.Is(err, io.EOF) {
			return found
		}
		if err != nil {
			t.Fatal(err)
		}
		there := buffer[:kept+n]
		found += bytes.Count(there, sought)
		kept = copy(buffer, there[max(0, len(there)-len(sought)+1):])
	}
}
