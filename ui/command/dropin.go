package command

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/charmbracelet/x/term"

	"iampasswd/iamclient"
	"iampasswd/iamclient/files"
	"iampasswd/iamclient/printable"
	"iampasswd/iamclient/rails"
	"iampasswd/ui/command/awscli"
)

// run is one run of a drop-in command.
type run struct {
	op             *awscli.Operation
	stdin          io.Reader
	stdout, stderr io.Writer
	onTerminal     bool // stderr is a terminal

	call     awscli.Call
	password awscli.Param // the one that the safe sources fill
	client   *iamclient.Client
}

func newRun(op *awscli.Operation) *run {
	password, _ := op.NewPassword()
	return &run{
		op: op, password: password,
		stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, onTerminal: term.IsTerminal(os.Stderr.Fd()),
	}
}

// execute runs the command with its arguments.
func (r *run) execute(ctx context.Context, args []string) (err error) {
	if r.call, err = awscli.Parse(r.op, args); err != nil {
		return err
	}
	if text, ok := r.call.Skeleton(); ok {
		_, err := io.WriteString(r.stdout, text)
		return err
	}
	in, exposed, err := r.call.Read(ctx, r.system())
	defer in.Wipe()
	if len(exposed) > 0 && r.onTerminal {
		r.note("--%s can be seen in the process list and the shell's history; --%s is safer", strings.Join(exposed, " and --"), awscli.PasswordPrompt)
	}
	if err != nil {
		return err
	}
	return r.perform(ctx, in)
}

// pipePatience is how long a file:// that is a pipe may take. A password manager that writes to it may ask its user first.
var pipePatience = files.Patience{Writer: 3 * time.Second, End: 2 * time.Minute}

// system gives the arguments access to standard input, files and the environment.
func (r *run) system() awscli.System {
	return awscli.System{
		Stdin:     r.readAll,
		ReadFile:  func(path string) ([]byte, error) { return files.ReadStream(path, longestInput, pipePatience) },
		HomeDir:   os.UserHomeDir,
		LookupEnv: os.LookupEnv,
		LineEndTrimmed: func(option string) {
			r.note("one line end at the end of the file of --%s was left out", option)
		},
	}
}

// options are the settings for the client.
func (r *run) options() (opts iamclient.Options, err error) {
	opts = r.call.Globals.Client
	if opts.ReadOnly {
		return opts, usagef("--read-only refuses %s.", r.op.Command())
	}
	opts.Version = version()
	if r.call.Globals.Debug {
		opts.Debug = r.stderr
	}
	if opts.Rails, err = loadRails(rails.SystemPlace, ""); err != nil {
		return opts, err
	}
	useProfile(&opts)
	if tty, ok := r.stdin.(*os.File); ok && term.IsTerminal(tty.Fd()) { // otherwise standard input may hold the password
		opts.ProcessMayAsk = true
	}
	var unkept string
	if opts.History, unkept = keepHistory(); unkept != "" {
		r.note("no history is kept of this: %s", unkept)
	}
	return opts, nil
}

// perform sends the request and prints what the AWS CLI would print.
func (r *run) perform(ctx context.Context, in awscli.Input) (err error) {
	opts, err := r.options()
	if err != nil {
		return err
	}
	opened := make(chan error, 1)
	go func(ctx context.Context) { // at the same time as the signals are set up, which takes about as long
		var err error
		r.client, err = newClient(ctx, opts)
		opened <- err
	}(ctx)
	ctx, stop := untilSignal(ctx)
	defer stop()
	if err := <-opened; err != nil {
		return err
	}
	defer func() { err = withSignIn(err, r.client.Endpoint()) }()
	if err := r.named(ctx, in); err != nil {
		return err
	}
	if err := opts.Rails.Refuse(r.guarded(in)); err != nil {
		return err
	}
	if err := r.signIn(ctx); err != nil {
		return err
	}
	if err := r.fill(ctx, in); err != nil {
		return err
	}
	if err := r.op.Check(in); err != nil {
		return err
	}
	if password := in.Secret(r.password.Key); password != nil {
		r.warn(password)
	}
	if err := r.checkOutput(); err != nil {
		return err
	}
	result, err := r.client.Make(ctx, r.op.Change(in), iamclient.ChangeOptions{Reason: r.call.Globals.Reason})
	return r.conclude(ctx, in, r.op.Output(result), err)
}

// guarded is the change as the guard rails see it, as far as it is known before a password is asked for.
func (r *run) guarded(in awscli.Input) rails.Change {
	change := r.op.Change(in).Guarded(r.call.Globals.Reason)
	if r.call.Source != "" {
		change.Password, change.Generated = true, r.call.Source == awscli.GeneratePassword
	}
	return change
}

// signIn asks for the MFA code of the profile's role, if there is a terminal. Without one, the request itself fails and
// says what is missing.
func (r *run) signIn(ctx context.Context) error {
	device := r.client.Endpoint().MFADevice
	if device == "" {
		return nil
	}
	t, err := openTerminal(r.stderr)
	if err != nil {
		return nil
	}
	defer t.close()
	code, err := t.ask(ctx, "Enter MFA code for "+printable.Text(device)+": ")
	if err != nil {
		return err
	}
	defer code.Wipe()
	return r.client.SignIn(ctx, strings.TrimSpace(code.Reveal()))
}

// named refuses a missing user name. AWS would take the caller where the name is optional.
func (r *run) named(ctx context.Context, in awscli.Input) error {
	if _, given := in[awscli.UserName]; given || !r.op.Takes(awscli.UserName) {
		return nil
	}
	whom := "the caller"
	if identity, err := r.client.Identity(ctx); err == nil {
		whom += ", " + identity.Name
	}
	return usagef("%s needs --user-name: without it AWS would take %s.", r.op.Command(), whom)
}

// note prints a remark on stderr that is not an error.
func (r *run) note(format string, args ...any) {
	_, _ = fmt.Fprintln(r.stderr, "iampasswd: "+printable.Lines(fmt.Sprintf(format, args...)))
}
