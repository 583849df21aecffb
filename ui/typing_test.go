package ui_test

import (
	"strings"
	"testing"
	"time"

	"iampasswd/ui/uitest"
)

// tear sends pieces with a pause between them.
func tear(s *uitest.Screen, pause time.Duration, pieces ...string) {
	for i, piece := range pieces {
		if i > 0 {
			s.Sleep(pause)
		}
		s.Send(piece)
	}
	s.Wait()
}

var tears = []time.Duration{5 * time.Millisecond, 51 * time.Millisecond, 200 * time.Millisecond, 500 * time.Millisecond}

// A slow line tears replies of the terminal, mouse reports and the markers of a paste. None of them gets into a password.
func TestTornInputInAPassword(t *testing.T) {
	const typed = "Quiet-Heron-0815?"
	for _, raw := range []string{
		"\x1b]11;rgb:2020/2020/2020\x07", "\x1b]11;rgb:2020/2020/2020\x1b\\", "\x1b[<64;10;12M", "\x1b[?2027;1$y", "\x1b[?0u",
		"\x1bP>|emulator 1.0\x1b\\", "\x1b[I", "\x1b[B",
	} {
		for _, pause := range tears {
			uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
				s.Open("Bob")
				s.Key("ctrl+t")
				s.Type(typed)
				for at := 2; at < len(raw); at++ {
					tear(s, pause, raw[:at], raw[at:])
				}
				wantField(t, s, "New password", typed)
			})
		}
	}
}

func TestTornPasteOfAPassword(t *testing.T) {
	const pasted = "Quiet-Heron-0815?"
	whole := "\x1b[200~" + pasted + "\x1b[201~"
	for _, pause := range tears {
		uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
			s.Open("Bob")
			s.Key("ctrl+t")
			for at := 2; at < len(whole); at++ {
				tear(s, pause, whole[:at], whole[at:])
				wantField(t, s, "New password", pasted)
				s.Key("ctrl+u")
			}
		})
	}
}

func TestPasteWithoutAnEnd(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.Open("Bob")
		s.Key("ctrl+t")
		s.Send("\x1b[200~Quiet-Heron\x1b[2")
		s.Sleep(1200 * time.Millisecond)
		s.Want("Not pasted: the paste stopped before its end")
		wantField(t, s, "New password", "")
		s.Sleep(3 * time.Second)
		s.Type("abc")
		wantField(t, s, "New password", "abc")
		s.Send("\x1b[200~Quiet")
		s.Sleep(100 * time.Millisecond)
		s.Send("\x03")
		s.Wait()
		s.WantExit()
	})
}

// A reply that a slow line tears behind its Escape neither filters the list nor answers a question.
func TestRepliesTornBehindTheirEscape(t *testing.T) {
	for _, pause := range tears {
		uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
			tear(s, pause, "\x1b", "]11;rgb:2020/2020/2020\x07")
			tear(s, pause, "\x1b", "[<64;10;12M")
			s.WantLine("▌ adam.abebe")
			s.WantNot("esc clears")
			s.Open("Bob")
			s.Type("abc")
			tear(s, pause, "\x1b", "[?2026;2$y")
			s.WantRunning()
			wantField(t, s, "New password", "•••")
		})
	}
}

func TestSlowCharacter(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.Open("Bob")
		s.Key("ctrl+t")
		for _, pause := range tears {
			tear(s, pause, "Gr\xc3", "\xbc\xc3", "\x9fe")
			wantField(t, s, "New password", "Grüße")
			s.Key("ctrl+u")
		}
	})
}

// A password never lacks what was typed, even if the person does not look: the field takes nothing behind a refusal.
func TestRefusedCharacters(t *testing.T) {
	for name, c := range map[string]struct{ typed, why string }{
		"Latin-1":               {"\xfc", "your terminal does not send UTF-8"},
		"half a character":      {"\xe2\x82", "your terminal does not send UTF-8"},
		"the euro sign":         {"€", "U+20AC"},
		"a soft hyphen":         {"\u00ad", "U+00AD SOFT HYPHEN"},
		"a no-break space":      {"\u00a0", "U+00A0 NO-BREAK SPACE"},
		"a zero width space":    {"\u200b", "U+200B ZERO WIDTH SPACE"},
		"a bidi override":       {"\u202e", "U+202E RIGHT-TO-LEFT OVERRIDE"},
		"a control character":   {"\u0085", "U+0085 NEXT LINE"},
		"an unassigned one":     {"\u0378", "U+0378"},
		"a replacement":         {"\ufffd", "U+FFFD REPLACEMENT CHARACTER"},
		"a variation selector":  {"\ufe0f", "U+FE0F"},
		"a private one":         {"\ue000", "U+E000"},
		"a tag":                 {"\U000e0041", "U+E0041"},
		"a Hangul filler":       {"\u3164", "U+3164"},
		"a braille blank":       {"\u2800", "U+2800"},
		"an ideographic space":  {"\u3000", "U+3000 IDEOGRAPHIC SPACE"},
		"a zero width joiner":   {"\u200d", "U+200D ZERO WIDTH JOINER"},
		"a byte order mark":     {"\ufeff", "U+FEFF ZERO WIDTH NO-BREAK SPACE"},
		"a letter with alt":     {"\x1be", "alt+e"},
		"a keypad's digit":      {"\x1bOq", "sends 1 as a key"},
		"a key's soft hyphen":   {"\x1b[173u", "without a character"},
		"a key's text":          {"\x1b[97;;173u", "U+00AD SOFT HYPHEN"},
		"a combining character": {"\u0301", "U+0301"},
	} {
		t.Run(name, func(t *testing.T) {
			uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
				s.Open("Bob")
				for range 2 {
					s.Send("Gr" + c.typed + "sse-0815-Heron")
					s.Sleep(time.Second)
					s.Wait()
					s.Want(c.why, "backspace goes on without it")
					s.Key("enter")
				}
				s.Key("tab", "enter", "enter")
				s.Want(c.why)
				wantCalls(t, s, "UpdateLoginProfile", "", 0)
				s.Key("ctrl+t")
				wantField(t, s, "New password", "Gr")
				s.Key("backspace")
				s.WantNot(c.why)
				s.Type("ü")
				wantField(t, s, "New password", "Grü")
			})
		})
	}
}

func TestPastesOfRefusedCharacters(t *testing.T) {
	for _, c := range []struct{ paste, why string }{
		{"Heron\u00ad0815", "U+00AD SOFT HYPHEN"},
		{"Heron\u00a00815", "U+00A0 NO-BREAK SPACE"},
		{"Heron\u200b0815", "U+200B ZERO WIDTH SPACE"},
		{"Heron\u2066 0815", "U+2066 LEFT-TO-RIGHT ISOLATE"},
		{"Heron\xfc0815", "does not send UTF-8"},
		{"Heron\x1b[31m0815", "U+001B ESCAPE"},
		{"Heron\u009b0815", "U+009B"},
		{"Heron\t0815", "U+0009 TAB"},
		{strings.Repeat("Heron", 1000), "longer than 2048 bytes"},
	} {
		uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
			s.Open("Bob")
			s.Send("\x1b[200~" + c.paste + "\x1b[201~")
			s.Wait()
			s.Want(c.why)
			wantField(t, s, "New password", "")
		})
	}
}
