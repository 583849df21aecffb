package screenshot

import (
	"image/color"

	"github.com/charmbracelet/x/ansi"

	"iampasswd/ui/uitest"
)

// Palette is what a terminal makes of its colours.
type Palette struct {
	Background, Foreground color.RGBA
	Border                 color.RGBA // around the picture, which may stand on a page of the same colour
	Basic                  [16]color.RGBA
}

// Dark and Light are two terminals that are easy on the eye.
var (
	Dark = Palette{
		Background: rgb(0x171a21), Foreground: rgb(0xd7dae0), Border: rgb(0x2c313c),
		Basic: [16]color.RGBA{
			rgb(0x2c313c), rgb(0xd05c67), rgb(0x8ab573), rgb(0xd3ab5e), rgb(0x5a9fe0), rgb(0xb56fca), rgb(0x4faab5), rgb(0xb6bcc8),
			rgb(0x6b7280), rgb(0xff7b86), rgb(0xa5d98a), rgb(0xf2cc7c), rgb(0x7dbcff), rgb(0xd79be8), rgb(0x74d4e0), rgb(0xffffff),
		},
	}
	Light = Palette{
		Background: rgb(0xfcfcfa), Foreground: rgb(0x24272c), Border: rgb(0xd5d5d0),
		Basic: [16]color.RGBA{
			rgb(0x24272c), rgb(0xb8202f), rgb(0x2b7a30), rgb(0x8a5a00), rgb(0x1c57b8), rgb(0x86389c), rgb(0x0d6f7d), rgb(0xb9bbbf),
			rgb(0x6b7077), rgb(0xd63a4a), rgb(0x3f9a45), rgb(0xb07a10), rgb(0x3b7be0), rgb(0xa355ba), rgb(0x1f93a3), rgb(0xfcfcfa),
		},
	}
)

func rgb(hex uint32) color.RGBA {
	return color.RGBA{uint8(hex >> 16), uint8(hex >> 8), uint8(hex), 0xff} //nolint:gosec // cut to a byte on purpose
}

// colors are a cell's two, with its looks taken into account.
func (p Palette) colors(s uitest.Style) (letter, ground color.RGBA) {
	letter, ground = p.of(s.Fg, p.Foreground), p.of(s.Bg, p.Background)
	if s.Reverse {
		letter, ground = ground, letter
	}
	if s.Faint {
		letter = mix(ground, letter, 0xa0)
	}
	return letter, ground
}

func (p Palette) of(c color.Color, otherwise color.RGBA) color.RGBA {
	switch c := c.(type) {
	case nil:
		return otherwise
	case ansi.BasicColor:
		return p.Basic[c]
	}
	r, g, b, _ := c.RGBA()
	return rgb(r>>8<<16 | g>>8<<8 | b>>8)
}

// mix is a colour between two, the nearer to the second the more there is of it, 0 to 255.
func mix(from, to color.RGBA, of uint8) color.RGBA {
	between := func(a, b uint8) uint8 {
		return uint8((int(a)*(255-int(of)) + int(b)*int(of) + 127) / 255) //nolint:gosec // between two bytes
	}
	return color.RGBA{between(from.R, to.R), between(from.G, to.G), between(from.B, to.B), 0xff}
}
