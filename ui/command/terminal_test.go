//go:build unix

package command_test

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"reflect"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/term"
	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
)

// Keys, as a terminal sends them.
const (
	enter = "\r"
	esc   = "\x1b"
	tab   = "\t"
)

// ctrl is a letter pressed with ctrl.
func ctrl(letter byte) string { return string(rune(letter & 0x1f)) }

// pasted is a text as a terminal sends it that has been asked for bracketed paste.
func pasted(text string) string { return "\x1b[200~" + text + "\x1b[201~" }

// What stands on the terminal before the program starts, and what the shell writes when it has ended.
const (
	before = "helpdesk$ iampasswd"
	after  = "helpdesk$ exit"
)

// terminal is a terminal of the size that it was started with, and the program in it. The test sees what a person
// at the terminal would see, and the bytes that it received.
type terminal struct {
	t      *testing.T
	cmd    *exec.Cmd
	master *os.File // the terminal's end
	tty    *os.File // the program's end
	modes  *term.State
	stderr *output
	exited chan struct{}
	pumps  sync.WaitGroup

	mu       sync.Mutex
	screen   *vt.Emulator
	set      map[ansi.Mode]bool // the modes that the program has touched
	received []byte
	secrets  []string // pieces of what must not be seen
	leaks    []string // those that were
}

// start runs the program in a terminal.
func start(t *testing.T, columns, rows int, env []string, args ...string) *terminal {
	t.Helper()
	return startCommand(t, columns, rows, env, binary(t), args...)
}

func startCommand(t *testing.T, columns, rows int, env []string, name string, args ...string) *terminal {
	t.Helper()
	master, tty, err := pty.Open()
	if err != nil {
		t.Skipf("skipped: there is no pseudo-terminal here: %v", err)
	}
	if err := syscall.SetNonblock(int(master.Fd()), true); err != nil { // so that Close ends a Read
		t.Fatal(err)
	}
	x := &terminal{
		t: t, master: master, tty: tty, stderr: &output{}, exited: make(chan struct{}),
		screen: vt.NewEmulator(columns, rows), set: map[ansi.Mode]bool{},
	}
	x.screen.SetCallbacks(vt.Callbacks{
		EnableMode:  func(m ansi.Mode) { x.set[m] = true },
		DisableMode: func(m ansi.Mode) { x.set[m] = false },
	})
	x.winsize(columns, rows)
	x.modes = x.line()
	x.pumps.Go(x.receive)
	x.pumps.Go(func() { _, _ = io.Copy(master, x.screen) }) // what the terminal answers when it is asked
	x.prints(before + "\n")

	x.cmd = exec.CommandContext(t.Context(), name, args...)
	x.cmd.Env = env
	x.cmd.Dir = value(env, "HOME")
	x.cmd.Stdin, x.cmd.Stdout, x.cmd.Stderr = tty, tty, x.stderr
	x.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	x.cmd.WaitDelay = time.Second
	if err := x.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		_ = x.cmd.Wait()
		close(x.exited)
	}()
	t.Cleanup(x.close)
	return x
}

func (x *terminal) close() {
	_ = x.cmd.Process.Kill()
	<-x.exited
	_ = x.tty.Close()
	_ = x.master.Close()
	_ = x.screen.InputPipe().(io.Closer).Close() // Close of the emulator itself races with its Read
	x.pumps.Wait()
}

// receive draws what arrives.
func (x *terminal) receive() {
	buf := make([]byte, 64<<10)
	for {
		n, err := x.master.Read(buf)
		x.mu.Lock()
		x.received = append(x.received, buf[:n]...)
		_, _ = x.screen.Write(buf[:n])
		x.look()
		x.mu.Unlock()
		if err != nil {
			return
		}
	}
}

// guard has every byte and every screen from now on searched for pieces of a secret. unseen tells what was found.
func (x *terminal) guard(secret string) {
	const piece = 4
	x.mu.Lock()
	defer x.mu.Unlock()
	for i := range len(secret) - piece + 1 {
		x.secrets = append(x.secrets, secret[i:i+piece])
	}
}

// look searches for secrets. x.mu is held.
func (x *terminal) look() {
	if len(x.secrets) == 0 {
		return
	}
	screen := x.screen.String()
	x.secrets = slices.DeleteFunc(x.secrets, func(s string) bool {
		seen := strings.Contains(screen, s) || bytes.Contains(x.received, []byte(s))
		if seen {
			x.leaks = append(x.leaks, s)
		}
		return seen
	})
}

// unseen fails if anything of the guarded secrets was sent to the terminal or stood on its screen.
func (x *terminal) unseen() {
	x.t.Helper()
	x.mu.Lock()
	defer x.mu.Unlock()
	if len(x.leaks) > 0 {
		x.t.Errorf("pieces of a password came to the terminal: %q", x.leaks)
	}
	if len(x.secrets) == 0 && len(x.leaks) == 0 {
		x.t.Error("nothing is guarded")
	}
}

func (x *terminal) winsize(columns, rows int) {
	x.t.Helper()
	if err := pty.Setsize(x.tty, &pty.Winsize{Cols: uint16(columns), Rows: uint16(rows)}); err != nil {
		x.t.Fatal(err)
	}
}

