package awscli

import (
	"slices"
	"strings"
)

const (
	optInputJSON = "cli-input-json"
	optSkeleton  = "generate-cli-skeleton"
)

// Source is a safe way to give a password. Its text is the name of the option. The AWS CLI has none of them.
type Source string

// The sources of a password. The zero Source is an ordinary option or the JSON input, if there is a password at all.
const (
	PasswordStdin    Source = "password-stdin"
	PasswordPrompt   Source = "password-prompt"
	GeneratePassword Source = "generate-password"
)

var sources = []Source{PasswordStdin, PasswordPrompt, GeneratePassword}

// Call is a call of an operation whose arguments are read and checked. Files and standard input are not read yet.
type Call struct {
	Globals Globals
	Source  Source

	op       *Operation
	password Param // the one that the source gives
	given    []given
}

// Parse reads the arguments of a command, without its name: first the global options, as the AWS CLI does, then the
// operation's own.
func Parse(op *Operation, args []string) (Call, error) {
	c := Call{op: op}
	c.password, _ = op.NewPassword()
	found, rest, err := parseArguments(args, globalOptions())
	if err != nil {
		return c, err
	}
	if c.Globals, err = parseGlobals(found); err != nil {
		return c, err
	}
	if c.given, rest, err = parseArguments(rest, op.options()); err != nil {
		return c, err
	}
	if err := c.checkRequired(); err != nil {
		return c, err
	}
	if err := unknown(rest); err != nil {
		return c, err
	}
	if c.Source, err = c.findSource(); err != nil {
		return c, err
	}
	return c, c.checkOutput()
}

// Options are all options that the command takes: the operation's own, then the global ones.
func (o *Operation) Options() []Option { return append(o.options(), globalOptions()...) }

// options are the operation's own options.
func (o *Operation) options() []Option {
	var options []Option
	for _, p := range o.Params {
		switch p.Kind {
		case Flag:
			options = append(options, Option{Name: p.Option()}, Option{Name: "no-" + p.Option()})
		default:
			options = append(options, Option{Name: p.Option(), Takes: OneValue})
		}
	}
	if _, ok := o.NewPassword(); ok {
		for _, source := range sources {
			options = append(options, Option{Name: string(source), exact: true})
		}
	}
	return append(options,
		Option{Name: optInputJSON, Takes: OneValue},
		Option{Name: optSkeleton, Takes: MaybeValue, Choices: []string{"input", "output"}})
}

// CommandFirst moves the global options in front of a command behind the command. The AWS CLI takes them in both places.
// Other arguments are returned as they are.
func CommandFirst(args []string) []string {
	p := argumentParser{globalOptions()}
	for i := 0; i < len(args); i++ {
		isOption, opt, value, err := p.classify(args[i])
		switch {
		case err != nil, isOption && opt == nil:
			return args
		case !isOption && Lookup(args[i]) != nil:
			return slices.Concat(args[i:i+1], args[:i], args[i+1:])
		case !isOption:
			return args
		case value == nil && opt.Takes == OneValue:
			i++
		}
	}
	return args
}

// Skeleton returns what --generate-cli-skeleton prints; ok is false where it is not given.
func (c Call) Skeleton() (text string, ok bool) {
	opt, ok := c.last(optSkeleton)
	switch {
	case !ok:
		return "", false
	case opt.value == "output":
		return c.op.outputSkeleton, true
	}
	return c.op.inputSkeleton(), true
}

// last returns the last option of that name, which is the one that counts.
func (c Call) last(name string) (given, bool) {
	for _, g := range slices.Backward(c.given) {
		if g.name == name {
			return g, true
		}
	}
	return given{}, false
}

// checkRequired refuses a call without a required option, unless JSON input may hold it or nothing is sent.
func (c Call) checkRequired() error {
	_, json := c.last(optInputJSON)
	_, skeleton := c.last(optSkeleton)
	if json || skeleton {
		return nil
	}
	var missing []string
	for _, p := range c.op.Params {
		if _, ok := c.last(p.Option()); p.Required && !ok && !c.comesFromSource(p) {
			missing = append(missing, "--"+p.Option())
		}
	}
	if len(missing) > 0 {
		return usagef("the following arguments are required: %s", strings.Join(missing, ", "))
	}
	return nil
}

// comesFromSource reports whether a source gives the parameter. A generated password is never the current one.
func (c Call) comesFromSource(p Param) bool {
	for _, source := range sources {
		if _, ok := c.last(string(source)); ok && p.Kind == Secret {
			return p.Key == c.password.Key || source != GeneratePassword
		}
	}
	return false
}

// findSource returns the source of the password, and refuses a second one.
func (c Call) findSource() (Source, error) {
	option := c.password.Option()
	var asked []string
	for _, name := range []string{option, string(PasswordStdin), string(PasswordPrompt), string(GeneratePassword)} {
		if _, ok := c.last(name); ok && name != "" {
			asked = append(asked, name)
		}
	}
	if len(asked) > 1 {
		return "", usagef("--%s and --%s both say what the password is: give one of them.", asked[0], asked[1])
	}
	var source Source
	if len(asked) == 1 && asked[0] != option {
		source = Source(asked[0])
	}
	if opt, ok := c.last(optInputJSON); ok && opt.value == "-" && source == PasswordStdin {
		return "", usagef("--%s and --%s - both read standard input: give one of them.", PasswordStdin, optInputJSON)
	}
	return source, nil
}

// checkOutput refuses forms of output that would matter and are not implemented.
func (c Call) checkOutput() error {
	if c.op.outputSkeleton == "" {
		return nil
	}
	if out := c.Globals.output; out != "" && out != "json" {
		return usagef("%s prints JSON only: leave out --output %s.", c.op.Command(), out)
	}
	if c.Globals.query {
		return usagef("%s has no --query: it prints one small JSON object.", c.op.Command())
	}
	return nil
}
