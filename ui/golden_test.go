package ui_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"iampasswd/ui/uitest"
)

// Every scene at every size, letter by letter. After a wanted change: go test ./ui -run Golden -update, and look at
// what git says has changed.
func TestGolden(t *testing.T) {
	for _, scene := range uitest.Scenes() {
		sizes := []string{"80x24", "60x15", "120x40"}
		if scene.Size != "" {
			sizes = []string{scene.Size}
		}
		for _, size := range sizes {
			name := scene.Name + "." + size
			t.Run(name, func(t *testing.T) {
				if scene.AWS == nil { // which is in the environment
					t.Parallel()
				}
				scene.Play(t, uitest.Config{Size: size}, func(s *uitest.Screen) { s.Golden(name, false) })
			})
		}
	}
}

// The same with colours and all, for the scenes that have most of them.
func TestGoldenLooks(t *testing.T) {
	for _, scene := range uitest.Scenes() {
		if !slices.Contains([]string{"users", "filter", "form-unmet", "denied", "hand-over", "read-only"}, scene.Name) {
			continue
		}
		for look, terminal := range map[string]uitest.Config{
			"dark": {}, "light": {Light: true}, "no-color": {NoColor: true},
		} {
			name := scene.Name + ".80x24." + look
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				scene.Play(t, terminal, func(s *uitest.Screen) { s.Golden(name, true) })
			})
		}
	}
}

// A golden screen that no scene draws any more would be taken for one that holds.
func TestGoldenHasNoLeftOvers(t *testing.T) {
	names := map[string]bool{}
	for _, scene := range uitest.Scenes() {
		names[scene.Name] = true
	}
	files, err := filepath.Glob("testdata/golden/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no golden screens: %v", err)
	}
	for _, file := range files {
		scene, _, _ := strings.Cut(filepath.Base(file), ".")
		if names[scene] {
			continue
		}
		if *uitest.Update {
			_ = os.Remove(file)
			continue
		}
		t.Errorf("no scene is named %q, but there is %s", scene, file)
	}
}
