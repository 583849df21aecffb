package command

import (
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"iampasswd/iamclient/printable"
	"iampasswd/iamclient/rails"
	"iampasswd/ui/directory"
)

// configFlags say which configuration is shown, and how.
type configFlags struct{ file, output string }

func newConfig() *cobra.Command {
	var f configFlags
	cmd := &cobra.Command{
		Use:   "config",
		Short: "Show the guard rails and other settings in force, and which file each comes from",
		Long: "Shows what iampasswd refuses, asks for and shows, as the file of the machine, " + rails.SystemPlace + ", and your own," +
			" $XDG_CONFIG_HOME/iampasswd/config.toml, by default below ~/.config, say. Yours cannot loosen the machine's.",
		Example: `  iampasswd config
  iampasswd config --config ./config.toml      try a file before it is put in its place`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return f.print(cmd.OutOrStdout()) },
	}
	cmd.Flags().SortFlags = false
	cmd.Flags().StringVar(&f.file, "config", "", "`FILE` in the place of your own")
	cmd.Flags().StringVar(&f.output, "output", "text", "`FORM`: text or json")
	_ = cmd.RegisterFlagCompletionFunc("output", cobra.FixedCompletions([]string{"text", "json"}, cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

// loadRails reads the guard rails: the machine's, and the user's own or the file that was named in its place.
func loadRails(system, named string) (*rails.Rails, error) {
	user := rails.UserPlace(os.Getenv)
	if named != "" {
		if _, err := os.Stat(named); err != nil {
			return nil, usagef("--config: %s; name a file that is there, or leave the option out.", err)
		}
		user = named
	}
	return rails.Load(system, user)
}

func (f configFlags) print(out io.Writer) error {
	if f.output != "text" && f.output != "json" {
		return usagef("--output takes text or json, not %q.", f.output)
	}
	in, err := loadRails(rails.SystemPlace, f.file)
	if err != nil {
		return err
	}
	if err := directory.CheckSaved(in); err != nil {
		return err
	}
	if f.output == "json" {
		return printConfigJSON(out, in)
	}
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(table, "FILE")
	for _, l := range in.Looked() {
		_, _ = fmt.Fprintf(table, "%s\t%s\n", printable.Text(l.Path), map[bool]string{true: "read", false: "not there"}[l.Found])
	}
	_, _ = fmt.Fprintln(table, "\nSETTING\tVALUE\tFROM")
	for _, s := range in.Settings() {
		from := strings.Join(s.From, ", ")
		if from == "" {
			from = "the default"
		}
		_, _ = fmt.Fprintf(table, "%s\t%s\t%s\n", s.Name, printable.Text(s.Value), from)
	}
	return table.Flush()
}

func printConfigJSON(out io.Writer, in *rails.Rails) error {
	settings := in.Settings()
	for i := range settings {
		settings[i].From = append([]string{}, settings[i].From...) // an empty list, and not null
	}
	return printJSON(out, map[string]any{"files": in.Looked(), "settings": settings})
}
