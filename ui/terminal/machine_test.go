package terminal

import (
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"
	"unicode"

	uv "github.com/charmbracelet/ultraviolet"
)

// piece is input, and how long nothing comes before it.
type piece struct {
	pause time.Duration
	text  string
}

// play feeds pieces to a machine on a clock of its own, and returns all that it hands on within the next ten seconds.
func play(m *Machine, pieces ...piece) string {
	now := time.Unix(0, 0)
	var out strings.Builder
	p := make([]byte, 4096)
	take := func() {
		for n := m.Next(p); n > 0; n = m.Next(p) {
			out.Write(p[:n])
		}
	}
	for _, p := range append(pieces, piece{10 * time.Second, ""}) {
		then := now.Add(p.pause)
		for at, ok := m.Deadline(); ok && at.Before(then); at, ok = m.Deadline() {
			m.Expire(at)
			take()
		}
		now = then
		if p.text != "" {
			m.Feed(now, []byte(p.text))
		}
		take()
	}
	return out.String()
}

// sequences are what the terminal sends by itself: replies to what the program asks, and what it has enabled.
var sequences = []string{
	"\x1b]11;rgb:1e1e/1e1e/1e1e\x07", "\x1b]11;rgb:ffff/ffff/ffff\x1b\\", "\x1b]10;rgba:00/00/00/ff\x07",
	"\x1b]52;c;QnJpc2s=\x07", "\x1b[?2026;2$y", "\x1b[?2027;0$y", "\x1b[?0u", "\x1b[?1u", "\x1b[?62;22c", "\x1b[>41;370;0c",
	"\x1b[<65;20;5M", "\x1b[<0;3;4m", "\x1b[<35;100;100M", "\x1b[I", "\x1b[O", "\x1b[?997;1n", "\x1b[12;40R", "\x1b[8;24;80t",
	"\x1b[48;24;80;480;800t", "\x1b[A", "\x1b[1;5C", "\x1b[3~", "\x1b[97;5u", "\x1b[27u", "\x1bOA", "\x1bOP",
	"\x1bP>|tmux 3.5a\x1b\\", "\x1bP1+r524742=38\x1b\\", "\x1bP1$r0m\x1b\\", "\x1bP!|00000000\x1b\\",
	"\x1b_Gi=31;OK\x1b\\",
}

// foreign are sequences that no terminal sends to this program. They are in text that was copied from a screen.
var foreign = []string{
	"\x1b[31m", "\x1b[0m", "\x1b[m", "\x1b[2J", "\x1b[K", "\x1b[10;20f", "\x1b[?1049h", "\x1b[4h", "\x1b[2;5r", "\x1b[1$2y",
	"\x1b[1;2;3;4;5;6;7;8;9;10;11;12;13;14;15;16;17;18;19;20;21;22;23;24;25;26;27;28;29;30;31;32;33;34;35c",
	"\x1b]0;title\x07", "\x1b]8;;https://example.com\x1b\\", "\x1b^private\x1b\\", "\x1bXstring\x1b\\",
	"\x1bPnever ended\x07", "\x1b_other\x1b\\", "\x1bO!",
}

var pauses = []time.Duration{5 * time.Millisecond, 49 * time.Millisecond, 51 * time.Millisecond, 100 * time.Millisecond, 500 * time.Millisecond}

// A sequence that is torn is handed on whole, or not at all. Where the tear is behind its Escape, that may be a key.
func TestTornSequence(t *testing.T) {
	for _, sequence := range sequences {
		for at := 1; at < len(sequence); at++ {
			for _, pause := range pauses {
				got := play(&Machine{}, piece{0, sequence[:at]}, piece{pause, sequence[at:]}, piece{100 * time.Millisecond, "k"})
				switch {
				case got == sequence+"k":
				case at == 1 && pause >= escapePause && got == loneEscape+"k":
				default:
					t.Errorf("%q, torn at %d by %v: handed on as %q", sequence, at, pause, got)
				}
			}
		}
	}
}

