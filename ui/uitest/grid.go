package uitest

import (
	"fmt"
	"image/color"
	"strings"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"
)

// Grid is a screen at one moment.
type Grid struct {
	Width, Height    int
	CursorX, CursorY int
	CursorShows      bool
	cells            []Cell
}

// Cell is one cell of a screen.
type Cell struct {
	Text  string // a character with all that combines with it; "": the right half of a wide one
	Style Style
}

// Style is how a cell looks.
type Style struct {
	Fg, Bg                          color.Color // of the 16, an ansi.BasicColor; nil: the terminal's own
	Bold, Faint, Reverse, Underline bool
}

// At is the cell in column x of line y, both from 0.
func (g Grid) At(x, y int) Cell { return g.cells[y*g.Width+x] }

func newGrid(e *vt.Emulator) Grid {
	at := e.CursorPosition()
	g := Grid{
		Width: e.Width(), Height: e.Height(),
		CursorX: at.X, CursorY: at.Y, CursorShows: !e.CursorHidden(),
	}
	for y := range g.Height {
		for x := range g.Width {
			g.cells = append(g.cells, newCell(e.CellAt(x, y)))
		}
	}
	return g
}

func newCell(c *uv.Cell) Cell {
	if c == nil {
		return Cell{Text: " "}
	}
	return Cell{Text: c.Content, Style: Style{
		Fg: c.Style.Fg, Bg: c.Style.Bg,
		Bold:      c.Style.Attrs&uv.AttrBold != 0,
		Faint:     c.Style.Attrs&uv.AttrFaint != 0,
		Reverse:   c.Style.Attrs&uv.AttrReverse != 0,
		Underline: c.Style.Underline != ansi.UnderlineNone,
	}}
}

func (g Grid) lines() []string {
	lines := make([]string, g.Height)
	for y := range lines {
		var line strings.Builder
		for x := range g.Width {
			line.WriteString(g.At(x, y).Text)
		}
		lines[y] = strings.TrimRight(line.String(), " ")
	}
	return lines
}

// styles says in words how each line looks, the cells that look like nothing in particular left out.
func (g Grid) styles() []string {
	var lines []string
	for y := range g.Height {
		var runs []string
		for x := 0; x < g.Width; {
			from, style := x, g.At(x, y).Style
			for x < g.Width && g.At(x, y).Style == style {
				x++
			}
			if words := style.String(); words != "" {
				runs = append(runs, fmt.Sprintf("%d-%d %s", from+1, x, words))
			}
		}
		if len(runs) > 0 {
			lines = append(lines, fmt.Sprintf("%3d: %s", y+1, strings.Join(runs, ", ")))
		}
	}
	return lines
}

// String says in words how a cell looks, "" for nothing in particular.
func (s Style) String() string {
	var words []string
	for _, is := range []struct {
		so   bool
		word string
	}{{s.Bold, "bold"}, {s.Faint, "faint"}, {s.Reverse, "reverse"}, {s.Underline, "underlined"}} {
		if is.so {
			words = append(words, is.word)
		}
	}
	if s.Fg != nil {
		words = append(words, colorName(s.Fg))
	}
	if s.Bg != nil {
		words = append(words, "on "+colorName(s.Bg))
	}
	return strings.Join(words, " ")
}

var basicColors = []string{"black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"}

func colorName(c color.Color) string {
	basic, ok := c.(ansi.BasicColor)
	switch {
	case !ok:
		return fmt.Sprint(c)
	case int(basic) < len(basicColors):
		return basicColors[basic]
	}
	return "bright " + basicColors[int(basic)-len(basicColors)]
}
