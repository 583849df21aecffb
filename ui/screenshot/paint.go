package screenshot

import (
	"fmt"
	"image"
	"image/color"

	"iampasswd/ui/uitest"
)

// margin is around the screen, in pixels.
const margin = 24

// Paint makes a picture of a screen.
func Paint(g uitest.Grid, p Palette) (*image.Paletted, error) {
	letters, err := newLetters()
	if err != nil {
		return nil, err
	}
	return paint(g, letters, newColours(p))
}

func paint(g uitest.Grid, letters *letters, colours *colours) (*image.Paletted, error) {
	c := newCanvas(g.Width*cellWidth+2*margin, g.Height*cellHeight+2*margin, colours)
	for y := range g.Height {
		for x := range g.Width {
			cell := g.At(x, y)
			mask, err := letters.mask(letter{cell.Text, cell.Style.Bold})
			if err != nil {
				return nil, err
			}
			c.cell(cellAt(x, y), mask, cell.Style)
		}
	}
	if g.CursorShows {
		at := cellAt(g.CursorX, g.CursorY)
		c.fill(image.Rect(at.X, at.Y+2, at.X+2, at.Y+cellHeight-2), colours.look.Foreground)
	}
	c.picture.Palette = colours.palette
	return c.picture, colours.err
}

// cellAt is the upper left corner of a cell.
func cellAt(x, y int) image.Point { return image.Pt(margin+x*cellWidth, margin+y*cellHeight) }

// colours are those that one or more pictures are made of: as few as it takes.
type colours struct {
	look    Palette
	palette color.Palette
	index   map[color.RGBA]uint8
	err     error
}

func newColours(p Palette) *colours { return &colours{look: p, index: map[color.RGBA]uint8{}} }

// at is the place of a colour.
func (c *colours) at(colour color.RGBA) uint8 {
	index, ok := c.index[colour]
	if !ok {
		if len(c.palette) == 256 {
			c.err = fmt.Errorf("there are more than 256 colours")
			return 0
		}
		index = uint8(len(c.palette)) //nolint:gosec // below 256
		c.index[colour] = index
		c.palette = append(c.palette, colour)
	}
	return index
}

// canvas is a picture that is being painted.
type canvas struct {
	picture *image.Paletted
	colours *colours
}

func newCanvas(width, height int, colours *colours) *canvas {
	c := &canvas{image.NewPaletted(image.Rect(0, 0, width, height), nil), colours}
	c.fill(c.picture.Rect, colours.look.Border)
	c.fill(c.picture.Rect.Inset(1), colours.look.Background)
	return c
}

func (c *canvas) cell(at image.Point, mask *image.Alpha, style uitest.Style) {
	letter, ground := c.colours.look.colors(style)
	for y := range cellHeight {
		for x := range cellWidth {
			c.set(at.X+x, at.Y+y, mix(ground, letter, mask.AlphaAt(x, y).A))
		}
	}
	if style.Underline {
		c.fill(image.Rect(at.X, at.Y+baseline+2, at.X+cellWidth, at.Y+baseline+3), letter)
	}
}

func (c *canvas) fill(area image.Rectangle, with color.RGBA) {
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			c.set(x, y, with)
		}
	}
}

func (c *canvas) set(x, y int, to color.RGBA) { c.picture.SetColorIndex(x, y, c.colours.at(to)) }
