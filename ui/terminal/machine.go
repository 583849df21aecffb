package terminal

import (
	"bytes"
	"time"
	"unicode/utf8"
)

const (
	// escapePause is how long an Escape may be the beginning of something else.
	escapePause = 50 * time.Millisecond
	// sequencePause is how long the rest of a character, of a sequence or of a paste that has begun is waited for.
	sequencePause = time.Second
	// pasteLimit is how long a whole paste may take: keys that are pressed all the time do not keep a torn one alive.
	pasteLimit = 5 * time.Second
	// restWindow is how long after an Escape its late rest is looked for.
	restWindow = time.Second
	// lateWindow is how long the rest of something that was given up is dropped.
	lateWindow = 3 * time.Second
	// mousePause is how long after a mouse report the next one may be under way.
	mousePause = 300 * time.Millisecond

	maxSequence = 1024 // bytes of a sequence; a longer one is dropped
	maxPaste    = 2048 // bytes of a paste; a longer one is refused
	// continued is from how many bytes on a piece of input is the rest of a paste and not a key.
	continued = 16
)

const (
	ctrlC  = 0x03
	bell   = 0x07
	cancel = 0x18
	sub    = 0x1a
	escape = 0x1b
)

// state is what the next byte belongs to.
type state int

const (
	ground  state = iota
	char          // a character in UTF-8
	escaped       // an Escape, or two
	csi           // ESC [
	legacy        // ESC [ M, and three bytes: a mouse report of old terminals
	ss3           // ESC O
	str           // ESC ], ESC P, ESC _, ESC ^ or ESC X, up to its terminator
	paste         // between the markers of a paste
	rest          // bytes after an Escape that was handed on, which may be the late rest of its sequence
)

// Machine turns what a terminal sends into what Bubble Tea reads without a mistake. The zero value is ready. It is not
// safe for concurrent use.
type Machine struct {
	state   state
	pending []byte    // of the unit that is under way
	began   time.Time // when its first byte came
	last    time.Time // when its last byte came
	muted   bool      // the unit is dropped when it ends
	until   time.Time // the end of the late window; zero: the unit has not been given up
	lone    time.Time // when an Escape was handed on, if nothing has come since
	out     [][]byte  // what is handed on: whole units

	background time.Time // when the terminal replied with its colour; zero: not yet
	keyboard   bool      // it has replied with the state of its keyboard
	mouse      time.Time // when its last mouse report came
}

// Feed takes bytes that came at a time. Bytes that came before now, but are read only now, count as in time: where a
// Deadline passes, Expire is called only when there is nothing to read.
func (m *Machine) Feed(now time.Time, input []byte) {
	if !m.until.IsZero() {
		if m.state == paste && len(input) >= continued {
			m.until = later(m.until, now.Add(sequencePause))
		}
		if now.After(m.until) { // what comes now is typed
			m.reset()
		}
	}
	gap := now.Sub(m.last)
	for _, b := range input {
		if m.state == ground {
			m.began = now
		}
		m.step(now, gap, b)
		m.last, gap = now, 0
	}
}

// Deadline is when Expire has to be called if nothing comes before; ok is false where nothing is under way.
func (m *Machine) Deadline() (at time.Time, ok bool) {
	switch {
	case m.state == ground, !m.until.IsZero():
		return time.Time{}, false
	case m.state == escaped, m.state == rest && !m.bracket(), m.state == paste && m.interrupted():
		return m.last.Add(escapePause), true
	}
	at = m.last.Add(sequencePause)
	if limit := m.began.Add(pasteLimit); m.state == paste && at.After(limit) {
		at = limit
	}
	return at, true
}

