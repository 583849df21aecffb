package manual

import "strings"

const (
	gap    = 2  // cells between two columns
	narrow = 24 // cells: a column that has to be wrapped is not made narrower
)

// table writes a table in columns, or each row as a list of its cells where the columns would be too narrow.
func (w *writer) table(rows [][][]span) {
	var cellsOf [][][]word
	natural, longest := make([]int, len(rows[0])), 0
	for _, row := range rows {
		var words [][]word
		for i, cell := range row {
			words = append(words, w.words(cell))
			natural[i] = max(natural[i], lineWidth(words[i]))
			for _, word := range words[i] {
				longest = max(longest, word.cells)
			}
		}
		cellsOf = append(cellsOf, words)
	}
	widths, ok := share(natural, w.width, min(longest, w.width/2))
	if !ok {
		w.records(rows)
		return
	}
	for i, row := range cellsOf {
		w.row(row, widths)
		if i == 0 {
			var rules [][]word
			for _, width := range widths {
				rules = append(rules, []word{{strings.Repeat("-", width), width}})
			}
			w.row(rules, widths)
		}
	}
}

// lineWidth is how wide words are in one line.
func lineWidth(words []word) int {
	width := max(0, len(words)-1)
	for _, word := range words {
		width += word.cells
	}
	return width
}

// share gives each column what it needs or, where that is too much, the wide ones the same of what the others leave.
// ok is false where these are narrower than the longest word, or than is good to read.
func share(natural []int, width, longest int) (widths []int, ok bool) {
	room, wide := width-gap*(len(natural)-1), len(natural)
	limit := room / wide
	for range natural {
		left, more := room, 0
		for _, n := range natural {
			if n <= limit {
				left -= n
			} else {
				more++
			}
		}
		if more == 0 {
			return natural, true
		}
		limit = left / more
	}
	widths = make([]int, len(natural))
	for i, n := range natural {
		widths[i] = min(n, limit)
	}
	return widths, limit >= max(narrow, longest)
}

// row writes one row, its cells wrapped.
func (w *writer) row(row [][]word, widths []int) {
	lines, height := make([][]word, len(row)), 0
	for i, words := range row {
		lines[i] = fill(words, widths[i])
		height = max(height, len(lines[i]))
	}
	for y := range height {
		var line strings.Builder
		for i := range row {
			cell := word{}
			if y < len(lines[i]) {
				cell = lines[i][y]
			}
			line.WriteString(cell.text + strings.Repeat(" ", max(0, widths[i]-cell.cells)+gap))
		}
		w.line(line.String())
	}
}

// records writes each row as its first cell with the others below, each after the head of its column.
func (w *writer) records(rows [][][]span) {
	for i, row := range rows[1:] {
		if i > 0 {
			w.line("")
		}
		w.wrapped("", "  ", append([]span{}, row[0]...))
		for n, cell := range row[1:] {
			if len(cell) > 0 {
				w.wrapped("    ", "      ", append([]span{{text: textOf(rows[0][n+1]) + ": "}}, cell...))
			}
		}
	}
}
