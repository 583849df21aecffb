package uitest_test

import (
	"testing"

	"github.com/charmbracelet/x/ansi"

	"iampasswd/ui/uitest"
)

func TestKeysAndTextArriveAsTyped(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.Type("/bob")
		s.WantLine("/ bob", "3 of 60")
		s.Key("down", "down", "up")
		if got := s.Selected(); got != "bob-ci" {
			t.Errorf("%q is selected, want bob-ci", got)
		}
		s.Key("backspace", "backspace", "backspace", "ctrl+u")
		s.Paste("nina")
		s.WantLine("/ nina", "1 of 60")
		s.Key("esc")
		s.WantNot("1 of 60")
	})
}

func TestTheMouseReachesTheProgram(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.Click("ben.boundary")
		if got := s.Selected(); got != "ben.boundary" {
			t.Errorf("%q is selected, want ben.boundary", got)
		}
	})
}

func TestTheTerminalAnswersForItsBackground(t *testing.T) {
	for name, c := range map[string]struct {
		cfg  uitest.Config
		want any
	}{
		"dark":     {uitest.Config{}, ansi.BrightCyan},
		"light":    {uitest.Config{Light: true}, ansi.Blue},
		"NO_COLOR": {uitest.Config{NoColor: true}, nil},
		"dumb":     {uitest.Config{Dumb: true}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			uitest.Run(t, c.cfg, func(s *uitest.Screen) {
				if got := any(s.Grid().At(1, 4).Style.Fg); got != c.want {
					t.Errorf("the mark of the selection is %v, want %v", got, c.want)
				}
			})
		})
	}
}

func TestResize(t *testing.T) {
	uitest.Run(t, uitest.Config{Size: "60x15"}, func(s *uitest.Screen) {
		s.WantNot("LAST SIGN-IN", "Why can't")
		s.Resize("120x40")
		s.Want("Why can't")
		s.Resize("80x24")
		s.WantLine("USER", "CONSOLE", "PASSWORD", "LAST SIGN-IN", "MFA")
	})
}

// A program that is still running, or at work, when the script is over is ended and takes nothing with it.
func TestAScriptMayEndInTheMiddle(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.Type("/slow.lorris")
		s.Key("enter", "enter")
		s.Type("Brand-New-Pass-1!")
		s.Key("enter")
		s.Type("Brand-New-Pass-1!")
		s.Key("enter")
		s.Want("Resetting…")
	})
}

func TestExit(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.WantRunning()
		s.Key("q")
		s.WantExit()
	})
}
