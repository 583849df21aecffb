package command

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"iampasswd/iamclient"
	"iampasswd/iamclient/bulk"
	"iampasswd/iamclient/files"
	"iampasswd/iamclient/history"
	"iampasswd/iamclient/journal"
	"iampasswd/iamclient/rails"
	"iampasswd/ui/bulkreport"
	"iampasswd/ui/directory"
	"iampasswd/ui/text"
	"iampasswd/ui/userlist"
)

// bulkFlags are the options of the bulk commands. A command has those that it needs.
type bulkFlags struct {
	account flags // which account, and which guard rails

	where          string // a query
	from, column   string // who
	plan, yes      bool
	reason         string
	workers        int
	report, output string
	passwords      string
	encryptTo      []string
	recipients     *journal.Sealing // those of encryptTo, once they have been read; nil: there are none
	passphrase     bool
	identity       string
	missing        string
	noReset        bool
	letChange      bool
	style          string
	length         int
	journal        string
	operation      bulk.Operation
}

func newBulk() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "bulk",
		Short: "Make one change for many users, by plan, and lose no password",
		Long: "Makes the same change for many users. First it reads who the users are and prints the plan: who is changed, who is" +
			" not, and why. Every password is in a journal on the disk before AWS gets it, so that none is lost when the program" +
			" or the machine ends: recover prints the passwords, and resume finishes the rest.",
		Example: `  iampasswd bulk reset --from leavers.csv --plan
  iampasswd bulk reset --from leavers.csv --passwords new.csv --reason INC-4711
  iampasswd bulk force-change --where is:expired
  iampasswd bulk resume JOURNAL`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	for _, operation := range bulk.Operations() {
		cmd.AddCommand(newBulkOperation(operation))
	}
	cmd.AddCommand(newBulkStatus(), newBulkResume(), newBulkRecover(), newBulkWipe())
	return cmd
}

func newBulkOperation(operation bulk.Operation) *cobra.Command {
	f := &bulkFlags{operation: operation}
	cmd := &cobra.Command{
		Use:   string(operation) + " [USER…]",
		Short: strings.ToUpper(operation.Does()[:1]) + operation.Does()[1:] + " of many users",
		Example: fmt.Sprintf(`  iampasswd bulk %[1]s bob alice
  iampasswd bulk %[1]s --from users.csv --plan
  iampasswd bulk %[1]s --from - --yes < users.txt`, operation),
		RunE: func(cmd *cobra.Command, args []string) error { return f.change(cmd, args) },
		ValidArgsFunction: func(cmd *cobra.Command, _ []string, word string) ([]string, cobra.ShellCompDirective) {
			return completeUsers(cmd.Context(), f.completion(), word), cobra.ShellCompDirectiveNoFileComp
		},
	}
	set := cmd.Flags()
	set.SortFlags = false
	once(set, &f.where, "where", "`QUERY` for the users, as of iampasswd users, such as 'is:console signed-in:>180d'")
	once(set, &f.from, "from", "`FILE` of user names, one in each line, or CSV with a column user, UserName or \"User name\"; - is standard input")
	once(set, &f.column, "column", "`NAME` of the column that has the user names, in a CSV file")
	set.BoolVar(&f.plan, "plan", false, "print the plan, and change nothing")
	set.BoolVar(&f.yes, "yes", false, "start without asking; needed where there is no terminal")
	once(set, &f.reason, "reason", "`TEXT` for the history: a ticket, or why")
	if operation == bulk.Reset {
		f.resetFlags(cmd)
	}
	if operation == bulk.Reset || operation == bulk.ForceChange {
		set.BoolVar(&f.letChange, "let-change", false, "attach IAMUserChangePassword to users who would be locked out")
	}
	once(set, &f.journal, "journal", "`FILE` for the journal, a new one; by default below $XDG_STATE_HOME/iampasswd")
	f.runFlags(cmd)
	return cmd
}

