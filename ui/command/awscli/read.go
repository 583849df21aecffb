package awscli

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"iampasswd/iamclient"
)

// Read returns the input: the parameters from the options, and those that only the JSON has. The password of a [Source]
// is still missing from it. exposed are the options with a password that other users can see on the command line.
// With an error, input and exposed are what was read before it; the caller wipes the input either way.
func (c Call) Read(ctx context.Context, sys System) (in Input, exposed []string, err error) {
	r := reader{Call: c, sys: sys, in: Input{}}
	err = r.read(ctx)
	return r.in, r.exposed, err
}

type reader struct {
	Call
	sys     System
	in      Input
	exposed []string
}

func (r *reader) read(ctx context.Context) error {
	for _, p := range r.op.Params {
		if err := r.fromOptions(p); err != nil {
			return err
		}
	}
	keys := slices.DeleteFunc(r.op.keys(), func(key string) bool { _, given := r.in[key]; return !given })
	added, unknown, err := r.fromJSON(ctx)
	if err != nil {
		return err
	}
	return refuse(slices.Concat(r.missing(), unknown, r.op.problems(r.in, append(keys, added...))))
}

// missing names the required parameters that are not given and that no source gives.
func (r *reader) missing() []string {
	var problems []string
	for _, p := range r.op.Params {
		if _, ok := r.in[p.Key]; !ok && p.Required && !r.comesFromSource(p) {
			problems = append(problems, fmt.Sprintf("Missing required parameter in input: %q", p.Key))
		}
	}
	return problems
}

// fromOptions takes a parameter from the options, if they have it. The last option counts; the values of the others are
// not looked at.
func (r *reader) fromOptions(p Param) error {
	if p.Kind == Flag {
		for _, opt := range r.given {
			switch opt.name {
			case p.Option():
				r.in[p.Key] = true
			case "no-" + p.Option():
				r.in[p.Key] = false
			}
		}
		return nil
	}
	opt, ok := r.last(p.Option())
	if !ok {
		return nil
	}
	value, isFile, err := r.sys.paramFile(opt.name, opt.value)
	if err != nil {
		return err
	}
	if !utf8.ValidString(value) {
		return parsingError("--"+opt.name, "it is not UTF-8 text")
	}
	switch p.Kind {
	case Text:
		r.in[p.Key] = value
	case Number:
		n, err := strconv.ParseInt(strings.TrimSpace(value), 10, 32)
		if err != nil {
			return usagef("argument --%s: a whole number is wanted, not %q", opt.name, value)
		}
		r.in[p.Key] = int32(n)
	case Secret:
		r.in[p.Key] = r.secret(opt.name, value, isFile)
	}
	return nil
}

// secret is the password of an option.
func (r *reader) secret(option, value string, isFile bool) *iamclient.Secret {
	if !isFile {
		r.exposed = append(r.exposed, option)
		return iamclient.NewSecret(value)
	}
	text, trimmed := TrimLineEnd(value)
	if trimmed {
		r.sys.LineEndTrimmed(option)
	}
	return iamclient.NewSecret(text)
}

// fromJSON takes the parameters from --cli-input-json that the options do not have. It returns their keys, and a problem
// for each unknown key.
func (r *reader) fromJSON(ctx context.Context) (added, unknown []string, err error) {
	opt, ok := r.last(optInputJSON)
	if !ok {
		return nil, nil, nil
	}
	source, exposed, err := r.inputJSON(ctx, opt.value)
	if err != nil {
		return nil, nil, err
	}
	members, unknown, err := r.op.parseJSON(source)
	if err != nil {
		return nil, nil, err
	}
	for _, m := range members {
		p := r.op.param(m.key)
		if exposed && p.Kind == Secret && !slices.Contains(r.exposed, optInputJSON) {
			r.exposed = append(r.exposed, optInputJSON)
		}
		if _, given := r.in[p.Key]; given || r.Source != "" && p.Key == r.password.Key {
			continue
		}
		r.in[p.Key] = r.op.fromJSON(p, m.value)
		added = append(added, p.Key)
	}
	return added, unknown, nil
}

// inputJSON returns the JSON, and whether it is on the command line itself.
func (r *reader) inputJSON(ctx context.Context, value string) (source []byte, exposed bool, err error) {
	if value == "-" {
		source, err = r.sys.Stdin(ctx)
		return source, false, err
	}
	content, isFile, err := r.sys.paramFile(optInputJSON, value)
	return []byte(content), !isFile, err
}
