package command

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"iampasswd/iamclient/history"
	"iampasswd/iamclient/printable"
)

// historyFlags say what of the history is printed, and how.
type historyFlags struct {
	flags
	user   string
	since  string
	output string
	settle bool
}

func newHistory() *cobra.Command {
	var f historyFlags
	cmd := &cobra.Command{
		Use:   "history",
		Short: "Show what was changed from this machine, by whom, and how it ended",
		Long: "Shows the changes that iampasswd made, or tried to make, as the person who runs it: the newest first. They are kept in" +
			" $XDG_STATE_HOME/iampasswd/history.jsonl, by default below ~/.local/state, without any password.",
		Example: `  iampasswd history --since 7d
  iampasswd history --user Bob --output json
  iampasswd history --settle                     look in CloudTrail for outcomes that got lost`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return f.run(cmd, time.Now()) },
	}
	cmd.Flags().SortFlags = false
	cmd.Flags().StringVar(&f.user, "user", "", "changes for the user of that `NAME` only, in any case")
	cmd.Flags().StringVar(&f.since, "since", "", "changes since then only: a `DATE` such as 2026-11-01, a time in RFC 3339, or 7d or 24h ago")
	cmd.Flags().StringVar(&f.output, "output", "text", "`FORM`: text or json")
	cmd.Flags().BoolVar(&f.settle, "settle", false, "look in CloudTrail for resets whose outcome is unknown, and add what it says to the entries")
	f.reach(cmd)
	_ = cmd.RegisterFlagCompletionFunc("user", func(_ *cobra.Command, _ []string, word string) ([]string, cobra.ShellCompDirective) {
		return beginning(historyUsers(), word), cobra.ShellCompDirectiveNoFileComp
	})
	_ = cmd.RegisterFlagCompletionFunc("output", cobra.FixedCompletions([]string{"text", "json"}, cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

// historyUsers are the users that the history has changes for.
func historyUsers() []string {
	var names []string
	entries, _ := history.At(history.Place(os.Getenv)).Entries()
	for _, e := range entries {
		names = append(names, e.Target)
	}
	slices.Sort(names)
	return slices.DeleteFunc(slices.Compact(names), func(name string) bool { return name == "" })
}

// run prints the history, or settles what is unknown in it.
func (f *historyFlags) run(cmd *cobra.Command, now time.Time) error {
	if f.settle {
		return f.settleUnknown(cmd, now)
	}
	for _, option := range []string{"profile", "region", "endpoint-url", "config"} {
		if cmd.Flags().Changed(option) {
			return usagef("--%s goes with --settle: the history itself asks nothing of AWS.", option)
		}
	}
	return f.print(cmd.OutOrStdout(), now)
}

// matches tells whether an entry is one of those that are asked for.
func (f *historyFlags) matches(e history.Entry, since time.Time) bool {
	return !e.Time.Before(since) && (f.user == "" || strings.EqualFold(e.Target, f.user))
}

var errNoHistoryPlace = errors.New("there is no history: neither XDG_STATE_HOME nor HOME says where it would be")

// readHistory reads the entries of the file.
func readHistory(file *history.File) ([]history.Entry, error) {
	entries, err := file.Entries()
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return nil, fmt.Errorf("the history %s cannot be read: %w", e.Path, e.Err)
	}
	return entries, err
}

func (f *historyFlags) print(out io.Writer, now time.Time) error {
	since, err := parseSince(f.since, now)
	if err != nil {
		return err
	}
	if f.output != "text" && f.output != "json" {
		return usagef("--output takes text or json, not %q.", f.output)
	}
	place := history.Place(os.Getenv)
	if place == "" {
		return errNoHistoryPlace
	}
	tightenHistory(place)
	entries, err := readHistory(history.At(place))
	if err != nil {
		return err
	}
	kept := len(entries)
	entries = slices.DeleteFunc(entries, func(e history.Entry) bool { return !f.matches(e, since) })
	switch {
	case f.output == "json":
		return printHistoryJSON(out, entries, now)
	case kept == 0:
		_, err = fmt.Fprintf(out, "Nothing was changed yet: there is no entry in %s.\n", printable.Text(place))
	case len(entries) == 0:
		_, err = fmt.Fprintf(out, "No change matches, of %d in %s.\n", kept, printable.Text(place))
	default:
		err = printHistory(out, entries, now)
	}
	return err
}

func printHistoryJSON(out io.Writer, entries []history.Entry, now time.Time) error {
	type whole struct {
		history.Entry
		Ending string `json:"ending"`
	}
	all := make([]whole, len(entries))
	for i, e := range entries {
		all[i] = whole{e, e.Ending(now)}
	}
	return printJSON(out, all)
}

func printHistory(out io.Writer, entries []history.Entry, now time.Time) error {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(table, "TIME\tACCOUNT\tCALLER\tCHANGE\tFOR\tOUTCOME\tVERIFIED\tREASON")
	for _, e := range entries {
		row := []string{
			e.Time.Local().Format("2006-01-02 15:04:05"), e.Account, e.CallerName(), e.What(), e.Whom(), e.Ending(now), string(e.Verified), e.Reason,
		}
		for i := range row {
			if row[i] = printable.Text(row[i]); row[i] == "" {
				row[i] = "–"
			}
		}
		_, _ = fmt.Fprintln(table, strings.TrimRight(strings.Join(row, "\t"), "–"))
	}
	return table.Flush()
}

// parseSince reads a day, a time, or how long ago it was; the zero time where it is empty.
func parseSince(text string, now time.Time) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	if day, err := time.ParseInLocation(time.DateOnly, text, time.Local); err == nil {
		return day, nil
	}
	if at, err := time.Parse(time.RFC3339, text); err == nil {
		return at, nil
	}
	number, days := strings.CutSuffix(text, "d")
	if n, err := strconv.ParseUint(number, 10, 16); days && err == nil {
		return now.AddDate(0, 0, -int(n)), nil
	}
	if ago, err := time.ParseDuration(text); err == nil && ago >= 0 {
		return now.Add(-ago), nil
	}
	return time.Time{}, usagef("--since takes a date such as 2026-11-01, a time such as 2026-11-01T09:30:00Z, or how long ago, such as 7d or 24h, not %q.", text)
}
