package screenshot

import (
	"fmt"
	"image"
	"image/draw"

	"codeberg.org/go-fonts/dejavu/dejavusansmono"
	"codeberg.org/go-fonts/dejavu/dejavusansmonobold"
	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

// The size of a cell, in pixels, and of the letters in it: at this size an advance is 12.04 pixels.
const (
	cellWidth  = 12
	cellHeight = 25
	letterSize = 20
	baseline   = 19
)

// letters draws letters as masks of one cell.
type letters struct {
	regular, bold font.Face
	drawn         map[letter]*image.Alpha
}

type letter struct {
	text string
	bold bool
}

func newLetters() (*letters, error) {
	regular, err := newFace(dejavusansmono.TTF)
	if err != nil {
		return nil, err
	}
	bold, err := newFace(dejavusansmonobold.TTF)
	if err != nil {
		return nil, err
	}
	return &letters{regular, bold, map[letter]*image.Alpha{}}, nil
}

func newFace(ttf []byte) (font.Face, error) {
	parsed, err := opentype.Parse(ttf)
	if err != nil {
		return nil, err
	}
	return opentype.NewFace(parsed, &opentype.FaceOptions{Size: letterSize, DPI: 72, Hinting: font.HintingVertical})
}

// mask is how much of a cell's pixels a letter covers.
func (l *letters) mask(at letter) (*image.Alpha, error) {
	if mask, ok := l.drawn[at]; ok {
		return mask, nil
	}
	mask := image.NewAlpha(image.Rect(0, 0, cellWidth, cellHeight))
	switch at.text {
	case "─": // a line has to meet the next one, whatever the font thinks
		draw.Draw(mask, image.Rect(0, cellHeight/2, cellWidth, cellHeight/2+1), image.Opaque, image.Point{}, draw.Src)
	case "│":
		draw.Draw(mask, image.Rect(cellWidth/2, 0, cellWidth/2+1, cellHeight), image.Opaque, image.Point{}, draw.Src)
	case "▌":
		draw.Draw(mask, image.Rect(0, 0, cellWidth/2, cellHeight), image.Opaque, image.Point{}, draw.Src)
	default:
		if err := l.set(mask, at); err != nil {
			return nil, err
		}
	}
	for i, a := range mask.Pix { // 16 levels are smooth enough, and keep a picture's colours below 256
		mask.Pix[i] = a / 16 * 17
	}
	l.drawn[at] = mask
	return mask, nil
}

// set sets a letter from the font.
func (l *letters) set(mask *image.Alpha, at letter) error {
	face := l.regular
	if at.bold {
		face = l.bold
	}
	for _, r := range at.text {
		if _, ok := face.GlyphAdvance(r); !ok {
			return fmt.Errorf("the font has no %q", r)
		}
	}
	pen := font.Drawer{Dst: mask, Src: image.Opaque, Face: face, Dot: fixed.P(0, baseline)}
	pen.DrawString(at.text)
	return nil
}
