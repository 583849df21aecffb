package command

import (
	"slices"
	"strings"
)

// option is one option that a command takes, as the AWS CLI reads options.
type option struct {
	name   string // without the dashes
	values arity
	// choices are the values that it takes; nil: any.
	choices []string
	// exact keeps an option that the AWS CLI does not have out of its abbreviations.
	exact bool
}

// arity is how many values an option takes.
type arity int

const (
	noValue arity = iota
	oneValue
	maybeValue // one or none
)

// given is an option that was given, in order; its value is empty where it has none.
type given struct {
	name, value string
	bare        bool // no value was given
}

// parseArguments reads arguments as the AWS CLI's parser does: `--name value` and `--name=value`, names shortened as
// long as they are unambiguous, an argument that begins with a dash is no value unless it is a number or has a space
// in it. What is no option comes back as rest.
func parseArguments(args []string, options []option) (found []given, rest []string, err error) {
	p := argumentParser{options: options}
	for len(args) > 0 {
		arg := args[0]
		args = args[1:]
		switch isOption, opt, value, err := p.classify(arg); {
		case err != nil:
			return nil, nil, err
		case arg == "--": // what follows is no option, here and to whoever reads the rest
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

type argumentParser struct{ options []option }

// classify tells an option from a value. opt is nil for an option that does not exist; value is what stands behind an
// equals sign.
func (p argumentParser) classify(arg string) (isOption bool, opt *option, value *string, err error) {
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
		switch matches := p.beginning(name); {
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

func (p argumentParser) named(name string) *option {
	if i := slices.IndexFunc(p.options, func(o option) bool { return o.name == name }); i >= 0 {
		return &p.options[i]
	}
	return nil
}

func (p argumentParser) beginning(name string) []*option {
	var matches []*option
	for i := range p.options {
		if !p.options[i].exact && strings.HasPrefix(p.options[i].name, name) {
			matches = append(matches, &p.options[i])
		}
	}
	return matches
}

func names(options []*option) string {
	var all []string
	for _, o := range options {
		all = append(all, "--"+o.name)
	}
	return strings.Join(all, ", ")
}

// take reads an option's value, if it takes one, off the arguments behind it.
func (p argumentParser) take(opt *option, value *string, args []string) (given, []string, error) {
	switch {
	case value != nil && opt.values == noValue:
		return given{}, nil, usagef("argument --%s: takes no value", opt.name)
	case value == nil && opt.values == noValue:
		return given{name: opt.name, bare: true}, args, nil
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
	case value == nil && opt.values == oneValue:
		return given{}, nil, usagef("argument --%s: expected one argument", opt.name)
	case value == nil:
		return given{name: opt.name, bare: true}, args, nil
	case opt.choices != nil && !slices.Contains(opt.choices, *value):
		return given{}, nil, usagef("argument --%s: Invalid choice, valid choices are: %s", opt.name, strings.Join(opt.choices, " | "))
	}
	return given{name: opt.name, value: *value}, args, nil
}

// isNegativeNumber tells whether an argument that begins with a dash is -1, -1.5 or -.5.
func isNegativeNumber(arg string) bool {
	whole, fraction, point := strings.Cut(arg[1:], ".")
	digits := func(s string) bool { return strings.Trim(s, "0123456789") == "" }
	return digits(whole) && digits(fraction) && (fraction != "" || whole != "" && !point)
}

// looksLikeOption tells whether an argument is -x or --some-option.
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

// unknown is the error about arguments that are no options. It names what looks like an option and nothing else: what
// stands behind a mistyped --password is a password, and a password may begin with a dash.
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
