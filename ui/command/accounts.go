package command

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"iampasswd/iamclient"
	"iampasswd/iamclient/printable"
	"iampasswd/iamclient/reach"
	"iampasswd/ui/text"
)

// accountsFlags say which accounts are printed, and how.
type accountsFlags struct {
	flags
	output string
	debug  bool
}

func newAccounts() *cobra.Command {
	f := accountsFlags{flags: flags{demoUsers: demoUsers}}
	cmd := &cobra.Command{
		Use:   "accounts",
		Short: "Print the accounts that the options reach, who you are in each, and what failed",
		Long: "Tries each account that the options lead to, and changes nothing. The exit code is 0 if all could be reached, and 1 if" +
			" some could not. Accounts that the organization has closed or suspended are printed, and are no failure.",
		Example: `  iampasswd accounts --all-profiles
  iampasswd accounts --profile prod,dev
  iampasswd accounts --org-role OrganizationAccountAccessRole --skip-accounts 111122223333
  iampasswd accounts --org-role HelpDesk --ou ou-ab12-11112222 --output csv`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return f.print(cmd) },
	}
	set := cmd.Flags()
	set.SortFlags = false
	set.StringVar(&f.output, "output", "table", "`FORM`: table, csv or json")
	f.reachMany(cmd)
	f.embed(cmd)
	set.BoolVar(&f.debug, "debug", false, "write every request and answer to standard error, without passwords and credentials")
	_ = cmd.RegisterFlagCompletionFunc("output", cobra.FixedCompletions([]string{"table", "csv", "json"}, cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

func (f *accountsFlags) print(cmd *cobra.Command) error {
	write, known := accountForms[f.output]
	if !known {
		return usagef("--output takes table, csv or json, not %q.", f.output)
	}
	opts, err := options(cmd, f.flags)
	if err != nil {
		return err
	}
	if opts.Rails, err = f.rails(); err != nil {
		return err
	}
	opts.ReadOnly = true
	if f.debug {
		opts.Debug = os.Stderr
	}
	opts.ProcessMayAsk = term.IsTerminal(os.Stdin.Fd()) // nothing is read from it otherwise
	in, err := f.openReach(cmd.Context(), opts, askCode(os.Stderr))
	if err != nil {
		return err
	}
	ctx, stop := untilSignal(cmd.Context())
	defer stop()
	r := &run{stderr: os.Stderr, client: in.Client()}
	if err := r.signInUnlessSeveral(ctx, in); err != nil {
		return err
	}
	rows, err := readAccounts(ctx, in, opts, f.progress(r))
	if err != nil {
		return endedBy(ctx, withSignIn(err, r.client.Endpoint()))
	}
	if err := write(cmd.OutOrStdout(), rows); err != nil {
		return err
	}
	return r.sayReached(rows, in.Err())
}

// progress says how far the accounts are reached, where somebody looks.
func (f *accountsFlags) progress(r *run) func(string) {
	if !term.IsTerminal(os.Stderr.Fd()) {
		return func(string) {}
	}
	return func(sentence string) { r.note("%s", sentence) }
}

// signInUnlessSeveral asks for the MFA code of the one profile whose credentials are used. Several profiles are asked about
// as they need a code.
func (r *run) signInUnlessSeveral(ctx context.Context, in *reach.Reach) error {
	if in.BySeveralProfiles() {
		return nil
	}
	return r.signIn(ctx)
}

// readAccounts reaches the accounts, and reads their aliases. The error is about all of them: where there is one account,
// why it cannot be reached, or why none was found.
func readAccounts(ctx context.Context, in *reach.Reach, opts iamclient.Options, progress func(string)) ([]accountRow, error) {
	in.Start(ctx)
	var aliases sync.Map // by key
	var reading sync.WaitGroup
	room := make(chan struct{}, aliasesAtOnce)
	asked, said := map[string]bool{}, false
	for {
		a, ok := in.Next(ctx)
		if !ok {
			break
		}
		if many := in.Many(); many && !said {
			progress("Looking for the accounts.")
			said = true
		}
		if a.State == reach.Reached && !asked[a.Key] {
			asked[a.Key] = true
			reading.Go(func() {
				room <- struct{}{}
				defer func() { <-room }()
				if alias, err := a.Client.AccountAlias(ctx); err == nil { // it has a number, too
					aliases.Store(a.Key, alias)
				}
			})
		}
	}
	reading.Wait()
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	all := in.Accounts()
	if !in.Many() {
		return readOne(ctx, all[0], opts)
	}
	if err := in.Err(); err != nil && !anyReached(all) {
		return nil, err
	}
	rows := make([]accountRow, 0, len(all))
	for _, a := range all {
		if a.State == reach.Merged {
			continue // the account it leads to tells of it
		}
		alias, _ := aliases.Load(a.Key)
		name, _ := alias.(string)
		rows = append(rows, newAccountRow(a, opts.Rails.Account(a.Number).Name, name))
	}
	return rows, nil
}

// aliasesAtOnce is how many aliases are read at the same time.
const aliasesAtOnce = 16

func anyReached(all []reach.Account) bool {
	for _, a := range all {
		if a.State == reach.Reached {
			return true
		}
	}
	return false
}

// readOne reads who the operator is in the one account that there is.
func readOne(ctx context.Context, a reach.Account, opts iamclient.Options) ([]accountRow, error) {
	identity, err := a.Client.Identity(ctx)
	if err != nil {
		return nil, err
	}
	alias, _ := a.Client.AccountAlias(ctx) // it has a number, too
	a.State, a.Identity, a.Number = reach.Reached, identity, identity.Account
	return []accountRow{newAccountRow(a, opts.Rails.Account(a.Number).Name, alias)}, nil
}

// sayReached says what the table does not. The error is a *partError where not every account was reached.
func (r *run) sayReached(rows []accountRow, missing error) error {
	failed := 0
	for _, row := range rows {
		if row.state == reach.Failed {
			failed++
		}
		for _, other := range row.others {
			r.note("the profiles %s and %s lead to account %s: it is used as %s, by %s; %s would be %s", row.profile, other.Profile, row.number,
				row.identity.Name, row.profile, other.Profile, other.Identity.Name)
		}
	}
	if missing != nil {
		r.note("accounts may be missing: %s", reasonOf(missing))
	}
	if failed > 0 {
		r.note("%d of %s could not be reached", failed, text.Counted(len(rows), "account"))
	}
	if failed > 0 || missing != nil {
		return &partError{}
	}
	return nil
}

// reasonOf is an error in one line.
func reasonOf(err error) string {
	why := err.Error()
	if e, ok := errors.AsType[*reach.OrganizationError](err); ok {
		why = e.Error()
	}
	return strings.TrimSuffix(printable.Text(strings.Join(strings.Fields(why), " ")), ".")
}

// accountRow is an account in the output.
type accountRow struct {
	number, name, profile, role string
	state                       reach.State
	identity                    iamclient.Identity
	reason                      string
	others                      []reach.Other
}

// newAccountRow is the row of an account. called is what the team calls it.
func newAccountRow(a reach.Account, called, alias string) accountRow {
	name := called
	for _, other := range []string{alias, a.Name} {
		if name == "" {
			name = other
		}
	}
	return accountRow{
		number: a.Number, name: printable.Text(name), profile: printable.Text(a.Profile), role: a.Role, state: a.State,
		identity: a.Identity, reason: a.Reason(), others: a.Profiles,
	}
}

// title names the account where it has no name.
func (r accountRow) title() string {
	if r.name == "" && r.number == "" {
		return r.profile
	}
	return r.name
}

// says is the state for people: what is wrong, where something is.
func (r accountRow) says() string {
	if r.reason == "" {
		return r.state.String()
	}
	return fmt.Sprintf("%s: %s", r.state, r.reason)
}
