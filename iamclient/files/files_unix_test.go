//go:build unix

package files_test

import (
	"errors"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"iampasswd/iamclient/files"
)

// special are paths to what is not a regular file, by how an error names it.
func special(t *testing.T) map[string]string {
	t.Helper()
	dir := t.TempDir()
	pipe, socket, link := filepath.Join(dir, "pipe"), filepath.Join(dir, "s"), filepath.Join(dir, "link")
	if err := errors.Join(syscall.Mkfifo(pipe, 0o600), os.Symlink("/dev/zero", link)); err != nil {
		t.Fatal(err)
	}
	var config net.ListenConfig
	listener, err := config.Listen(t.Context(), "unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	return map[string]string{"a named pipe": pipe, "a socket": socket, "a device": link, "a directory": dir}
}

func TestReadRefusesSpecialFiles(t *testing.T) {
	for name, path := range special(t) {
		_, err := files.Read(path, 10)
		var failed *fs.PathError
		if !errors.As(err, &failed) || failed.Path != path || !strings.Contains(failed.Err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
		if file, err := files.Open(path, os.O_RDWR|os.O_CREATE|os.O_APPEND, files.Owner); err == nil {
			_ = file.Close()
			t.Errorf("%s was opened for writing", name)
		}
	}
}

func TestReadHasALimit(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, []byte("kingfisher"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := files.Read(path, 10); string(got) != "kingfisher" || err != nil {
		t.Errorf("as long as the limit: %q, %v", got, err)
	}
	_, err := files.Read(path, 9)
	if err == nil || !strings.Contains(err.Error(), "more than 9 bytes") || strings.Contains(err.Error(), "king") {
		t.Errorf("longer than the limit: %v", err)
	}
}

func TestReadStream(t *testing.T) {
	patient := files.Patience{Writer: 30 * time.Second, End: 30 * time.Second}
	brief := files.Patience{Writer: 30 * time.Millisecond, End: 60 * time.Millisecond}
	write := func(t *testing.T, path, text string, keep bool) {
		t.Helper()
		done := make(chan error, 1)
		go func() {
			pipe, err := os.OpenFile(path, os.O_WRONLY, 0)
			if err != nil {
				done <- err
				return
			}
			_, err = pipe.WriteString(text)
			if keep {
				t.Cleanup(func() { _ = pipe.Close() })
			} else {
				err = errors.Join(err, pipe.Close())
			}
			done <- err
		}()
		t.Cleanup(func() {
			if err := <-done; err != nil {
				t.Error(err)
			}
		})
	}
	path := func(t *testing.T) string {
		t.Helper()
		path := filepath.Join(t.TempDir(), "pipe")
		if err := syscall.Mkfifo(path, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	t.Run("a writer that comes", func(t *testing.T) {
		p := path(t)
		write(t, p, "Quiet-Heron-88", false)
		if got, err := files.ReadStream(p, 100, patient); string(got) != "Quiet-Heron-88" || err != nil {
			t.Errorf("%q, %v", got, err)
		}
	})
	t.Run("no writer", func(t *testing.T) {
		if _, err := files.ReadStream(path(t), 100, brief); err == nil || !strings.Contains(err.Error(), "nothing was written") {
			t.Error(err)
		}
	})
	t.Run("no end", func(t *testing.T) {
		p := path(t)
		write(t, p, "Quiet", true)
		_, err := files.ReadStream(p, 100, files.Patience{Writer: 30 * time.Second, End: time.Second})
		if err == nil || !strings.Contains(err.Error(), "did not end in time") || strings.Contains(err.Error(), "Quiet") {
			t.Error(err)
		}
	})
	t.Run("too much", func(t *testing.T) {
		p := path(t)
		write(t, p, "Quiet-Heron-88", false)
		if _, err := files.ReadStream(p, 5, patient); err == nil || !strings.Contains(err.Error(), "more than 5 bytes") {
			t.Error(err)
		}
	})
	t.Run("a device", func(t *testing.T) {
		if _, err := files.ReadStream("/dev/zero", 5, patient); err == nil || !strings.Contains(err.Error(), "a device") {
			t.Error(err)
		}
	})
}

// A new file is its owner's alone, whatever the umask. This test is not parallel: the umask is the process's.
func TestCreate(t *testing.T) {
	for _, mask := range []int{0, 0o022, 0o777} {
		path := filepath.Join(t.TempDir(), "file")
		before := syscall.Umask(mask)
		file, err := files.Create(path)
		syscall.Umask(before)
		if err != nil {
			t.Fatal(err)
		}
		info, err := file.Stat()
		if err = errors.Join(err, file.Close()); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("umask %o: mode %v, %v", mask, info.Mode(), err)
		}
		if _, err := files.Create(path); !errors.Is(err, fs.ErrExist) {
			t.Errorf("it would overwrite a file: %v", err)
		}
	}
}

func TestTighten(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	if err := errors.Join(os.WriteFile(path, nil, 0o600), os.Chmod(path, 0o644)); err != nil {
		t.Fatal(err)
	}
	for _, want := range []bool{true, false} {
		got, err := files.Tighten(path)
		info, statErr := os.Stat(path)
		if err = errors.Join(err, statErr); err != nil || got != want || info.Mode().Perm() != 0o600 {
			t.Errorf("tightened: %t, want %t; mode %v, %v", got, want, info.Mode(), err)
		}
	}
}
