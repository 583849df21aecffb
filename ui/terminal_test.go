package ui_test

import (
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"iampasswd/iamclient/demoiam"
	"iampasswd/ui/uitest"
)

func TestTooSmallATerminalWaits(t *testing.T) {
	for _, size := range []string{"59x15", "60x14", "20x5", "1x1"} {
		t.Run(size, func(t *testing.T) {
			uitest.Run(t, uitest.Config{Size: size}, func(s *uitest.Screen) {
				if size != "1x1" {
					s.Want("iampasswd needs at least")
				}
				s.Key("q", "down") // keys for what cannot be seen are not taken
				s.WantRunning()
				s.Resize("80x24")
				s.WantLine("▌ adam.abebe")
			})
		})
	}
}

func TestTooSmallInTheMiddle(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.Open("Bob")
		s.Fill(good)
		s.Key("ctrl+t")
		s.Resize("40x10")
		s.Want("needs at least 60x15", "Enlarge it: nothing is lost")
		s.WantNot(good)
		s.Type("more")
		s.Paste("more")
		s.Key("enter")
		s.Resize("80x24")
		wantField(t, s, "New password", good)
		wantCalls(t, s, "UpdateLoginProfile", "", 0)
	})
}

// The one key that works there asks as well where something would be lost.
func TestQuittingWhenTooSmall(t *testing.T) {
	uitest.Run(t, uitest.Config{Size: "40x10"}, func(s *uitest.Screen) {
		s.Key("ctrl+c")
		s.WantExit()
	})
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.Open("Bob")
		s.Key("ctrl+g", "enter")
		s.Resize("40x10")
		s.Key("ctrl+c")
		s.WantRunning()
		s.Want("neither shown nor copied nor saved, and would be lost", "ctrl+c again quits", "enlarge the terminal")
		s.Resize("80x24")
		s.Want("Quit anyway?")
		s.Key("n")
		s.Want("Password changed for Bob")
		s.Resize("40x10")
		s.WantNot("ctrl+c again quits")
		s.Key("ctrl+c", "ctrl+c")
		s.WantExit()
	})
}

func TestRedraw(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.Sleep(5 * time.Second) // until nothing moves: the credential report has been read
		before := s.Text()
		s.Key("ctrl+l")
		if got := s.Text(); got != before {
			t.Errorf("redrawn, the screen is\n%s", got)
		}
	})
}

// Whatever is on the screen, and however the terminal is resized, what stands around it stands there.
func TestEverySceneAtEverySize(t *testing.T) {
	for _, scene := range uitest.Scenes() {
		if scene.Size != "" {
			continue
		}
		t.Run(scene.Name, func(t *testing.T) {
			if scene.AWS == nil { // which is in the environment
				t.Parallel()
			}
			scene.Play(t, uitest.Config{}, func(s *uitest.Screen) {
				for _, size := range []string{"60x15", "61x20", "150x50"} {
					s.Resize(size)
					lines := s.Lines()
					if scene.AWS == nil && !strings.Contains(lines[0], "DEMO") {
						t.Errorf("the first line is %q, without the badge", lines[0])
					}
					notice := lines[len(lines)-4 : len(lines)-1] // of three lines at most, begun by the lower rule
					if !strings.HasPrefix(lines[1], "───") || !slices.ContainsFunc(notice, func(line string) bool { return strings.HasPrefix(line, "──") }) {
						t.Errorf("a rule is missing\n%s", s.Text())
					}
					if last := lines[len(lines)-1]; !strings.HasSuffix(last, "F1 help") {
						t.Errorf("the last line is %q, without the way to the help", last)
					}
				}
			})
		})
	}
}

