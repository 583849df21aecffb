package screenshot_test

import (
	"bytes"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"iampasswd/ui/screenshot"
	"iampasswd/ui/uitest"
)

const folder = "../../screenshots"

// pictured are the pictures of the README, and the scenes that they show.
var pictured = map[string]string{
	"users": "users", "form-unmet": "form-unmet", "form-met": "form-met", "error": "policy-violation",
	"handover": "hand-over", "help": "help", "pane": "users-pane", "why": "why-leaver", "policy": "policy-review",
}

func TestPictures(t *testing.T) {
	scenes := map[string]uitest.Scene{}
	for _, scene := range uitest.Scenes() {
		scenes[scene.Name] = scene
	}
	wanted := map[string]bool{}
	for name, shows := range pictured {
		scene, ok := scenes[shows]
		if !ok {
			t.Fatalf("there is no scene %q", shows)
		}
		for look, palette := range map[string]screenshot.Palette{"dark": screenshot.Dark, "light": screenshot.Light} {
			file := filepath.Join(folder, name+"-"+look+".png")
			wanted[file] = true
			t.Run(name+"-"+look, func(t *testing.T) {
				scene.Play(t, uitest.Config{Light: look == "light", Size: scene.Size}, func(s *uitest.Screen) {
					picture, err := screenshot.Paint(s.Grid(), palette)
					if err != nil {
						t.Fatal(err)
					}
					check(t, file, picture)
				})
			})
		}
	}
	wanted[still], wanted[film] = true, true
	files, err := filepath.Glob(filepath.Join(folder, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if !wanted[file] {
			t.Errorf("%s is a picture of nothing that the program shows", file)
		}
	}
}

// check compares a picture with its file, or writes it there with -update.
func check(t *testing.T, file string, picture *image.Paletted) {
	t.Helper()
	if *uitest.Update {
		var b bytes.Buffer
		encoder := png.Encoder{CompressionLevel: png.BestCompression}
		if err := encoder.Encode(&b, picture); err != nil {
			t.Fatal(err)
		}
		if err := os.MkdirAll(folder, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	const remedy = "`go test ./ui/screenshot -update` paints it anew; look at it before it is committed"
	f, err := os.Open(file)
	if err != nil {
		t.Fatalf("%v; %s", err, remedy)
	}
	defer f.Close()
	committed, err := png.Decode(f)
	if err != nil {
		t.Fatalf("%s: %v; %s", file, err, remedy)
	}
	if where, same := compare(committed, picture); !same {
		t.Errorf("%s no longer shows what the program draws, from %v on; %s", file, where, remedy)
	}
}

// compare tells where two pictures differ by more than what two machines may make of the edges of a letter: it holds
// the average of small areas against each other.
func compare(a, b image.Image) (where image.Point, same bool) {
	if a.Bounds() != b.Bounds() {
		return image.Point{}, false
	}
	const area, tolerance = 8, 6 // pixels; of 255
	for y := 0; y < a.Bounds().Dy(); y += area {
		for x := 0; x < a.Bounds().Dx(); x += area {
			at := image.Rect(x, y, x+area, y+area).Intersect(a.Bounds())
			if difference(a, b, at) > tolerance*at.Dx()*at.Dy()*3 {
				return at.Min, false
			}
		}
	}
	return image.Point{}, true
}

// difference adds up by how much the colours differ, 0 to 255 for each of three at each pixel.
func difference(a, b image.Image, in image.Rectangle) int {
	sum := 0
	for y := in.Min.Y; y < in.Max.Y; y++ {
		for x := in.Min.X; x < in.Max.X; x++ {
			r1, g1, b1, _ := a.At(x, y).RGBA()
			r2, g2, b2, _ := b.At(x, y).RGBA()
			sum += apart(r1, r2) + apart(g1, g2) + apart(b1, b2)
		}
	}
	return sum
}

func apart(a, b uint32) int {
	d := int(a>>8) - int(b>>8)
	return max(d, -d)
}

func TestTheREADMEShowsPicturesThatThereAre(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	shown := regexp.MustCompile(`[("]screenshots/([^)"]*)[)"]`).FindAllSubmatch(readme, -1)
	if len(shown) == 0 {
		t.Error("the README shows no picture")
	}
	for _, name := range shown {
		if _, err := os.Stat(filepath.Join(folder, string(name[1]))); err != nil {
			t.Error(err)
		}
	}
}

// The comparison sees one letter.
func TestCompareSeesOneLetter(t *testing.T) {
	paint := func(s *uitest.Screen) *image.Paletted {
		picture, err := screenshot.Paint(s.Grid(), screenshot.Light)
		if err != nil {
			t.Fatal(err)
		}
		return picture
	}
	uitest.Run(t, uitest.Config{Light: true}, func(s *uitest.Screen) {
		s.Sleep(time.Minute) // the credential report is there then, and nothing else on the screen moves
		s.Type("u")
		s.Type("Bob1")
		one := paint(s)
		s.Key("backspace")
		s.Type("1")
		if where, same := compare(one, paint(s)); !same {
			t.Errorf("the same screen painted twice differs at %v", where)
		}
		s.Key("backspace")
		s.Type("l")
		if _, same := compare(one, paint(s)); same {
			t.Error("an l in the place of a 1 makes no difference")
		}
	})
}
