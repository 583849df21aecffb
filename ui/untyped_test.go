package ui_test

import (
	"testing"
	"time"

	"iampasswd/ui/uitest"
)

// A name that was typed with a character that never arrived would be another user's.
func TestNameWithARefusedCharacter(t *testing.T) {
	for name, c := range map[string]struct{ typed, why string }{
		"Latin-1":             {"\xfc", "your terminal does not send UTF-8"},
		"half a character":    {"\xc3", "your terminal does not send UTF-8"},
		"a soft hyphen":       {"\u00ad", "U+00AD SOFT HYPHEN"},
		"a zero width joiner": {"\u200d", "U+200D ZERO WIDTH JOINER"},
		"a coloured letter":   {"\x1b[31m", "a control sequence came"},
	} {
		for where, keys := range map[string]string{"the filter": "/", "the name": "u"} {
			t.Run(name+" in "+where, func(t *testing.T) {
				uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
					s.Key(keys)
					s.Send("b" + c.typed + "ob\r\r")
					s.Sleep(2 * time.Second)
					s.Want(c.why, "backspace goes on")
					s.WantNot("Reset password for")
					s.Paste("ob")
					s.Key("enter")
					s.WantNot("Reset password for")
					s.Key("backspace")
					s.WantNot("backspace goes on")
					s.Type("ob")
					s.Key("enter")
					if where == "the filter" {
						s.WantLine("▌ Bob")
						s.Key("enter")
					}
					s.Want("Reset password for Bob")
				})
			})
		}
	}
}

// Leaving the place forgets what it lacked.
func TestLeavingANameWithARefusedCharacter(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.Key("u")
		s.Send("b\xfc")
		s.Wait()
		s.Key("esc")
		s.Key("u")
		s.Type("Bob")
		s.Key("enter")
		s.Want("Reset password for Bob")
	})
}

// A paste with a character that no one sees is refused whole; it was pasted without that one.
func TestPasteOfAnUnseenCharacterIntoAName(t *testing.T) {
	for _, keys := range []string{"/", "u"} {
		uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
			s.Key(keys)
			s.Paste("bo\u200bb")
			s.Want("Not pasted: the text has U+200B ZERO WIDTH SPACE in it.")
			s.WantNot("/ bob", "User name  bob")
			s.Paste("bob")
			s.Want("bob")
		})
	}
}

// In a list nothing was typed: a sequence that the terminal sent by itself is no news.
func TestForeignSequenceInAList(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.Send("\x1b[31m\x1b]4;1;rgb:00/00/00\x07\x1b[<65;2")
		s.Sleep(5 * time.Second)
		s.WantNot("Not typed", "control sequence", "esc clears")
		s.WantLine("▌ adam.abebe")
	})
}

// A password lacks what stood in a sequence, even if that has an end.
func TestSequenceWithinAPassword(t *testing.T) {
	for _, typed := range []string{"Quiet\x1b[31m-Heron\x1b[0m-0815?", "Quiet\x1b]-Heron-0815?", "Quiet\x1b[1;-Heron\r"} {
		uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
			s.Open("Bob")
			s.Send(typed)
			s.Sleep(2 * time.Second)
			s.Want("a control sequence came", "backspace goes on")
			s.Key("tab")
			s.Type("Quiet-Heron-0815?")
			s.Key("enter")
			s.Want("a control sequence came")
			wantCalls(t, s, "UpdateLoginProfile", "", 0)
		})
	}
}
