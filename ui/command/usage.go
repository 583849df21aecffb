package command

import (
	"fmt"
	"os"
	"strings"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// usage shows how a command is used before it lists its options. It is no template: with one in the program, the linker
// keeps every method of every type, and the program starts later.
func usage(cmd *cobra.Command) error {
	var b strings.Builder
	if cmd.HasExample() {
		b.WriteString("Examples:\n" + cmd.Example + "\n\n")
	}
	b.WriteString("Usage:\n  " + cmd.CommandPath() + argumentsOf(cmd) + " [options]\n")
	if cmd.HasAvailableSubCommands() {
		b.WriteString("  " + cmd.CommandPath() + " COMMAND [options]\n\nCommands:\n")
		for _, sub := range cmd.Commands() {
			if listed(sub) {
				fmt.Fprintf(&b, "  %-30s  %s\n", sub.Name(), sub.Short)
			}
		}
	}
	own, taken := optionGroups(cmd.LocalFlags())
	for _, group := range []struct {
		heading string
		options *pflag.FlagSet
	}{{"Options", own}, {"Options of the AWS CLI that have no effect here", taken}} {
		if group.options.HasAvailableFlags() {
			lines := strings.TrimRight(group.options.FlagUsagesWrapped(columns()), " \n")
			b.WriteString("\n" + group.heading + ":\n" + lines + "\n")
		}
	}
	_, err := fmt.Fprint(cmd.OutOrStderr(), b.String())
	return err
}

// withoutEffect marks an option that is taken for the AWS CLI's sake.
const withoutEffect = "iampasswd_without_effect"

// optionGroups are the options that do something, and those that are only taken as by the AWS CLI.
func optionGroups(all *pflag.FlagSet) (own, taken *pflag.FlagSet) {
	own, taken = pflag.NewFlagSet("", pflag.ContinueOnError), pflag.NewFlagSet("", pflag.ContinueOnError)
	own.SortFlags, taken.SortFlags = all.SortFlags, all.SortFlags
	all.VisitAll(func(f *pflag.Flag) {
		if _, ok := f.Annotations[withoutEffect]; ok {
			taken.AddFlag(f)
		} else {
			own.AddFlag(f)
		}
	})
	return own, taken
}

// columns is how wide the terminal is that standard output goes to; 0, which wraps nothing, where it is none.
func columns() int {
	width, _, err := term.GetSize(os.Stdout.Fd())
	if err != nil {
		return 0
	}
	return width
}

// argumentsOf are the arguments of a command that are no options, with a space before them.
func argumentsOf(cmd *cobra.Command) string {
	if _, arguments, ok := strings.Cut(cmd.Use, " "); ok {
		return " " + arguments
	}
	return ""
}

// listed tells whether a command is shown among others. Cobra itself leaves out help.
func listed(cmd *cobra.Command) bool { return cmd.IsAvailableCommand() || cmd.Name() == "help" }