// Expire gives up what has not become whole by its Deadline.
func (m *Machine) Expire(now time.Time) {
	if at, ok := m.Deadline(); !ok || now.Before(at) {
		return
	}
	switch {
	case m.state == escaped:
		m.escapes(now)
	case m.state == rest:
		m.release()
	case m.state == char:
		m.refuse(Refusal{kind: notUTF8})
		m.reset()
	case m.state == paste && m.interrupted():
		m.interrupt(now)
	case m.state == paste:
		m.refuse(Refusal{kind: cut, pasted: true})
		m.giveUp(now)
	default:
		if !m.muted {
			m.refuse(Refusal{kind: torn}) // it may have been typed, such as Alt+] and a word
		}
		m.giveUp(now)
	}
}

// ready is how many bytes wait for Next.
func (m *Machine) ready() (n int) {
	for _, unit := range m.out {
		n += len(unit)
	}
	return n
}

// Next moves whole units to p; 0 where there is none, or none that fits.
func (m *Machine) Next(p []byte) (n int) {
	for len(m.out) > 0 && n+len(m.out[0]) <= len(p) {
		n += copy(p[n:], m.out[0])
		clear(m.out[0])
		m.out = m.out[1:]
	}
	return n
}

// replied tells whether the terminal has replied to all that Bubble Tea asks at its start. The keyboard is the last, in
// one piece with the colour: a terminal that knows it replies right behind.
func (m *Machine) replied(now time.Time) bool {
	return !m.background.IsZero() && (m.keyboard || now.Sub(m.background) > escapePause)
}

// unfinished tells whether the terminal is likely to go on with something that nobody typed: the rest of a unit or of an
// Escape, or mouse reports.
func (m *Machine) unfinished(now time.Time) bool {
	return m.state != ground && now.Sub(m.last) <= sequencePause ||
		!m.lone.IsZero() && now.Sub(m.lone) <= restWindow ||
		!m.mouse.IsZero() && now.Sub(m.mouse) <= mousePause
}

// discard drops what waits for Next.
func (m *Machine) discard() {
	for _, unit := range m.out {
		clear(unit)
	}
	m.out = nil
}

func (m *Machine) step(now time.Time, gap time.Duration, b byte) {
	if b == ctrlC && m.state != ground && (m.state != paste || gap >= escapePause) {
		m.interrupt(now)
		return
	}
	switch m.state {
	case ground:
		m.begin(now, b)
	case char:
		m.character(now, b)
	case escaped:
		m.afterEscape(now, b)
	case csi:
		m.control(now, b)
	case legacy:
		m.append(b)
		if len(m.pending) == len("\x1b[M")+3 {
			m.finish(now)
		}
	case ss3:
		m.shift(now, b)
	case str:
		m.text(now, b)
	case paste:
		m.pasted(now, b)
	case rest:
		m.late(now, gap, b)
	}
}

// begin takes the first byte of a unit.
func (m *Machine) begin(now time.Time, b byte) {
	after := !m.lone.IsZero() && now.Sub(m.lone) <= restWindow
	m.lone = time.Time{}
	switch {
	case b == escape:
		m.start(escaped, b)
	case after && bytes.IndexByte([]byte("[]OP_^X"), b) >= 0:
		m.start(rest, b)
	case b < utf8.RuneSelf:
		m.emit([]byte{b})
	default:
		m.start(char, 0)
		m.pending = m.pending[:0]
		m.character(now, b)
	}
}

// character takes a byte of a character, which may have an Escape before it.
func (m *Machine) character(now time.Time, b byte) {
	text := bytes.TrimPrefix(append(m.pending, b), []byte{escape})
	switch {
	case utf8.FullRune(text):
		r, _ := utf8.DecodeRune(text)
		if r == utf8.RuneError && len(text) < 3 || !utf8.Valid(text) {
			again := len(text) > 1 // the byte is not of this character
			m.refuse(Refusal{kind: notUTF8})
			m.reset()
			if again {
				m.begin(now, b)
			}
			return
		}
		if altered(r) {
			m.refuse(Refusal{kind: character, char: r})
			m.reset()
			return
		}
		m.append(b)
		m.finish(now)
	default:
		m.append(b)
	}
}