// Every byte of a sequence may come late.
func TestSequenceByteByByte(t *testing.T) {
	for _, sequence := range sequences {
		for _, pause := range pauses {
			var pieces []piece
			for i := range len(sequence) {
				pieces = append(pieces, piece{pause, sequence[i : i+1]})
			}
			got := play(&Machine{}, pieces...)
			if got != sequence && got != loneEscape && pause < escapePause {
				t.Errorf("%q, byte by byte with %v: handed on as %q", sequence, pause, got)
			}
			got = withoutRefusals(got) // the last letter of a short one may have been typed
			if strings.IndexByte("[]", sequence[1]) >= 0 && got != sequence && got != loneEscape {
				t.Errorf("%q, byte by byte with %v: handed on as %q", sequence, pause, got)
			}
		}
	}
}

// A sequence that never ends is dropped with its late rest, and the keyboard works again.
func TestUnfinishedSequence(t *testing.T) {
	for _, sequence := range sequences {
		for at := 2; at < len(sequence); at++ {
			got := withoutRefusals(play(&Machine{}, piece{0, sequence[:at]}, piece{1200 * time.Millisecond, sequence[at:]}, piece{time.Second, "k"}))
			if got != "k" {
				t.Errorf("%q, torn at %d for longer than the limit: handed on as %q", sequence, at, got)
			}
			got = withoutRefusals(play(&Machine{}, piece{0, sequence[:at]}, piece{5 * time.Second, "typed"}))
			if got != "typed" {
				t.Errorf("typed after %q: handed on as %q", sequence[:at], got)
			}
			got = withoutRefusals(play(&Machine{}, piece{0, sequence[:at]}, piece{300 * time.Millisecond, "\x03"}))
			if got != "\x03" {
				t.Errorf("Ctrl+C in %q: handed on as %q", sequence[:at], got)
			}
		}
	}
}

// A sequence that is no key, report or reply is refused whole: text is missing, or may be.
func TestForeignSequence(t *testing.T) {
	for _, sequence := range foreign {
		want := "Loud" + string(Refusal{kind: unknown}.encode()) + "Heron"
		if got := play(&Machine{}, piece{0, "Loud" + sequence + "Heron"}); got != want {
			t.Errorf("%q within text: handed on as %q", sequence, got)
		}
	}
}

// What is handed on of any sequence, Bubble Tea reads as one event that types nothing.
func TestSequenceTypesNothing(t *testing.T) {
	for _, sequence := range append(sequences, foreign...) {
		out := withoutRefusals(play(&Machine{}, piece{0, sequence}))
		if out == "" {
			continue
		}
		var d uv.EventDecoder
		n, event := d.Decode([]byte(out))
		if key, ok := event.(uv.KeyPressEvent); n != len(out) || ok && key.Text != "" {
			t.Errorf("%q is read as %#v, %d bytes of %d", sequence, event, n, len(out))
		}
	}
}

// A person who types behind a sequence or a paste that has no end learns that it is lost, and the keyboard comes back
// even if keys are pressed all the time.
func TestKeysBehindATornUnit(t *testing.T) {
	lost := string(Refusal{kind: torn}.encode())
	if got := play(&Machine{}, piece{0, "Lo\x1b]ud-Heron"}, piece{5 * time.Second, "k"}); got != "Lo"+lost+"k" {
		t.Errorf("Alt+] within text: handed on as %q", got)
	}
	if got := play(&Machine{}, piece{0, "Lo\x1b[12\rud"}); got != "Lo"+lost+"\rud" {
		t.Errorf("Enter in a sequence: handed on as %q", got)
	}
	for _, begun := range []string{"\x1b[1;", pasteStart + "Loud"} {
		pieces := []piece{{0, begun}}
		for range 40 {
			pieces = append(pieces, piece{300 * time.Millisecond, "k"})
		}
		if got := play(&Machine{}, pieces...); !strings.HasSuffix(withoutRefusals(got), "kkkk") || withoutRefusals(got) == got {
			t.Errorf("keys behind %q: handed on as %q", begun, got)
		}
	}
}

