package command

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/term"

	"iampasswd/iamclient"
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

// required checks that what must be given is, unless the JSON may have it or nothing is sent.
func (r *run) required() error {
	_, json := r.last(optInputJSON)
	_, skeleton := r.last(optSkeleton)
	if json || skeleton {
		return nil
	}
	var missing []string
	for _, p := range r.op.params {
		if _, ok := r.last(p.flag()); p.required && !ok && !r.comesFromSource(p) {
			missing = append(missing, "--"+p.flag())
		}
	}
	if len(missing) > 0 {
		return usagef("the following arguments are required: %s", strings.Join(missing, ", "))
	}
	return nil
}

// comesFromSource tells whether a safe source gives the parameter.
func (r *run) comesFromSource(p param) bool {
	for _, source := range []string{optStdin, optPrompt, optGenerate} {
		if _, ok := r.last(source); ok && p.kind == secret {
			return p.key == r.password.key || source != optGenerate
		}
	}
	return false
}

// sources notes where the password comes from, which has to be one place.
func (r *run) sources() error {
	var asked []string
	for _, name := range []string{r.password.flag(), optStdin, optPrompt, optGenerate} {
		if _, ok := r.last(name); ok && name != "" {
			asked = append(asked, name)
		}
	}
	if len(asked) > 1 {
		return usagef("--%s and --%s both say what the password is: give one of them.", asked[0], asked[1])
	}
	if len(asked) == 1 && asked[0] != r.password.flag() {
		r.source = asked[0]
	}
	if opt, ok := r.last(optInputJSON); ok && opt.value == "-" && r.source == optStdin {
		return usagef("--%s and --%s - both read standard input: give one of them.", optStdin, optInputJSON)
	}
	return nil
}

// outputs refuses forms of output that would matter and are not there.
func (r *run) outputs() error {
	if r.op.outputSkeleton == "" {
		return nil
	}
	if out := r.globals.output; out != "" && out != "json" {
		return usagef("%s prints JSON only: leave out --output %s.", r.op.command(), out)
	}
	if r.globals.query {
		return usagef("%s has no --query: it prints one small JSON object.", r.op.command())
	}
	return nil
}

func (r *run) skeleton(opt given) error {
	text := r.op.inputSkeleton()
	if opt.value == "output" {
		text = r.op.outputSkeleton
	}
	_, err := io.WriteString(r.stdout, text)
	return err
}

// read puts the input together: what the options say, and what the JSON says beyond that.
func (r *run) read(ctx context.Context) (input, error) {
	in := input{}
	for _, p := range r.op.params {
		if err := r.set(in, p); err != nil {
			return in, err
		}
	}
	var problems []string
	keys := slices.DeleteFunc(r.op.keys(), func(key string) bool { _, given := in[key]; return !given })
	if opt, ok := r.last(optInputJSON); ok {
		source, shown, err := r.inputJSON(ctx, opt.value)
		if err != nil {
			return in, err
		}
		var members []member
		if members, problems, err = r.op.parseJSON(source); err != nil {
			return in, err
		}
		for _, m := range members {
			p := r.op.param(m.key)
			if shown && p.kind == secret && !slices.Contains(r.exposed, optInputJSON) {
				r.exposed = append(r.exposed, optInputJSON)
			}
			if _, given := in[p.key]; given || r.source != "" && p.key == r.password.key {
				continue
			}
			in[p.key] = r.op.fromJSON(p, m.value)
			keys = append(keys, p.key)
		}
	}
	return in, refuse(slices.Concat(r.missing(in), problems, r.op.wrong(in, keys)))
}

// missing names the required parameters that are not there and that no safe source gives.
func (r *run) missing(in input) []string {
	var problems []string
	for _, p := range r.op.params {
		if _, ok := in[p.key]; !ok && p.required && !r.comesFromSource(p) {
			problems = append(problems, fmt.Sprintf("Missing required parameter in input: %q", p.key))
		}
	}
	return problems
}

// inputJSON returns the JSON, and whether it stands on the command line itself.
func (r *run) inputJSON(ctx context.Context, value string) (source []byte, shown bool, err error) {
	if value == "-" {
		source, err = r.readAll(ctx)
		return source, false, err
	}
	content, isFile, err := fromFile(optInputJSON, value)
	return []byte(content), !isFile, err
}

