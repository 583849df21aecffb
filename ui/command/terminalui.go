package command

import (
	"context"
	"errors"
	"os"

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

// flags are the options of the terminal UI.
type flags struct {
	profile, region, endpoint string
	config                    string
	readOnly, demo, plain     bool
	demoUsers                 userCount
}

func runUI(cmd *cobra.Command, f flags) error {
	opts, err := options(cmd, f)
	if err != nil {
		return err
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
	if opts.Rails, err = f.rails(); err != nil {
		return err
	}
	useProfile(&opts)
	folders := []string{"."}
	var unkept string
	if f.demo {
		folders = []string{os.TempDir()} // the demo writes to a temporary folder only
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

// options are the settings for the client that the flags give.
func (f *flags) options() iamclient.Options {
	return iamclient.Options{
		Profile: f.profile, Region: f.region, Endpoint: f.endpoint, ReadOnly: f.readOnly, Version: version(),
	}
}

// rails are the guard rails. The demo reads only a file that --config names.
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
