package ui

// rows are what a list shows. The screen that owns the list has them.
type rows[K comparable] interface {
	rowCount() int
	// rowKey tells the row at i from every other, whatever its place.
	rowKey(i int) K
}

// list is the cursor over rows, and which of them show. The cursor stays on its row while rows arrive, leave and change
// their order. A page is how many rows there is room for, at least 1; the screen measures it.
type list[K comparable] struct {
	rows   rows[K]
	filter filter
	cursor int  // the index of the selected row; 0 where there is none
	at     K    // its key; the zero value where there is none
	chosen bool // the operator has moved the cursor since the filter was opened
	top    int  // the first row that showed when the cursor was last moved
	marks  marks[K]
}

func newList[K comparable](rows rows[K]) list[K] { return list[K]{rows: rows, filter: newFilter()} }

// selected is the index of the row under the cursor; ok is false where there are no rows.
func (l *list[K]) selected() (i int, ok bool) { return l.cursor, l.cursor < l.rows.rowCount() }

// move moves the cursor by n rows, and scrolls as far as it takes to show it.
func (l *list[K]) move(n, page int) {
	if l.rows.rowCount() == 0 {
		return
	}
	l.chosen = true
	l.top = l.first(page)
	l.put(min(max(0, l.cursor+n), l.rows.rowCount()-1))
	l.top = l.first(page)
	l.followRange()
}

// put places the cursor on the row at i.
func (l *list[K]) put(i int) {
	var none K
	l.cursor, l.at = i, none
	if i < l.rows.rowCount() {
		l.at = l.rows.rowKey(i)
	}
}

// hold finds the selected row again after the rows have changed. Where it is gone, the first row is selected.
func (l *list[K]) hold() {
	n := l.rows.rowCount()
	if l.cursor < n && l.rows.rowKey(l.cursor) == l.at { // as after most changes
		return
	}
	for i := range n {
		if l.rows.rowKey(i) == l.at {
			l.put(i)
			return
		}
	}
	l.put(0)
}

// home puts the cursor on the first row: typing a filter means its best match.
func (l *list[K]) home() {
	l.put(0)
	l.top = 0
}

// first is the index of the first row shown on a page: the same as before, if the cursor is on that page.
func (l *list[K]) first(page int) int {
	top := max(0, min(l.top, l.cursor, l.rows.rowCount()-page))
	return max(top, l.cursor-page+1)
}

// window is the range of the rows shown on a page.
func (l *list[K]) window(page int) (from, to int) {
	from = l.first(page)
	return from, min(from+page, l.rows.rowCount())
}

// steer moves the cursor where the intent is one of the keys that do, and tells whether it is.
func (l *list[K]) steer(i intent, page int) bool {
	n, ok := map[intent]int{
		intentUp: -1, intentDown: 1, intentPageUp: -page, intentPageDown: page,
		intentHalfUp: -max(1, page/2), intentHalfDown: max(1, page/2),
		intentHome: -l.rows.rowCount(), intentEnd: l.rows.rowCount(),
	}[i]
	if ok {
		l.move(n, page)
	}
	return ok
}

// click puts the cursor on the row shown on a line, counted from the first row of the page, and tells whether there is
// one.
func (l *list[K]) click(line, page int) bool {
	from, to := l.window(page)
	if line < 0 || from+line >= to {
		return false
	}
	l.move(from+line-l.cursor, page)
	return true
}

// choice tells whether there is a row to go to.
func (l *list[K]) choice() bool { return l.rows.rowCount() > 1 }
