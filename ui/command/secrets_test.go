//go:build unix

package command_test

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Bubble Tea can be told to write every key into a file. It must not be.
func TestNothingTracesTheKeys(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	trace := filepath.Join(dir, "trace")
	x := start(t, 80, 24, environment(t, "TEA_TRACE="+trace, "TEA_DEBUG=1"), "--demo")
	x.shows("60", "Bob")
	x.find("Bob", "bob", "3 of 60")
	x.types(newPassword, tab, newPassword)
	x.shows("✓ the same")
	x.types(ctrl('c'))
	x.ends(0)
	if text, err := os.ReadFile(trace); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("there is a trace, %v:\n%s", err, text)
	}
}

// While a reset is on its way, nothing that the system shows of the process holds the password: not its arguments,
// not its environment, not the processes that it started, of which there are none. And it would leave no core file.
func TestNothingInProc(t *testing.T) {
	t.Parallel()
	if _, err := os.Stat("/proc/self/limits"); err != nil {
		t.Skip("skipped: there is no /proc here that tells of processes")
	}
	x := start(t, 80, 24, environment(t), "--demo")
	x.shows("60", "Bob")
	x.find("slow.lorris", "slow", "1 of 60")
	x.guard(newPassword)
	x.types(newPassword, tab, newPassword, enter)
	x.shows("Resetting")

	proc := func(name string) []byte {
		text, err := os.ReadFile(fmt.Sprintf("/proc/%d/%s", x.cmd.Process.Pid, name))
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	for name, known := range map[string]string{"cmdline": "--demo", "environ": "TERM=xterm-256color"} {
		if text := proc(name); !bytes.Contains(text, []byte(known)) || bytes.Contains(text, []byte(newPassword)) {
			t.Errorf("%s: %q", name, text)
		}
	}
	if limits := proc("limits"); !regexp.MustCompile(`Max core file size +0 +0 `).Match(limits) {
		t.Errorf("core files are allowed:\n%s", limits)
	}
	children, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", x.cmd.Process.Pid))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range children {
		if text, err := os.ReadFile(file); err == nil && len(text) > 0 {
			t.Errorf("%s: there is a child process: %s", file, text)
		}
	}
	x.shows("Resetting") // and all of this was so during the reset

	x.types(ctrl('c'))
	x.shows("Quit anyway?")
	x.types(ctrl('c'))
	x.ends(0)
	x.unseen()
}

// The demo needs nothing of the machine and leaves nothing on it: it reads no AWS setting, and writes no file.
func TestTheDemoLeavesNoTrace(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	env := environment(t, "HOME="+home, "TMPDIR="+home,
		"AWS_PROFILE=nope", "AWS_CA_BUNDLE=/nonexistent", "AWS_RETRY_MODE=nope", "AWS_REGION=nowhere",
		"AWS_ENDPOINT_URL=http://192.0.2.1", "HTTPS_PROXY=http://192.0.2.1", "HTTP_PROXY=http://192.0.2.1")
	for _, dir := range []string{"XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR"} {
		env = append(env, dir+"="+filepath.Join(home, dir))
	}
	x := start(t, 80, 24, env, "--demo", "--demo-users", "25")
	x.shows("acme-demo", "Bob", "25")
	x.find("Bob", "bob", "3 of 25")
	x.types(ctrl('g'))
	x.shows("✓ the same")
	x.types(enter)
	x.shows("Password changed for Bob")
	x.types("c")
	x.shows("sent to the clipboard")
	x.types(esc)
	x.shows("enter reset")
	x.types("q")
	x.ends(0)
	err := filepath.WalkDir(home, func(path string, _ fs.DirEntry, err error) error {
		if path != home {
			t.Errorf("the demo has left %s", strings.TrimPrefix(path, home))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
