package ui

import (
	"fmt"
	"strings"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"iampasswd/iamclient"
	"iampasswd/ui/reset"
	"iampasswd/ui/terminal"
	"iampasswd/ui/text"
)

// secretField edits one password. The text lives in a Secret and nowhere else. What IAM would not take is refused
// whole, with a sentence: a password that was changed in silence is one that the user does not have. Nor does the field
// take what is typed behind something that it refused, until a key deletes: the person may not look at the screen.
type secretField struct {
	secret *iamclient.Secret
	cursor int    // 0 to secret.Len()
	gap    string // why something that was typed is not in the text; empty: it is all there
}

const (
	maskRune = "•"
	goOn     = " backspace goes on without it."
	masked   = "••••••••••••" // a password whose length is nobody's business
)

// press edits the text. handled is false for a key that does not edit; refusal says why nothing was typed.
func (f *secretField) press(k tea.KeyPressMsg) (handled bool, refusal string) {
	n := f.secret.Len()
	switch k.String() {
	case "left", "ctrl+b":
		f.cursor = max(0, f.cursor-1)
	case "right", "ctrl+f":
		f.cursor = min(n, f.cursor+1)
	case "home", "ctrl+a":
		f.cursor = 0
	case "end", "ctrl+e":
		f.cursor = n
	case "backspace", "ctrl+h":
		if f.gap != "" { // it deletes what was refused
			f.gap = ""
			return true, ""
		}
		f.cut(f.cursor-1, f.cursor)
	case "delete", "ctrl+d":
		f.cut(f.cursor, f.cursor+1)
	case "ctrl+u":
		f.cut(0, f.cursor)
	case "ctrl+k":
		f.cut(f.cursor, n)
	case "ctrl+w", "alt+backspace":
		f.cut(f.wordStart(), f.cursor)
	default:
		const plain = tea.ModShift | tea.ModCapsLock | tea.ModNumLock
		switch {
		case k.Text != "" && k.Mod&^plain == 0:
			refusal = f.insert(k.Text)
		case k.Mod&^(plain|tea.ModAlt) == 0 && isCharacter(k):
			refusal = "Not typed: your terminal sends " + text.Clean(k.String()) + " as a key without a character."
		default:
			return false, ""
		}
		if refusal != "" && f.gap == "" {
			f.gap = refusal + goOn
			refusal = f.gap
		}
		return true, refusal
	}
	return true, ""
}

// isCharacter tells whether a person who presses the key means a character: a letter with alt, or a digit of a keypad.
func isCharacter(k tea.KeyPressMsg) bool {
	bare := tea.Key{Code: k.Code}
	return utf8.RuneCountInString(bare.String()) == 1
}

// untyped notes that something was typed or pasted that never arrived; refusal is the reason.
func (f *secretField) untyped(what terminal.Refusal) (refusal string) {
	if what.Pasted() {
		return what.String()
	}
	f.gap = what.String() + goOn
	return f.gap
}

// insert puts text at the cursor, all of it or nothing; refusal says why nothing.
func (f *secretField) insert(pasted string) (refusal string) {
	if f.gap != "" {
		return f.gap
	}
	runes := []rune(pasted)
	defer clear(runes)
	for _, r := range runes {
		switch reset.Refuse(r) {
		case reset.LineBreak:
			return "Not pasted: the text has a line break in it, which nobody can type when signing in."
		case reset.Control:
			return fmt.Sprintf("Not pasted: the text has the control character %s in it.", terminal.Name(r))
		case reset.Invisible:
			return fmt.Sprintf("Not taken: the text has %s in it, which no one sees.", terminal.Name(r))
		case reset.TooWide:
			return fmt.Sprintf("Not typed: %s; this has %q, %s.", reset.OnlyUpTo, text.Clean(string(r)), terminal.Name(r))
		case reset.NoFault:
		}
	}
	if err := f.secret.Insert(f.cursor, runes...); err != nil {
		return fmt.Sprintf("Not taken: IAM takes at most %d characters, and this would make %d.",
			iamclient.MaxPasswordLength, f.secret.Len()+len(runes))
	}
	f.cursor += len(runes)
	return ""
}

func (f *secretField) cut(from, to int) {
	f.gap = ""
	from, to = max(0, from), min(to, f.secret.Len())
	f.secret.Delete(from, to)
	f.cursor = min(from, f.secret.Len())
}

func (f *secretField) wordStart() int {
	i := f.cursor
	for i > 0 && f.secret.At(i-1) == ' ' {
		i--
	}
	for i > 0 && f.secret.At(i-1) != ' ' {
		i--
	}
	return i
}

// set puts a copy of the password in the place of the text.
func (f *secretField) set(password *iamclient.Secret) {
	f.secret.Wipe()
	*f.secret = *password.Clone()
	f.filled()
}

// filled puts the cursor behind a text that was put there by something else than a key.
func (f *secretField) filled() { f.gap, f.cursor = "", f.secret.Len() }

// draw returns the text in at most w cells, masked or not, and the column of the cursor. Every character that was typed
// is one cell wide when masked, and a text that is longer than w shows the part around the cursor; a generated password
// looks like any other.
func (f *secretField) draw(w int, shown bool) (shownText string, column int) {
	if !shown && f.secret.Generated() {
		return masked, min(f.cursor, text.Width(masked))
	}
	if !shown {
		n := min(f.secret.Len(), w-1)
		first := max(0, f.cursor-(w-1))
		return strings.Repeat(maskRune, n), f.cursor - first
	}
	shownText = f.secret.Reveal()
	first := max(0, f.cursor-(w-1))
	return ansi.Cut(shownText, first, first+w-1), f.cursor - first
}
