package ui_test

import (
	"strings"
	"testing"

	"iampasswd/ui/uitest"
)

// The line of keys has only keys that do something now, at every width.
func TestTheLineOfKeysOffersWhatWorks(t *testing.T) {
	for name, c := range map[string]struct {
		scene         string
		then          []string // keys
		want, wantNot []string
	}{
		"nobody was read":         {"users-denied", nil, []string{"u user name"}, []string{"enter", "i why", "/ filter", "s sort"}},
		"nobody matches":          {"no-match", []string{"enter"}, []string{"/ filter", "u user name"}, []string{"enter", "i why"}},
		"nobody to choose":        {"no-match", nil, []string{"esc clear"}, []string{"↑↓"}},
		"one match":               {"query-completed", nil, []string{"tab complete"}, []string{"↑↓"}},
		"several matches":         {"filter", nil, []string{"↑↓ choose"}, nil},
		"help from the top":       {"help", nil, []string{"↓ more"}, []string{"↑ back up"}},
		"help in the middle":      {"help", []string{"down"}, []string{"↓ more", "↑ back up"}, nil},
		"an error that fits":      {"policy-violation", []string{"f2"}, []string{"c copy request id"}, []string{"↓", "↑"}},
		"no history":              {"history-empty", nil, []string{"r refresh"}, []string{"/ filter"}},
		"no profile":              {"accounts", []string{"x", "x"}, []string{"esc clear"}, []string{"↑↓", "enter"}},
		"one profile":             {"accounts-expired", nil, []string{"enter switch"}, []string{"↑↓"}},
		"a review that fits":      {"policy-review", nil, []string{"enter send"}, []string{"↓", "↑"}},
		"an item that is ticked":  {"offboard", nil, []string{"space untick"}, nil},
		"one that is not":         {"offboard", []string{"down", "down", "down", "down"}, []string{"space tick"}, nil},
		"one that was not read":   {"offboard-unread", []string{"down"}, []string{"enter offboard"}, []string{"space"}},
		"the default policy":      {"policy-default", nil, []string{"e edit"}, []string{"d AWS default"}},
		"a policy that is hidden": {"policy-unverified", nil, []string{"r read again"}, []string{"e edit", "d AWS default"}},
	} {
		for _, scene := range uitest.Scenes() {
			if scene.Name != c.scene {
				continue
			}
			for _, size := range []string{"60x15", "80x24", "120x40"} {
				t.Run(name+", "+size, func(t *testing.T) {
					scene.Play(t, uitest.Config{Size: size}, func(s *uitest.Screen) {
						if c.scene == "help" && size == "120x40" {
							s.Resize("120x24") // on which it does not fit
						}
						for _, key := range c.then {
							s.Key(key)
						}
						lines := s.Lines()
						keys := lines[len(lines)-1]
						for _, want := range c.want {
							if !strings.Contains(keys, want) {
								t.Errorf("the line of keys is %q, want %q in it\n%s", keys, want, s.Text())
							}
						}
						for _, unwanted := range c.wantNot {
							if strings.Contains(keys, unwanted) {
								t.Errorf("the line of keys is %q, with %q in it\n%s", keys, unwanted, s.Text())
							}
						}
					})
				})
			}
		}
	}
}
