package command

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"iampasswd/ui/command/manual"
)

// newHelp is the command help. A topic goes before the command of the same name, whose options --help shows.
func newHelp() *cobra.Command {
	return &cobra.Command{
		Use:   "help [TOPIC or COMMAND]",
		Short: "Show a topic of the manual, or how a command is used",
		Example: `  iampasswd help                    the commands and the topics
  iampasswd help permissions        a topic, through $PAGER or less on a terminal`,
		ValidArgsFunction: func(cmd *cobra.Command, args []string, word string) ([]string, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return beginning(append(topicNames(), commandNames(cmd.Root())...), word), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 1 {
				if topic, ok := manual.Find(args[0]); ok {
					return showTopic(cmd, topic)
				}
			}
			about, rest, err := cmd.Root().Find(args)
			switch {
			case err != nil:
				return err
			case len(rest) > 0 && about == cmd.Root():
				return usagef("there is no topic and no command %q: `iampasswd help` lists them.", rest[0])
			case len(rest) > 0:
				return noArguments(about, rest)
			}
			about.InitDefaultHelpFlag()
			if err := about.Help(); err != nil || about != cmd.Root() {
				return err
			}
			_, err = io.WriteString(cmd.OutOrStdout(), topicList())
			return err
		},
	}
}

func topicNames() []string {
	var names []string
	for _, topic := range manual.Topics() {
		names = append(names, topic.Name)
	}
	return names
}

func commandNames(root *cobra.Command) []string {
	var names []string
	for _, c := range root.Commands() {
		names = append(names, c.Name())
	}
	return names
}

// topicList is the end of what `iampasswd help` prints.
func topicList() string {
	var b strings.Builder
	b.WriteString("\nTopics, for `iampasswd help TOPIC`:\n")
	for _, topic := range manual.Topics() {
		fmt.Fprintf(&b, "  %-30s  %s\n", topic.Name, topic.Summary)
	}
	return b.String()
}

// The most cells of a line that is easy to read, and those of a line where nobody tells a width.
const (
	widestLine = 100
	usualLine  = 80
)

// showTopic shows a topic on the terminal, or prints it as plain text.
func showTopic(cmd *cobra.Command, topic manual.Topic) error {
	out, ok := cmd.OutOrStdout().(*os.File)
	if !ok || !term.IsTerminal(out.Fd()) || os.Getenv("TERM") == "dumb" {
		_, err := io.WriteString(cmd.OutOrStdout(), topic.Text(usualLine, false))
		return err
	}
	width, height, err := term.GetSize(out.Fd())
	if err != nil || width <= 0 {
		width, height = usualLine, 0
	}
	text := topic.Text(min(width, widestLine), true)
	if strings.Count(text, "\n") < height {
		_, err := io.WriteString(out, text)
		return err
	}
	return page(cmd, out, text)
}

// page shows text through the operator's pager, or less, or as it is where there is none. A pager is started without a
// shell.
func page(cmd *cobra.Command, out *os.File, text string) error {
	pager := strings.Fields(os.Getenv("PAGER"))
	if len(pager) == 0 {
		pager = []string{"less", "-R"}
	}
	program, err := exec.LookPath(pager[0])
	if err != nil {
		_, err = io.WriteString(out, text)
		return err
	}
	p := exec.CommandContext(cmd.Context(), program, pager[1:]...) //nolint:gosec // the operator's own choice
	p.Stdin, p.Stdout, p.Stderr = strings.NewReader(text), out, os.Stderr
	if err := p.Run(); err != nil {
		return fmt.Errorf("the pager %s: %w; set PAGER to another, or to cat", pager[0], err)
	}
	return nil
}
