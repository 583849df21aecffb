package uitest

import (
	"encoding/base64"
	"regexp"
	"strings"

	"github.com/charmbracelet/x/vt"
)

// Lines are the lines of the screen, without the spaces at their ends.
func (s *Screen) Lines() []string { return s.Grid().lines() }

// Text is the screen.
func (s *Screen) Text() string { return strings.Join(s.Lines(), "\n") }

// Line is the first line that has all of the texts on it, "" where there is none.
func (s *Screen) Line(texts ...string) string {
next:
	for _, line := range s.Lines() {
		for _, text := range texts {
			if !strings.Contains(line, text) {
				continue next
			}
		}
		return line
	}
	return ""
}

// Want fails the test unless all of the texts are on the screen. A text may be broken into lines there.
func (s *Screen) Want(texts ...string) {
	s.t.Helper()
	for _, text := range texts {
		if !s.Shows(text) {
			s.fail("the screen does not show %q", text)
		}
	}
}

// WantNot fails the test if any of the texts is on the screen.
func (s *Screen) WantNot(texts ...string) {
	s.t.Helper()
	for _, text := range texts {
		if s.Shows(text) {
			s.fail("the screen shows %q", text)
		}
	}
}

// WantLine fails the test unless there is one line with all of the texts on it.
func (s *Screen) WantLine(texts ...string) {
	s.t.Helper()
	if s.Line(texts...) == "" {
		s.fail("no line shows all of %q", texts)
	}
}

// WantExit fails the test unless the program has ended, without an error.
func (s *Screen) WantExit() {
	s.t.Helper()
	switch ended, err := s.Exited(); {
	case !ended:
		s.fail("the program is still running")
	case err != nil:
		s.fail("the program ended with: %v", err)
	}
}

// WantRunning fails the test if the program has ended.
func (s *Screen) WantRunning() {
	s.t.Helper()
	if ended, err := s.Exited(); ended {
		s.fail("the program has ended: %v", err)
	}
}

// Selected is the name of the user under the cursor of the list, "" where there is none.
func (s *Screen) Selected() string {
	for _, line := range s.Lines() {
		if _, row, ok := strings.Cut(strings.Replace(line, "●▌ ", " ▌ ", 1), " ▌ "); ok {
			name, _, _ := strings.Cut(row, " ")
			return name
		}
	}
	return ""
}

// Cursor is where the terminal's cursor stands, and whether it shows.
func (s *Screen) Cursor() (x, y int, shows bool) {
	g := s.Grid()
	return g.CursorX, g.CursorY, g.CursorShows
}

// Output is everything that the program has written to the terminal, escape sequences and all.
func (s *Screen) Output() string { return s.terminal.written() }

var toClipboard = regexp.MustCompile("\x1b\\]52;c;([A-Za-z0-9+/=]*)(?:\x07|\x1b\\\\)")

// Copied is what the program last sent to the terminal's clipboard, "" for nothing.
func (s *Screen) Copied() string {
	all := toClipboard.FindAllStringSubmatch(s.Output(), -1)
	if len(all) == 0 {
		return ""
	}
	text, err := base64.StdEncoding.DecodeString(all[len(all)-1][1])
	if err != nil {
		s.fail("what was sent to the clipboard is not base64: %v", err)
	}
	return string(text)
}

// Title is the title that the program gave the terminal's window.
func (s *Screen) Title() string {
	all := regexp.MustCompile("\x1b\\][02];([^\x07\x1b]*)").FindAllStringSubmatch(s.Output(), -1)
	if len(all) == 0 {
		return ""
	}
	return all[len(all)-1][1]
}

// Never fails the test if any of the secrets is ever on the screen from now on, or in the bytes that the terminal gets.
func (s *Screen) Never(secrets ...string) { s.secrets = append(s.secrets, secrets...) }

func (s *Screen) leaks() {
	if len(s.secrets) == 0 {
		return
	}
	shown, written := s.Text(), s.Output()
	for _, secret := range s.secrets {
		if strings.Contains(shown, secret) || strings.Contains(written, secret) {
			s.t.Errorf("the terminal was given %q\n%s", secret, frame(shown))
		}
	}
}

// Shows tells whether a text is on the screen, broken into lines or not: between words, or within one that is too long.
func (s *Screen) Shows(text string) bool {
	return shows(s.Text(), text) || shows(s.pane(), text)
}

func shows(shown, text string) bool {
	return strings.Contains(shown, text) || strings.Contains(flat(shown, " "), flat(text, " ")) ||
		strings.Contains(flat(shown, ""), flat(text, ""))
}

// pane is what stands beside the list, "" where nothing does.
func (s *Screen) pane() string {
	var pane []string
	for _, line := range s.Lines() {
		if _, beside, ok := strings.Cut(line, "│"); ok {
			pane = append(pane, beside)
		}
	}
	return strings.Join(pane, "\n")
}

// flat is text in one line, with its words parted by no more than sep.
func flat(text, sep string) string { return strings.Join(strings.Fields(text), sep) }

func (s *Screen) fail(format string, values ...any) {
	s.t.Helper()
	s.t.Fatalf(format+"\n%s", append(values, frame(s.Text()))...)
}

// frame sets the screen apart from the rest of a test's output.
func frame(screen string) string {
	return "┌\n│" + strings.ReplaceAll(screen, "\n", "\n│") + "\n└"
}

// Grid is the screen cell by cell.
func (s *Screen) Grid() Grid {
	var g Grid
	s.terminal.with(func(e *vt.Emulator) { g = newGrid(e) })
	return g
}

// WantMouse fails the test unless the program has the mouse, or has released it.
func (s *Screen) WantMouse(on bool) {
	s.t.Helper()
	all := regexp.MustCompile("\x1b\\[\\?1002([hl])").FindAllStringSubmatch(s.Output(), -1)
	if got := len(all) > 0 && all[len(all)-1][1] == "h"; got != on {
		s.fail("the program has the mouse: %v, want %v", got, on)
	}
}
