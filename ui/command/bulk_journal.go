package command

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"time"

	"filippo.io/age"
	"github.com/spf13/cobra"

	"iampasswd/iamclient/bulk"
	"iampasswd/iamclient/files"
	"iampasswd/iamclient/journal"
	"iampasswd/iamclient/printable"
	"iampasswd/ui/bulkreport"
	"iampasswd/ui/text"
)

// oneJournal takes the journal that a command is about.
func oneJournal(cmd *cobra.Command, args []string) error {
	if len(args) != 1 {
		return usagef("%s takes one journal: `iampasswd bulk %s JOURNAL`.", cmd.Name(), cmd.Name())
	}
	return nil
}

func newBulkStatus() *cobra.Command {
	f := &bulkFlags{workers: 1}
	cmd := &cobra.Command{
		Use: "status JOURNAL", Short: "Tell how far a bulk run has got", Args: oneJournal,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := f.check(); err != nil {
				return err
			}
			c, p, err := readJournal(args[0])
			if err != nil {
				return err
			}
			out := newBulkOutput(cmd)
			out.keyed = len(c.Header.Recipients) > 0
			return out.status(p, bulk.Results(p, c), args[0], f.output)
		},
	}
	f.outputFlag(cmd)
	return cmd
}

func readJournal(path string) (*journal.Content, *bulk.Plan, error) {
	c, err := journal.Read(path)
	if err != nil {
		return nil, nil, journalMistake(err)
	}
	p, err := bulk.FromJournal(c)
	return c, p, err
}

// journalMistake says which file is not there as a mistake on the command line.
func journalMistake(err error) error {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return usagef("the journal %s cannot be opened: %s.", e.Path, e.Err)
	}
	return err
}

func newBulkResume() *cobra.Command {
	f := &bulkFlags{}
	cmd := &cobra.Command{
		Use: "resume JOURNAL", Short: "Go on with a bulk run: with every user who is not done", Args: oneJournal,
		Long: "Goes on with a bulk run that was stopped, or whose process or machine ended: with every user who is not done. Where" +
			" the answer to a request was lost, the same password is tried again; from an encrypted journal that takes --identity or" +
			" the passphrase, and without it such a user gets a new password. The result says who was tried again.",
		Example: `  iampasswd bulk resume ~/.local/state/iampasswd/bulk/2026-11-25-091500-reset-RUN.journal --passwords rest.csv`,
		RunE:    func(cmd *cobra.Command, args []string) error { return f.resume(cmd, args[0]) },
	}
	cmd.Flags().SortFlags = false
	f.passwordsFlag(cmd)
	f.identityFlag(cmd)
	f.runFlags(cmd)
	return cmd
}

func (f *bulkFlags) identityFlag(cmd *cobra.Command) {
	once(cmd.Flags(), &f.identity, "identity", "`FILE` of the private key that decrypts the passwords, of age or SSH")
}

func (f *bulkFlags) resume(cmd *cobra.Command, path string) (err error) {
	if err := f.check(); err != nil {
		return err
	}
	out := newBulkOutput(cmd)
	keepPipes()
	ctx, stop := untilSignal(cmd.Context())
	defer stop()
	before, _, err := readJournal(path)
	if err != nil {
		return err
	}
	out.keyed = len(before.Header.Recipients) > 0
	seal, identities, err := f.keys(ctx, before, out, false)
	if err != nil {
		return err
	}
	if f.passwords != "" && before.Header.Encrypted && identities == nil {
		return usagef("--passwords takes --identity here: the passwords that were set before are encrypted; nothing was sent.")
	}
	client, log, err := f.open(ctx, out)
	if err != nil {
		return err
	}
	defer func() { err = endedBy(ctx, withSignIn(err, client.Endpoint())) }()
	if err := out.signIn(ctx, client); err != nil {
		return err
	}
	j, c, err := journal.Open(path, journal.Options{Seal: seal})
	if err != nil {
		return journalMistake(err)
	}
	if identities != nil {
		err = c.Unlock(identities...)
	}
	if err != nil {
		return errors.Join(err, j.Close())
	}
	run, err := bulk.Reopen(f.config(client, log, out), j, c)
	if err != nil {
		return errors.Join(err, j.Close())
	}
	return f.carryOut(ctx, run, seal, out)
}

// keys are who the passwords of a journal are encrypted for, and what decrypts them. A passphrase is both. needed: without
// it nothing can be done.
func (f *bulkFlags) keys(ctx context.Context, c *journal.Content, out *bulkOutput, needed bool) (*journal.Sealing, []age.Identity, error) {
	switch {
	case !c.Header.Encrypted && f.identity != "":
		return nil, nil, usagef("the passwords in this journal are not encrypted: leave out --identity.")
	case !c.Header.Encrypted:
		return nil, nil, nil
	case len(c.Header.Recipients) == 0:
		passphrase, err := out.askPassphrase(ctx, "Passphrase of the journal: ")
		if err != nil {
			return nil, nil, err
		}
		defer passphrase.Wipe()
		identity, err := journal.PassphraseIdentity(passphrase)
		if err != nil {
			return nil, nil, err
		}
		if err := c.Unlock(identity); err != nil {
			return nil, nil, usagef("%s; nothing was sent.", err)
		}
		seal, err := journal.ForPassphrase(passphrase)
		return seal, []age.Identity{identity}, err
	}
	seal, err := journal.ForRecipients(c.Header.Recipients...)
	if err != nil || f.identity == "" {
		if needed && err == nil {
			err = usagef("the passwords in this journal are encrypted: name the private key with --identity FILE.")
		}
		return seal, nil, err
	}
	content, err := files.Read(f.identity, mostInput)
	if err != nil {
		return nil, nil, usagef("--identity: %s.", err)
	}
	defer clear(content)
	identities, err := journal.Identities(content, func() ([]byte, error) {
		passphrase, err := out.askPassphrase(ctx, "Passphrase of "+printable.Text(f.identity)+": ")
		if err != nil {
			return nil, err
		}
		defer passphrase.Wipe()
		return []byte(passphrase.Reveal()), nil
	})
	if err != nil {
		return nil, nil, usagef("--identity: %s.", err)
	}
	if err := c.Unlock(identities...); err != nil {
		return nil, nil, usagef("--identity: %s.", err)
	}
	return seal, identities, nil
}

