package uitest

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Update tells that the test was run with -update: what is compared is written anew.
var Update = flag.Bool("update", false, "write the golden screens and the pictures anew")

// Golden compares the screen with the one in testdata/golden, or writes it there with -update. Only with looks does
// it compare colours and the like.
func (s *Screen) Golden(name string, looks bool) {
	s.t.Helper()
	got := s.picture(looks)
	file := filepath.Join("testdata", "golden", name+".txt")
	if *Update {
		if err := os.MkdirAll(filepath.Dir(file), 0o750); err != nil {
			s.t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
			s.t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file) //nolint:gosec // a golden screen of the repository
	if err != nil {
		s.t.Fatalf("%v; `go test ./ui -run Golden -update` writes it", err)
	}
	if got != string(want) {
		s.t.Errorf("the screen differs from %s; where it is right, `go test ./ui -run Golden -update` takes it over\n%s",
			file, differences(string(want), got))
	}
}

// picture is the screen as text, with the place of the cursor, and with the looks if asked.
func (s *Screen) picture(looks bool) string {
	g := s.Grid()
	lines := g.lines()
	lines = append(lines, strings.Repeat("=", g.Width))
	if g.CursorShows {
		lines = append(lines, fmt.Sprintf("cursor at column %d of line %d", g.CursorX+1, g.CursorY+1))
	} else {
		lines = append(lines, "no cursor")
	}
	if looks {
		lines = append(lines, g.styles()...)
	}
	return strings.Join(lines, "\n") + "\n"
}

// differences shows the lines that differ, what was wanted above what is there.
func differences(want, got string) string {
	wanted, there := strings.Split(want, "\n"), strings.Split(got, "\n")
	var b strings.Builder
	for i := range max(len(wanted), len(there)) {
		w, g := lineOf(wanted, i), lineOf(there, i)
		if w != g {
			fmt.Fprintf(&b, "%3d want │%s\n     got │%s\n", i+1, w, g)
		}
	}
	return b.String()
}

func lineOf(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return ""
}
