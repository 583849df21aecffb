package manual

import (
	"regexp"
	"strings"
	"sync"
)

// block is a part of a text that begins on a line of its own.
type block struct {
	kind  kind
	level int        // of a heading, from 2 on
	lines []string   // of code, as they are
	spans []span     // of all others but code and tables
	rows  [][][]span // of a table, its head first
}

type kind int

const (
	paragraph kind = iota
	heading
	item // of a list
	code
	table
)

// span is a piece of text of one look.
type span struct {
	look look
	text string
	to   string // where a link leads, "" for other spans
}

type look int

const (
	plain look = iota
	strong
	emphasis
	literal // what is typed, or a name: code in Markdown
)

// parse takes a text apart.
func parse(source string) []block {
	var blocks []block
	lines := strings.Split(source, "\n")
	for len(lines) > 0 {
		line := lines[0]
		switch {
		case line == "":
			lines = lines[1:]
		case strings.HasPrefix(line, "```"):
			n := until(lines[1:], func(l string) bool { return l == "```" })
			blocks = append(blocks, block{kind: code, lines: lines[1 : 1+n]})
			lines = lines[min(n+2, len(lines)):]
		case strings.HasPrefix(line, "#"):
			marks, title, _ := strings.Cut(line, " ")
			blocks = append(blocks, block{kind: heading, level: len(marks), spans: inline(title)})
			lines = lines[1:]
		case strings.HasPrefix(line, "|"):
			n := until(lines, func(l string) bool { return !strings.HasPrefix(l, "|") })
			blocks = append(blocks, block{kind: table, rows: tableRows(lines[:n])})
			lines = lines[n:]
		case strings.HasPrefix(line, "- "):
			n := 1 + until(lines[1:], func(l string) bool { return !strings.HasPrefix(l, "  ") })
			blocks = append(blocks, block{kind: item, spans: inline(joined(lines[:n])[len("- "):])})
			lines = lines[n:]
		default:
			n := until(lines, endsParagraph)
			blocks = append(blocks, block{kind: paragraph, spans: inline(joined(lines[:n]))})
			lines = lines[n:]
		}
	}
	return blocks
}

// until is how many lines come before the first one that ends them.
func until(lines []string, ends func(string) bool) int {
	for i, line := range lines {
		if ends(line) {
			return i
		}
	}
	return len(lines)
}

func endsParagraph(line string) bool {
	return line == "" || strings.HasPrefix(line, "```") || strings.HasPrefix(line, "#") || strings.HasPrefix(line, "|") || strings.HasPrefix(line, "- ")
}

func joined(lines []string) string {
	return strings.Join(strings.Fields(strings.Join(lines, " ")), " ")
}

// tableRows are the cells of a table, without the line below its head.
func tableRows(lines []string) [][][]span {
	var rows [][][]span
	for i, line := range lines {
		if i == 1 {
			continue
		}
		line = strings.TrimSuffix(strings.TrimPrefix(line, "|"), "|")
		var row [][]span
		for cell := range strings.SplitSeq(strings.ReplaceAll(line, `\|`, escapedBar), "|") {
			row = append(row, inline(strings.ReplaceAll(strings.TrimSpace(cell), escapedBar, "|")))
		}
		rows = append(rows, row)
	}
	return rows
}

// escapedBar stands for a bar in a cell while a line is cut at its bars.
const escapedBar = "\x00"

// marked finds what is marked up. It is compiled when a topic is shown, for every other start would pay for it.
var marked = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile("`([^`]+)`|\\*\\*([^*]+)\\*\\*|\\*([^*\\s][^*]*)\\*|\\[([^]]+)\\]\\(([^)]+)\\)")
})

// inline takes a line of text apart. What is not marked up is plain.
func inline(text string) []span {
	var spans []span
	add := func(s span) {
		if s.text != "" {
			spans = append(spans, s)
		}
	}
	for {
		at := marked().FindStringSubmatchIndex(text)
		if at == nil {
			add(span{look: plain, text: text})
			return spans
		}
		add(span{look: plain, text: text[:at[0]]})
		group := func(n int) string {
			if at[2*n] < 0 {
				return ""
			}
			return text[at[2*n]:at[2*n+1]]
		}
		add(span{look: literal, text: group(1)})
		add(span{look: strong, text: group(2)})
		add(span{look: emphasis, text: group(3)})
		add(span{look: plain, text: group(4), to: group(5)})
		text = text[at[1]:]
	}
}

// textOf is text without its looks.
func textOf(spans []span) string {
	var b strings.Builder
	for _, s := range spans {
		b.WriteString(s.text)
	}
	return b.String()
}
