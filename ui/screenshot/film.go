package screenshot

import (
	"errors"
	"image"
	"image/color"
	"image/gif"
	"io"
	"time"

	"iampasswd/ui/uitest"
)

// Film is a row of pictures, each shown for a while: an animated GIF. All of them share one palette, and each but the first
// holds the rectangle that differs from the one before.
type Film struct {
	letters *letters
	colours *colours
	last    *image.Paletted // as a whole
	frames  []*image.Paletted
	delays  []int // in hundredths of a second
	err     error
}

// NewFilm begins a film.
func NewFilm(p Palette) (*Film, error) {
	letters, err := newLetters()
	if err != nil {
		return nil, err
	}
	return &Film{letters: letters, colours: newColours(p)}, nil
}

// Add shows a screen for a while. One that looks like the one before makes that stay longer.
func (f *Film) Add(g uitest.Grid, show time.Duration) {
	picture, err := paint(g, f.letters, f.colours)
	f.err = errors.Join(f.err, err)
	if err != nil {
		return
	}
	delay := int(show.Milliseconds() / 10)
	changed := picture.Rect
	if f.last != nil {
		changed = changes(f.last, picture)
	}
	if changed.Empty() {
		f.delays[len(f.delays)-1] += delay
		return
	}
	f.last = picture
	f.frames = append(f.frames, picture.SubImage(changed).(*image.Paletted))
	f.delays = append(f.delays, delay)
}

// Still is the picture that the film ends with.
func (f *Film) Still() (*image.Paletted, error) {
	f.last.Palette = f.colours.palette
	return f.last, f.err
}

// GIF is the film, which begins again when it has ended.
func (f *Film) GIF() (*gif.GIF, error) {
	film := &gif.GIF{Image: f.frames, Delay: f.delays, Config: image.Config{
		ColorModel: f.colours.palette, Width: f.last.Rect.Dx(), Height: f.last.Rect.Dy(),
	}}
	for _, frame := range f.frames {
		frame.Palette = f.colours.palette // as it has become
		film.Disposal = append(film.Disposal, gif.DisposalNone)
	}
	return film, f.err
}

// Encode writes the film.
func (f *Film) Encode(w io.Writer) error {
	film, err := f.GIF()
	if err != nil {
		return err
	}
	return gif.EncodeAll(w, film)
}

// changes is the smallest rectangle outside of which two pictures of one size and one palette are the same.
func changes(a, b *image.Paletted) image.Rectangle {
	var changed image.Rectangle
	for y := a.Rect.Min.Y; y < a.Rect.Max.Y; y++ {
		for x := a.Rect.Min.X; x < a.Rect.Max.X; x++ {
			if a.ColorIndexAt(x, y) != b.ColorIndexAt(x, y) {
				changed = changed.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	return changed
}

// Frames are the pictures of a GIF as one sees them, each as a whole.
func Frames(film *gif.GIF) []image.Image {
	var seen []image.Image
	whole := image.NewRGBA(image.Rect(0, 0, film.Config.Width, film.Config.Height))
	for _, frame := range film.Image {
		for y := frame.Rect.Min.Y; y < frame.Rect.Max.Y; y++ {
			for x := frame.Rect.Min.X; x < frame.Rect.Max.X; x++ {
				whole.SetRGBA(x, y, color.RGBAModel.Convert(frame.At(x, y)).(color.RGBA))
			}
		}
		copied := image.NewRGBA(whole.Rect)
		copy(copied.Pix, whole.Pix)
		seen = append(seen, copied)
	}
	return seen
}
