//go:build unix

package command_test

import (
	"encoding/csv"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"iampasswd/iamclient/demoiam"
)

// tally counts what became of the generated passwords of a mode.
type tally struct {
	mu                                               sync.Mutex
	kills, sent, accepted, seen, saved, unsure, lost int
}

func (c *tally) String() string {
	return fmt.Sprintf("%d kills, %d passwords sent, %d accepted: %d seen, %d saved, %d lost; %d told as unknown",
		c.kills, c.sent, c.accepted, c.seen, c.saved, c.lost, c.unsure)
}

// blow is what happens to the program at a random moment.
type blow struct {
	signal syscall.Signal // 0: its terminal is closed
	twice  bool           // it comes again and again until the program has ended
}

func (b blow) String() string {
	switch {
	case b.signal == 0:
		return "a closed terminal"
	case b.twice:
		return b.signal.String() + " again and again"
	}
	return b.signal.String()
}

// blows are those that end a program, and then those after which it goes on.
var blows = []blow{
	{signal: syscall.SIGHUP}, {signal: syscall.SIGTSTP}, {signal: syscall.SIGINT}, {}, {signal: syscall.SIGQUIT}, {signal: syscall.SIGPIPE},
	{signal: syscall.SIGABRT}, {signal: syscall.SIGHUP, twice: true}, {signal: syscall.SIGTERM}, {signal: syscall.SIGTERM, twice: true},
}

// ends tells whether the program ends by it.
func (b blow) ends() bool { return !b.stops() && b.signal != syscall.SIGPIPE }

// stops tells whether the program stands still after it, until SIGCONT.
func (b blow) stops() bool { return b.signal == syscall.SIGTSTP || b.signal == syscall.SIGSTOP }

// code is the exit code of a program that ends by it.
func (b blow) code() int {
	if b.signal == 0 {
		return 128 + int(syscall.SIGHUP)
	}
	return 128 + int(b.signal)
}

const firstPassword = "Before-The-Kill-0815"

// victim is a program that is to be killed, and the account that it changes.
type victim struct {
	*testing.T
	account *demoiam.Server
	server  *httptest.Server
	asked   chan struct{} // closed at the first request
	env     []string
	blow    blow
	tally   *tally
	printed bool // the password went into a pipe whose reader went away without reading it
}

func newVictim(t *testing.T, b blow, count *tally) *victim {
	t.Helper()
	account := demoiam.New(demoiam.Options{
		Users:   []demoiam.User{{Name: "bob", Console: true, Password: firstPassword}},
		Policy:  &demoiam.Policy{MinimumLength: 8, AllowUsersToChangePassword: true}, // so that nothing is asked about a lock-out
		Latency: demoiam.Latency{Min: 20 * time.Millisecond, Max: 60 * time.Millisecond},
	})
	v := &victim{T: t, account: account, asked: make(chan struct{}), blow: b, tally: count}
	var first sync.Once
	v.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		first.Do(func() { close(v.asked) })
		account.ServeHTTP(w, r)
	}))
	t.Cleanup(v.server.Close)
	v.env = (&served{account, v.server.URL, nil}).env(t)
	return v
}

// pause waits for a random time.
func pause(longest time.Duration) { time.Sleep(rand.N(longest)) }

// strikes has the blow fall, and goes on until the program has ended where it comes again and again.
func (v *victim) strikes(process *os.Process, exited <-chan struct{}) {
	_ = process.Signal(v.blow.signal)
	for v.blow.twice {
		select {
		case <-exited:
			return
		case <-time.After(2 * time.Millisecond):
			_ = process.Signal(v.blow.signal)
		}
	}
	if v.blow.signal == syscall.SIGSTOP {
		pause(100 * time.Millisecond)
		_ = process.Signal(syscall.SIGCONT)
	}
}

// goesOn continues the UI some time after it has given the terminal back, until it has the terminal again.
func (v *victim) goesOn(x *terminal) {
	v.Helper()
	given := func() bool { return reflect.DeepEqual(x.line(), x.modes) }
	x.until("the line as it was", func(string) bool { return given() })
	pause(100 * time.Millisecond)
	x.until("the line in raw mode", func(string) bool { // the first signal may come before the program has stopped
		x.signal(syscall.SIGCONT)
		return !given()
	})
}