// Text from AWS cannot steer the terminal, nor make one name look like another.
func TestTextFromAWSIsClean(t *testing.T) {
	// XML cannot carry an escape, but the one character that stands for escape and bracket it can.
	const evil = "b\u009b31mo\u009d0;owned\u009cb\u202egnp\u200b\u0085\n\t\x1b[31m"
	account := func() *demoiam.Server {
		a := demoiam.New(demoiam.Options{Alias: evil, Caller: "arn:aws:sts::123456789012:assumed-role/" + evil + "/x", Users: []demoiam.User{
			{Name: evil, Path: "/" + evil + "/", Console: true},
			{Name: "victim", Console: true, Policies: []string{"IAMUserChangePassword"}},
		}})
		a.Inject(demoiam.Fault{Action: "UpdateLoginProfile", User: "victim", Code: "AccessDenied", Message: "No " + evil})
		return a
	}
	uitest.Run(t, uitest.Config{Account: account}, func(s *uitest.Screen) {
		s.WantLine("▌ b31mo0;ownedbgnp")
		s.Want("victim")
		wantClean(t, s)
		s.Type("/victim")
		s.Key("enter")
		s.Key("enter")
		s.Fill(good)
		s.Key("enter")
		s.Want("Access denied")
		wantClean(t, s)
		s.Key("f2")
		wantClean(t, s)
	})
}

func wantClean(t *testing.T, s *uitest.Screen) {
	t.Helper()
	for _, r := range s.Text() {
		if r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || unicode.Is(unicode.Cf, r)) {
			t.Errorf("the screen has %q on it\n%q", r, s.Text())
		}
	}
	if title := s.Title(); !strings.HasPrefix(title, "iampasswd ") || strings.ContainsFunc(title, unicode.IsControl) {
		t.Errorf("the window is called %q", title)
	}
}

// What is typed into one user's form never reaches the terminal, whatever is done, unless it is asked to be shown.
func TestNothingSecretReachesTheTerminal(t *testing.T) {
	uitest.Run(t, uitest.Config{Clipboard: true}, func(s *uitest.Screen) {
		s.Never(good, demoiam.CastPassword, "Half-Of-A-")
		s.Open("rita.reuse")
		s.Type("Half-Of-A-")
		s.Resize("60x15")
		s.Resize("80x24")
		s.Key("ctrl+l")
		s.Key("f1")
		s.Key("esc")
		s.Key("ctrl+z")
		s.Key("ctrl+u")
		s.Fill(demoiam.CastPassword)
		s.Key("enter")
		s.Want("PasswordPolicyViolation")
		s.Key("f2")
		s.Key("esc")
		s.Key("ctrl+u", "tab", "ctrl+u", "up")
		s.Fill(good)
		s.Key("enter")
		s.Want("Password changed for rita.reuse")
		s.Sleep(time.Minute)
		s.Key("esc")
		s.Key("ctrl+c")
		s.WantExit()
	})
}

// What is shown is shown on the alternate screen, of which the terminal keeps nothing, and wiped off it in the end.
func TestTheTerminalIsLeftAsItWas(t *testing.T) {
	uitest.Run(t, uitest.Config{}, func(s *uitest.Screen) {
		s.Reset("Bob", good)
		s.Key("v")
		s.Key("esc")
		s.Key("q")
		s.WantExit()
		if left := strings.TrimSpace(s.Text()); left != "" {
			t.Errorf("the screen is left with\n%s", left)
		}
		for what, sequence := range map[string]string{
			"the alternate screen": "\x1b[?1049l", "bracketed paste": "\x1b[?2004l", "the mouse": "\x1b[?1002l", "the cursor": "\x1b[?25h",
		} {
			if !strings.Contains(s.Output(), sequence) {
				t.Errorf("%s is not put back", what)
			}
		}
	})
}

func TestADumbTerminalGetsNoColors(t *testing.T) {
	for name, cfg := range map[string]uitest.Config{"dumb": {Dumb: true}, "NO_COLOR": {NoColor: true}} {
		t.Run(name, func(t *testing.T) {
			uitest.Run(t, cfg, func(s *uitest.Screen) {
				s.Reset("dana.denied", good)
				s.Want("✗ Access denied", "✓ a number")
				g := s.Grid()
				for y := range g.Height {
					for x := range g.Width {
						if style := g.At(x, y).Style; style.Fg != nil || style.Bg != nil {
							t.Fatalf("line %d has a colour: %v", y+1, style)
						}
					}
				}
			})
		})
	}
}
