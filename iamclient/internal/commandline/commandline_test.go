package commandline

import (
	"bytes"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

func TestSplitPOSIX(t *testing.T) {
	for command, want := range map[string][]string{
		"":                              nil,
		" \t\r\n":                       nil,
		"login":                         {"login"},
		"  /opt/my\\ login  --json ":    {"/opt/my login", "--json"},
		`login "a b" 'c d' e"f"'g'`:     {"login", "a b", "c d", "efg"},
		`login "" ''`:                   {"login", "", ""},
		`login $HOME ~/x *.json # none`: {"login", "$HOME", "~/x", "*.json", "#", "none"},
		`a;b|c&&d>e`:                    {"a;b|c&&d>e"},
		`login "a\"b\\c\d\$e"`:          {"login", `a"b\c\d\$e`},
		`login 'a\"b\\c'`:               {"login", `a\"b\\c`},
		"a\\\nb":                        {"a\nb"},
		"ü é'ß 語'":                      {"ü", "éß 語"},
		"a\fb\vc\u00a0d":                {"a\fb\vc\u00a0d"},
	} {
		if got, err := splitPOSIX(command); err != nil || !slices.Equal(got, want) {
			t.Errorf("%q: %q, %v, want %q", command, got, err, want)
		}
	}
	for command, want := range map[string]error{
		`login "a`: ErrNoClosingQuotation, `login 'a`: ErrNoClosingQuotation, `login 'a\'b'`: ErrNoClosingQuotation,
		`login \`: ErrNoEscapedCharacter, `login "\`: ErrNoEscapedCharacter,
	} {
		if got, err := splitPOSIX(command); !errors.Is(err, want) {
			t.Errorf("%q: %q, %v, want %v", command, got, err, want)
		}
	}
}

func TestSplitWindows(t *testing.T) {
	for command, want := range map[string][]string{
		"":                                nil,
		" \t":                             nil,
		`C:\tools\login.exe --json`:       {`C:\tools\login.exe`, "--json"},
		`"C:\Program Files\login.exe" 'a`: {`C:\Program Files\login.exe`, "'a"},
		`login a\"b a\\"b c" a\\\"b`:      {"login", `a"b`, `a\b c`, `a\"b`},
		`login "" a""b`:                   {"login", "", "ab"},
		`login a\\ \\b\`:                  {"login", `a\\`, `\\b\`},
		"a\nb":                            {"a\nb"},
		`login %USERPROFILE% ~ *`:         {"login", "%USERPROFILE%", "~", "*"},
	} {
		if got, err := splitWindows(command); err != nil || !slices.Equal(got, want) {
			t.Errorf("%q: %q, %v, want %q", command, got, err, want)
		}
	}
	for _, command := range []string{`login "a`, `"C:\tools\"`} {
		if got, err := splitWindows(command); !errors.Is(err, ErrNoClosingQuotation) {
			t.Errorf("%q: %q, %v", command, got, err)
		}
	}
}

// generated are commands of the characters that mean something, among others that do not.
func generated(n int) (commands []string) {
	random := rand.New(rand.NewPCG(1, 2)) // the same commands in every run
	pieces := []string{" ", "  ", "\t", "\n", "\r", "\f", "\v", `"`, `"`, `'`, `'`, `\`, `\`, `\\`, "a", "bc", "$HOME", "~", "*", "#", ";", "|", "ü", "\u2028", "\u00a0", "-"}
	for range n {
		var b strings.Builder
		for range random.IntN(14) {
			b.WriteString(pieces[random.IntN(len(pieces))])
		}
		commands = append(commands, b.String())
	}
	return commands
}

// oracle has a script of Python split commands: [[word, ...] or the text of the refusal, ...].
func oracle(t *testing.T, script string, commands []string) (answers []any) {
	t.Helper()
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("there is no python3 to compare with")
	}
	in, err := json.Marshal(commands)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), python, "-c", script)
	cmd.Stdin = bytes.NewReader(in)
	out, err := cmd.Output()
	if exited, ok := errors.AsType[*exec.ExitError](err); ok && exited.ExitCode() == 3 {
		t.Skip("python3 has no botocore to compare with")
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(out, &answers); err != nil || len(answers) != len(commands) {
		t.Fatal(err, len(answers))
	}
	return answers
}

// agree fails where a split differs from the oracle's.
func agree(t *testing.T, split func(string) ([]string, error), commands []string, answers []any) {
	t.Helper()
	accepted, refused := 0, 0
	for i, command := range commands {
		got, err := split(command)
		switch want := answers[i].(type) {
		case string:
			refused++
			if err == nil || !strings.HasPrefix(strings.ToLower(want), err.Error()) {
				t.Errorf("%q: %q, %v, and Python says %s", command, got, err, want)
			}
		case []any:
			accepted++
			same := len(want) == len(got) && err == nil
			for j := range got {
				same = same && got[j] == want[j]
			}
			if !same {
				t.Errorf("%q: %q, %v, and Python says %q", command, got, err, want)
			}
		}
	}
	if accepted < len(commands)/10 || refused < len(commands)/10 {
		t.Errorf("%d split and %d refused, of %d", accepted, refused, len(commands))
	}
}

const answer = `
import json, sys
def answer(command):
    try:
        return split(command)
    except ValueError as e:
        return str(e)
json.dump([answer(c) for c in json.load(sys.stdin)], sys.stdout)
`

func TestSplitPOSIXIsPythons(t *testing.T) {
	commands := generated(20000)
	agree(t, splitPOSIX, commands, oracle(t, "from shlex import split"+answer, commands))
}

func TestSplitWindowsIsTheAWSCLIs(t *testing.T) {
	commands := generated(20000)
	agree(t, splitWindows, commands, oracle(t, `
try:
    from botocore.compat import compat_shell_split
except ImportError:
    exit(3)
def split(command): return compat_shell_split(command, 'win32')
`+answer, commands))
}
