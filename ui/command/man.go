package command

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

func newMan() *cobra.Command {
	return &cobra.Command{
		Use:   "man [COMMAND]",
		Short: "Print the manual page of iampasswd, or of a command, in roff",
		Example: `  iampasswd man | man -l -
  iampasswd man update-login-profile > iampasswd-update-login-profile.1`,
		ValidArgsFunction: func(cmd *cobra.Command, _ []string, word string) ([]string, cobra.ShellCompDirective) {
			var names []string
			for _, c := range cmd.Root().Commands() {
				names = append(names, c.Name())
			}
			return beginning(names, word), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			page := cmd.Root()
			if len(args) > 0 {
				found, rest, err := cmd.Root().Find(args)
				if err != nil || len(rest) > 0 || found == cmd.Root() {
					return usagef("there is no command %q: `iampasswd --help` lists those there are.", args[0])
				}
				page = found
			}
			_, err := io.WriteString(cmd.OutOrStdout(), manual(page))
			return err
		},
	}
}

// manual is a command's page of the manual, in the macros of man(7).
func manual(cmd *cobra.Command) string {
	var b strings.Builder
	line := func(format string, args ...any) { _, _ = fmt.Fprintf(&b, format+"\n", args...) }
	name := strings.ReplaceAll(cmd.CommandPath(), " ", "-")
	line(`.TH "%s" "1" "" "%s" "iampasswd"`, strings.ToUpper(roff(name)), roff("iampasswd "+version()))
	line(".SH NAME\n%s \\- %s", roff(name), roff(cmd.Short))
	line(".SH SYNOPSIS\n\\fB%s\\fP%s [options]", roff(cmd.CommandPath()), roff(argumentsOf(cmd)))
	if cmd.HasAvailableSubCommands() {
		line(".br\n\\fB%s\\fP \\fICOMMAND\\fP [options]", roff(cmd.CommandPath()))
	}
	if cmd.Long != "" {
		line(".SH DESCRIPTION\n%s", roff(cmd.Long))
	}
	if cmd.HasExample() {
		line(".SH EXAMPLES\n.nf\n%s\n.fi", roff(cmd.Example))
	}
	if cmd.HasAvailableSubCommands() {
		line(".SH COMMANDS")
		for _, sub := range cmd.Commands() {
			if sub.IsAvailableCommand() {
				line(".TP\n\\fB%s\\fP\n%s", roff(sub.Name()), roff(sub.Short))
			}
		}
	}
	line(".SH OPTIONS")
	cmd.InitDefaultHelpFlag()
	cmd.LocalFlags().VisitAll(func(f *pflag.Flag) {
		value, about := pflag.UnquoteUsage(f)
		line(".TP\n%s\n%s", strings.TrimSuffix(`\fB`+roff("--"+f.Name)+`\fP \fI`+roff(value)+`\fP`, ` \fI\fP`), roff(about))
	})
	line(".SH EXIT STATUS")
	for _, status := range exitStatuses {
		line(".TP\n\\fB%s\\fP\n%s", roff(status.code), roff(status.means))
	}
	return b.String()
}

var exitStatuses = []struct{ code, means string }{
	{"0", "done"},
	{"128 + N", "ended by signal N: 130 after ctrl+c"},
	{"252", "the command line or a value in it is wrong; nothing was sent"},
	{"253", "there are no usable credentials, or the guard rails cannot be read"},
	{"254", "AWS refused"},
	{"255", "anything else; where the outcome of a change is unknown, that is said"},
}

// roff is plain text that roff takes for nothing else.
func roff(text string) string {
	lines := strings.Split(strings.NewReplacer(`\`, `\e`, "-", `\-`).Replace(text), "\n")
	for i, l := range lines {
		if strings.HasPrefix(l, ".") || strings.HasPrefix(l, "'") {
			lines[i] = `\&` + l
		}
	}
	return strings.Join(lines, "\n")
}
