package command

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"iampasswd/ui/command/manual"
)

func newMan() *cobra.Command {
	var into string
	cmd := &cobra.Command{
		Use:   "man [1|7] [COMMAND or TOPIC]",
		Short: "Print a manual page, of a command (1) or a topic (7), in roff",
		Example: `  iampasswd man | man -l -
  iampasswd man update-login-profile > iampasswd-update-login-profile.1
  iampasswd man 7 history > iampasswd-history.7
  iampasswd man --into ./man         every page, each in a file of its own`,
		ValidArgsFunction: func(cmd *cobra.Command, _ []string, word string) ([]string, cobra.ShellCompDirective) {
			return beginning(append(commandNames(cmd.Root()), topicNames()...), word), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if into != "" {
				if len(args) > 0 {
					return usagef("--into writes every page: leave out %q.", args[0])
				}
				return writePages(cmd.Root(), into)
			}
			page, err := findPage(cmd.Root(), args)
			if err != nil {
				return err
			}
			_, err = io.WriteString(cmd.OutOrStdout(), page)
			return err
		},
	}
	cmd.Flags().StringVar(&into, "into", "", "`FOLDER` that takes every page, as NAME.SECTION")
	return cmd
}

// findPage is the page that words name: a command's before a topic's, unless a section comes first.
func findPage(root *cobra.Command, words []string) (string, error) {
	section := ""
	if len(words) > 0 && (words[0] == "1" || words[0] == "7") {
		section, words = words[0], words[1:]
	}
	if len(words) == 0 && section != "7" {
		return commandPage(root), nil
	}
	if found, rest, err := root.Find(words); section != "7" && err == nil && len(rest) == 0 && found != root {
		return commandPage(found), nil
	}
	if len(words) == 1 && section != "1" {
		if topic, ok := manual.Find(words[0]); ok {
			return topic.Man(version()), nil
		}
	}
	return "", usagef("there is no page %q: `iampasswd help` lists the commands and the topics.", strings.Join(words, " "))
}

// writePages writes the pages of all commands and topics into a folder.
func writePages(root *cobra.Command, folder string) error {
	pages := map[string]string{"iampasswd.1": commandPage(root)}
	for _, c := range root.Commands() {
		if listed(c) {
			pages["iampasswd-"+c.Name()+".1"] = commandPage(c)
		}
	}
	for _, topic := range manual.Topics() {
		pages["iampasswd-"+topic.Name+".7"] = topic.Man(version())
	}
	if err := os.MkdirAll(folder, 0o755); err != nil { //nolint:gosec // manual pages are for everybody
		return err
	}
	for name, page := range pages {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(page), 0o644); err != nil { //nolint:gosec // as above
			return err
		}
	}
	return nil
}

// commandPage is a command's page of the manual, in the macros of man(7).
func commandPage(cmd *cobra.Command) string {
	var b strings.Builder
	line := func(format string, args ...any) { _, _ = fmt.Fprintf(&b, format+"\n", args...) }
	name := strings.ReplaceAll(cmd.CommandPath(), " ", "-")
	line(`.TH "%s" "1" "" "%s" "iampasswd"`, strings.ToUpper(manual.Roff(name)), manual.Roff("iampasswd "+version()))
	line(".SH NAME\n%s \\- %s", manual.Roff(name), manual.Roff(cmd.Short))
	line(".SH SYNOPSIS\n\\fB%s\\fP%s [options]", manual.Roff(cmd.CommandPath()), manual.Roff(argumentsOf(cmd)))
	if cmd.HasAvailableSubCommands() {
		line(".br\n\\fB%s\\fP \\fICOMMAND\\fP [options]", manual.Roff(cmd.CommandPath()))
	}
	if cmd.Long != "" {
		line(".SH DESCRIPTION\n%s", manual.Roff(cmd.Long))
	}
	if cmd.HasExample() {
		line(".SH EXAMPLES\n.nf\n%s\n.fi", manual.Roff(cmd.Example))
	}
	if cmd.HasAvailableSubCommands() {
		line(".SH COMMANDS")
		for _, sub := range cmd.Commands() {
			if listed(sub) {
				line(".TP\n\\fB%s\\fP\n%s", manual.Roff(sub.Name()), manual.Roff(sub.Short))
			}
		}
	}
	line(".SH OPTIONS")
	cmd.InitDefaultHelpFlag()
	cmd.LocalFlags().VisitAll(func(f *pflag.Flag) {
		value, about := pflag.UnquoteUsage(f)
		line(".TP\n%s\n%s", strings.TrimSuffix(`\fB`+manual.Roff("--"+f.Name)+`\fP \fI`+manual.Roff(value)+`\fP`, ` \fI\fP`), manual.Roff(about))
	})
	line(".SH EXIT STATUS")
	for _, status := range exitStatuses {
		line(".TP\n\\fB%s\\fP\n%s", manual.Roff(status.code), manual.Roff(status.means))
	}
	line(".SH SEE ALSO")
	var topics []string
	for _, name := range topicNames() {
		topics = append(topics, `\fB`+manual.Roff("iampasswd-"+name)+`\fP(7)`)
	}
	line("%s", strings.Join(topics, ", "))
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
