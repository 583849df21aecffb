package command

import (
	"strings"

	"github.com/spf13/pflag"
)

// once adds an option whose value must say something, and which is given at most once: an empty query would match every
// user, and of two lists the first would be passed over without a word.
func once(set *pflag.FlagSet, to *string, name, usage string) {
	set.Var(&onceValue{to: to}, name, usage)
}

// onceValue is the value of such an option.
type onceValue struct {
	to    *string
	given bool
}

func (v *onceValue) String() string {
	if v.to == nil { // pflag asks a zero value what it is
		return ""
	}
	return *v.to
}

// Type is what the help calls a value without a name.
func (v *onceValue) Type() string { return "string" }

// Set takes the value from the command line.
func (v *onceValue) Set(value string) error {
	switch {
	case v.given:
		return onceError("is given more than once: give it once")
	case strings.TrimSpace(value) == "":
		return onceError("is empty: give it a value, or leave it out")
	}
	*v.to, v.given = value, true
	return nil
}

// onceError says what is wrong with such an option, behind its name.
type onceError string

func (e onceError) Error() string { return string(e) }
