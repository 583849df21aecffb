package terminal

import (
	"fmt"
	"strconv"
	"strings"
)

// Refusal is why something that was typed or pasted was not handed on.
type Refusal struct {
	kind   refusalKind
	char   rune // of kind character only
	pasted bool // it was a whole paste
}

// Pasted tells whether it was a paste, which is refused whole, and not something typed.
func (r Refusal) Pasted() bool { return r.pasted }

// Sequence tells whether it was a control sequence: the terminal may have sent it by itself.
func (r Refusal) Sequence() bool { return r.kind == torn || r.kind == unknown }

type refusalKind byte

const (
	notUTF8   refusalKind = 'u'
	cut       refusalKind = 'c'
	tooLong   refusalKind = 'l'
	torn      refusalKind = 't'
	unknown   refusalKind = 's'
	character refusalKind = 'r'
)

const (
	pasteStart = "\x1b[200~"
	pasteEnd   = "\x1b[201~"
	// mark begins a paste that is a Refusal. It is a noncharacter, which a Machine never hands on in a paste.
	mark = "\uFDD0"
)

// encode is the paste that carries the refusal.
func (r Refusal) encode() []byte {
	how := 't'
	if r.pasted {
		how = 'p'
	}
	return fmt.Appendf(nil, "%s%s%c%c%X%s", pasteStart, mark, r.kind, how, r.char, pasteEnd)
}

// ParseRefusal tells whether the content of a paste is a Refusal.
func ParseRefusal(content string) (Refusal, bool) {
	rest, ok := strings.CutPrefix(content, mark)
	if !ok || len(rest) < 3 {
		return Refusal{}, false
	}
	char, err := strconv.ParseInt(rest[2:], 16, 32)
	if err != nil {
		return Refusal{}, false
	}
	return Refusal{refusalKind(rest[0]), rune(char), rest[1] == 'p'}, true
}

// String is one sentence or two for the screen: what was refused, and what to do.
func (r Refusal) String() string {
	not := "Not typed: "
	if r.pasted {
		not = "Not pasted: "
	}
	switch r.kind {
	case notUTF8:
		return not + "your terminal does not send UTF-8. Set its encoding to UTF-8."
	case cut:
		return not + "the paste stopped before its end. Paste it again."
	case tooLong:
		return not + fmt.Sprintf("the paste is longer than %d bytes; a password has at most 128 characters.", maxPaste)
	case torn:
		return not + "a control sequence came without its end. A key may be lost."
	case unknown:
		return not + "a control sequence came that is no key. A key may be lost."
	default:
		return not + fmt.Sprintf("the text has the control character %s in it.", Name(r.char))
	}
}