func TestTornPaste(t *testing.T) {
	const content = "Loud-Heron-0815?ä"
	whole := pasteStart + content + pasteEnd
	for at := 1; at < len(whole); at++ {
		for _, pause := range pauses {
			got := play(&Machine{}, piece{0, whole[:at]}, piece{pause, whole[at:] + "k"})
			switch {
			case got == whole+"k":
			case at == 1 && pause >= escapePause && got == loneEscape+string(Refusal{kind: cut, pasted: true}.encode())+"k":
			default:
				t.Errorf("torn at %d by %v: handed on as %q", at, pause, got)
			}
		}
	}
	for at := len(pasteStart); at < len(whole); at++ {
		refused := string(Refusal{kind: cut, pasted: true}.encode())
		if got := play(&Machine{}, piece{0, whole[:at]}); got != refused {
			t.Errorf("stopped at %d: handed on as %q", at, got)
		}
		if got := play(&Machine{}, piece{0, whole[:at]}, piece{1500 * time.Millisecond, whole[at:] + "k"}); got != refused+"k" {
			t.Errorf("stopped at %d and continued: handed on as %q", at, got)
		}
		if got := play(&Machine{}, piece{0, whole[:at]}, piece{5 * time.Second, "k"}); got != refused+"k" {
			t.Errorf("stopped at %d, and then typed: handed on as %q", at, got)
		}
		for _, pause := range []time.Duration{0, 500 * time.Millisecond, 2 * time.Second} {
			if got := play(&Machine{}, piece{0, whole[:at]}, piece{pause, "\x03"}); got != refused+"\x03" {
				t.Errorf("stopped at %d, and Ctrl+C after %v: handed on as %q", at, pause, got)
			}
		}
	}
}

func TestLongPaste(t *testing.T) {
	for _, n := range []int{maxPaste + 1, 10 * maxPaste, 1 << 20} {
		m := &Machine{}
		got := play(m, piece{0, pasteStart + strings.Repeat("x", n) + pasteEnd + "k"})
		if got != string(Refusal{kind: tooLong, pasted: true}.encode())+"k" {
			t.Errorf("a paste of %d bytes: handed on %d bytes", n, len(got))
		}
		if cap(m.pending) > 4*maxPaste {
			t.Errorf("a paste of %d bytes leaves a buffer of %d", n, cap(m.pending))
		}
	}
	longest := pasteStart + strings.Repeat("x", maxPaste) + pasteEnd
	if got := play(&Machine{}, piece{0, longest}); got != longest {
		t.Errorf("the longest paste: handed on %d bytes", len(got))
	}
}

