package awscli

import (
	"slices"
	"strings"
)

// Option is an option of a command.
type Option struct {
	Name  string // without the dashes
	Takes Arity
	// Choices are the values that the option takes; nil: any.
	Choices []string
	// exact: the option cannot be abbreviated, because the AWS CLI does not have it.
	exact bool
}

// Arity is how many values an option takes.
type Arity int

// An option takes no value, one, or at most one.
const (
	NoValue Arity = iota
	OneValue
	MaybeValue
)

// given is an option on the command line.
type given struct {
	name, value string
	bare        bool // without a value
}

// parseArguments reads arguments as the AWS CLI's parser does: `--name value` and `--name=value`, and any abbreviation
// that fits one name only. An argument that begins with a dash is a value only if it is a number or contains a space.
// The arguments that belong to no option are the rest.
func parseArguments(args []string, options []Option) (found []given, rest []string, err error) {
	p := argumentParser{options: options}
	for len(args) > 0 {
		arg := args[0]
		args = args[1:]
		switch isOption, opt, value, err := p.classify(arg); {
		case err != nil:
			return nil, nil, err
		case arg == "--": // no option follows it, neither here nor for the next reader of the rest
			return found, append(append(rest, arg), args...), nil
		case !isOption, opt == nil:
			rest = append(rest, arg)
		default:
			var g given
			if g, args, err = p.take(opt, value, args); err != nil {
				return nil, nil, err
			}
			found = append(found, g)
		}
	}
	return found, rest, nil
}

type argumentParser struct{ options []Option }

// classify tells an option from a value. opt is nil for an option that does not exist; value is the text after an
// equals sign.
func (p argumentParser) classify(arg string) (isOption bool, opt *Option, value *string, err error) {
	if len(arg) < 2 || arg[0] != '-' {
		return false, nil, nil, nil
	}
	if name, ok := strings.CutPrefix(arg, "--"); ok && name != "" {
		if opt := p.named(name); opt != nil {
			return true, opt, nil, nil
		}
		name, after, hasValue := strings.Cut(name, "=")
		if hasValue {
			value = &after
		}
		if opt := p.named(name); opt != nil {
			return true, opt, value, nil
		}
		switch matches := p.abbreviated(name); {
		case len(matches) == 1:
			return true, matches[0], value, nil
		case len(matches) > 1:
			return false, nil, nil, usagef("ambiguous option: --%s could match %s", name, names(matches))
		}
	}
	if isNegativeNumber(arg) || strings.Contains(arg, " ") {
		return false, nil, nil, nil
	}
	return true, nil, nil, nil
}

func (p argumentParser) named(name string) *Option {
	if i := slices.IndexFunc(p.options, func(o Option) bool { return o.Name == name }); i >= 0 {
		return &p.options[i]
	}
	return nil
}

// abbreviated returns the options that the abbreviation fits.
func (p argumentParser) abbreviated(prefix string) []*Option {
	var matches []*Option
	for i := range p.options {
		if !p.options[i].exact && strings.HasPrefix(p.options[i].Name, prefix) {
			matches = append(matches, &p.options[i])
		}
	}
	return matches
}

func names(options []*Option) string {
	var all []string
	for _, o := range options {
		all = append(all, "--"+o.Name)
	}
	return strings.Join(all, ", ")
}

// take returns the option with its value, which may be the first of the arguments after it, and the arguments that are
// left.
func (p argumentParser) take(opt *Option, value *string, args []string) (given, []string, error) {
	switch {
	case value != nil && opt.Takes == NoValue:
		return given{}, nil, usagef("argument --%s: takes no value", opt.Name)
	case value == nil && opt.Takes == NoValue:
		return given{name: opt.Name, bare: true}, args, nil
	}
	if value == nil && len(args) > 0 {
		isOption, _, _, err := p.classify(args[0])
		if err != nil {
			return given{}, nil, err
		}
		if !isOption {
			value, args = &args[0], args[1:]
		}
	}
	switch {
	case value == nil && opt.Takes == OneValue:
		return given{}, nil, usagef("argument --%s: expected one argument", opt.Name)
	case value == nil:
		return given{name: opt.Name, bare: true}, args, nil
	case opt.Choices != nil && !slices.Contains(opt.Choices, *value):
		return given{}, nil, usagef("argument --%s: Invalid choice, valid choices are: %s", opt.Name, strings.Join(opt.Choices, " | "))
	}
	return given{name: opt.Name, value: *value}, args, nil
}

// isNegativeNumber reports whether an argument that begins with a dash is -1, -1.5 or -.5.
func isNegativeNumber(arg string) bool {
	whole, fraction, point := strings.Cut(arg[1:], ".")
	digits := func(s string) bool { return strings.Trim(s, "0123456789") == "" }
	return digits(whole) && digits(fraction) && (fraction != "" || whole != "" && !point)
}

// looksLikeOption reports whether an argument is -x or --some-option.
func looksLikeOption(arg string) bool {
	lower := func(s string) bool { return s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz") == "" }
	words, long := strings.CutPrefix(arg, "--")
	if !long {
		return len(arg) == 2 && arg[0] == '-' && lower(arg[1:])
	}
	for word := range strings.SplitSeq(words, "-") {
		if !lower(word) {
			return false
		}
	}
	return true
}

// unknown is the error about arguments that belong to no option. It repeats only what looks like an option: the word
// after a mistyped --password is a password, and a password may begin with a dash.
func unknown(rest []string) error {
	if i := slices.Index(rest, "--"); i >= 0 {
		rest = slices.Delete(rest, i, i+1)
	}
	if len(rest) == 0 {
		return nil
	}
	var options []string
	for _, arg := range rest {
		if name, _, _ := strings.Cut(arg, "="); looksLikeOption(name) {
			options = append(options, name)
		}
	}
	if len(options) == 0 {
		return usagef("Unknown arguments: %d that belong to no option", len(rest))
	}
	return usagef("Unknown options: %s", strings.Join(options, ", "))
}
