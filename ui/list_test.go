package ui

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// letters are rows that are their own keys.
type letters struct{ shown []string }

func (l *letters) rowCount() int       { return len(l.shown) }
func (l *letters) rowKey(i int) string { return l.shown[i] }

// Whatever happens to the rows, the cursor is on one of them, stays on the row that it was on while that row is there,
// and shows.
func TestTheCursorStaysOnItsRow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := &letters{}
		l := newList(rows)
		for range rapid.IntRange(1, 30).Draw(t, "steps") {
			page := rapid.IntRange(1, 5).Draw(t, "page")
			if rapid.Bool().Draw(t, "rows change") {
				before := l.at
				rows.shown = rapid.SliceOfNDistinct(rapid.StringMatching("[a-m]"), 0, 12, rapid.ID).Draw(t, "rows")
				l.hold()
				if slices.Contains(rows.shown, before) && l.at != before {
					t.Fatalf("the cursor went from %q to %q in %q", before, l.at, rows.shown)
				}
			} else {
				l.move(rapid.IntRange(-8, 8).Draw(t, "by"), page)
			}
			i, ok := l.selected()
			if ok != (len(rows.shown) > 0) || ok && rows.shown[i] != l.at {
				t.Fatalf("the cursor is at %d, %q, in %q", i, l.at, rows.shown)
			}
			from, to := l.window(page)
			if ok && (i < from || i >= to) || to-from > page || from < 0 || to > len(rows.shown) {
				t.Fatalf("rows %d to %d show on a page of %d, the cursor is at %d of %d", from, to, page, i, len(rows.shown))
			}
		}
	})
}

// A click selects the row that it is on, and none beyond the last.
func TestAClickSelectsItsRow(t *testing.T) {
	l := newList[string](&letters{[]string{"a", "b", "c", "d"}})
	l.move(3, 2) // c and d show
	for line, want := range map[int]string{0: "c", 1: "d", 2: "d", -1: "d"} {
		l.put(3)
		if l.click(line, 2); l.at != want {
			t.Errorf("a click on line %d selects %q, want %q", line, l.at, want)
		}
	}
}
