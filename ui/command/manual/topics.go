package manual

import (
	"embed"
	"strings"
)

//go:embed *.md
var files embed.FS

// Topic is a chapter of the manual.
type Topic struct {
	Name    string // also of its file, without .md
	Summary string // one line, without a capital and a full stop
	source  string
}

// Topics are all of them, by name.
func Topics() []Topic {
	entries, _ := files.ReadDir(".") // an embedded folder is always there
	var all []Topic
	for _, entry := range entries {
		if t, ok := Find(strings.TrimSuffix(entry.Name(), ".md")); ok {
			all = append(all, t)
		}
	}
	return all
}

// Find finds a topic by its name.
func Find(name string) (t Topic, ok bool) {
	text, err := files.ReadFile(name + ".md")
	if err != nil {
		return Topic{}, false
	}
	heading, source, _ := strings.Cut(string(text), "\n")
	_, summary, _ := strings.Cut(heading, ": ")
	return Topic{name, summary, source}, true
}
