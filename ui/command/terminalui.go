package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"iampasswd/iamclient"
	"iampasswd/iamclient/history"
	"iampasswd/iamclient/printable"
	"iampasswd/iamclient/rails"
	"iampasswd/iamclient/reach"
	"iampasswd/ui"
	"iampasswd/ui/clipboard"
	"iampasswd/ui/directory"
	"iampasswd/ui/plain"
	"iampasswd/ui/reset"
	keyboard "iampasswd/ui/terminal"
)

// flags are the options of the terminal UI.
type flags struct {
	profile, region, endpoint string
	many                      reachFlags
	config                    string
	readOnly, demo, plain     bool
	demoUsers                 userCount
	demoAccounts              accountCount
}

// reach adds the options that say which account is reached.
func (f *flags) reach(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.profile, "profile", "", "`NAME` of a profile in the AWS configuration")
	f.reachSettings(cmd)
	_ = cmd.RegisterFlagCompletionFunc("profile", func(_ *cobra.Command, _ []string, word string) ([]string, cobra.ShellCompDirective) {
		return beginning(iamclient.Profiles(), word), cobra.ShellCompDirectiveNoFileComp
	})
}

// reachSettings adds the options that hold for each account.
func (f *flags) reachSettings(cmd *cobra.Command) {
	set := cmd.Flags()
	set.StringVar(&f.region, "region", "", "`NAME` of an AWS region; matters for China, GovCloud and other partitions only")
	set.StringVar(&f.endpoint, "endpoint-url", "", "`URL` of another server for IAM and STS; plain http only on this machine")
	set.StringVar(&f.config, "config", "", "`FILE` of guard rails and settings in the place of your own; the machine's guard rails still hold")
}

// embed adds the options of the embedded account.
func (f *flags) embed(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&f.demo, "demo", false, "use an embedded IAM: no AWS account, no network, no AWS settings")
	f.demoAccounts = 1
	cmd.Flags().Var(&f.demoUsers, "demo-users", fmt.Sprintf("how many users each account of the demo has, 1 to %d", maxDemoUsers))
	cmd.Flags().Var(&f.demoAccounts, "demo-accounts", fmt.Sprintf("how many accounts the demo has, 1 to %d: those of an organization", maxDemoAccounts))
}

// runUI runs the terminal UI, or the plain mode, on the users that a query means.
func runUI(cmd *cobra.Command, f flags, query string) error {
	opts, err := options(cmd, f)
	if err != nil {
		return err
	}
	if query != "" { // a mistake in it is the operator's, wherever the program runs
		if opts.Rails, err = f.rails(); err != nil {
			return err
		}
		if err := checkQuery(query, opts.Rails); err != nil {
			return err
		}
	}
	lines, err := inLines(f.plain, cmd.Flags().Changed("plain"))
	if err != nil {
		return err
	}
	if lines != nil {
		defer lines.close()
	} else if !term.IsTerminal(os.Stdin.Fd()) || !term.IsTerminal(os.Stdout.Fd()) {
		return usagef("the terminal UI needs a terminal on standard input and output; run it from a shell, not in a pipe or a job.")
	}
	if query == "" {
		if opts.Rails, err = f.rails(); err != nil {
			return err
		}
	}
	folders := []string{"."}
	var unkept, journals string
	if f.demo {
		folders = []string{os.TempDir()} // the demo writes to a temporary folder only
		opts.History, unkept = &history.Memory{}, "this is the demo; what you do in it is shown, and forgotten when it ends"
		journals = filepath.Join(os.TempDir(), "iampasswd-demo-"+history.NewID()) // is made when there is a journal
		defer func() { _ = os.RemoveAll(journals) }()                             // its account is gone by then
	} else {
		opts.History, unkept = keepHistory()
		if file, ok := opts.History.(*history.File); ok {
			opts.History = history.InFile(file)
		}
		folders = append(folders, safeFolders()...)
		journals = journalFolder()
	}
	codes := new(ui.Codes)
	ask := codes.Ask
	if lines != nil {
		ask = askCode(os.Stderr)
	}
	in, err := f.openReach(cmd.Context(), opts, ask)
	if err != nil {
		return err
	}
	keepPipes()
	ctx, stop := untilSignal(cmd.Context())
	defer stop()
	if lines != nil {
		err = talk(ctx, in, lines, plain.Config{
			Client: in.Client(), Demo: f.demo, ReadOnly: f.readOnly, Clipboard: clipboard.Native(), Folders: folders, Query: query,
		})
	} else {
		cfg := ui.Config{
			Client: in.Client(), Demo: f.demo, ReadOnly: f.readOnly, Clipboard: clipboard.Native(), Folders: folders, Query: query, Unkept: unkept,
			History: opts.History, Journals: journals,
			Note: func(words string) { _, _ = fmt.Fprintln(cmd.ErrOrStderr(), "iampasswd: "+printable.Lines(words)) },
		}
		cfg.Home, _ = os.UserHomeDir()
		if in.Many() {
			cfg.Reach, cfg.Codes = in, codes
		}
		input := keyboard.NewFile(os.Stdin)
		defer restoreLine(os.Stdin)()
		defer watchStops(&cfg, input)()
		cfg.Unblock = func() { dropOutput(os.Stdout) }
		// Bubble Tea's own handler would treat SIGTERM as a normal quit, and ignore SIGHUP.
		err = ui.Run(ctx, cfg, tea.WithoutSignalHandler(), tea.WithInput(input))
		input.Drain()
	}
	if cause, ok := errors.AsType[*signalError](context.Cause(ctx)); ok {
		if unseen, ok := errors.AsType[*reset.UnsavedError](err); ok {
			unseen.Err = cause
			return unseen
		}
		return cause
	}
	return err
}

