package ui_test

import (
	"strings"
	"testing"

	"iampasswd/ui/uitest"
)

// What a notice has to say is not cut: it takes more lines, and the selected row stays in sight.
func TestALongNoticeIsWhole(t *testing.T) {
	rails := "[[protected]]\nname = '*'\nreason = 'Break-glass account: call the security desk, extension 4711, and have a second person with you.'"
	for _, size := range []string{"60x15", "80x24"} {
		uitest.Run(t, uitest.Config{Size: size, Rails: rails}, func(s *uitest.Screen) {
			for range 30 {
				s.Key("down") // the selected row is the last one that shows
			}
			selected := s.Selected()
			s.Key("enter")
			if got := s.Selected(); got != selected {
				t.Errorf("%q is selected, before the notice it was %q", got, selected)
			}
			said := strings.Join(strings.Fields(strings.ReplaceAll(s.Text(), "─", "")), " ")
			if !strings.Contains(said, "! Protected, F2 says more: Break-glass account: call the security desk, extension 4711, and have a second person with you.") {
				t.Errorf("the notice is not whole\n%s", s.Text())
			}
			s.Key("up")
			s.WantNot("Break-glass")
			s.Key("/")
			s.Type("is:consolx")
			s.Key("enter")
			s.Want("esc clears it.")
		})
	}
}
