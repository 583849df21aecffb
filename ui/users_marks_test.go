package ui_test

import (
	"strings"
	"testing"
	"time"

	"iampasswd/ui/uitest"
)

// markedRows are the names in the rows that have the sign of a mark.
func markedRows(s *uitest.Screen) string {
	var names []string
	for _, line := range s.Lines() {
		if row, ok := strings.CutPrefix(line, "●"); ok {
			names = append(names, strings.Fields(strings.TrimPrefix(row, "▌"))[0])
		}
	}
	return strings.Join(names, " ")
}

func wantMarked(t *testing.T, s *uitest.Screen, want string) {
	t.Helper()
	if got := markedRows(s); got != want {
		t.Errorf("marked: %q, want %q\n%s", got, want, s.Text())
	}
}

func TestSpaceMarksAndGoesOn(t *testing.T) {
	uitest.Run(t, uitest.Config{Size: "60x15"}, func(s *uitest.Screen) {
		s.WantNot("marked")
		s.Key("space", "space")
		s.Want("● 2 marked")
		wantMarked(t, s, "adam.abebe alice")
		if s.Selected() != "ben.boundary" {
			t.Errorf("the cursor is on %s", s.Selected())
		}
		s.Key("up", "space") // takes the second back
		wantMarked(t, s, "adam.abebe")
		s.Key("esc")
		s.Want("Unmarked.")
		wantMarked(t, s, "")
	})
}

// Marks are of users, not of rows: they outlive filter, order and refresh, and the count tells of those that are not shown.
func TestMarksOutliveFilterOrderAndRefresh(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.Key("space", "space")
		s.Type("/bob")
		s.Want("● 2 marked, 2 not shown")
		s.Key("enter", "A")
		s.Want("● 5 marked, 2 not shown", "Marked 3 users. A again unmarks them.")
		s.Key("esc") // clears the filter first
		s.Want("● 5 marked")
		s.WantNot("not shown")
		s.Type("S")
		s.Type("r")
		s.Sleep(5 * time.Second)
		s.Want("● 5 marked")
		s.Type("/bob")
		s.Key("enter", "A")
		s.Want("● 2 marked, 2 not shown", "Unmarked 3 users.")
		s.Key("esc")
		s.Key("esc") // and then asks about the marks
		s.Want("Unmark all 2 users?")
		s.Key("esc")
		s.Want("● 2 marked")
		s.Key("esc")
		s.Type("y")
		s.Want("All users are unmarked.")
		wantMarked(t, s, "")
	})
}

func TestVMarksARange(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.Key("space")
		s.Type("V")
		s.Key("down", "down", "up")
		wantMarked(t, s, "adam.abebe alice ben.boundary")
		s.Want("esc unmark the range")
		s.Key("enter") // ends the range and opens no form
		s.WantNot("Reset password for")
		s.Key("down")
		wantMarked(t, s, "adam.abebe alice ben.boundary")
		s.Type("V")
		s.Key("down", "down")
		s.Key("esc")
		s.Want("The range is unmarked.")
		wantMarked(t, s, "adam.abebe alice ben.boundary")
		s.Type("V")
		s.Type("s") // any other key ends the range, and acts
		s.Want("● 4 marked")
		s.Key("down", "down")
		s.Want("● 4 marked")
	})
}

func TestReadOnlyMarksNobody(t *testing.T) {
	uitest.Run(t, uitest.Config{ReadOnly: true}, func(s *uitest.Screen) {
		s.Key("space")
		s.Want("read-only")
		wantMarked(t, s, "")
	})
}