// judge finds out what became of the password, once the program has ended: shown are the passwords that somebody saw,
// and said is all that the program has said.
func (v *victim) judge(said string, shown ...string) {
	v.Helper()
	v.server.Close() // the server has handled what it was sent
	c := v.tally
	c.mu.Lock()
	defer c.mu.Unlock()
	c.kills++
	if !slices.ContainsFunc(v.account.Calls(), func(c demoiam.Call) bool { return c.Action == "UpdateLoginProfile" }) {
		return
	}
	c.sent++
	unsure := strings.Contains(said, "may be in force") || strings.Contains(said, "may have the new password") || strings.Contains(said, "the outcome is unknown")
	if unsure {
		c.unsure++
	}
	kept := v.kept(said)
	if v.account.Check("bob", firstPassword) {
		if !unsure {
			v.Errorf("AWS was sent a password that it has not accepted, and the program does not tell that it may be in force: %s", said)
		}
		return
	}
	c.accepted++
	opens := func(password string) bool { return v.account.Check("bob", password) }
	switch {
	case v.printed, slices.ContainsFunc(shown, opens):
		c.seen++
	case slices.ContainsFunc(kept, opens):
		c.saved++
	default:
		c.lost++
		v.Errorf("the password that AWS accepted is lost; %d were seen, and %d saved; it says %s", len(shown), len(kept), said)
	}
}

// kept are the passwords in files, which have to be the operator's alone, and named in what was said.
func (v *victim) kept(said string) []string {
	v.Helper()
	var all []string
	_ = filepath.WalkDir(value(v.env, "HOME"), func(name string, _ os.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(name, ".csv") {
			return err
		}
		file, err := os.Open(name)
		if err != nil {
			v.Fatal(err)
		}
		defer func() { _ = file.Close() }()
		rows, err := csv.NewReader(file).ReadAll()
		if err != nil || len(rows) != 2 {
			v.Fatalf("%s is not the console's file: %v", name, err)
		}
		if info, err := file.Stat(); err != nil || info.Mode().Perm() != 0o600 {
			v.Errorf("%s is for others to read: %v", name, err)
		}
		if !strings.Contains(withoutSpaces(said), withoutSpaces(name)) {
			v.Errorf("%s is not named in %s", name, said)
		}
		all = append(all, rows[1][1])
		return nil
	})
	return all
}

// withoutSpaces is a text without what a line break on a screen may have put into it.
func withoutSpaces(text string) string { return strings.Join(strings.Fields(text), "") }

// ends waits for the end of a program in a terminal, looks at the terminal, and judges.
func (v *victim) ends(x *terminal, shown ...string) {
	v.Helper()
	code := x.exits()
	switch {
	case v.blow.signal == 0 && (code == 0 || code == 255): // the end of the input came before the signal
	case v.blow.ends() && code != v.blow.code(), !v.blow.ends() && code != 0:
		v.Errorf("exit code %d; stderr: %s", code, x.stderr)
	}
	if v.blow.signal != 0 {
		x.restored()
	}
	v.judge(x.stderr.String()+string(x.bytes()), shown...)
}

// surely has a stop be one: SIGTSTP, which the UI handles, does nothing by itself to a program that no shell has started.
func (v *victim) surely() {
	if v.blow.stops() {
		v.blow.signal = syscall.SIGSTOP
	}
}

// hits has the blow fall on a program in a terminal.
func (v *victim) hits(x *terminal) {
	if v.blow.signal == 0 {
		_ = x.master.Close()
		return
	}
	v.strikes(x.cmd.Process, x.exited)
}

// sends is a program that has just been told to send a generated password.
func (v *victim) sends(plain bool) *terminal {
	v.Helper()
	if plain {
		x := start(v.T, 120, 40, v.env, "--plain")
		x.answers("User name, or part of it:", "bob", "Go on with bob?", "y", "New password, unseen", "", "Must bob", "", "Reset the password", "y")
		return x
	}
	x := start(v.T, 120, 40, v.env)
	x.shows("bob")
	x.types("/bob", enter, enter)
	x.shows("Reset password for bob")
	x.types("\x07", enter, enter) // ctrl+g generates; a ctrl+s that came after the end would stop the terminal's output
	return x
}

// handsOver is a program at the hand-over of a generated password.
func (v *victim) handsOver(plain bool) *terminal {
	v.Helper()
	x := v.sends(plain)
	x.shows(map[bool]string{false: "Password changed for bob", true: "Type s to show the password"}[plain])
	return x
}

