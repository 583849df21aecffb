package command

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"iampasswd/iamclient"
)

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
	return iamclient.NewSecret(value)
}

// reason is why a file cannot be read, without its path.
func reason(err error) string {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return e.Err.Error()
	}
	return err.Error()
}

// input is what an operation is called with, by the keys of its parameters: string, *iamclient.Secret, int32 or bool.
type input map[string]any

// get returns a parameter, nil where it was not given.
func get[T any](in input, key string) *T {
	if v, ok := in[key].(T); ok {
		return &v
	}
	return nil
}

// userName is the user that is named, empty where none is.
func (in input) userName() string {
	name, _ := in[userName].(string)
	return name
}

func (in input) secret(key string) *iamclient.Secret {
	s, _ := in[key].(*iamclient.Secret)
	return s
}

// wipe wipes the passwords.
func (in input) wipe() {
	for _, v := range in {
		if s, ok := v.(*iamclient.Secret); ok {
			s.Wipe()
		}
	}
}