func (m *Machine) afterEscape(now time.Time, b byte) {
	next, sequence := map[byte]state{'[': csi, 'O': ss3, ']': str, 'P': str, '_': str, '^': str, 'X': str}[b]
	switch {
	case b == escape && len(m.pending) < 2:
		m.append(b)
	case b == escape:
		m.emit([]byte(loneEscape))
	case sequence:
		m.state = next
		m.append(b)
	case len(m.pending) > 1: // the first was a key of its own
		m.emit([]byte(loneEscape))
		m.start(escaped, escape)
		m.afterEscape(now, b)
	case b < utf8.RuneSelf:
		m.append(b)
		m.finish(now)
	default:
		m.state = char
		m.character(now, b)
	}
}

// control takes a byte of a control sequence: parameters, intermediates, and the final byte that ends it.
func (m *Machine) control(now time.Time, b byte) {
	body := bytes.TrimLeft(m.pending, "\x1b")
	switch {
	case b == '[' && string(body) == "[": // the function keys of the Linux console: ESC [ [ A
		m.append(b)
	case b >= 0x20 && b < 0x40:
		m.append(b)
	case b >= 0x40 && b < 0x7f:
		m.append(b)
		switch string(body[1:]) + string(b) {
		case "M":
			m.state = legacy
		case "200~":
			m.startPaste(now)
		case "201~":
			m.reset()
		default:
			m.finish(now)
		}
	default:
		m.abandon(now, b)
	}
}

func (m *Machine) shift(now time.Time, b byte) {
	switch {
	case b >= '0' && b <= '9':
		m.append(b)
	case b > 0x20 && b < 0x7f:
		m.append(b)
		m.finish(now)
	default:
		m.abandon(now, b)
	}
}

// text takes a byte of a string, which BEL or ESC \ ends.
func (m *Machine) text(now time.Time, b byte) {
	interrupted := bytes.HasSuffix(m.pending, []byte{escape})
	switch {
	case b == bell, interrupted && b == '\\':
		m.append(b)
		m.finish(now)
	case interrupted:
		m.refuse(Refusal{kind: torn})
		m.start(escaped, escape)
		m.afterEscape(now, b)
	case b == cancel, b == sub:
		m.refuse(Refusal{kind: torn})
		m.reset()
	case b < ' ' && b != escape: // a key, such as Enter
		m.abandon(now, b)
	default:
		m.append(b)
	}
}

func (m *Machine) startPaste(now time.Time) {
	alreadyLost := m.muted || !m.until.IsZero()
	m.start(paste, 0)
	m.pending = m.pending[:0]
	if alreadyLost { // the Escape before its marker has been handed on as a key
		m.refuse(Refusal{kind: cut, pasted: true})
		m.giveUp(now)
	}
}

func (m *Machine) pasted(now time.Time, b byte) {
	m.pending = append(m.pending, b)
	content, ended := bytes.CutSuffix(m.pending, []byte(pasteEnd))
	switch {
	case ended && m.until.IsZero():
		m.handOn(content)
		m.reset()
	case ended:
		m.reset()
	case !m.until.IsZero():
		if n := len(m.pending) - len(pasteEnd); n > 0 {
			m.pending = append(m.pending[:0], m.pending[n:]...)
		}
	case len(content) > maxPaste+len(pasteEnd):
		m.refuse(Refusal{kind: tooLong, pasted: true})
		m.giveUp(now)
	}
}

// handOn hands on a paste, or says why not.
func (m *Machine) handOn(content []byte) {
	if len(content) > maxPaste {
		m.refuse(Refusal{kind: tooLong, pasted: true})
		return
	}
	if !utf8.Valid(content) {
		m.refuse(Refusal{kind: notUTF8, pasted: true})
		return
	}
	for _, r := range string(content) {
		if altered(r) {
			m.refuse(Refusal{character, r, true})
			return
		}
	}
	m.emit(append(append([]byte(pasteStart), content...), pasteEnd...))
}