// talk runs the plain mode, in the one of several accounts that the operator chooses. The end of the input before that is no
// error.
func talk(ctx context.Context, in *reach.Reach, lines *teletype, cfg plain.Config) error {
	if in.Many() {
		var err error
		cfg.Client, err = plain.ChooseAccount(ctx, in, lines)
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
	}
	return plain.Run(ctx, cfg, lines)
}

// options are the settings for the client that the flags give.
func (f *flags) options() iamclient.Options {
	profile := f.profile
	if len(f.many.profiles) == 1 {
		profile = f.many.profiles[0]
	}
	return iamclient.Options{
		Profile: profile, Region: f.region, Endpoint: f.endpoint, ReadOnly: f.readOnly, Version: version(),
	}
}

// rails are the guard rails. The demo reads only a file that --config names.
func (f *flags) rails() (*rails.Rails, error) {
	system := rails.SystemPlace
	switch {
	case f.demo && f.config == "":
		return nil, nil
	case f.demo:
		system = ""
	}
	in, err := loadRails(system, f.config)
	if err != nil {
		return nil, err
	}
	return in, directory.CheckSaved(in)
}

// checkQuery refuses a query that the filter does not take.
func checkQuery(query string, in *rails.Rails) error {
	if utf8.RuneCountInString(query) > ui.LongestFilter {
		return usagef("a query has at most %d characters here; `iampasswd users` takes longer ones.", ui.LongestFilter)
	}
	_, err := parseQuery(query, directory.Saved(in))
	return err
}

func options(cmd *cobra.Command, f flags) (iamclient.Options, error) {
	opts := f.options()
	for _, name := range []string{"demo-users", "demo-accounts"} {
		if !f.demo && cmd.Flags().Changed(name) {
			return opts, usagef("--%s goes with --demo: add that, or leave it out.", name)
		}
	}
	if f.demo {
		for _, other := range []string{"profile", "all-profiles", "region", "endpoint-url"} {
			if cmd.Flags().Changed(other) {
				return opts, usagef("--demo uses the embedded IAM and no AWS settings: leave out --%s, or --demo.", other)
			}
		}
		company, err := newCompany(int(f.demoAccounts), int(f.demoUsers), "--demo-accounts", "--demo-users")
		if err != nil {
			return opts, err
		}
		opts.Embedded = company.Transport()
	}
	if err := checkRegion(f.region); err != nil {
		return opts, err
	}
	return opts, f.checkReach()
}
