package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log"
	"os"
	"runtime/debug"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"iampasswd/iamclient"
	"iampasswd/iamclient/demoiam"
	"iampasswd/iamclient/history"
	"iampasswd/iamclient/rails"
	"iampasswd/ui"
	"iampasswd/ui/clipboard"
	"iampasswd/ui/plain"
	"iampasswd/ui/reset"
	keyboard "iampasswd/ui/terminal"
)

// demoLatency is that of IAM, seen from an office: a demo without it would promise too much.
var demoLatency = demoiam.Latency{Min: 40 * time.Millisecond, Max: 120 * time.Millisecond}

// Main runs the program with its arguments, without its name, and returns its exit code.
func Main(args []string) int {
	forbidCoreDumps()
	log.SetOutput(io.Discard) // net/http writes there what servers send, and GODEBUG=http2debug what is sent to them
	endPlainly()
	lastWords.Store(true)
	defer iamclient.EndProcesses()
	err := dispatch(commandFirst(args))
	if text := errorText(err); text != "" {
		sayLast(os.Stderr, text)
	}
	return exitCode(err)
}

// dispatch runs a command. A drop-in goes without cobra where it can: the tree of all commands, with their options, is
// worth a good part of a reset.
func dispatch(args []string) error {
	if op := calledFor(args); op != nil {
		keepPipes()
		return newRun(op).execute(context.Background(), args[1:])
	}
	root := newRoot()
	root.SetArgs(args)
	return root.ExecuteContext(context.Background())
}

// flags are those of the terminal UI.
type flags struct {
	profile, region, endpoint string
	config                    string
	readOnly, demo, plain     bool
	demoUsers                 userCount
}

func newRoot() *cobra.Command {
	f := flags{demoUsers: demoUsers}
	root := &cobra.Command{
		Use:   "iampasswd",
		Short: "passwd for AWS IAM: find a user, set a console password that the account accepts, hand it over",
		Example: `  iampasswd --demo                  try it on an embedded IAM, without an AWS account
  iampasswd                         the account that the default AWS credentials reach
  iampasswd --profile helpdesk      another profile of the AWS configuration
  iampasswd --read-only             look, and change nothing
  iampasswd --plain                 the main job in lines, for a screen reader`,
		Version:       version(),
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          noArguments,
		RunE:          func(cmd *cobra.Command, _ []string) error { return runUI(cmd, f) },
	}
	root.SetFlagErrorFunc(flagMistake)
	set := root.Flags()
	set.SortFlags = false
	set.StringVar(&f.profile, "profile", "", "`NAME` of a profile in the AWS configuration")
	set.StringVar(&f.region, "region", "", "`NAME` of an AWS region; matters for China, GovCloud and other partitions only")
	set.StringVar(&f.endpoint, "endpoint-url", "", "`URL` of another server for IAM and STS; plain http only on this machine")
	set.StringVar(&f.config, "config", "", "`FILE` of guard rails and settings in the place of your own; the machine's guard rails still hold")
	set.BoolVar(&f.readOnly, "read-only", false, "offer nothing that changes IAM, and refuse it")
	set.BoolVar(&f.plain, "plain", false, "talk in lines, at prompts, for screen readers; by itself where TERM is dumb")
	set.BoolVar(&f.demo, "demo", false, "use an embedded IAM: no AWS account, no network, no AWS settings")
	set.Var(&f.demoUsers, "demo-users", fmt.Sprintf("how many users the demo has, 1 to %d", maxDemoUsers))
	_ = root.RegisterFlagCompletionFunc("profile", func(_ *cobra.Command, _ []string, word string) ([]string, cobra.ShellCompDirective) {
		return beginning(iamclient.Profiles(), word), cobra.ShellCompDirectiveNoFileComp
	})
	for _, op := range operations() {
		root.AddCommand(newDropIn(op))
	}
	root.AddCommand(newHistory(), newConfig(), newDemoServer(), newMan())
	root.SetUsageFunc(usage)
	tameCobra(root)
	return root
}

