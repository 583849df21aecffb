package command

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/pflag"
)

// refusedByName are options of the AWS CLI that are known only so that they can be refused.
var refusedByName = []string{optVersion, optNoSign, optAutoPrompt, optErrorFormat, optDemo, optDemoUsers}

// The manual, help and what the parser takes are one list of options.
func TestManualHasEveryOption(t *testing.T) {
	for _, op := range operations() {
		manual := strings.ReplaceAll(output(t, "man", op.command()), `\-`, "-")
		help := output(t, op.command(), "--help")
		var taken []string
		for _, o := range append(op.options(), globalOptions()...) {
			if slices.Contains(refusedByName, o.name) {
				continue
			}
			taken = append(taken, o.name)
			if !strings.Contains(manual, "--"+o.name+"\\fP") {
				t.Errorf("man %s has no --%s", op.command(), o.name)
			}
			if !strings.Contains(help, " --"+o.name+" ") {
				t.Errorf("%s --help has no --%s", op.command(), o.name)
			}
		}
		newDropIn(op).Flags().VisitAll(func(f *pflag.Flag) {
			if !slices.Contains(taken, f.Name) {
				t.Errorf("help of %s has --%s, which is not taken", op.command(), f.Name)
			}
		})
		for _, e := range op.examples {
			if !strings.Contains(help, e.line) || !strings.Contains(manual, e.what) {
				t.Errorf("%s: an example is missing: %s", op.command(), e.line)
			}
		}
		if strings.Index(help, "Examples:") > strings.Index(help, "Options:") {
			t.Errorf("%s: examples come first", op.command())
		}
	}
	whole := output(t, "man")
	for _, op := range operations() {
		if !strings.Contains(strings.ReplaceAll(whole, `\-`, "-"), op.command()) {
			t.Errorf("the manual does not mention %s", op.command())
		}
	}
}

func output(t *testing.T, args ...string) string {
	t.Helper()
	root := newRoot()
	var out bytes.Buffer
	root.SetOut(&out)
	root.SetArgs(args)
	if err := root.ExecuteContext(t.Context()); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// Every example works: it is read without a mistake.
func TestExamplesAreRead(t *testing.T) {
	for _, op := range operations() {
		for _, e := range op.examples {
			_, line, ok := strings.Cut(e.line, "iampasswd "+op.command())
			if !ok {
				t.Errorf("%s is no example of %s", e.line, op.command())
			}
			if err := newRun(op).parse(strings.Fields(line)); err != nil {
				t.Errorf("%s: %v", e.line, err)
			}
		}
	}
}
