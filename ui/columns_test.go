package ui_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"iampasswd/iamclient/demoiam"
	"iampasswd/ui/uitest"
)

// A name and a path are whole where there is room for them, at the cost of columns that matter less.
func TestColumnsFitWhatIsInThem(t *testing.T) {
	account := func() *demoiam.Server {
		a := demoiam.New(demoiam.Options{Users: []demoiam.User{
			{Name: "maximiliana.von-hohenstein", Path: "/division/department/team-a/", Console: true, LastSignIn: time.Now().Add(-time.Hour)},
			{Name: "bo", Path: "/"},
		}})
		a.SetReport(time.Hour)
		return a
	}
	for width, columns := range map[int][]string{
		60: {"CONSOLE"}, 80: {"CONSOLE", "PASSWORD"}, 114: {"CONSOLE", "PASSWORD", "LAST SIGN-IN", "MFA"},
		115: {"CONSOLE", "PASSWORD"}, 120: {"CONSOLE", "PASSWORD"}, 160: {"CONSOLE", "PASSWORD", "LAST SIGN-IN"},
		200: {"PATH", "CONSOLE", "PASSWORD", "LAST SIGN-IN", "MFA"}, 240: {"PATH", "CONSOLE", "PASSWORD", "LAST SIGN-IN", "MFA", "CREATED"},
	} {
		uitest.Run(t, uitest.Config{Account: account, Size: fmt.Sprintf("%dx50", width)}, func(s *uitest.Screen) {
			s.Sleep(time.Second)
			s.WantLine(append([]string{"USER"}, columns...)...)
			row := s.Line("maximiliana")
			list, _, _ := strings.Cut(row, "│")
			if roomy := width >= 80 && width < 115 || width >= 160; roomy && !strings.Contains(list, "maximiliana.von-hohenstein") {
				t.Errorf("at %d columns the name is cut: %q", width, list)
			}
			if width >= 200 && !strings.Contains(list, "/division/department/team-a/") {
				t.Errorf("at %d columns the path is cut: %q\n%s", width, list, s.Text())
			}
		})
	}
}
