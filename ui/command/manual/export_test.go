package manual

import "strings"

// TextOf is the text of a topic that is no file.
func TextOf(source string, width int) string {
	heading, rest, _ := strings.Cut(source, "\n")
	name, summary, _ := strings.Cut(strings.TrimPrefix(heading, "# "), ": ")
	return Topic{name, summary, rest}.Text(width, false)
}
