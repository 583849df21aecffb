package command_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// patience is how long a test waits for what has to come. It decides how long a failure takes, never whether a test
// passes: a loaded machine is slow, not wrong.
const patience = 30 * time.Second

// The program is built once for all tests of this package, into a directory that goes with them.
var program struct {
	once   sync.Once
	dir    string
	output string
	err    error
}

func TestMain(m *testing.M) {
	program.dir, program.err = os.MkdirTemp("", "iampasswd-test-")
	code := m.Run()
	_ = os.RemoveAll(program.dir)
	os.Exit(code)
}

// binary is the path of the program, as a person would run it.
func binary(t *testing.T) string {
	t.Helper()
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip("skipped: there is no go command here to build the program with")
	}
	program.once.Do(func() {
		if program.err != nil {
			return
		}
		out, err := exec.CommandContext(context.Background(), "go", "build", "-o", program.dir+string(filepath.Separator), "iampasswd").CombinedOutput()
		program.output, program.err = string(out), err
	})
	if program.err != nil {
		t.Fatalf("the program does not build: %v\n%s", program.err, program.output)
	}
	return filepath.Join(program.dir, "iampasswd")
}

// environment is that of an operator who came over SSH and has no AWS settings. Later settings win over earlier ones.
func environment(t *testing.T, more ...string) []string {
	t.Helper()
	home := t.TempDir()
	return append([]string{
		"PATH=" + os.Getenv("PATH"),
		"HOME=" + home,
		"TMPDIR=" + home,
		"TERM=xterm-256color",
		"SSH_CONNECTION=192.0.2.1 50000 192.0.2.2 22", // and so the clipboard of this machine is let alone
	}, more...)
}

// value is that of a variable in an environment.
func value(env []string, name string) string {
	for _, setting := range slices.Backward(env) {
		if v, ok := strings.CutPrefix(setting, name+"="); ok {
			return v
		}
	}
	return ""
}

// ran is how a run of the program ended that had no terminal.
type ran struct {
	code           int
	stdout, stderr string
}

// run runs the program with nothing but pipes.
func run(t *testing.T, env []string, args ...string) ran {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, binary(t), args...)
	cmd.Env = env
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	if exit, failed := errors.AsType[*exec.ExitError](err); err != nil && !failed || ctx.Err() != nil {
		t.Fatalf("iampasswd %s: %v, %v, %v", strings.Join(args, " "), err, exit, ctx.Err())
	}
	return ran{cmd.ProcessState.ExitCode(), stdout.String(), stderr.String()}
}

// tool is the path of a program that not every machine has.
func tool(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Skipf("skipped: there is no %s here", name)
	}
	return path
}

// staticKeys are AWS credentials that every test server takes, and no settings of the machine beside them.
func staticKeys() []string {
	return []string{
		"AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
		"AWS_DEFAULT_REGION=us-east-1", "AWS_EC2_METADATA_DISABLED=true",
		"AWS_CONFIG_FILE=" + os.DevNull, "AWS_SHARED_CREDENTIALS_FILE=" + os.DevNull,
	}
}

// aws runs the AWS CLI against a server and returns what it printed.
func aws(t *testing.T, server string, args ...string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, tool(t, "aws"), append([]string{"--endpoint-url", server, "--output", "text"}, args...)...)
	cmd.Env = environment(t, staticKeys()...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("aws %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return string(out)
}

// eventually polls until ok holds. When patience has run out it fails with what describe says.
func eventually(t *testing.T, ok func() bool, describe func() string) {
	t.Helper()
	for end := time.Now().Add(patience); !ok(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal(describe())
		}
	}
}

// output collects what a process writes; it may be read while the process runs.
type output struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}

// shows waits for a text in the output.
func (o *output) shows(t *testing.T, text string) string {
	t.Helper()
	eventually(t, func() bool { return strings.Contains(o.String(), text) },
		func() string { return fmt.Sprintf("%q did not come; there is:\n%s", text, o) })
	return o.String()
}
