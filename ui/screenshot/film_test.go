package screenshot_test

import (
	"image/gif"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"iampasswd/ui/screenshot"
	"iampasswd/ui/uitest"
)

// The film of the README, and the picture for whoever switches animation off.
var (
	film  = filepath.Join(folder, "ticket.gif")
	still = filepath.Join(folder, "ticket.png")
)

// largestFilm is the most bytes that a page should load for it.
const largestFilm = 1_500_000

func TestFilm(t *testing.T) {
	made, err := screenshot.NewFilm(screenshot.Dark)
	if err != nil {
		t.Fatal(err)
	}
	words := map[string]bool{}
	uitest.Film(t, func(_ *uitest.Screen, picture uitest.Grid, show time.Duration) {
		made.Add(picture, show)
		for _, word := range picture.Words() {
			words[word] = true
		}
	}, func(s *uitest.Screen) {
		if s.IAM.Count("UpdateLoginProfile", "Bob") != 1 {
			t.Error("the password was not changed")
		}
		for word := range words {
			if s.IAM.Check("Bob", word) {
				t.Errorf("the film shows the password %q", word)
			}
		}
	})
	last, err := made.Still()
	if err != nil {
		t.Fatal(err)
	}
	check(t, still, last)
	if *uitest.Update {
		f, err := os.Create(film)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if err := made.Encode(f); err != nil {
			t.Fatal(err)
		}
		return
	}
	checkFilm(t, made)
}

// checkFilm compares a film with its file, picture by picture.
func checkFilm(t *testing.T, made *screenshot.Film) {
	t.Helper()
	const remedy = "`go test ./ui/screenshot -update` makes it anew; look at it before it is committed"
	f, err := os.Open(film)
	if err != nil {
		t.Fatalf("%v; %s", err, remedy)
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil || info.Size() > largestFilm {
		t.Errorf("%s is too large: %d bytes, %v", film, info.Size(), err)
	}
	committed, err := gif.DecodeAll(f)
	if err != nil {
		t.Fatalf("%s: %v; %s", film, err, remedy)
	}
	now, err := made.GIF()
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(committed.Delay, now.Delay) || committed.LoopCount != 0 {
		t.Fatalf("%s has pictures of %v hundredths of a second, want %v; %s", film, committed.Delay, now.Delay, remedy)
	}
	shows := screenshot.Frames(now)
	for i, picture := range screenshot.Frames(committed) {
		if where, same := compare(picture, shows[i]); !same {
			t.Fatalf("%s no longer shows what the program draws, at picture %d from %v on; %s", film, i, where, remedy)
		}
	}
}
