package command

import (
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/charmbracelet/x/term"

	"iampasswd/iamclient"
	"iampasswd/iamclient/printable"
	"iampasswd/iamclient/rails"
)

const (
	optInputJSON = "cli-input-json"
	optSkeleton  = "generate-cli-skeleton"
)

// run is one run of a drop-in command.
type run struct {
	op             *operation
	stdin          io.Reader
	stdout, stderr io.Writer
	onTerminal     bool // stderr is a terminal

	globals  globals
	given    []given
	password param    // that the safe sources fill
	source   string   // which of them was asked for; empty: none
	exposed  []string // options whose value holds a password for all to see
	client   *iamclient.Client
}

func newRun(op *operation) *run {
	password, _ := op.newPassword()
	return &run{
		op: op, password: password,
		stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, onTerminal: term.IsTerminal(os.Stderr.Fd()),
	}
}

// options are the operation's own.
func (o *operation) options() []option {
	var options []option
	for _, p := range o.params {
		switch p.kind {
		case boolean:
			options = append(options, option{name: p.flag()}, option{name: "no-" + p.flag()})
		default:
			options = append(options, option{name: p.flag(), values: oneValue})
		}
	}
	if _, ok := o.newPassword(); ok {
		for _, source := range []string{optStdin, optPrompt, optGenerate} {
			options = append(options, option{name: source, exact: true})
		}
	}
	return append(options,
		option{name: optInputJSON, values: oneValue},
		option{name: optSkeleton, values: maybeValue, choices: []string{"input", "output"}})
}

// execute runs the command with its arguments.
func (r *run) execute(ctx context.Context, args []string) error {
	if err := r.parse(args); err != nil {
		return err
	}
	if opt, ok := r.last(optSkeleton); ok {
		return r.skeleton(opt)
	}
	in, err := r.read(ctx)
	defer in.wipe()
	if len(r.exposed) > 0 && r.onTerminal {
		r.note("--%s can be seen in the process list and the shell's history; --%s is safer", strings.Join(r.exposed, " and --"), optPrompt)
	}
	if err != nil {
		return err
	}
	return r.perform(ctx, in)
}

// parse reads the arguments: the global options first, as the AWS CLI does, then the command's own.
func (r *run) parse(args []string) error {
	found, rest, err := parseArguments(args, globalOptions())
	if err != nil {
		return err
	}
	if r.globals, err = parseGlobals(found); err != nil {
		return err
	}
	if r.given, rest, err = parseArguments(rest, r.op.options()); err != nil {
		return err
	}
	for _, check := range []func() error{r.required, func() error { return unknown(rest) }, r.sources, r.outputs} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

// last returns the last of the options of that name: it is the one that counts.
func (r *run) last(name string) (given, bool) {
	for _, g := range slices.Backward(r.given) {
		if g.name == name {
			return g, true
		}
	}
	return given{}, false
}

func (r *run) skeleton(opt given) error {
	text := r.op.inputSkeleton()
	if opt.value == "output" {
		text = r.op.outputSkeleton
	}
	_, err := io.WriteString(r.stdout, text)
	return err
}

// perform sends the request and prints what the AWS CLI would.
func (r *run) perform(ctx context.Context, in input) (err error) {
	if r.globals.client.ReadOnly {
		return usagef("--read-only refuses %s.", r.op.command())
	}
	if r.globals.debug {
		r.globals.client.Debug = r.stderr
	}
	if r.globals.client.Rails, err = loadRails(rails.SystemPlace, ""); err != nil {
		return err
	}
	useProfile(&r.globals.client)
	if tty, ok := r.stdin.(*os.File); ok && term.IsTerminal(tty.Fd()) { // else standard input can hold the password
		r.globals.client.ProcessMayAsk = true
	}
	var unkept string
	if r.globals.client.History, unkept = keepHistory(); unkept != "" {
		r.note("no history is kept of this: %s", unkept)
	}
	opened := make(chan error, 1)
	go func(ctx context.Context) { // while the signals are seen to, which takes about as long
		var err error
		r.client, err = newClient(ctx, r.globals.client)
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
	if err := r.guarded(in); err != nil {
		return err
	}
	if err := r.signIn(ctx); err != nil {
		return err
	}
	if err := r.fill(ctx, in); err != nil {
		return err
	}
	if err := refuse(r.op.wrong(in, r.op.keys())); err != nil {
		return err
	}
	if password := in.secret(r.password.key); password != nil {
		r.warn(password)
	}
	if err := r.checkOutput(); err != nil {
		return err
	}
	result, err := r.client.Make(ctx, r.op.change(in), iamclient.ChangeOptions{Reason: r.globals.reason})
	var out any
	if r.op.output != nil {
		out = r.op.output(result)
	}
	return r.conclude(ctx, in, out, err)
}

// signIn asks for the MFA code that the profile's role takes, where somebody sits at a terminal. Where nobody does, the
// request itself fails and says what is missing.
func (r *run) signIn(ctx context.Context) error {
	device := r.client.Endpoint().MFADevice
	if device == "" {
		return nil
	}
	t, err := r.openTerminal()
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

// named refuses to fall back on the caller, as AWS does for an operation whose user name is optional.
func (r *run) named(ctx context.Context, in input) error {
	if _, given := in[userName]; given || !r.op.takes(userName) {
		return nil
	}
	whom := "the caller"
	if identity, err := r.client.Identity(ctx); err == nil {
		whom += ", " + identity.Name
	}
	return usagef("%s needs --user-name: without it AWS would take %s.", r.op.command(), whom)
}

// note says something on stderr that is no error.
func (r *run) note(format string, args ...any) {
	_, _ = fmt.Fprintln(r.stderr, "iampasswd: "+printable.Lines(fmt.Sprintf(format, args...)))
}
