package text

// Nearest is the candidate that a mistyped word most likely stands for: the one that the fewest mistakes lead to, and at
// most so many. A mistake is a letter too many, too few or wrong, or two in the wrong order. It is empty where there is none.
func Nearest(word string, candidates []string, most int) string {
	best := ""
	for _, c := range candidates {
		if n := mistakes([]rune(word), []rune(c)); n <= most {
			best, most = c, n-1
		}
	}
	return best
}

// mistakes is the edit distance of two words, where two neighbours in the wrong order are one edit.
func mistakes(a, b []rune) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		before, last, row = last, row, before
		row[0] = i
		for j := 1; j <= len(b); j++ {
			change := 1
			if a[i-1] == b[j-1] {
				change = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+change)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
	}
	return row[len(b)]
}