func TestTyped(t *testing.T) {
	ms := time.Millisecond
	for _, c := range []struct {
		name   string
		pieces []piece
		want   string
	}{
		{"an Escape", []piece{{0, "\x1b"}}, loneEscape},
		{"two Escapes", []piece{{0, "\x1b"}, {30 * ms, "\x1b"}}, loneEscape + loneEscape},
		{"many Escapes", []piece{{0, "\x1b\x1b\x1b\x1b\x1b"}}, strings.Repeat(loneEscape, 5)},
		{"Alt and a letter", []piece{{0, "\x1bx"}}, "\x1bx"},
		{"Alt and an umlaut", []piece{{0, "\x1b\xc3"}, {200 * ms, "\xbc"}}, "\x1bü"},
		{"Alt and an arrow", []piece{{0, "\x1b\x1b[A"}}, "\x1b\x1b[A"},
		{"Alt and Backspace", []piece{{0, "\x1b\x7f"}}, "\x1b\x7f"},
		{"Escape, then a bracket and a letter", []piece{{0, "\x1b"}, {200 * ms, "["}, {120 * ms, "a"}}, loneEscape + "[a"},
		{"Escape, then a bracket", []piece{{0, "\x1b"}, {200 * ms, "]"}}, loneEscape + "]"},
		{"Escape, then a word", []piece{{0, "\x1b"}, {200 * ms, "Olga"}, {0, "\r"}}, loneEscape + "Olga\r"},
		{"Escape, then other words", []piece{{0, "\x1b"}, {200 * ms, "Paul"}, {300 * ms, "Otto X^_"}}, loneEscape + "PaulOtto X^_"},
		{"Escape, and much later a bracket", []piece{{0, "\x1b"}, {2 * time.Second, "[12"}}, loneEscape + "[12"},
		{"a key of the Linux console", []piece{{0, "\x1b[["}, {100 * ms, "A"}}, "\x1b[[A"},
		{"a torn character", []piece{{0, "Br\xc3"}, {500 * ms, "\xbccke"}}, "Brücke"},
		{"Latin-1", []piece{{0, "Br\xfccke"}}, "Br" + string(Refusal{kind: notUTF8}.encode()) + "cke"},
		{"half a character", []piece{{0, "Br\xc3"}}, "Br" + string(Refusal{kind: notUTF8}.encode())},
		{"half a character, and a letter", []piece{{0, "Br\xe2\x82cke"}}, "Br" + string(Refusal{kind: notUTF8}.encode()) + "cke"},
		{"half a character, and Ctrl+C", []piece{{0, "\xc3\x03"}}, string(Refusal{kind: notUTF8}.encode()) + "\x03"},
		{"a control character of two bytes", []piece{{0, "\u0085"}}, string(Refusal{kind: character, char: 0x85}.encode())},
		{"a paste with Ctrl+C", []piece{{0, pasteStart + "Br\x03cke" + pasteEnd}}, string(Refusal{character, ctrlC, true}.encode())},
		{"a paste in Latin-1", []piece{{0, pasteStart + "Br\xfccke" + pasteEnd}}, string(Refusal{kind: notUTF8, pasted: true}.encode())},
		{"a paste with a key", []piece{{0, pasteStart + "Br\x1b[Acke" + pasteEnd}}, string(Refusal{character, escape, true}.encode())},
		{"a paste that looks like a refusal", []piece{{0, pasteStart + mark + "u0" + pasteEnd}}, string(Refusal{character, 0xFDD0, true}.encode())},
	} {
		if got := play(&Machine{}, c.pieces...); got != c.want {
			t.Errorf("%s: handed on as %q, want %q", c.name, got, c.want)
		}
	}
}

// withoutRefusals is what was handed on but for the words of what was not.
func withoutRefusals(out string) string {
	for {
		before, rest, ok := strings.Cut(out, pasteStart+mark)
		if !ok {
			return out
		}
		_, after, _ := strings.Cut(rest, pasteEnd)
		out = before + after
	}
}

func TestRefusalTravels(t *testing.T) {
	for _, r := range []Refusal{{kind: notUTF8}, {kind: cut}, {kind: tooLong}, {kind: torn}, {character, 0xAD, true}, {character, 0x10FFFF, false}} {
		content := strings.TrimSuffix(strings.TrimPrefix(string(r.encode()), pasteStart), pasteEnd)
		if got, ok := ParseRefusal(content); !ok || got != r {
			t.Errorf("%+v arrives as %+v, %v", r, got, ok)
		}
	}
	for _, content := range []string{"", "Brisk", mark, mark + "u", mark + "ut", mark + "rtZ"} {
		if r, ok := ParseRefusal(content); ok {
			t.Errorf("%q is taken for %+v", content, r)
		}
	}
}

