//go:build unix

package command_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"iampasswd/ui/command/manual"
)

// On a terminal a long topic goes through the pager, wrapped to the terminal's width, and what is typed is bold.
func TestHelpThroughThePager(t *testing.T) {
	t.Parallel()
	tool(t, "cat")
	x := start(t, 72, 24, environment(t, "PAGER=cat -v"), "help", "plain")
	x.shows("screen readers that", "^[[1m") // cat -v shows what is bold
	if code := x.exits(); code != 0 {
		t.Errorf("exit code %d", code)
	}
}

// A pager that is not there is no reason to show nothing, and one that fails says which it was.
func TestHelpWithoutAPager(t *testing.T) {
	t.Parallel()
	x := start(t, 80, 24, environment(t, "PAGER=/no/such/pager -x"), "help", "errors")
	x.shows("this is you")
	if code := x.exits(); code != 0 {
		t.Errorf("exit code %d", code)
	}
	x = start(t, 80, 24, environment(t, "PAGER=false"), "help", "errors")
	if code := x.exits(); code != 255 || !strings.Contains(x.stderr.String(), "the pager false") {
		t.Errorf("exit code %d, stderr %s", code, x.stderr)
	}
}

// A topic that fits the terminal needs no pager.
func TestHelpThatFits(t *testing.T) {
	t.Parallel()
	x := start(t, 100, 60, environment(t, "PAGER=false"), "help", "plain")
	x.shows("plain: the main job in lines", "NO_COLOR")
	if code := x.exits(); code != 0 {
		t.Errorf("exit code %d", code)
	}
}

// In a pipe a topic is text alone.
func TestHelpInAPipe(t *testing.T) {
	t.Parallel()
	for _, topic := range manual.Topics() {
		got := run(t, environment(t, "PAGER=false"), "help", topic.Name)
		if got.code != 0 || got.stderr != "" || got.stdout != topic.Text(80, false) || strings.Contains(got.stdout, "\x1b") {
			t.Errorf("help %s: exit code %d, stderr %q", topic.Name, got.code, got.stderr)
		}
	}
}

// --into writes every page that there is, each under its name.
func TestManIntoAFolder(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "man")
	run(t, environment(t), "man", "--into", folder).want(t, 0, "", "")
	names := []string{"iampasswd.1", "iampasswd-update-login-profile.1", "iampasswd-help.1", "iampasswd-history.1"}
	for _, topic := range manual.Topics() {
		names = append(names, "iampasswd-"+topic.Name+".7")
	}
	for _, name := range names {
		page, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil || !strings.HasPrefix(string(page), ".TH ") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
