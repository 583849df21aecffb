//go:build unix

package terminal

import (
	"os"
	"strings"
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
		{"a terminal that never replies", 0, false, time.Second, drainLimit},
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