// set takes a parameter from the options, if they have it. What counts is the last one; the others are not looked at.
func (r *run) set(in input, p param) error {
	if p.kind == boolean {
		for _, opt := range r.given {
			switch opt.name {
			case p.flag():
				in[p.key] = true
			case "no-" + p.flag():
				in[p.key] = false
			}
		}
		return nil
	}
	opt, ok := r.last(p.flag())
	if !ok {
		return nil
	}
	value, isFile, err := fromFile(opt.name, opt.value)
	if err != nil {
		return err
	}
	if !utf8.ValidString(value) {
		return &invalidError{"Error parsing parameter '--" + opt.name + "': it is not UTF-8 text"}
	}
	switch p.kind {
	case text:
		in[p.key] = value
	case number:
		n, err := strconv.ParseInt(strings.TrimSpace(value), 10, 32)
		if err != nil {
			return usagef("argument --%s: a whole number is wanted, not %q", opt.name, value)
		}
		in[p.key] = int32(n)
	case secret:
		in[p.key] = r.secret(opt.name, value, isFile)
	}
	return nil
}

// secret takes a password from an option.
func (r *run) secret(flag, value string, isFile bool) *iamclient.Secret {
	if isFile {
		var stripped bool
		if value, stripped = stripNewline(value); stripped {
			r.note("one line end at the end of the file of --%s was left out", flag)
		}
	} else {
		r.exposed = append(r.exposed, flag)
	}
	return newSecret(value)
}

// perform sends the request and prints what the AWS CLI would.
func (r *run) perform(ctx context.Context, in input) error {
	if r.globals.client.ReadOnly {
		return usagef("--read-only refuses %s.", r.op.command())
	}
	if r.globals.debug {
		r.globals.client.Debug = r.stderr
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
	if err := r.named(ctx, in); err != nil {
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
	out, err := r.op.make(ctx, r.client, in)
	return r.conclude(ctx, in, out, err)
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

// conclude prints a generated password once AWS has it, or may have it, and otherwise what the AWS CLI prints. A signal
// that comes when AWS has answered changes nothing of that.
func (r *run) conclude(ctx context.Context, in input, out any, err error) error {
	done := err == nil
	if cause := context.Cause(ctx); cause != nil {
		err = errors.Join(cause, err)
	}
	switch {
	case r.source == optGenerate && (done || mayHaveSucceeded(err)):
		if _, printErr := fmt.Fprintln(r.stdout, in.secret(r.password.key).Reveal()); printErr != nil {
			return fmt.Errorf("AWS has the new password, and it cannot be printed: %w; set another one", printErr)
		}
	case done && out != nil:
		encoder := json.NewEncoder(r.stdout)
		encoder.SetIndent("", "    ")
		encoder.SetEscapeHTML(false)
		if printErr := encoder.Encode(out); printErr != nil {
			return printErr
		}
	case !done:
		r.hint(ctx, err)
	}
	if r.source == optGenerate && mayHaveSucceeded(err) {
		return &unknownError{err}
	}
	return err
}

// unknownError is the error of a request that may have been carried out, and whose password has been printed.
type unknownError struct{ err error }

func (e *unknownError) Error() string { return e.err.Error() }
func (e *unknownError) Unwrap() error { return e.err }

func mayHaveSucceeded(err error) bool {
	e, ok := errors.AsType[*iamclient.Error](err)
	return ok && e.EarlierMayHaveSucceeded
}

// hint shows the account's rules to somebody whose typed password was refused.
func (r *run) hint(ctx context.Context, err error) {
	if r.source != optPrompt || iamclient.KindOf(err) != iamclient.KindPolicyViolation {
		return
	}
	policy, _ := r.client.PasswordPolicy(ctx)
	r.note("the account's password policy asks for:")
	for _, v := range policy.Check(&iamclient.Secret{}) {
		_, _ = fmt.Fprintln(r.stderr, "  - "+v.Rule)
	}
}

// note says something on stderr that is no error.
func (r *run) note(format string, args ...any) {
	_, _ = fmt.Fprintf(r.stderr, "iampasswd: "+format+"\n", args...)
}

// reason is why a file cannot be read, without its path.
func reason(err error) string {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return e.Err.Error()
	}
	return err.Error()
}
