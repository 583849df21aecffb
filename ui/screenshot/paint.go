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
	c := newCanvas(g.Width*cellWidth+2*margin, g.Height*cellHeight+2*margin, p)
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
		c.fill(image.Rect(at.X, at.Y+2, at.X+2, at.Y+cellHeight-2), p.Foreground)
	}
	return c.picture, c.err
}

// cellAt is the upper left corner of a cell.
func cellAt(x, y int) image.Point { return image.Pt(margin+x*cellWidth, margin+y*cellHeight) }

// canvas is a picture with as few colours as it takes.
type canvas struct {
	picture *image.Paletted
	palette Palette
	index   map[color.RGBA]uint8
	err     error
}

func newCanvas(width, height int, p Palette) *canvas {
	c := &canvas{image.NewPaletted(image.Rect(0, 0, width, height), nil), p, map[color.RGBA]uint8{}, nil}
	c.fill(c.picture.Rect, p.Border)
	c.fill(c.picture.Rect.Inset(1), p.Background)
	return c
}

func (c *canvas) cell(at image.Point, mask *image.Alpha, style uitest.Style) {
	letter, ground := c.palette.colors(style)
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

func (c *canvas) set(x, y int, to color.RGBA) {
	index, ok := c.index[to]
	if !ok {
		if len(c.picture.Palette) == 256 {
			c.err = fmt.Errorf("the picture has more than 256 colours")
			return
		}
		index = uint8(len(c.picture.Palette)) //nolint:gosec // below 256
		c.index[to] = index
		c.picture.Palette = append(c.picture.Palette, to)
	}
	c.picture.SetColorIndex(x, y, index)
}
