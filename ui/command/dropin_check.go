package command

import (
	"strings"
)

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
