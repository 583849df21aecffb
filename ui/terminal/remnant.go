package terminal

import (
	"bytes"
	"slices"
	"time"
)

// loneEscape is the key in the kitty keyboard's words. A bare ESC would make Bubble Tea wait for more, and take the next
// letter for one with alt.
const loneEscape = "\x1b[27u"

// late takes bytes after an Escape that was handed on. Those that only a terminal sends are dropped to the end of their
// sequence; what a person may have typed is handed on.
func (m *Machine) late(now time.Time, gap time.Duration, b byte) {
	fast := gap < escapePause
	m.append(b)
	typed := string(m.pending)
	switch typed[0] {
	case '[': // a person who types [ after Escape takes longer for the next letter
		if len(typed) == 2 && (fast || bytes.IndexByte([]byte("0123456789;<=>?"), b) >= 0) {
			m.mute(now, csi)
			return
		}
		if len(typed) == 2 && (isCursorKey(b) || b == 'I' || b == 'O') { // a key or a report of focus, or typed
			m.refuse(Refusal{kind: torn})
			m.reset()
			return
		}
	case ']':
		if len(typed) == 2 && b >= '0' && b <= '9' {
			m.mute(now, str)
			return
		}
	case 'P':
		if slices.Contains(replies, typed) {
			m.mute(now, str)
			return
		}
	case 'O':
		if len(typed) == 2 && fast { // nothing more, and it is a cursor key; else a word
			return
		}
	}
	if typed[0] != '[' && typed[0] != ']' && fast && len(typed) < maxSequence && !bytes.ContainsAny(m.pending, "\r\n") {
		if b == '\\' && len(typed) > 1 && typed[len(typed)-2] == escape {
			m.reset() // a string with its terminator
		}
		return
	}
	m.pending = m.pending[:len(m.pending)-1]
	m.release()
	m.step(now, 0, b)
}

// replies are the beginnings of the device control strings with which terminals reply.
var replies = []string{"P>|", "P!|", "P0+r", "P1+r", "P0$r", "P1$r"}

// bracket tells whether the rest that is under way may be that of a control sequence or of a colour.
func (m *Machine) bracket() bool { return m.pending[0] == '[' || m.pending[0] == ']' }

// mute goes on with a sequence that is dropped when it ends.
func (m *Machine) mute(now time.Time, s state) {
	typed := m.pending
	m.state, m.muted = s, true
	m.pending = append([]byte{escape}, typed[:1]...)
	for _, b := range typed[1:] {
		m.step(now, 0, b)
	}
}

// release hands on what was held as a possible rest, one key after the other.
func (m *Machine) release() {
	typed := bytes.Clone(m.pending)
	m.reset()
	if len(typed) == 2 && typed[0] == 'O' && isCursorKey(typed[1]) {
		return
	}
	m.emit(typed[:1])
	for _, b := range typed[1:] {
		m.step(m.last, 0, b)
	}
}

func isCursorKey(b byte) bool { return b >= 'A' && b <= 'F' || b == 'H' || b >= 'P' && b <= 'S' }

// escapes hands on the Escapes that nothing followed.
func (m *Machine) escapes(now time.Time) {
	for range m.pending {
		m.emit([]byte(loneEscape))
	}
	m.reset()
	m.lone = now
}

// interrupt hands on Ctrl+C at once, whatever is under way, and drops the rest of that.
func (m *Machine) interrupt(now time.Time) {
	switch m.state {
	case escaped:
		m.escapes(time.Time{})
	case rest:
		m.release()
	case char:
		m.refuse(Refusal{kind: notUTF8})
		m.reset()
	case paste:
		if m.until.IsZero() {
			m.refuse(Refusal{kind: cut, pasted: true})
			m.giveUp(now)
		}
	default:
		m.giveUp(now)
	}
	m.emit([]byte{ctrlC})
}

// interrupted tells whether what has come of a paste ends with Ctrl+C: a key, if no more comes.
func (m *Machine) interrupted() bool { return bytes.HasSuffix(m.pending, []byte{ctrlC}) }

// abandon drops a sequence that a byte cannot be part of, and takes the byte as the beginning of something else.
func (m *Machine) abandon(now time.Time, b byte) {
	m.refuse(Refusal{kind: torn})
	m.reset()
	m.begin(now, b)
}

// giveUp drops the unit that is under way, and what comes of it within the late window.
func (m *Machine) giveUp(now time.Time) { m.until = now.Add(lateWindow) }

func (m *Machine) start(s state, b byte) {
	m.reset()
	m.state = s
	m.pending = append(m.pending, b)
}

func (m *Machine) append(b byte) {
	if !m.until.IsZero() { // it may have been typed
		m.refuse(Refusal{kind: torn})
	}
	if len(m.pending) >= maxSequence {
		m.muted = true
		m.pending = append(m.pending[:2], m.pending[len(m.pending)-1]) // its beginning, and maybe half a terminator
	}
	m.pending = append(m.pending, b)
}

// finish hands on the unit, or drops it where it has been muted or given up. A sequence that Bubble Tea does not know as
// a key, a report or a reply is refused: text that was copied from a screen may have it within.
func (m *Machine) finish(now time.Time) {
	switch {
	case m.muted, !m.until.IsZero():
	case known(m.pending):
		m.emit(bytes.Clone(m.pending))
	default:
		m.refuse(Refusal{kind: unknown})
	}
	m.note(now)
	m.reset()
}

// note remembers what the terminal has replied to.
func (m *Machine) note(now time.Time) {
	switch {
	case bytes.HasPrefix(m.pending, []byte("\x1b]11;")):
		m.background = now
	case bytes.HasPrefix(m.pending, []byte("\x1b[?")) && m.pending[len(m.pending)-1] == 'u':
		m.keyboard = true
	case bytes.HasPrefix(m.pending, []byte("\x1b[<")), bytes.HasPrefix(m.pending, []byte("\x1b[M")):
		m.mouse = now
	}
}

func (m *Machine) reset() {
	clear(m.pending[:cap(m.pending)])
	m.state, m.pending, m.muted, m.until = ground, m.pending[:0], false, time.Time{}
}

func (m *Machine) emit(unit []byte) { m.out = append(m.out, unit) }

// refuse says why something is not handed on, once for a run of the same.
func (m *Machine) refuse(r Refusal) {
	unit := r.encode()
	if n := len(m.out); n > 0 && bytes.Equal(m.out[n-1], unit) {
		return
	}
	m.emit(unit)
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