// What Bubble Tea's reader makes of every character that is handed on is that character.
func TestEveryCharacterArrives(t *testing.T) {
	for r := rune(' '); r <= unicode.MaxRune; r++ {
		if r >= 0xD800 && r < 0xE000 {
			continue
		}
		out := play(&Machine{}, piece{0, string(r)})
		if strings.HasPrefix(out, pasteStart+mark) || r == 0x7f {
			continue
		}
		var d uv.EventDecoder
		n, event := d.Decode([]byte(out))
		if key, ok := event.(uv.KeyPressEvent); !ok || key.Text != string(r) || n != len(out) {
			t.Fatalf("%U arrives as %#v, %d bytes of %q", r, event, n, out)
		}
	}
}

func TestLoneEscapeIsTheKey(t *testing.T) {
	var d uv.EventDecoder
	if _, event := d.Decode([]byte(loneEscape)); event.(uv.KeyPressEvent).String() != "esc" {
		t.Errorf("a lone Escape arrives as %v", event)
	}
}

// What a paste contains arrives unchanged, or a refusal.
func FuzzPaste(f *testing.F) {
	for _, s := range []string{"Loud-Heron", "a\r\n\tb", "é\u0301\u200d", "\x1b[A", "\xff", strings.Repeat("ü", 1000), "\uFFFD", mark + "u0"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, content string) {
		if strings.Contains(content, pasteEnd) {
			return
		}
		synctest.Test(t, func(t *testing.T) {
			got := pastes(t, pasteStart+content+pasteEnd)
			if len(got) == 0 {
				t.Fatalf("nothing arrives of %q", content)
			}
			if _, refused := ParseRefusal(got[0]); !refused && (len(got) > 1 || got[0] != content) {
				t.Errorf("%q arrives as %q", content, got)
			}
		})
	})
}

// pastes are what Bubble Tea's reader takes for pastes.
func pastes(t *testing.T, typed string) (got []string) {
	t.Helper()
	events := make(chan uv.Event)
	go func() {
		defer close(events)
		_ = uv.NewTerminalReader(NewStream(strings.NewReader(typed)), "xterm").StreamEvents(t.Context(), events)
	}()
	for event := range events {
		if p, ok := event.(uv.PasteEvent); ok {
			got = append(got, p.Content)
		}
	}
	return got
}

// Whatever comes, in whatever pieces: Ctrl+C is handed on, buffers are bounded, and in the end the keyboard works. In a
// paste, whose markers have a "~", Ctrl+C may be text.
func FuzzMachine(f *testing.F) {
	for _, s := range sequences {
		f.Add(s, 1, 60)
	}
	f.Add(pasteStart+"Loud-Heron"+pasteEnd, 3, 500)
	f.Fuzz(func(t *testing.T, input string, size, pause int) {
		if len(input) > 2*maxPaste {
			return
		}
		size = max(1, min(size, 1000))
		m := &Machine{}
		var pieces []piece
		for rest := input; rest != ""; rest = rest[min(size, len(rest)):] {
			pieces = append(pieces, piece{time.Duration(max(0, min(pause, 5000))) * time.Millisecond, rest[:min(size, len(rest))]})
		}
		out := play(m, append(pieces, piece{60 * time.Millisecond, "\x03"}, piece{5 * time.Second, "k"})...)
		if want := strings.Count(input, "\x03") + 1; strings.Count(out, "\x03") != want && !strings.Contains(input, "~") {
			t.Errorf("%d of %d Ctrl+C in %q", strings.Count(out, "\x03"), want, out)
		}
		if !strings.Contains(out, "\x03") {
			t.Errorf("Ctrl+C after a pause: handed on as %q", out)
		}
		if !strings.HasSuffix(out, "k") {
			t.Errorf("the keyboard is dead: %q", out)
		}
		if cap(m.pending) > 16*maxPaste {
			t.Errorf("a buffer of %d bytes", cap(m.pending))
		}
	})
}

// File is a terminal for Bubble Tea.
var _ interface {
	io.ReadWriteCloser
	Fd() uintptr
	Name() string
} = (*File)(nil)

func ExampleRefusal() {
	r, _ := ParseRefusal(mark + "rp1B")
	fmt.Println(r)
	// Output: Not pasted: the text has the control character U+001B ESCAPE in it.
}
