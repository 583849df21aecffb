package ui_test

import (
	"testing"

	"iampasswd/ui/uitest"
)

// On the smallest terminal nothing is hidden or cut while there are lines free.
func TestNothingIsCutWhereThereIsRoom(t *testing.T) {
	wants := map[string][]string{
		"policy-review":        {"↑ stronger", "days: 3 more users.", "enter send  esc back"},
		"policy-delete":        {"three of four kinds", "↓ more"},
		"offboard-unread":      {"MFA device         unknown: you may not"},
		"offboard-refused":     {"✗ leo.leaver not offboarded: 3 of 5 done, 2 refused."},
		"hand-over-let":        {"IAMUserChangePassword; check with i in", "the list"},
		"form-locks-out":       {"! This would lock the user out."},
		"form":                 {"· a symbol such as ! @ # % &"},
		"accounts-filter":      {"acme-dev: MFA, role HelpDesk via acme-prod"},
		"history":              {uitest.RequestID},
		"filter":               {"signed-in: path: tag: F1 all"},
		"query-mistake":        {"or", "esc clears it."},
		"parked":               {"appear here."},
		"policy-wrong-account": {"That is not this account: nothing was sent.", "↓ more"},
		"rails-protected":      {"the security desk, ext. 4711."},
	}
	for _, scene := range uitest.Scenes() {
		want, ok := wants[scene.Name]
		if !ok {
			continue
		}
		delete(wants, scene.Name)
		t.Run(scene.Name, func(t *testing.T) {
			scene.Play(t, uitest.Config{Size: "60x15"}, func(s *uitest.Screen) { s.Want(want...) })
		})
	}
	for name := range wants {
		t.Errorf("there is no scene %q", name)
	}
}
