package command

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
)

// usage shows how a command is used before it lists its options. It is no template: with one in the program, the linker
// keeps every method of every type, and the program starts later.
func usage(cmd *cobra.Command) error {
	var b strings.Builder
	if cmd.HasExample() {
		b.WriteString("Examples:\n" + cmd.Example + "\n\n")
	}
	b.WriteString("Usage:\n  " + cmd.CommandPath() + " [options]\n")
	if cmd.HasAvailableSubCommands() {
		b.WriteString("  " + cmd.CommandPath() + " COMMAND [options]\n\nCommands:\n")
		for _, sub := range cmd.Commands() {
			if sub.IsAvailableCommand() {
				fmt.Fprintf(&b, "  %-30s  %s\n", sub.Name(), sub.Short)
			}
		}
	}
	if cmd.HasAvailableLocalFlags() {
		b.WriteString("\nOptions:\n" + strings.TrimRight(cmd.LocalFlags().FlagUsages(), " \n") + "\n")
	}
	_, err := fmt.Fprint(cmd.OutOrStderr(), b.String())
	return err
}