func runUI(cmd *cobra.Command, f flags) error {
	opts, err := options(cmd, f)
	if err != nil {
		return err
	}
	lines, err := inLines(cmd, f)
	if err != nil {
		return err
	}
	if lines != nil {
		defer lines.close()
	} else if !term.IsTerminal(os.Stdin.Fd()) || !term.IsTerminal(os.Stdout.Fd()) {
		return usagef("the terminal UI needs a terminal on standard input and output; run it from a shell, not in a pipe or a job.")
	}
	if opts.Rails, err = f.rails(); err != nil {
		return err
	}
	useProfile(&opts)
	folders := []string{"."}
	var unkept string
	if f.demo {
		folders = []string{os.TempDir()} // it writes nothing outside a temporary place
		opts.History, unkept = &history.Memory{}, "this is the demo; what you do in it is shown, and forgotten when it ends"
	} else {
		opts.History, unkept = keepHistory()
		folders = append(folders, safeFolders()...)
	}
	client, err := newClient(cmd.Context(), opts)
	if err != nil {
		return err
	}
	keepPipes()
	ctx, stop := untilSignal(cmd.Context())
	defer stop()
	if lines != nil {
		err = plain.Run(ctx, plain.Config{
			Client: client, Demo: f.demo, ReadOnly: f.readOnly, Clipboard: clipboard.Native(), Folders: folders,
		}, lines)
	} else {
		cfg := ui.Config{Client: client, Demo: f.demo, ReadOnly: f.readOnly, Clipboard: clipboard.Native(), Folders: folders, Unkept: unkept}
		input := keyboard.NewFile(os.Stdin)
		defer restoreLine(os.Stdin)()
		defer watchStops(&cfg, input)()
		cfg.Unblock = func() { dropOutput(os.Stdout) }
		// Bubble Tea's own handler would take SIGTERM for a wish to quit, and leave SIGHUP alone.
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

// newClient makes a client, and tells a mistake on the command line from one in the AWS settings.
func newClient(ctx context.Context, opts iamclient.Options) (*iamclient.Client, error) {
	if err := checkRegion(opts.Region); err != nil {
		return nil, err
	}
	client, err := iamclient.New(ctx, opts)
	if bad, ok := errors.AsType[*iamclient.EndpointError](err); ok && opts.Endpoint != "" {
		return nil, usagef("%s; use https, or http to 127.0.0.1.", bad)
	}
	if file, ok := errors.AsType[*fs.PathError](err); ok && file.Path == opts.CABundle {
		return nil, fmt.Errorf("--%s: %w", optCABundle, file)
	}
	if err != nil {
		return nil, &settingsError{err}
	}
	return client, nil
}

// checkRegion refuses what the SDK does not take for the name of a region; the AWS settings have one where it is empty.
func checkRegion(region string) error {
	foreign := func(r rune) bool {
		return r != '-' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
	}
	if len(region) > 63 || strings.ContainsFunc(region, foreign) {
		return usagef("--region takes the name of an AWS region, such as eu-west-1, not %q.", region)
	}
	return nil
}

// options are how the flags lead to an account.
func (f *flags) options() iamclient.Options {
	return iamclient.Options{
		Profile: f.profile, Region: f.region, Endpoint: f.endpoint, ReadOnly: f.readOnly, Version: version(),
	}
}

// rails are the guard rails. The demo reads no file but the one that is named.
func (f *flags) rails() (*rails.Rails, error) {
	switch {
	case !f.demo:
		return loadRails(rails.SystemPlace, f.config)
	case f.config == "":
		return nil, nil
	}
	return loadRails("", f.config)
}

func options(cmd *cobra.Command, f flags) (iamclient.Options, error) {
	opts := f.options()
	switch {
	case !f.demo && cmd.Flags().Changed("demo-users"):
		return opts, usagef("--demo-users goes with --demo: add that, or leave it out.")
	case f.demo:
		for _, other := range []string{"profile", "region", "endpoint-url"} {
			if cmd.Flags().Changed(other) {
				return opts, usagef("--demo uses the embedded IAM and no AWS settings: leave out --%s, or --demo.", other)
			}
		}
		opts.Embedded = demoiam.Company(int(f.demoUsers), demoLatency).Transport()
	}
	return opts, checkRegion(f.region)
}

// version is what the module was built as.
func version() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(unknown)"
}