func newBulkRecover() *cobra.Command {
	f := &bulkFlags{workers: 1}
	cmd := &cobra.Command{
		Use: "recover JOURNAL", Short: "Print every password of a bulk run that AWS accepted or may have accepted", Args: oneJournal,
		Long: "Prints every password of a bulk run that AWS accepted or may have accepted, as CSV, or saves them to a file. The last" +
			" column says which: a user with more than one has one of them, and it is not known which. Of a damaged journal it prints" +
			" what can be read, and says what cannot.",
		Example: `  iampasswd bulk recover JOURNAL --passwords recovered.csv
  iampasswd bulk recover JOURNAL --identity ~/.config/age/keys.txt`,
		RunE: func(cmd *cobra.Command, args []string) error { return f.recover(cmd, args[0]) },
	}
	cmd.Flags().SortFlags = false
	once(cmd.Flags(), &f.passwords, "passwords", "`FILE` for the passwords, a new one: CSV, not encrypted")
	f.identityFlag(cmd)
	f.output = "text"
	return cmd
}

func (f *bulkFlags) recover(cmd *cobra.Command, path string) error {
	if err := f.check(); err != nil {
		return err
	}
	ctx, stop := untilSignal(cmd.Context())
	defer stop()
	out := newBulkOutput(cmd)
	c, p, err := readJournal(path)
	_, damaged := errors.AsType[*journal.DamagedError](err)
	if damaged {
		c, p, err = out.salvage(path)
	}
	if err != nil {
		return err
	}
	if _, _, err := f.keys(ctx, c, out, true); err != nil {
		return endedBy(ctx, err)
	}
	all, err := c.Recover()
	if err != nil {
		return err
	}
	if f.passwords == "" {
		err = writeRecovered(cmd.OutOrStdout(), p, all)
	} else if err = saveRecovered(f.passwords, p, all); err == nil {
		_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s saved to %s, which only you may read.\n", text.Counted(len(all), "password"), printable.Text(f.passwords))
	}
	if err == nil && damaged {
		return &partError{}
	}
	return err
}

// salvage reads what can be read of a damaged journal, and says what cannot.
func (o *bulkOutput) salvage(path string) (*journal.Content, *bulk.Plan, error) {
	c, lines, err := journal.Salvage(path)
	if e, ok := errors.AsType[*journal.DamagedError](err); ok && !e.Foreign() {
		return nil, nil, fmt.Errorf("no password can be recovered from %s: line %d is damaged, and with it the plan or the data key that every password"+
			" needs; try another copy of the journal", printable.Text(path), e.Line)
	}
	if err != nil {
		return nil, nil, err
	}
	p, err := bulk.FromJournal(c)
	if err != nil {
		return nil, nil, err
	}
	numbers := make([]string, len(lines))
	for i, n := range lines {
		numbers[i] = strconv.Itoa(n)
	}
	o.note("the journal is damaged: the password or the outcome in line %s is missing below", bulkreport.Few(numbers, mostNames))
	return c, p, nil
}

func newBulkWipe() *cobra.Command {
	var yes bool
	cmd := &cobra.Command{
		Use: "wipe JOURNAL", Short: "Overwrite the journal of a bulk run, and remove it", Args: oneJournal,
		Long: "Overwrites a journal and removes it. After that the passwords in it cannot be recovered, and the run cannot go on." +
			" What a disk or its file system keeps of an overwritten file is beyond a program.",
		RunE: func(cmd *cobra.Command, args []string) error {
			c, p, err := readJournal(args[0])
			if err != nil {
				return err
			}
			out := newBulkOutput(cmd)
			if !yes {
				count := bulk.Count(bulk.Results(p, c))
				about := fmt.Sprintf("%s was made %s: %s.", printable.Text(args[0]), c.Header.Time.Local().Format(time.DateTime), bulkreport.Counts(count))
				ctx, stop := untilSignal(cmd.Context())
				defer stop()
				if err := out.confirmWord(ctx, about+"\nType wipe to remove it: ", "wipe"); err != nil {
					return err
				}
			}
			if err := journal.Wipe(args[0]); err != nil {
				return journalMistake(err)
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s was removed.\n", printable.Text(args[0]))
			return err
		},
	}
	cmd.Flags().BoolVar(&yes, "yes", false, "remove it without asking; needed where there is no terminal")
	return cmd
}
