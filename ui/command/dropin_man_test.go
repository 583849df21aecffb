package command

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/pflag"

	"iampasswd/ui/command/awscli"
)

// refusedByName are options that are known only so that they can be refused.
var refusedByName = []string{"version", "no-sign-request", "cli-auto-prompt", "cli-error-format", "demo", "demo-users", "demo-accounts",
	"all-profiles", "org-role", "ou", "accounts", "skip-accounts", "no-session-policy"}

// The manual, help and what the parser takes are one list of options.
func TestManualHasEveryOption(t *testing.T) {
	for _, op := range awscli.Operations() {
		manual := strings.ReplaceAll(output(t, "man", op.Command()), `\-`, "-")
		help := output(t, op.Command(), "--help")
		var taken []string
		for _, o := range op.Options() {
			if slices.Contains(refusedByName, o.Name) {
				continue
			}
			taken = append(taken, o.Name)
			if !strings.Contains(manual, "--"+o.Name+"\\fP") {
				t.Errorf("man %s has no --%s", op.Command(), o.Name)
			}
			if !strings.Contains(help, " --"+o.Name+" ") {
				t.Errorf("%s --help has no --%s", op.Command(), o.Name)
			}
		}
		newDropIn(op).Flags().VisitAll(func(f *pflag.Flag) {
			if !slices.Contains(taken, f.Name) {
				t.Errorf("help of %s has --%s, which is not taken", op.Command(), f.Name)
			}
		})
		for _, e := range op.Examples {
			if !strings.Contains(help, e.Line) || !strings.Contains(manual, e.What) {
				t.Errorf("%s: an example is missing: %s", op.Command(), e.Line)
			}
		}
		if strings.Index(help, "Examples:") > strings.Index(help, "Options:") {
			t.Errorf("%s: examples come first", op.Command())
		}
	}
	whole := output(t, "man")
	for _, op := range awscli.Operations() {
		if !strings.Contains(strings.ReplaceAll(whole, `\-`, "-"), op.Command()) {
			t.Errorf("the manual does not mention %s", op.Command())
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
