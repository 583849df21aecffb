package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"os/signal"
	"regexp"
	"runtime/debug"
	"syscall"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"iampasswd/iamclient"
	"iampasswd/iamclient/demoiam"
	"iampasswd/ui"
)

// demoLatency is that of IAM, seen from an office: a demo without it would promise too much.
var demoLatency = demoiam.Latency{Min: 40 * time.Millisecond, Max: 120 * time.Millisecond}

// Main runs the program with its arguments, without its name, and returns its exit code.
func Main(args []string) int {
	forbidCoreDumps()
	root := newRoot()
	root.SetArgs(args)
	err := root.ExecuteContext(context.Background())
	if sentence := explain(err); sentence != "" {
		_, _ = fmt.Fprintln(os.Stderr, "iampasswd: "+sentence)
	}
	return exitCode(err)
}

// flags are those of the terminal UI.
type flags struct {
	profile, region, endpoint string
	readOnly, demo            bool
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
  iampasswd --read-only             look, and change nothing`,
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
	set.BoolVar(&f.readOnly, "read-only", false, "offer nothing that changes IAM, and refuse it")
	set.BoolVar(&f.demo, "demo", false, "use an embedded IAM: no AWS account, no network, no AWS settings")
	set.Var(&f.demoUsers, "demo-users", fmt.Sprintf("how many users the demo has, 1 to %d", maxDemoUsers))
	root.AddCommand(newDemoServer())
	tameCobra(root)
	return root
}

func runUI(cmd *cobra.Command, f flags) error {
	opts, err := options(cmd, f)
	if err != nil {
		return err
	}
	if !term.IsTerminal(os.Stdin.Fd()) || !term.IsTerminal(os.Stdout.Fd()) {
		return usagef("the terminal UI needs a terminal on standard input and output; run it from a shell, not in a pipe or a job.")
	}
	client, err := iamclient.New(cmd.Context(), opts)
	if bad, ok := errors.AsType[*iamclient.EndpointError](err); ok && f.endpoint != "" {
		return usagef("%s; use https, or http to 127.0.0.1.", bad)
	}
	if err != nil {
		return &settingsError{err}
	}
	ctx, stop := untilSignal(cmd.Context())
	defer stop()
	log.SetOutput(io.Discard) // net/http complains there about servers, which would tear the screen
	// Bubble Tea's own handler would take SIGTERM for a wish to quit, and leave SIGHUP alone.
	err = ui.Run(ctx, ui.Config{
		Client: client, Demo: f.demo, ReadOnly: f.readOnly, Clipboard: ui.NativeClipboard(),
	}, tea.WithoutSignalHandler())
	if cause, ok := errors.AsType[*signalError](context.Cause(ctx)); ok {
		return cause
	}
	return err
}

// regionName is what the SDK takes for the name of a region; the AWS settings have one where it is empty.
var regionName = regexp.MustCompile(`^[A-Za-z0-9-]{0,63}$`)

func options(cmd *cobra.Command, f flags) (iamclient.Options, error) {
	opts := iamclient.Options{
		Profile: f.profile, Region: f.region, Endpoint: f.endpoint, ReadOnly: f.readOnly, Version: version(),
	}
	switch {
	case !f.demo && cmd.Flags().Changed("demo-users"):
		return opts, usagef("--demo-users goes with --demo: add that, or leave it out.")
	case !regionName.MatchString(f.region):
		return opts, usagef("--region takes the name of an AWS region, such as eu-west-1, not %q.", f.region)
	case f.demo:
		for _, other := range []string{"profile", "region", "endpoint-url"} {
			if cmd.Flags().Changed(other) {
				return opts, usagef("--demo uses the embedded IAM and no AWS settings: leave out --%s, or --demo.", other)
			}
		}
		opts.Embedded = demoiam.Company(int(f.demoUsers), demoLatency).Transport()
	}
	return opts, nil
}

// untilSignal returns a context that ends with the first signal that asks the program to. Those that it was started
// to ignore it goes on ignoring, as under nohup.
func untilSignal(ctx context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(ctx)
	signals := make(chan os.Signal, 1)
	for _, s := range []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP} {
		if !signal.Ignored(s) {
			signal.Notify(signals, s)
		}
	}
	go func() {
		select {
		case s := <-signals:
			cancel(&signalError{s})
		case <-ctx.Done():
		}
	}()
	return ctx, func() {
		signal.Stop(signals)
		cancel(nil)
	}
}

// version is what the module was built as.
func version() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(unknown)"
}