func (f *bulkFlags) resetFlags(cmd *cobra.Command) {
	set := cmd.Flags()
	f.passwordsFlag(cmd)
	set.StringArrayVar(&f.encryptTo, "encrypt-to", nil, "`RECIPIENT` of the passwords: age1…, an ssh-ed25519 or ssh-rsa public key, or a file of them; repeatable")
	set.BoolVar(&f.passphrase, "passphrase", false, "encrypt the passwords under a passphrase, which is asked for")
	set.StringVar(&f.missing, "missing", "skip", "`WHAT` is done where there is no console password: skip or create")
	set.BoolVar(&f.noReset, "no-password-reset-required", false, "let users keep the new password; otherwise they must choose another one at next sign-in")
	set.StringVar(&f.style, "style", "random", "`STYLE` of the passwords: random or words")
	set.IntVar(&f.length, "length", 0, "`N` characters, or words; a policy that asks for more gets more")
	complete := func(name string, values ...string) {
		_ = cmd.RegisterFlagCompletionFunc(name, cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp))
	}
	complete("missing", "skip", "create")
	complete("style", "random", "words")
}

func (f *bulkFlags) passwordsFlag(cmd *cobra.Command) {
	once(cmd.Flags(), &f.passwords, "passwords", "`FILE` for the new passwords, a new one: CSV, encrypted as the journal is")
}

// runFlags are the options of the commands that make changes.
func (f *bulkFlags) runFlags(cmd *cobra.Command) {
	set := cmd.Flags()
	set.IntVar(&f.workers, "concurrency", 16, "`N` requests under way at the same time at most, 1 to 64")
	once(set, &f.report, "report", "`FILE` for what became of each user, without passwords, a new one: CSV, or JSON where it ends in .json")
	f.outputFlag(cmd)
	f.account.reachMany(cmd)
}

func (f *bulkFlags) outputFlag(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.output, "output", "text", "`FORM`: text or json")
	_ = cmd.RegisterFlagCompletionFunc("output", cobra.FixedCompletions([]string{"text", "json"}, cobra.ShellCompDirectiveNoFileComp))
}

func (f *bulkFlags) completion() iamclient.Options {
	opts := f.account.options()
	opts.Rails, _ = loadRails(rails.SystemPlace, "")
	useProfile(&opts)
	return opts
}

// check refuses what can be told to be wrong without asking AWS.
func (f *bulkFlags) check() error {
	if err := f.account.checkOne(); err != nil {
		return err
	}
	switch {
	case f.output != "text" && f.output != "json":
		return usagef("--output takes text or json, not %q.", f.output)
	case f.workers < 1 || f.workers > 64:
		return usagef("--concurrency takes a number from 1 to 64, not %d.", f.workers)
	case f.missing != "" && f.missing != "skip" && f.missing != "create":
		return usagef("--missing takes skip or create, not %q.", f.missing)
	case f.style != "" && f.style != "random" && f.style != "words":
		return usagef("--style takes random or words, not %q.", f.style)
	case f.length < 0:
		return usagef("--length takes a number of characters or words, not %d.", f.length)
	case f.passphrase && len(f.encryptTo) > 0:
		return usagef("--passphrase and --encrypt-to exclude each other: leave one out.")
	}
	if err := f.readRecipients(); err != nil {
		return err
	}
	return f.checkFiles()
}

// checkFiles refuses files that could not be written in the end, when AWS has been changed: each is made now, and removed.
func (f *bulkFlags) checkFiles() error {
	var made []string
	defer func() {
		for _, path := range made {
			_ = os.Remove(path)
		}
	}()
	for _, to := range []struct{ option, path string }{{"--passwords", f.passwords}, {"--report", f.report}, {"--journal", f.journal}} {
		switch _, err := os.Lstat(to.path); {
		case to.path == "":
			continue
		case to.path == "-":
			return usagef("%s takes a file, and - is standard output: ./- is a file of that name.", to.option)
		case err == nil && slices.ContainsFunc(made, func(path string) bool { return sameFile(path, to.path) }):
			return usagef("%s names the file of another option: name another one.", to.option)
		case err == nil:
			return usagef("%s names %s, which exists: name a new file.", to.option, to.path)
		}
		file, err := files.Create(to.path)
		switch {
		case to.option == "--journal" && errors.Is(err, fs.ErrNotExist): // its folder is made, too
			continue
		case err != nil:
			return usagef("%s names %s, which cannot be written: %s.", to.option, to.path, bulkreport.Reason(err))
		}
		made = append(made, to.path)
		_ = file.Close()
	}
	return nil
}

