package ui_test

import (
	"os"
	"path/filepath"
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

// The same with colours and all: of each screen where it has most of them.
func TestGoldenLooks(t *testing.T) {
	sizes := map[string]string{
		"users": "80x24", "users-expired-first": "120x40", "users-denied": "80x24", "read-only": "80x24", "filter": "80x24",
		"why-locked-out": "120x40", "why-leaver": "80x24", "disable-console": "80x24", "mfa-which": "80x24",
		"form-unmet": "80x24", "form-generated": "80x24", "form-locks-out": "80x24", "denied": "80x24", "own-password": "80x24", "countdown": "80x24",
		"unknown-outcome": "80x24", "hand-over": "80x24", "policy": "80x24", "policy-edit": "80x24", "policy-review": "80x24",
		"rails-protected": "120x40", "rails-reason": "80x24", "history": "80x24", "accounts": "80x24", "mfa-code": "80x24", "help": "80x24",
	}
	for _, scene := range uitest.Scenes() {
		size, ok := sizes[scene.Name]
		if !ok {
			continue
		}
		delete(sizes, scene.Name)
		for look, terminal := range map[string]uitest.Config{
			"dark": {Size: size}, "light": {Size: size, Light: true}, "no-color": {Size: size, NoColor: true},
		} {
			name := scene.Name + "." + size + "." + look
			t.Run(name, func(t *testing.T) {
				if scene.AWS == nil { // which is in the environment
					t.Parallel()
				}
				scene.Play(t, terminal, func(s *uitest.Screen) { s.Golden(name, true) })
			})
		}
	}
	for name := range sizes {
		t.Errorf("there is no scene %q", name)
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
