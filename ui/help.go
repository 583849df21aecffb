package ui

import "strings"

// helpText is every key, from the tables that the keys themselves work by.
func helpText(c canvas) []string {
	var lines []string
	for _, section := range []struct {
		heading string
		keys    keyMap
	}{
		{"Users", usersKeys(false, true)},
		{"Filter", filterKeys()},
		{"Form", formKeys("reset", false, true)},
		{"Hand-over", handoverKeys(false)},
		{"Anywhere", anywhereKeys(1)},
	} {
		if len(lines) > 0 {
			lines = append(lines, "")
		}
		lines = append(lines, c.styles.strong.Render("  "+section.heading))
		for _, b := range section.keys {
			label := "  " + c.styles.accent.Render(fit(b.Help().Key, 10))
			for _, what := range wrap(b.what, c.width-14) {
				lines = append(lines, label+what)
				label = strings.Repeat(" ", 12)
			}
		}
	}
	return lines
}
