package ui

import (
	"iampasswd/ui/explain"
	"iampasswd/ui/text"
)

// problemLines sets a problem in at most n lines: what happened, what to do, and AWS's words as far as there is room.
func problemLines(c canvas, p explain.Problem, n int) []string {
	lines := fullProblem(c, p)
	if len(lines) <= n {
		return lines
	}
	lines = lines[:max(0, n)]
	if n > 0 {
		const more = " F2 shows all"
		lines[n-1] = text.Spread(text.Fit(lines[n-1]+" …", c.width-text.Width(more)-2), c.styles.strong.Render(more)+"  ", c.width)
	}
	return lines
}

// fullProblem sets a problem in as many lines as it takes.
func fullProblem(c canvas, p explain.Problem) []string {
	w := c.width - 5
	var lines []string
	for _, line := range text.Hanging("  ✗ ", p.Title, c.width-1) {
		lines = append(lines, c.styles.bad.Render(line))
	}
	for _, line := range text.Wrap(p.Remedy, w) {
		lines = append(lines, "    "+line)
	}
	for _, line := range text.Wrap(p.Detail, w) {
		lines = append(lines, c.styles.faint.Render("    "+line))
	}
	return lines
}
