package command

import (
	"context"
	"os"
	"strings"
	"time"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"iampasswd/iamclient/rails"
	"iampasswd/iamclient/reach"
	"iampasswd/ui/directory"
	"iampasswd/ui/text"
	"iampasswd/ui/userlist"
)

// usersFlags say which users are printed, and how.
type usersFlags struct {
	flags
	output, columns string
	debug           bool
}

func newUsers() *cobra.Command {
	f := usersFlags{flags: flags{demoUsers: demoUsers}}
	cmd := &cobra.Command{
		Use:   "users [QUERY…]",
		Short: "Print the users that match a query, as a table, CSV or JSON",
		Long:  usersManual(),
		Example: `  iampasswd users bob                                        whose name, path or tags have bob in them
  iampasswd users is:console mfa:none                        who signs in without MFA
  iampasswd users 'signed-in:>180d' is:console --output csv  in quotes: the shell takes > for itself
  iampasswd users -path:/robots/ keys:active                 not below /robots/, with access keys
  iampasswd users @stale                                     a query of the configuration`,
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error { return f.print(cmd, strings.Join(args, " ")) },
		ValidArgsFunction: func(_ *cobra.Command, _ []string, word string) ([]string, cobra.ShellCompDirective) {
			return f.complete(word)
		},
	}
	set := cmd.Flags()
	set.SortFlags = false
	set.StringVar(&f.output, "output", string(userlist.Table), "`FORM`: table, csv or json")
	set.StringVar(&f.columns, "columns", "", "`NAMES` of columns, with commas between them")
	f.reachMany(cmd)
	f.embed(cmd)
	set.BoolVar(&f.debug, "debug", false, "write every request and answer to standard error, without passwords and credentials")
	forms := []string{string(userlist.Table), string(userlist.CSV), string(userlist.JSON)}
	_ = cmd.RegisterFlagCompletionFunc("output", cobra.FixedCompletions(forms, cobra.ShellCompDirectiveNoFileComp))
	_ = cmd.RegisterFlagCompletionFunc("columns", cobra.FixedCompletions(userlist.Names(), cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

// usersManual tells of the query language and of the columns.
func usersManual() string {
	var b strings.Builder
	b.WriteString("Prints the users for whom every term of the query holds; all of them where there is none. A term is\n\n")
	for _, t := range directory.Terms() {
		b.WriteString("  " + text.Fit(t.Name, 12) + t.About + "\n")
	}
	b.WriteString("\nCSV and JSON have the columns " + text.Enumerate(userlist.Names()) + ". What is not known, and what there is not, is empty" +
		" in CSV and null in JSON; times are RFC 3339 in UTC. A cell of CSV that a spreadsheet would run as a formula begins with an apostrophe." +
		" Most columns are of the credential report, which is waited for; with --columns of others, CSV and JSON come as they are read." +
		" Whether a user must change the password is a request for each: it is asked where the query asks for it, or at most 50 users match.")
	return b.String()
}

// complete completes a term of a query.
func (f *usersFlags) complete(word string) ([]string, cobra.ShellCompDirective) {
	directive := cobra.ShellCompDirectiveNoFileComp
	in, err := f.rails()
	if err != nil {
		return nil, directive
	}
	found := directory.Complete(word, len(word), directory.Values{Saved: directory.Saved(in)}).Candidates
	if len(found) == 1 && strings.HasSuffix(found[0], ":") {
		directive |= cobra.ShellCompDirectiveNoSpace
	}
	return found, directive
}

func (f *usersFlags) print(cmd *cobra.Command, query string) error {
	cfg := userlist.Config{Form: userlist.Form(f.output), Out: cmd.OutOrStdout(), Now: time.Now()}
	switch cfg.Form {
	case userlist.Table, userlist.CSV, userlist.JSON:
	default:
		return usagef("--output takes table, csv or json, not %q.", f.output)
	}
	if cmd.Flags().Changed("columns") {
		var unknown string
		if cfg.Columns, unknown = userlist.Choose(f.columns); cfg.Columns == nil {
			return usagef("--columns: there is no column %q; there are %s.", unknown, strings.Join(userlist.Names(), ","))
		}
	}
	parse := func(in *rails.Rails) (err error) {
		cfg.Query, err = parseQuery(query, directory.Saved(in))
		return err
	}
	return f.onAccounts(cmd, f.debug, parse, func(ctx context.Context, r *run, in *reach.Reach) error {
		cfg.Client, cfg.Note = r.client, func(sentence string) { r.note("%s", sentence) }
		if term.IsTerminal(os.Stderr.Fd()) {
			cfg.Progress = cfg.Note
		}
		if file, ok := cfg.Out.(*os.File); ok && term.IsTerminal(file.Fd()) {
			cfg.Width, _, _ = term.GetSize(file.Fd())
		}
		if !in.Many() {
			return userlist.Run(ctx, cfg)
		}
		return r.incomplete(userlist.RunSeveral(ctx, cfg, in))
	})
}

// parseQuery reads a query of the command line.
func parseQuery(query string, saved directory.SavedQueries) (directory.Query, error) {
	q, err := directory.Parse(query, saved)
	if err != nil {
		return q, usagef("%s (in the query %s)", err, query)
	}
	return q, nil
}