// onTheWay kills a program while a generated password is on its way.
func (v *victim) onTheWay(plain bool) {
	x := v.sends(plain)
	pause(150 * time.Millisecond)
	v.falls(x, plain)
}

// atTheHandOver kills a program that has a password which nobody has seen.
func (v *victim) atTheHandOver(plain bool) {
	x := v.handsOver(plain)
	pause(30 * time.Millisecond)
	v.falls(x, plain)
}

// falls has the blow fall on a program in a terminal. One that goes on still has the password to show.
func (v *victim) falls(x *terminal, plain bool) {
	v.Helper()
	if plain {
		v.surely()
	}
	v.hits(x)
	switch {
	case v.blow.ends():
		v.ends(x)
	case plain:
		v.ends(x, v.showsInLines(x))
	default:
		v.ends(x, v.showsOnScreen(x))
	}
}

// showsOnScreen is the password that the UI shows, and leaves the UI.
func (v *victim) showsOnScreen(x *terminal) string {
	v.Helper()
	if v.blow.stops() {
		v.goesOn(x)
	}
	x.until("the hand-over, masked", func(screen string) bool {
		return strings.Contains(screen, "Password changed for bob") && strings.Contains(screen, "••••")
	})
	x.taken()
	var pressed time.Time
	screen := x.until("the password", func(screen string) bool {
		if shown := strings.Contains(screen, "masked in"); shown || time.Since(pressed) < time.Second {
			return shown
		}
		pressed = time.Now() // again, too, for the last SIGCONT may mask it
		x.types("v")
		return false
	})
	_, line, _ := strings.Cut(screen, "Password  ")
	password, _, _ := strings.Cut(line, "masked in")
	x.types(ctrl('c'))
	return strings.TrimSpace(password)
}

// showsInLines is the password that the plain mode shows, and leaves that mode.
func (v *victim) showsInLines(x *terminal) string {
	v.Helper()
	x.answers("Type s to show the password", "s", "The password would stay", "y")
	var shown []string
	x.until("the password", func(string) bool {
		shown = inLines.FindStringSubmatch(string(x.bytes()))
		return shown != nil
	})
	x.types("n", "\n")
	x.shows("User name, or part of it:")
	x.types("\n")
	return shown[1]
}

var inLines = regexp.MustCompile(`The password is on the next line\.\r\n(.*)\r\n`)

var generates = []string{"update-login-profile", "--user-name", "bob", "--generate-password"}

// dropInOnATerminal kills a drop-in that prints on a terminal.
func (v *victim) dropInOnATerminal() {
	v.surely()
	x := start(v.T, 80, 24, v.env, generates...)
	<-v.asked
	pause(200 * time.Millisecond)
	v.hits(x)
	code := x.exits()
	if v.blow.signal != 0 {
		x.restored()
	}
	v.code(code, x.stderr.String())
	v.judge(x.stderr.String()+string(x.bytes()), strings.Split(string(x.bytes()), "\r\n")...)
}

// dropIn kills a drop-in that prints into a file or a pipe. A closed terminal is here a pipe whose reader goes away.
func (v *victim) dropIn(toFile bool) {
	v.surely()
	name := filepath.Join(v.TempDir(), "stdout")
	var reader, stdout *os.File
	var err error
	if toFile && v.blow.signal != 0 {
		stdout, err = os.Create(name)
	} else {
		reader, stdout, err = os.Pipe()
	}
	if err != nil {
		v.Fatal(err)
	}
	cmd := detached(v.Context(), v.T, v.env, generates...)
	var stderr output
	cmd.Stdout, cmd.Stderr, cmd.WaitDelay = stdout, &stderr, time.Second
	v.runs(cmd)
	_ = stdout.Close()
	exited := make(chan struct{})
	go func() {
		defer close(exited)
		_ = cmd.Wait()
	}()
	v.Cleanup(func() { _ = cmd.Process.Kill(); <-exited })
	<-v.asked
	pause(200 * time.Millisecond)
	if v.blow.signal == 0 {
		_ = reader.Close()
	} else {
		v.strikes(cmd.Process, exited)
	}
	select {
	case <-exited:
	case <-time.After(patience):
		v.Fatal("it should have ended")
	}
	v.code(cmd.ProcessState.ExitCode(), stderr.String())
	v.printed = v.blow.signal == 0 && cmd.ProcessState.Success()
	var printed []byte
	switch {
	case reader == nil:
		printed, err = os.ReadFile(name)
	case v.blow.signal != 0:
		printed, err = io.ReadAll(reader)
		_ = reader.Close()
	}
	if err != nil {
		v.Fatal(err)
	}
	v.judge(stderr.String(), strings.Split(string(printed), "\n")...)
}