func sameFile(a, b string) bool {
	one, oneErr := os.Stat(a)
	other, otherErr := os.Stat(b)
	return oneErr == nil && otherErr == nil && os.SameFile(one, other)
}

func (f *bulkFlags) options() bulk.Options {
	o := bulk.Options{
		CreateMissing: f.missing == "create", ResetRequired: !f.noReset, LetChange: f.letChange, Length: f.length,
	}
	if f.style == "words" {
		o.Style = iamclient.StyleWords
	}
	return o
}

// open makes the client, and says where the history goes.
func (f *bulkFlags) open(ctx context.Context, out *bulkOutput) (*iamclient.Client, history.Log, error) {
	opts := f.account.options()
	var err error
	if opts.Rails, err = f.account.rails(); err != nil {
		return nil, nil, err
	}
	if err := checkRegion(opts.Region); err != nil {
		return nil, nil, err
	}
	log, unkept := keepHistory()
	if file, ok := log.(*history.File); ok {
		log = history.InFile(file)
	}
	if unkept != "" {
		out.note("no history is kept of this: %s", unkept)
	}
	opts.History = log
	client, err := f.account.oneClient(ctx, opts)
	return client, log, err
}

// change plans a change for many users, and makes it.
func (f *bulkFlags) change(cmd *cobra.Command, args []string) (err error) {
	if err := f.check(); err != nil {
		return err
	}
	users, err := f.names(cmd.InOrStdin(), args)
	if err != nil {
		return err
	}
	out := newBulkOutput(cmd)
	if !f.plan && !f.yes && !out.asks() {
		return usagef("without a terminal a bulk change needs --yes; --plan shows what it would do.")
	}
	keepPipes()
	ctx, stop := untilSignal(cmd.Context())
	defer stop()
	client, log, err := f.open(ctx, out)
	if err != nil {
		return err
	}
	defer func() { err = endedBy(ctx, withSignIn(err, client.Endpoint())) }()
	query, err := parseQuery(f.where, directory.Saved(client.Rails()))
	if err != nil {
		return err
	}
	if why := client.Rails().RefuseReason(f.reason); why != "" && !f.plan {
		return usagef("%s: name it with --reason; nothing was sent.", why)
	}
	if err := out.signIn(ctx, client); err != nil {
		return err
	}
	if f.where != "" {
		found, err := userlist.UserNames(ctx, userlist.Config{Client: client, Query: query, Now: time.Now(), Note: func(s string) { out.note("%s", s) }})
		if err != nil {
			return err
		}
		if users = append(users, found...); len(users) == 0 {
			return usagef("no user matches the query; nothing was sent.")
		}
	}
	plan, err := f.prepare(ctx, client, users, out)
	if err != nil {
		return err
	}
	if f.plan {
		return out.plan(cmd.OutOrStdout(), plan, f.output)
	}
	if plan.Requests() == 0 {
		return f.conclude(out, plan, bulk.Planned(plan), "")
	}
	if !f.yes {
		if err := out.confirm(ctx, plan); err != nil {
			return err
		}
	}
	seal, err := f.seal(ctx, out)
	if err != nil {
		return err
	}
	out.keyed = len(f.encryptTo) > 0
	path, err := f.journalPath(plan)
	if err != nil {
		return err
	}
	run, err := bulk.NewRun(f.config(client, log, out), plan, path, journal.Options{Seal: seal})
	if err != nil {
		return fmt.Errorf("the journal %s cannot be written, and nothing was sent: %w", path, err)
	}
	return f.carryOut(ctx, run, seal, out)
}

// prepare makes the plan.
func (f *bulkFlags) prepare(ctx context.Context, client *iamclient.Client, users []string, out *bulkOutput) (*bulk.Plan, error) {
	progress := out.progress(len(users), "read")
	defer progress.end()
	return bulk.Prepare(ctx, client, &bulk.Request{
		Operation: f.operation, Users: users, Options: f.options(), Reason: f.reason, Workers: f.workers,
		Observe: func(read int) { progress.show(read, "") },
	})
}

