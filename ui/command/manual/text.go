package manual

import (
	"strings"

	"iampasswd/ui/text"
)

// Text is the topic in lines of at most so many cells; only a word or a line of code that is longer goes beyond. Styled,
// headings and what is typed are bold; otherwise what is typed stands between backquotes.
func (t Topic) Text(width int, styled bool) string {
	w := writer{width: width, styled: styled}
	w.wrapped("", "", []span{{look: strong, text: t.Name}, {text: ": " + t.Summary}})
	before := heading
	for _, b := range parse(t.source) {
		if b.kind != item || before != item {
			w.line("")
		}
		w.block(b)
		before = b.kind
	}
	return w.b.String()
}

// writer writes blocks as text.
type writer struct {
	b      strings.Builder
	width  int
	styled bool
}

func (w *writer) block(b block) {
	switch b.kind {
	case heading:
		w.wrapped("", "", []span{{look: strong, text: strings.ToUpper(textOf(b.spans))}})
	case code:
		w.code(b.lines)
	case table:
		w.table(b.rows)
	case item:
		w.wrapped("- ", "  ", b.spans)
	case paragraph:
		w.wrapped("", "", b.spans)
	}
}

// code writes lines that are to be copied, and so are never wrapped. A comment that makes a line too long goes before it.
func (w *writer) code(lines []string) {
	const indent = "    "
	for _, line := range lines {
		if command, comment, ok := strings.Cut(line, "  # "); ok && text.Width(indent+line) > w.width {
			w.line(indent + "# " + comment)
			line = command
		}
		w.line(indent + line)
	}
}

func (w *writer) line(line string) { w.b.WriteString(strings.TrimRight(line, " ") + "\n") }

// wrapped writes text in lines that begin with first, and with next from the second on.
func (w *writer) wrapped(first, next string, spans []span) {
	begin := first
	for _, line := range fill(w.words(spans), w.width-len(first)) {
		w.line(begin + line.text)
		begin = next
	}
}

// word is text that is not broken, with its escape sequences, and its width without them.
type word struct {
	text  string
	cells int
}

// words takes text apart at its spaces. Each word carries its own look, so that a line can end after any.
func (w *writer) words(spans []span) []word {
	words, open := []word{}, false // whether the last word may go on
	for _, s := range spans {
		for i, part := range strings.Split(w.marked(s), " ") {
			if i > 0 {
				open = false
			}
			if part == "" {
				continue
			}
			styled := word{part, text.Width(part)}
			if w.styled && s.look != plain {
				styled.text = bold + part + regular
			}
			if open {
				last := &words[len(words)-1]
				last.text, last.cells = last.text+styled.text, last.cells+styled.cells
			} else {
				words = append(words, styled)
			}
			open = true
		}
	}
	return words
}

const bold, regular = "\x1b[1m", "\x1b[22m"

// marked is a span with what shows its look where nothing is styled, and where it leads.
func (w *writer) marked(s span) string {
	switch {
	case destination(s) != "":
		return s.text + " (" + destination(s) + ")"
	case s.look == literal && !w.styled:
		return "`" + s.text + "`"
	}
	return s.text
}

// destination says where a link leads, for who cannot follow it: "" where its text says it already.
func destination(s span) string {
	if strings.Contains(s.to, "://") {
		return s.to
	}
	topic, _, ok := strings.Cut(s.to, ".md")
	if !ok {
		return ""
	}
	return "iampasswd help " + topic
}

// fill makes lines of words, as full as they get.
func fill(words []word, width int) []word {
	var lines []word
	for _, next := range words {
		last := len(lines) - 1
		if last >= 0 && lines[last].cells+1+next.cells <= width {
			lines[last] = word{lines[last].text + " " + next.text, lines[last].cells + 1 + next.cells}
			continue
		}
		lines = append(lines, next)
	}
	return lines
}
