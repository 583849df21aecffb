//go:build unix

package terminal

import (
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/term"
	"github.com/creack/pty"
)

// open is a terminal in raw mode, and its other end.
func open(t *testing.T) (f *File, master *os.File) {
	t.Helper()
	master, tty, err := pty.Open()
	if err != nil {
		t.Skipf("skipped: there is no pseudo-terminal here: %v", err)
	}
	t.Cleanup(func() { _ = master.Close(); _ = tty.Close() })
	if _, err := term.MakeRaw(tty.Fd()); err != nil {
		t.Fatal(err)
	}
	return NewFile(tty), master
}

// Bubble Tea's own reader gets a lone Escape without another key, and a torn sequence whole.
func TestFileWithTheLibrary(t *testing.T) {
	f, master := open(t)
	cancelable, err := uv.NewCancelReader(f)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = cancelable.Close() }()
	events := make(chan uv.Event, 100)
	ended := make(chan error, 1)
	go func() { ended <- uv.NewTerminalReader(cancelable, "xterm").StreamEvents(t.Context(), events) }()
	for _, c := range []struct {
		pieces []string
		want   string
	}{
		{[]string{"a"}, "a"},
		{[]string{"\x1b"}, "esc"},
		{[]string{"b\x1b"}, "b esc"},
		{[]string{"\x1b[1;5", "C"}, "ctrl+right"},
		{[]string{"\xc3", "\xbc"}, "ü"},
		{[]string{"\x1bx"}, "alt+x"},
		{[]string{"\x1b[2", "00~pasted\x1b[2", "01~c"}, "pasted c"},
		{[]string{"\x03"}, "ctrl+c"},
	} {
		for i, piece := range c.pieces {
			if i > 0 {
				time.Sleep(80 * time.Millisecond)
			}
			_, _ = master.WriteString(piece)
		}
		var got []string
		for giveUp := time.After(5 * time.Second); len(got) < len(strings.Fields(c.want)) && !t.Failed(); {
			select {
			case event := <-events:
				switch event := event.(type) {
				case uv.KeyPressEvent:
					got = append(got, event.String())
				case uv.PasteEvent:
					got = append(got, event.Content)
				}
			case <-giveUp:
				t.Error("it does not arrive")
			}
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%q arrives as %q, want %q", c.pieces, got, c.want)
		}
	}
	cancelable.Cancel()
	select {
	case err := <-ended:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(5 * time.Second):
		t.Error("the reader is not cancelled")
	}
}

// What comes byte by byte, or in just as many bytes as are read at once, is given up in time without another key.
func TestFileGivesUp(t *testing.T) {
	for _, c := range []struct {
		name  string
		begun string
		pause time.Duration // between bytes
		want  string
	}{
		{"a mouse report, byte by byte", "\x1b[<65;20", 20 * time.Millisecond, string(Refusal{kind: torn}.encode())},
		{"a paste of 1024 bytes", pasteStart + strings.Repeat("x", 1024-len(pasteStart)), 0, string(Refusal{kind: cut, pasted: true}.encode())},
	} {
		f, master := open(t)
		if c.pause == 0 {
			_, _ = master.WriteString(c.begun)
		} else {
			go func() {
				for _, b := range []byte(c.begun) {
					_, _ = master.Write([]byte{b})
					time.Sleep(c.pause)
				}
			}()
		}
		if arrived, err := readable(f.Fd(), time.Second); !arrived || err != nil {
			t.Fatal(arrived, err)
		}
		p := make([]byte, 4096)
		began := time.Now()
		n, err := f.Read(p)
		if took := time.Since(began); string(p[:n]) != c.want || err != nil || took > 4*time.Second {
			t.Errorf("%s: after %v, %q, %v", c.name, took, p[:n], err)
		}
	}
}

const answers = "\x1b[?2026;2$y\x1b]11;rgb:1e1e/1e1e/1e1e\x07\x1b[?0u"

// What is typed ahead for the shell stays, where the terminal has replied.
func TestDrainLeavesWhatIsTypedAhead(t *testing.T) {
	f, master := open(t)
	_, _ = master.WriteString(answers)
	_, _ = f.Read(make([]byte, 4096))
	_, _ = master.WriteString("ls")
	f.Drain()
	if left, _ := readable(f.Fd(), time.Second); !left {
		t.Error("nothing is left for the shell")
	}
}

