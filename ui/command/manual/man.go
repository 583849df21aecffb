package manual

import (
	"fmt"
	"strings"
	"unicode"
)

// Man is the topic as a page in the macros of man(7). The version stands at its foot.
func (t Topic) Man(version string) string {
	var b strings.Builder
	line := func(format string, args ...any) { _, _ = fmt.Fprintf(&b, format+"\n", args...) }
	line(`.TH "%s" "7" "" "%s" "iampasswd"`, strings.ToUpper(Roff("iampasswd-"+t.Name)), Roff("iampasswd "+version))
	line(".SH NAME\n%s \\- %s", Roff("iampasswd-"+t.Name), Roff(t.Summary))
	line(".SH DESCRIPTION")
	before := heading
	for _, block := range parse(t.source) {
		switch block.kind {
		case heading:
			line(".SH %s", Roff(strings.ToUpper(textOf(block.spans))))
		case code:
			line(".PP\n.RS 4\n.nf\n%s\n.fi\n.RE", Roff(strings.Join(block.lines, "\n")))
		case item:
			line(".IP \\(bu 2\n%s", roffOf(block.spans))
		case paragraph:
			if before != heading {
				line(".PP")
			}
			line("%s", roffOf(block.spans))
		case table:
			b.WriteString(roffTable(block.rows))
		}
		before = block.kind
	}
	return b.String()
}

// roffTable is a table as a list: the first cell of a row with the others below it, each after the head of its column
// where there are several. Not every reader of such pages knows tables.
func roffTable(rows [][][]span) string {
	var b strings.Builder
	if head := rows[0]; len(head) == 2 {
		fmt.Fprintf(&b, ".TP\n\\fI%s\\fP\n\\fI%s\\fP\n", Roff(textOf(head[0])), Roff(textOf(head[1])))
	}
	for _, row := range rows[1:] {
		fmt.Fprintf(&b, ".TP\n%s\n", roffOf(row[0]))
		written := 0
		for n, cell := range row[1:] {
			switch {
			case len(cell) == 0:
				continue
			case written > 0:
				b.WriteString(".br\n")
			}
			if len(row) > 2 {
				b.WriteString(Roff(textOf(rows[0][n+1])) + ": ")
			}
			b.WriteString(roffOf(cell) + "\n")
			written++
		}
	}
	return b.String()
}

// roffOf is text in its looks. It cannot be taken for a macro.
func roffOf(spans []span) string {
	var b strings.Builder
	for _, s := range spans {
		text := Roff(s.text)
		if to := destination(s); to != "" {
			text += " (" + Roff(to) + ")"
		}
		switch s.look {
		case literal, strong:
			text = `\fB` + text + `\fP`
		case emphasis:
			text = `\fI` + text + `\fP`
		case plain:
		}
		b.WriteString(text)
	}
	return b.String()
}

// Roff is plain text that roff takes for nothing else.
func Roff(text string) string {
	lines := strings.Split(strings.NewReplacer(`\`, `\e`, "-", `\-`).Replace(text), "\n")
	for i, l := range lines {
		if strings.HasPrefix(l, ".") || strings.HasPrefix(l, "'") {
			lines[i] = `\&` + l
		}
	}
	var b strings.Builder
	for _, r := range strings.Join(lines, "\n") {
		if r < unicode.MaxASCII {
			b.WriteRune(r)
		} else { // older readers take the bytes of UTF-8 for characters
			fmt.Fprintf(&b, `\[u%04X]`, r)
		}
	}
	return b.String()
}
