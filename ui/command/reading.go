package command

import (
	"context"
	"errors"
	"os"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"iampasswd/iamclient/rails"
	"iampasswd/iamclient/reach"
	"iampasswd/ui/userlist"
)

// onAccounts runs something that only reads, on the accounts that the options lead to. Check looks at what depends on the
// configuration before AWS is asked; it may be nil.
func (f *flags) onAccounts(
	cmd *cobra.Command, debug bool, check func(*rails.Rails) error, do func(context.Context, *run, *reach.Reach) error,
) (err error) {
	opts, err := options(cmd, *f)
	if err != nil {
		return err
	}
	if opts.Rails, err = f.rails(); err != nil {
		return err
	}
	if check != nil {
		if err := check(opts.Rails); err != nil {
			return err
		}
	}
	opts.ReadOnly = true
	if debug {
		opts.Debug = os.Stderr
	}
	// No password comes from the command line or the input, so a credential_process may ask.
	opts.ProcessMayAsk = term.IsTerminal(os.Stdin.Fd())
	in, err := f.openReach(cmd.Context(), opts, askCode(os.Stderr))
	if err != nil {
		return err
	}
	r := &run{stdin: os.Stdin, stdout: cmd.OutOrStdout(), stderr: os.Stderr, client: in.Client()}
	ctx, stop := untilSignal(cmd.Context())
	defer stop()
	defer func() { err = withSignIn(err, r.client.Endpoint()) }()
	if err := r.signInUnlessSeveral(ctx, in); err != nil {
		return err
	}
	return endedBy(ctx, do(ctx, r, in))
}

// incomplete notes how many accounts could not be read, which were named before, and makes the exit code 1.
func (r *run) incomplete(err error) error {
	if some, ok := errors.AsType[*userlist.IncompleteError](err); ok {
		r.note("%s", some)
		return &partError{}
	}
	return err
}

// endedBy is the signal that ended what has failed, if one did.
func endedBy(ctx context.Context, err error) error {
	if cause, ok := errors.AsType[*signalError](context.Cause(ctx)); ok && err != nil {
		return cause
	}
	return err
}