// journalPath is where the journal of a run goes.
func (f *bulkFlags) journalPath(p *bulk.Plan) (string, error) {
	if f.journal != "" {
		return filepath.Abs(f.journal)
	}
	folder := journalFolder()
	if folder == "" {
		return "", usagef("neither XDG_STATE_HOME nor HOME says where the journal goes: name a file with --journal; nothing was sent.")
	}
	return bulkreport.JournalIn(folder, p), nil
}

// journalFolder is where journals go; empty where neither XDG_STATE_HOME nor HOME says where.
func journalFolder() string {
	place := history.Place(os.Getenv)
	if place == "" {
		return ""
	}
	return filepath.Join(filepath.Dir(place), "bulk")
}

// seal says who can read the passwords; nil: everybody who can read the files.
func (f *bulkFlags) seal(ctx context.Context, out *bulkOutput) (*journal.Sealing, error) {
	if f.passphrase {
		passphrase, err := out.newPassphrase(ctx)
		if err != nil {
			return nil, err
		}
		defer passphrase.Wipe()
		return journal.ForPassphrase(passphrase)
	}
	return f.recipients, nil
}

// readRecipients reads who --encrypt-to names, before AWS is asked for anything.
func (f *bulkFlags) readRecipients() error {
	if len(f.encryptTo) == 0 {
		return nil
	}
	var err error
	if f.recipients, err = bulkreport.Seal(f.encryptTo); err != nil {
		return usagef("--encrypt-to: %s; nothing was sent.", err)
	}
	return nil
}

func (f *bulkFlags) config(client *iamclient.Client, log history.Log, out *bulkOutput) bulk.Config {
	return bulk.Config{Client: client, History: log, Workers: f.workers, Renew: func(ctx context.Context, why error) error {
		return out.renew(ctx, client, why)
	}}
}

// carryOut makes the changes, and prints and saves what became of them.
func (f *bulkFlags) carryOut(ctx context.Context, run *bulk.Run, seal *journal.Sealing, out *bulkOutput) error {
	defer run.Wipe()
	out.note("journal: %s", run.Journal())
	progress := out.progress(len(run.Plan.Items), "done")
	run.Observe(func(_ bulk.Result, c bulk.Counts) {
		progress.show(c.Total-c.Waiting-c.InFlight, bulkreport.Counts(c))
	})
	ended := run.Make(ctx)
	progress.end()
	results := run.Results()
	saved := f.passwords == "" || f.savePasswords(out, run, seal, results)
	out.ended(ended, run.Counts(), run.Journal())
	if err := f.conclude(out, run.Plan, results, run.Journal()); err != nil {
		return err
	}
	if ended != nil || !saved {
		return &partError{}
	}
	return nil
}

// savePasswords saves the passwords of a run, and tells whether they were saved.
func (f *bulkFlags) savePasswords(out *bulkOutput, run *bulk.Run, seal *journal.Sealing, results []bulk.Result) bool {
	n, err := bulkreport.SavePasswords(f.passwords, seal, run.Plan, results)
	if err != nil {
		out.note("the passwords were not saved to %s (%s): %s has them", f.passwords, bulkreport.Reason(err), out.command("recover", run.Journal()))
		return false
	}
	out.note("%s saved to %s, which only you may read", text.Counted(n, "password"), f.passwords)
	return true
}

// conclude prints and saves the outcome. The error is a *partError where not every user is done, or the outcome was not
// saved or printed.
func (f *bulkFlags) conclude(out *bulkOutput, p *bulk.Plan, results []bulk.Result, path string) error {
	whole := bulk.Count(results).All()
	if f.report != "" {
		if err := bulkreport.SaveReport(f.report, p, results); err != nil {
			out.note("the report was not saved to %s: %s", f.report, bulkreport.Reason(err))
			whole = false
		}
	}
	if err := out.result(p, results, path, f.output); err != nil {
		out.note("the result was not printed: %s", bulkreport.Reason(err))
		whole = false
	}
	if !whole {
		return &partError{}
	}
	return nil
}

// partError is the error of a command that did only a part of its work. It has named the rest.
type partError struct{}

func (e *partError) Error() string { return "not everything is done" }
