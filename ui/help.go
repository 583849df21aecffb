package ui

import "strings"

// section is the keys of one place, for the help.
type section struct {
	heading string
	keys    keyMap
}

// sections are all keys that there are, from the tables that the keys themselves work by.
func sections(readOnly bool) []section {
	anyone := func(intent) string { return "" }
	all := []section{{"Users", usersKeys(readOnly, anyone)}, {"Filter", filterKeys()}}
	if !readOnly {
		all = append(all, section{"Form", formKeys("reset", false, true)}, section{"Hand-over", handoverKeys(false)})
	}
	return append(all, section{"Anywhere", anywhereKeys(1)})
}

func helpText(c canvas, sections []section) []string {
	var lines []string
	for _, section := range sections {
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