// What the terminal replies late is read before the shell comes back, and the terminal is then as it was.
func TestDrain(t *testing.T) {
	f, master := open(t)
	before, _ := term.GetState(f.Fd())
	go func() {
		for _, piece := range []string{answers[:20], answers[20:]} {
			time.Sleep(40 * time.Millisecond)
			_, _ = master.WriteString(piece)
		}
	}()
	f.Drain()
	time.Sleep(50 * time.Millisecond)
	if left, _ := readable(f.Fd(), 0); left {
		t.Error("something is left for the shell")
	}
	if after, _ := term.GetState(f.Fd()); *after != *before {
		t.Error("the terminal is not as it was")
	}
}

func TestDrainIsBounded(t *testing.T) {
	for _, c := range []struct {
		name     string
		open     time.Duration // for how long the program has run
		replied  bool
		longest  time.Duration
		shortest time.Duration
	}{
		{"a terminal that never replies", 0, false, 2 * drainLimit, drainLimit},
		{"one that never replied to a long session", time.Minute, false, 200 * time.Millisecond, 0},
		{"one that has replied", 0, true, 200 * time.Millisecond, 0},
	} {
		f, master := open(t)
		f.opened = time.Now().Add(-c.open)
		if c.replied {
			_, _ = master.WriteString(answers)
			_, _ = f.Read(make([]byte, 4096))
		}
		began := time.Now()
		f.Drain()
		if took := time.Since(began); took > c.longest || took < c.shortest {
			t.Errorf("%s: leaving took %v", c.name, took)
		}
	}
}

// What is under way when the program leaves does not become typing at the shell, and costs time only then.
func TestDrainTakesWhatIsUnderWay(t *testing.T) {
	for _, c := range []struct {
		name   string
		read   string        // before the program leaves
		after  []string      // what comes then
		pause  time.Duration // before each of it
		longer bool          // it may take until the limit
	}{
		{"late replies", "", []string{answers[:11], answers[11:]}, 350 * time.Millisecond, false},
		{"mouse reports", answers + "\x1b[<65;20;5M", []string{"\x1b[<65;20;5M", "\x1b[<65;20", ";6M"}, 150 * time.Millisecond, false},
		{"the rest of a torn sequence", answers + "\x1b[<65;", []string{"20", ";6M"}, 300 * time.Millisecond, false},
		{"a sequence torn behind its Escape", answers + "\x1b", []string{"[", "<65;2", "0;6M"}, 300 * time.Millisecond, true},
		{"a sequence that ctrl+c came into", answers + "\x1b[<65;\x03", []string{"20", ";6M"}, 300 * time.Millisecond, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			f, master := open(t)
			if c.read != "" {
				_, _ = master.WriteString(c.read)
				if arrived, err := readable(f.Fd(), time.Second); !arrived || err != nil {
					t.Fatal(arrived, err)
				}
				if _, err := f.take(0); err != nil {
					t.Fatal(err)
				}
				if !strings.HasSuffix(c.read, "\x03") {
					time.Sleep(escapePause)
					f.machine.Expire(time.Now())
				}
			}
			go func() {
				for _, piece := range c.after {
					time.Sleep(c.pause)
					_, _ = master.WriteString(piece)
				}
			}()
			began := time.Now()
			f.Drain()
			if took := time.Since(began); took > drainLimit+200*time.Millisecond || !c.longer && took > drainLimit {
				t.Errorf("leaving took %v", took)
			}
			if left, _ := readable(f.Fd(), 50*time.Millisecond); left {
				b := make([]byte, 100)
				n, _ := f.File.Read(b)
				t.Errorf("%q is left for the shell", b[:n])
			}
		})
	}
}

// Bubble Tea does not wait for its reader where a signal ends it, and sets the line as it was. A reader that is about to
// read then waits for a whole line, which may never come: leaving does not wait for it.
func TestDrainWithAStuckReader(t *testing.T) {
	f, master := open(t)
	raw, err := term.GetState(f.Fd())
	if err != nil {
		t.Fatal(err)
	}
	canonical := *raw
	canonical.Lflag |= syscall.ICANON
	stuck := make(chan struct{})
	f.turn <- struct{}{} // as Read does
	if err := term.SetState(f.Fd(), &canonical); err != nil {
		t.Fatal(err)
	}
	go func() {
		defer close(stuck)
		_, _ = f.File.Read(make([]byte, 1))
	}()
	_, _ = master.WriteString("x")
	began := time.Now()
	f.Drain()
	if took := time.Since(began); took > 2*drainLimit {
		t.Errorf("leaving took %v", took)
	}
	select {
	case <-stuck:
		t.Error("the reader was not stuck")
	default:
	}
	_, _ = master.WriteString("\n")
	<-stuck
}