// resize makes the terminal larger or smaller.
func (x *terminal) resize(columns, rows int) {
	x.t.Helper()
	x.mu.Lock()
	x.screen.Resize(columns, rows)
	x.mu.Unlock()
	x.winsize(columns, rows)
}

// line is how the line is set: raw mode, echo and the like.
func (x *terminal) line() *term.State {
	x.t.Helper()
	state, err := term.GetState(x.tty.Fd())
	if err != nil {
		x.t.Fatal(err)
	}
	return state
}

// prints writes to the terminal as another program would that has it.
func (x *terminal) prints(text string) {
	x.t.Helper()
	x.writes(x.tty, text)
}

// writes writes to one end of the terminal. Nothing may read at the other.
func (x *terminal) writes(end *os.File, text string) {
	x.t.Helper()
	written := make(chan error, 1)
	go func() {
		_, err := end.WriteString(text)
		written <- err
	}()
	select {
	case err := <-written:
		if err != nil {
			x.t.Fatal(err)
		}
	case <-time.After(patience):
		x.t.Fatalf("the terminal takes no %q", text)
	}
}

// types presses keys, as fast as the program takes them.
func (x *terminal) types(keys ...string) {
	x.t.Helper()
	x.writes(x.master, strings.Join(keys, ""))
}

// text is what can be read on the screen.
func (x *terminal) text() string {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.screen.String()
}

// bytes are all that the terminal has received.
func (x *terminal) bytes() []byte {
	x.mu.Lock()
	defer x.mu.Unlock()
	return bytes.Clone(x.received)
}

// shows waits until all the texts can be read on the screen, and returns the screen.
func (x *terminal) shows(texts ...string) string {
	x.t.Helper()
	return x.until(fmt.Sprintf("%q on the screen", texts), func(screen string) bool {
		for _, text := range texts {
			if !strings.Contains(screen, text) {
				return false
			}
		}
		return true
	})
}

// hides waits until a text can no longer be read on the screen.
func (x *terminal) hides(text string) string {
	x.t.Helper()
	return x.until(fmt.Sprintf("no %q on the screen", text), func(screen string) bool { return !strings.Contains(screen, text) })
}

// until waits until the screen is as ok says.
func (x *terminal) until(what string, ok func(screen string) bool) (screen string) {
	x.t.Helper()
	eventually(x.t, func() bool { screen = x.text(); return ok(screen) },
		func() string { return "there should be " + what + "; it is\n" + screen + "\n" + x.stderr.String() })
	return screen
}

// signal sends a signal to the program alone.
func (x *terminal) signal(s os.Signal) {
	x.t.Helper()
	if err := x.cmd.Process.Signal(s); err != nil {
		x.t.Fatal(err)
	}
}

// exits waits for the end of the program and returns its exit code.
func (x *terminal) exits() int {
	x.t.Helper()
	select {
	case <-x.exited:
	case <-time.After(patience):
		x.t.Fatalf("the program should have ended; the screen is\n%s", x.text())
	}
	return x.cmd.ProcessState.ExitCode()
}

// ends waits for the end of the program, with that exit code, and for the terminal as it was before.
func (x *terminal) ends(code int) {
	x.t.Helper()
	if got := x.exits(); got != code {
		x.t.Errorf("exit code %d, want %d; stderr: %s", got, code, x.stderr)
	}
	x.restored()
}

// restored fails unless the terminal is as it was before the program.
func (x *terminal) restored() {
	x.t.Helper()
	if now := x.line(); !reflect.DeepEqual(now, x.modes) {
		x.t.Errorf("the line is not as it was before: %+v, and was %+v", now, x.modes)
	}
	x.prints(after + "\n")
	eventually(x.t, func() bool { return bytes.Contains(x.bytes(), []byte(after+"\r\n")) }, // a line end may come by itself
		func() string { return fmt.Sprintf("the shell's line should have arrived; the screen is\n%s", x.text()) })
	x.shows(before, after) // all that the program wrote has arrived, and the screen is the one from before it
	x.released()
}

// released fails unless the screen is the shell's again, with none of the program's modes.
func (x *terminal) released() {
	x.t.Helper()
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.screen.IsAltScreen() {
		x.t.Error("the terminal is still on its alternate screen")
	}
	for mode, on := range x.set {
		if on != (mode == ansi.ModeTextCursorEnable || mode == ansi.ModeAutoWrap) { // the two that are on in any terminal
			x.t.Errorf("mode %d of the terminal is on: %t", mode.Mode(), on)
		}
	}
	for on, off := range map[string]string{"\x1b[>4;2m": "\x1b[>4m", "\x1b[>1u": "\x1b[<1u"} { // ways to report keys
		if bytes.LastIndex(x.received, []byte(on)) > bytes.LastIndex(x.received, []byte(off)) {
			x.t.Errorf("the program sent %q, and no %q after it", on, off)
		}
	}
}

// taken fails unless the program has the terminal: what restored looks for was not so before. Whether it has the mouse
// depends on the screen.
func (x *terminal) taken() {
	x.t.Helper()
	if reflect.DeepEqual(x.line(), x.modes) {
		x.t.Error("the line is not in raw mode")
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	for name, mode := range map[string]ansi.Mode{
		"alternate screen": ansi.ModeAltScreenSaveCursor, "bracketed paste": ansi.ModeBracketedPaste,
	} {
		if !x.set[mode] {
			x.t.Errorf("%s is not on", name)
		}
	}
}