func (v *victim) runs(cmd *exec.Cmd) {
	if err := cmd.Start(); err != nil {
		v.Fatal(err)
	}
}

// code fails unless a drop-in ended by the blow, or was done before; where its output goes away, it is 255 for a
// password that could not be printed, and 252 for one that was not sent for that.
func (v *victim) code(code int, stderr string) {
	v.Helper()
	switch {
	case code == 0, v.blow.ends() && code == v.blow.code():
	case v.blow.signal == 0 && (code == 255 || code == 252):
	default:
		v.Errorf("exit code %d; stderr: %s", code, stderr)
	}
}

// Whatever happens to the program, at whatever moment of a reset with a generated password, a password that AWS accepted
// has been seen or is in a file that only the operator may read and that the program names, and the terminal is as it was.
// IAMPASSWD_KILLS sets how many times.
func TestKilledAtAnyMoment(t *testing.T) {
	kills := 40
	if _, err := fmt.Sscan(os.Getenv("IAMPASSWD_KILLS"), &kills); err == nil {
		t.Logf("%d kills", kills)
	}
	modes := []struct {
		name string
		kill func(v *victim)
	}{
		{"screens, on the way", func(v *victim) { v.onTheWay(false) }},
		{"drop-in into a pipe", func(v *victim) { v.dropIn(false) }},
		{"screens, at the hand-over", func(v *victim) { v.atTheHandOver(false) }},
		{"drop-in on a terminal", (*victim).dropInOnATerminal},
		{"plain, on the way", func(v *victim) { v.onTheWay(true) }},
		{"drop-in into a file", func(v *victim) { v.dropIn(true) }},
		{"plain, at the hand-over", func(v *victim) { v.atTheHandOver(true) }},
	}
	counts := make([]tally, len(modes))
	t.Run("all", func(t *testing.T) {
		first := rand.IntN(len(modes) * len(blows))
		for i := range kills { // 7 modes and 10 blows: every pair is met in 70
			i += first
			mode, b := modes[i%len(modes)], blows[i%len(blows)]
			t.Run(fmt.Sprintf("%d %s by %s", i, mode.name, b), func(t *testing.T) {
				t.Parallel()
				mode.kill(newVictim(t, b, &counts[i%len(modes)]))
			})
		}
	})
	for i, mode := range modes {
		t.Logf("%s: %s", mode.name, &counts[i])
	}
}

// A terminal that does not read delays the end by a few seconds at most, in which the password is saved, and is as it was
// once it reads again.
func TestKilledOnATerminalThatDoesNotRead(t *testing.T) {
	t.Parallel()
	for mode, plain := range map[string]bool{"screens": false, "plain": true} {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			v := newVictim(t, blow{signal: syscall.SIGTERM}, &tally{})
			x := v.handsOver(plain)
			x.mu.Lock() // receive waits
			if plain {
				go func() { _, _ = x.master.WriteString(strings.Repeat("?\n", 500)) }() // each is answered by help
			}
			for range 100 { // each is answered by a whole screen
				x.winsize(200, 50)
				time.Sleep(2 * time.Millisecond)
				x.winsize(199, 50)
				time.Sleep(2 * time.Millisecond)
			}
			x.winsize(120, 40)
			began := time.Now()
			x.signal(syscall.SIGTERM)
			select {
			case <-x.exited:
			case <-time.After(patience):
				t.Error("it has not ended")
			}
			if took := time.Since(began); took < time.Second {
				t.Logf("it ended within %v: on a loaded machine the program draws too few screens to fill the terminal", took)
			}
			x.mu.Unlock()
			if !plain {
				v.ends(x)
			} else { // the lines of before the program have left the screen
				v.judge(x.stderr.String())
			}
			if v.tally.saved != 1 {
				t.Errorf("the password was not saved: %s", v.tally)
			}
		})
	}
}
