package userlist

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"iampasswd/ui/directory"
	"iampasswd/ui/text"
)

// tablePrinter prints a table for people, as wide as it has to be and as the terminal is. It needs all rows first.
type tablePrinter struct {
	to      io.Writer
	columns []Column
	chosen  bool // by the operator: none is left out
	width   int  // of the terminal, in cells; 0: it is none
	now     time.Time
	cells   [][]string // by row
}

func (p *tablePrinter) rows(users []*directory.Entry) error {
	for _, e := range users {
		row := make([]string, len(p.columns))
		for i, c := range p.columns {
			row[i] = c.shown(e, p.now)
		}
		p.cells = append(p.cells, row)
	}
	return nil
}

// tableGap is how many cells stand between two columns.
const tableGap = 2

// narrowestUser is how many cells a user's name keeps where the terminal is too narrow.
const narrowestUser = 18

// droppedFirst are the columns that a narrow terminal has no room for, in the order in which they go.
func droppedFirst() []string {
	return []string{"created", "password_expires", "path", "active_keys", "must_change", "mfa", "last_sign_in", "password_changed", "console"}
}

func (p *tablePrinter) end() error {
	if len(p.cells) == 0 {
		return nil
	}
	widths := p.widths()
	var b strings.Builder
	titles := make([]string, len(p.columns))
	for i, c := range p.columns {
		titles[i] = c.title
	}
	for _, row := range append([][]string{titles}, p.cells...) {
		var line strings.Builder
		for i, cell := range row {
			if widths[i] == 0 {
				continue
			}
			if line.Len() > 0 {
				line.WriteString(strings.Repeat(" ", tableGap))
			}
			line.WriteString(text.Fit(cell, widths[i]))
		}
		b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
	_, err := fmt.Fprint(p.to, b.String())
	return err
}

// widths are how many cells each column gets; 0: it is left out.
func (p *tablePrinter) widths() []int {
	widths := make([]int, len(p.columns))
	for i, c := range p.columns {
		widths[i] = text.Width(c.title)
		for _, row := range p.cells {
			widths[i] = max(widths[i], text.Width(row[i]))
		}
	}
	if p.width == 0 || p.chosen {
		return widths
	}
	user := slices.IndexFunc(p.columns, func(c Column) bool { return c.Name == "user" })
	for _, name := range droppedFirst() {
		over := total(widths) - p.width
		if over <= 0 || widths[user]-over >= narrowestUser {
			break
		}
		if i := slices.IndexFunc(p.columns, func(c Column) bool { return c.Name == name }); i >= 0 {
			widths[i] = 0
		}
	}
	widths[user] = max(1, widths[user]-max(0, total(widths)-p.width))
	return widths
}

func total(widths []int) int {
	sum := -tableGap
	for _, w := range widths {
		if w > 0 {
			sum += w + tableGap
		}
	}
	return sum
}
