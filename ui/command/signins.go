package command

import (
	"context"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"iampasswd/iamclient"
	"iampasswd/iamclient/reach"
	"iampasswd/ui/signinlist"
	"iampasswd/ui/userlist"
)

// signinsFlags say which attempts to sign in are printed, and how.
type signinsFlags struct {
	flags
	since, output string
	debug         bool
}

func newSignins() *cobra.Command {
	f := signinsFlags{flags: flags{demoUsers: demoUsers}}
	cmd := &cobra.Command{
		Use:   "signins [USER]",
		Short: "Print the attempts to sign in to the console that CloudTrail has",
		Long: "Prints who tried to sign in to the AWS console, from which address and in which Region, and how it ended: the newest first." +
			" CloudTrail is some minutes late. It needs cloudtrail:LookupEvents, and no trail. Without a USER, or for the last 24 hours, the" +
			" sign-ins of all users are read; otherwise all that the user did, at most 500 events in each Region.\n\n" +
			"CSV and JSON have the columns " + strings.Join(signinlist.Columns(), ", ") + ". What there is not is empty in CSV and null in JSON; times are RFC 3339 in UTC. An outcome is signed-in," +
			" signed-in-mfa, wrong-password, failed-mfa, no-such-user, failed or unclear; detail has AWS's words for the last two. A cell of CSV" +
			" that a spreadsheet would run as a formula begins with an apostrophe.",
		Example: `  iampasswd signins                          everybody's, of the last 24 hours
  iampasswd signins bob --since 30d
  iampasswd signins --since 2h --output csv
  iampasswd signins bob --org-role HelpDesk  in all accounts of the organization`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usagef("signins takes one user name at most, not %d.", len(args))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return f.print(cmd, strings.Join(args, "")) },
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return nil, cobra.ShellCompDirectiveNoFileComp
		},
	}
	set := cmd.Flags()
	set.SortFlags = false
	set.StringVar(&f.since, "since", "24h", "attempts since then only: a `DATE` such as 2026-11-01, a time in RFC 3339, or 7d or 24h ago; at most 90d")
	set.StringVar(&f.output, "output", string(userlist.Table), "`FORM`: table, csv or json")
	f.reachMany(cmd)
	f.embed(cmd)
	set.BoolVar(&f.debug, "debug", false, "write every request and answer to standard error, without passwords and credentials")
	forms := []string{string(userlist.Table), string(userlist.CSV), string(userlist.JSON)}
	_ = cmd.RegisterFlagCompletionFunc("output", cobra.FixedCompletions(forms, cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

func (f *signinsFlags) print(cmd *cobra.Command, user string) error {
	cfg := signinlist.Config{User: user, Form: userlist.Form(f.output), Out: cmd.OutOrStdout(), Now: time.Now()}
	switch cfg.Form {
	case userlist.Table, userlist.CSV, userlist.JSON:
	default:
		return usagef("--output takes table, csv or json, not %q.", f.output)
	}
	since, err := parseSince(f.since, cfg.Now)
	if err != nil {
		return err
	}
	if cfg.Within = cfg.Now.Sub(since); cfg.Within > iamclient.MostHistory+time.Hour || cfg.Within < 0 { // an hour, for days that have 25
		return usagef("--since: CloudTrail's event history goes back 90 days, and not to %s.", since.Format(time.DateOnly))
	}
	return f.onAccounts(cmd, f.debug, nil, func(ctx context.Context, r *run, in *reach.Reach) error {
		cfg.Client, cfg.Note = r.client, func(sentence string) { r.note("%s", sentence) }
		if !in.Many() {
			return signinlist.Run(ctx, cfg)
		}
		return r.incomplete(signinlist.RunSeveral(ctx, cfg, in))
	})
}
