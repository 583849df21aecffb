package ui

import "maps"

// marks are the rows that are chosen for one change. They are kept by the rows' keys, whatever is shown.
type marks[K comparable] struct {
	of     map[K]bool
	hidden int // how many of them are not shown

	ranging bool
	from    K          // where the range began
	before  map[K]bool // the marks without the range
}

// count is how many rows are marked.
func (l *list[K]) count() int { return len(l.marks.of) }

// isMarked tells whether the row at i is marked.
func (l *list[K]) isMarked(i int) bool { return len(l.marks.of) > 0 && l.marks.of[l.rows.rowKey(i)] }

// setMarks takes these rows for the marked ones.
func (l *list[K]) setMarks(of map[K]bool) {
	l.marks.of = of
	l.countHidden()
}

// countHidden counts the marked rows that are not shown. It is called whenever the marks or the rows have changed, so that
// a frame does not have to look at every row.
func (l *list[K]) countHidden() {
	l.marks.hidden = 0
	if len(l.marks.of) == 0 {
		return
	}
	shown := 0
	for i := range l.rows.rowCount() {
		if l.marks.of[l.rows.rowKey(i)] {
			shown++
		}
	}
	l.marks.hidden = len(l.marks.of) - shown
}

// mark marks the row under the cursor, or takes its mark back, and goes to the next row.
func (l *list[K]) mark(page int) {
	i, ok := l.selected()
	if !ok {
		return
	}
	l.endRange()
	l.toggle(l.rows.rowKey(i))
	l.countHidden()
	l.move(1, page)
}

func (l *list[K]) toggle(k K) {
	switch {
	case l.marks.of[k]:
		delete(l.marks.of, k)
	case l.marks.of == nil:
		l.marks.of = map[K]bool{k: true}
	default:
		l.marks.of[k] = true
	}
}

// markAll marks all rows that are shown; where all of them are marked already, it takes their marks back. It returns how
// many rows changed, and whether they are marked now.
func (l *list[K]) markAll() (changed int, marked bool) {
	l.endRange()
	n := l.rows.rowCount()
	marked = len(l.marks.of)-l.marks.hidden < n
	if l.marks.of == nil {
		l.marks.of = make(map[K]bool, n)
	}
	for i := range n {
		if k := l.rows.rowKey(i); l.marks.of[k] != marked {
			l.toggle(k)
			changed++
		}
	}
	l.countHidden()
	return changed, marked
}

// beginRange begins a range at the row under the cursor. From now on the rows between that one and the cursor are marked.
func (l *list[K]) beginRange() {
	if i, ok := l.selected(); ok {
		l.marks.ranging, l.marks.from, l.marks.before = true, l.rows.rowKey(i), maps.Clone(l.marks.of)
		l.followRange()
	}
}

// followRange marks what lies between the beginning of the range and the cursor. Where its first row is not shown any
// more, the range ends.
func (l *list[K]) followRange() {
	if !l.marks.ranging {
		return
	}
	from := -1
	for i := range l.rows.rowCount() {
		if l.rows.rowKey(i) == l.marks.from {
			from = i
			break
		}
	}
	if from < 0 {
		l.endRange()
		return
	}
	of := maps.Clone(l.marks.before)
	if of == nil {
		of = map[K]bool{}
	}
	for i := min(from, l.cursor); i <= max(from, l.cursor); i++ {
		of[l.rows.rowKey(i)] = true
	}
	l.setMarks(of)
}

// endRange ends the range. What it marked stays marked.
func (l *list[K]) endRange() {
	var none K
	l.marks.ranging, l.marks.from, l.marks.before = false, none, nil
}

// dropRange ends the range and takes back what it marked.
func (l *list[K]) dropRange() {
	l.setMarks(l.marks.before)
	l.endRange()
}

// unmark takes all marks back.
func (l *list[K]) unmark() {
	l.endRange()
	l.setMarks(nil)
}

// prune takes back the marks of rows that are gone, and returns their keys.
func (l *list[K]) prune(gone func(K) bool) []K {
	var lost []K
	for k := range l.marks.of {
		if gone(k) {
			delete(l.marks.of, k)
			lost = append(lost, k)
		}
	}
	maps.DeleteFunc(l.marks.before, func(k K, _ bool) bool { return gone(k) })
	l.countHidden()
	return lost
}
