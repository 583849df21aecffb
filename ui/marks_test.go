package ui

import (
	"maps"
	"testing"

	"iampasswd/iamclient"
	"iampasswd/ui/directory"

	tea "charm.land/bubbletea/v2"
	"pgregory.net/rapid"
)

// Whatever is marked and whatever the rows do, a mark stays on its row, and the marks are those that a person would have
// counted.
func TestMarksStayOnTheirRows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := &letters{}
		l := newList(rows)
		want := map[string]bool{}
		for range rapid.IntRange(1, 30).Draw(t, "steps") {
			switch rapid.SampledFrom([]string{"rows", "move", "mark", "all", "prune"}).Draw(t, "step") {
			case "rows":
				rows.shown = rapid.SliceOfNDistinct(rapid.StringMatching("[a-m]"), 0, 12, rapid.ID).Draw(t, "rows")
				l.hold()
				l.countHidden()
			case "move":
				l.move(rapid.IntRange(-8, 8).Draw(t, "by"), 5)
			case "mark":
				if i, ok := l.selected(); ok {
					toggleLetter(want, rows.shown[i])
				}
				l.mark(5)
			case "all":
				markLetters(want, rows.shown)
				l.markAll()
			case "prune":
				gone := rapid.StringMatching("[a-m]").Draw(t, "gone")
				delete(want, gone)
				l.prune(func(k string) bool { return k == gone })
			}
			hidden := len(want)
			for i, k := range rows.shown {
				if l.isMarked(i) != want[k] {
					t.Fatalf("%q is marked: %v, want %v", k, l.isMarked(i), want[k])
				}
				if want[k] {
					hidden--
				}
			}
			if l.count() != len(want) || l.marks.hidden != hidden {
				t.Fatalf("%d marks, %d not shown; want %v, %d", l.count(), l.marks.hidden, want, hidden)
			}
		}
	})
}

func toggleLetter(of map[string]bool, k string) {
	if of[k] {
		delete(of, k)
	} else {
		of[k] = true
	}
}

// markLetters marks all of the letters, or none of them where all were.
func markLetters(of map[string]bool, letters []string) {
	all := true
	for _, k := range letters {
		all = all && of[k]
	}
	for _, k := range letters {
		if delete(of, k); !all {
			of[k] = true
		}
	}
}

// A range grows and shrinks with the cursor, in both directions, and never takes a mark from outside it.
func TestARangeFollowsTheCursor(t *testing.T) {
	l := newList[string](&letters{[]string{"a", "b", "c", "d", "e", "f"}})
	l.setMarks(map[string]bool{"e": true})
	l.move(2, 6)
	l.beginRange()
	for _, step := range []struct {
		by   int
		want map[string]bool
	}{
		{0, map[string]bool{"c": true, "e": true}},
		{2, map[string]bool{"c": true, "d": true, "e": true}},
		{-1, map[string]bool{"c": true, "d": true, "e": true}},
		{-3, map[string]bool{"a": true, "b": true, "c": true, "e": true}},
	} {
		if l.move(step.by, 6); !maps.Equal(l.marks.of, step.want) {
			t.Errorf("after %d the marks are %v, want %v", step.by, l.marks.of, step.want)
		}
	}
	before := maps.Clone(l.marks.of)
	l.endRange()
	l.move(5, 6)
	if !maps.Equal(l.marks.of, before) {
		t.Errorf("after the range the marks are %v, want %v", l.marks.of, before)
	}
	l.beginRange()
	l.move(-1, 6)
	l.dropRange()
	if !maps.Equal(l.marks.of, before) {
		t.Errorf("a range that was taken back leaves %v, want %v", l.marks.of, before)
	}
}

// A mark is never lost in silence: whoever is no longer listed is named.
func TestTheMarkOfADeletedUserIsLostAloud(t *testing.T) {
	m := filled(t, 3)
	press(m, tea.Key{Code: 'A', Text: "A"})
	users := []iamclient.User{{Name: "user.000000"}, {Name: "user.000002"}}
	m.Update(usersLoadedMsg{round: m.account.ReadAgain(true), users: users})
	if got, want := m.notice.text, "user.000001 is no longer in the account, and was unmarked."; got != want {
		t.Errorf("the notice is %q, want %q", got, want)
	}
	if got := m.users.list.count(); got != 2 {
		t.Errorf("%d users are marked, want 2", got)
	}
	m.open(m.account.View, directory.NewAccount(m.account.Client(), directory.Options{}))
	if got, want := m.notice.text, "2 users of the account before are unmarked."; got != want {
		t.Errorf("the notice is %q, want %q", got, want)
	}
}
