package ui_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"iampasswd/ui/uitest"
)

// golden is one golden screen: a scene on a terminal.
type golden struct {
	scene    uitest.Scene
	terminal uitest.Config
	looks    bool // with colours and all
}

// goldens are all of them, by the name of the file. Each scene has one for each size, letter by letter. Where a scene has
// most of the colours, it has one more with its looks; three are also on wide terminals, and two show that these hold on a light terminal and without colours.
func goldens(t *testing.T) map[string]golden {
	looks := map[string]string{
		"users": "80x24", "users-expired-first": "120x40", "marks": "80x24", "bulk-plan": "80x24", "bulk-run": "80x24", "bulk-ended": "80x24", "bulk-background": "80x24", "users-denied": "80x24", "read-only": "80x24", "filter": "80x24", "query-mistake": "80x24", "filter-selected": "80x24",
		"why-locked-out": "120x40", "why-leaver": "80x24", "disable-console": "80x24", "mfa-which": "80x24", "offboard": "80x24", "offboard-refused": "80x24",
		"form-unmet": "80x24", "form-generated": "80x24", "form-locks-out": "80x24", "denied": "80x24", "own-password": "80x24", "countdown": "80x24",
		"unknown-outcome": "80x24", "hand-over": "80x24", "policy": "80x24", "policy-edit": "80x24", "policy-review": "80x24",
		"rails-protected": "120x40", "rails-reason": "80x24", "history": "80x24", "accounts": "80x24", "several": "120x40", "several-accounts": "80x24", "mfa-code": "80x24", "help": "80x24",
	}
	everySize := map[string]bool{"users": true, "form-unmet": true, "hand-over": true} // the screens of most calls
	everyMode := map[string]bool{"users": true, "form-unmet": true}
	all := map[string]golden{}
	for _, scene := range uitest.Scenes() {
		sizes := []string{"80x24", "60x15", "120x40"}
		if scene.Size != "" {
			sizes = []string{scene.Size}
		}
		if everySize[scene.Name] {
			sizes = append(sizes, "115x30", "200x50")
		}
		for _, size := range sizes {
			all[scene.Name+"."+size] = golden{scene, uitest.Config{Size: size}, false}
		}
		size, ok := looks[scene.Name]
		if !ok {
			continue
		}
		delete(looks, scene.Name)
		name := scene.Name + "." + size
		all[name+".dark"] = golden{scene, uitest.Config{Size: size}, true}
		if everyMode[scene.Name] {
			all[name+".light"] = golden{scene, uitest.Config{Size: size, Light: true}, true}
			all[name+".no-color"] = golden{scene, uitest.Config{Size: size, NoColor: true}, true}
		}
	}
	for name := range looks {
		t.Errorf("there is no scene %q", name)
	}
	return all
}

// After a wanted change: go test ./ui -run Golden -update, and look at what git says has changed.
func TestGolden(t *testing.T) {
	for name, g := range goldens(t) {
		t.Run(name, func(t *testing.T) {
			if g.scene.AWS == nil { // which is in the environment
				t.Parallel()
			}
			g.scene.Play(t, g.terminal, func(s *uitest.Screen) { s.Golden(name, g.looks) })
		})
	}
}

// A golden screen that no scene draws any more would be taken for one that holds.
func TestGoldenHasNoLeftOvers(t *testing.T) {
	all := goldens(t)
	files, err := os.ReadDir(filepath.Join("testdata", "golden"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		name, isText := strings.CutSuffix(file.Name(), ".txt")
		if _, drawn := all[name]; drawn && isText {
			continue
		}
		if *uitest.Update {
			_ = os.Remove(filepath.Join("testdata", "golden", file.Name()))
			continue
		}
		t.Errorf("no scene draws testdata/golden/%s", file.Name())
	}
}
