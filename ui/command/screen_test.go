//go:build unix

package command_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// The smallest terminal is enough for the main job.
func TestSmallestTerminal(t *testing.T) {
	t.Parallel()
	x := start(t, 60, 15, environment(t), "--demo")
	x.shows("123456789012", "DEMO", "F1 help", "60")
	x.find("Bob", "bob", "3 of 60")
	x.shows("[x] must choose a new password", "[ Reset password ]", "DEMO", "F1 help")
	x.guard(newPassword)
	x.types(newPassword, tab, newPassword)
	x.shows("✓ the same")
	x.types(enter)
	x.shows("Password changed for Bob", "123456789012", "c copy", "v show")
	x.types(esc)
	x.shows("enter reset")
	x.types("q")
	x.ends(0)
	x.unseen()
}

// A terminal that is too small waits to be enlarged: nothing that was typed is lost, and nothing is typed unseen.
func TestTooSmallTerminal(t *testing.T) {
	t.Parallel()
	const tooSmall = "needs at least 60x15"
	x := start(t, 40, 10, environment(t), "--demo")
	x.shows(tooSmall, "40x10")
	x.resize(80, 24)
	x.shows("60", "Bob")
	x.find("Bob", "bob", "3 of 60")
	x.guard(newPassword)
	x.types(newPassword, tab, newPassword[:5])
	x.shows(strings.Repeat("•", len(newPassword)), "not yet the same")

	x.resize(40, 10)
	x.shows(tooSmall, "40x10")
	x.types("unseen", pasted("unseen"), enter)
	x.resize(59, 24)
	x.shows(tooSmall, "59x24")
	x.resize(60, 14)
	x.shows(tooSmall, "60x14")
	x.resize(120, 40)
	x.shows(strings.Repeat("•", len(newPassword)), "not yet the same", "Reset password for Bob")
	x.types(newPassword[5:])
	x.shows("✓ the same")
	x.types(enter)
	x.shows("Password changed for Bob")

	x.resize(20, 3)
	x.shows("iampasswd needs")
	x.types(ctrl('c')) // the way out of any screen
	x.ends(0)
	x.unseen()
}

// resizing is followed as fast as it comes, with the text that was typed meanwhile.
func TestResizeStorm(t *testing.T) {
	t.Parallel()
	x := start(t, 80, 24, environment(t), "--demo")
	x.shows("60", "Bob")
	x.find("Bob", "bob", "3 of 60")
	for i, key := range newPassword {
		x.resize(61+(i*37)%100, 15+(i*11)%30)
		x.types(string(key))
	}
	x.types(tab)
	for i, key := range newPassword {
		x.resize(70+(i*53)%80, 16+(i*7)%25)
		x.types(string(key))
	}
	x.resize(80, 24)
	x.shows("✓ the same", strings.Repeat("•", len(newPassword)))
	x.types(enter)
	x.shows("Password changed for Bob")
	x.types(ctrl('c'))
	x.ends(0)
}

// What a terminal sends faster than anybody types, or by mistake, neither ends the program nor mends a password.
func TestPasteAndNoise(t *testing.T) {
	t.Parallel()
	x := start(t, 80, 24, environment(t), "--demo")
	x.shows("60", "Bob")
	x.types(pasted("bob\nq\x03"), "\x1b[<0;3;9M\x1b[<0;3;9m", "\x1b[<64;3;9M", "\x1b[99;1~", "\x1b[I\x1b[O") // paste, clicks, a wheel, unknown keys, focus
	x.shows("60", "DEMO")
	x.find("Bob", "bob", "3 of 60")
	x.types(pasted(strings.Repeat("Paste-Bomb 1 ", 100_000)))
	x.shows("128 characters")
	x.types(pasted("Two\nLines-1"))
	x.shows("line break")
	x.types(pasted(newPassword), tab, pasted(newPassword))
	x.shows("✓ the same", strings.Repeat("•", len(newPassword)))
	x.types(enter)
	x.shows("Password changed for Bob")
	x.types(ctrl('c'))
	x.ends(0)
}

// With as many users as there can be, the first page is enough to work with while the rest streams in.
func TestManyUsers(t *testing.T) {
	t.Parallel()
	x := start(t, 80, 24, environment(t), "--demo", "--demo-users", "100000")
	x.shows("loading", "adam.abebe")
	x.types("G")
	x.hides("adam.abebe")
	x.types("/bob")
	x.shows("loading", "▌ Bob")
	x.types(enter)
	x.shows("loading", "esc clears")
	x.types(enter)
	x.shows("Reset password for Bob")
	x.types(newPassword, tab, newPassword, enter)
	x.shows("Password changed for Bob")
	x.types(ctrl('c'))
	x.ends(0)
}

// colours are the parameters of SGR that ask for one.
func colours(received []byte) []string {
	var found []string
	for _, sequence := range regexp.MustCompile(`\x1b\[([0-9;:]*)m`).FindAllSubmatch(received, -1) {
		for p := range strings.SplitSeq(string(sequence[1]), ";") {
			if regexp.MustCompile(`^([349][0-7]|10[0-7]|[34]8.*)$`).MatchString(p) {
				found = append(found, p)
			}
		}
	}
	return slices.Compact(found)
}

// Every state has a word or a sign beside its colour, for terminals that have none.
func TestWithoutColours(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		setting         string
		colours, styles bool
	}{
		"colours":  {"LANG=C", true, true},
		"NO_COLOR": {"NO_COLOR=1", false, true},
		"dumb":     {"TERM=dumb", false, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			x := start(t, 80, 24, environment(t, c.setting), "--demo", "--plain=false")
			x.shows("60", "Bob", "DEMO")
			x.find("Bob", "bob", "3 of 60")
			x.types("abc")
			x.shows("✗ a number", "✓ a lowercase letter", "▌ New password")
			x.types(ctrl('u'), newPassword, tab, newPassword)
			x.shows("✓ a number", "✓ the same", "▌ Again")
			x.types(enter)
			x.shows("✓ Password changed for Bob")
			x.types(ctrl('c'))
			x.ends(0)
			got := colours(x.bytes())
			if c.colours != (len(got) > 0) {
				t.Errorf("colours: %q", got)
			}
			if styles := regexp.MustCompile(`\x1b\[[0-9;:]+m`).Match(x.bytes()); c.styles != styles {
				t.Errorf("bold and the like: %t", styles)
			}
		})
	}
}
