package uitest

import (
	"strings"
	"unicode/utf8"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/vt"
)

// Type types text, letter by letter but without a pause.
func (s *Screen) Type(text string) {
	s.terminal.with(func(e *vt.Emulator) { e.SendText(text) })
	s.Wait()
}

// Key presses keys, one right after the other: a letter, or a name such as "enter", "shift+tab" or "ctrl+g". After
// "esc" there must be none, for a terminal sends alt as an escape before the key.
func (s *Screen) Key(names ...string) {
	s.t.Helper()
	s.KeyAtOnce(names...)
	s.Wait()
}

// KeyAtOnce presses keys and waits for nothing.
func (s *Screen) KeyAtOnce(names ...string) {
	s.t.Helper()
	for _, name := range names {
		key, ok := keyOf(name)
		if !ok {
			s.t.Fatalf("there is no key %q", name)
		}
		s.terminal.with(func(e *vt.Emulator) { e.SendKey(key) })
	}
}

// Paste pastes text, bracketed where the program asked for that.
func (s *Screen) Paste(text string) {
	s.terminal.with(func(e *vt.Emulator) { e.Paste(text) })
	s.Wait()
}

// Send sends bytes as a terminal would, and waits for nothing.
func (s *Screen) Send(raw string) { _, _ = s.terminal.keys.Write([]byte(raw)) }

// Click clicks on the first place where the text is painted.
func (s *Screen) Click(text string) {
	s.t.Helper()
	for y, line := range s.Lines() {
		if before, _, ok := strings.Cut(line, text); ok {
			s.mouse(uv.MouseClickEvent{X: utf8.RuneCountInString(before), Y: y, Button: uv.MouseLeft})
			return
		}
	}
	s.fail("cannot click on %q: it is not there", text)
}

// Wheel turns the mouse's wheel by so many notches, down for more than 0.
func (s *Screen) Wheel(notches int) {
	button := uv.MouseWheelDown
	if notches < 0 {
		button, notches = uv.MouseWheelUp, -notches
	}
	for range notches {
		s.mouse(uv.MouseWheelEvent{X: 10, Y: 10, Button: button})
	}
}

func (s *Screen) mouse(m uv.MouseEvent) {
	s.terminal.with(func(e *vt.Emulator) { e.SendMouse(m) })
	s.Wait()
}

var namedKeys = map[string]rune{
	"enter": uv.KeyEnter, "esc": uv.KeyEscape, "tab": uv.KeyTab, "space": uv.KeySpace,
	"backspace": uv.KeyBackspace, "delete": uv.KeyDelete,
	"up": uv.KeyUp, "down": uv.KeyDown, "left": uv.KeyLeft, "right": uv.KeyRight,
	"home": uv.KeyHome, "end": uv.KeyEnd, "pgup": uv.KeyPgUp, "pgdown": uv.KeyPgDown, "f1": uv.KeyF1, "f2": uv.KeyF2, "f5": uv.KeyF5,
}

func keyOf(name string) (key uv.KeyPressEvent, ok bool) {
	for modifier, mod := range map[string]uv.KeyMod{"ctrl+": uv.ModCtrl, "alt+": uv.ModAlt, "shift+": uv.ModShift} {
		if rest, found := strings.CutPrefix(name, modifier); found {
			key.Mod, name = mod, rest
		}
	}
	if code, named := namedKeys[name]; named {
		key.Code = code
		return key, true
	}
	r, size := utf8.DecodeRuneInString(name)
	key.Code = r
	return key, size > 0 && size == len(name)
}
