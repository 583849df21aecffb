package awscli

import (
	"fmt"
	"strings"
)

// The exit codes of the AWS CLI version 2.
const (
	ExitUsage       = 252 // the command line or a value in it is wrong
	ExitCredentials = 253 // there are no usable credentials
	ExitService     = 254 // AWS answered with an error
	ExitOther       = 255
)

// Mistake is a [*UsageError] or an [*InputError]. Nothing was sent.
type Mistake interface {
	error
	ExitCode() int
	mistake() // other errors have an exit code, too: that of a process, for example
}

// UsageError is a mistake on the command line.
type UsageError struct{ Sentence string }

func (e *UsageError) Error() string { return e.Sentence }
func (e *UsageError) mistake()      {}

// ExitCode is the exit code of a program that ends with the error.
func (e *UsageError) ExitCode() int { return ExitUsage }

func usagef(format string, args ...any) error { return &UsageError{fmt.Sprintf(format, args...)} }

// InputError refuses a value before anything is sent, in the AWS CLI's words. It never holds a password.
type InputError struct{ Text string }

func (e *InputError) Error() string { return e.Text }
func (e *InputError) mistake()      {}

// ExitCode is the exit code of a program that ends with the error.
func (e *InputError) ExitCode() int { return ExitUsage }

// parsingError is the error about the value of one option.
func parsingError(option, problem string) error {
	return &InputError{"Error parsing parameter '" + option + "': " + problem}
}

// refuse makes one error of all problems with an input; nil where there are none.
func refuse(problems []string) error {
	if len(problems) == 0 {
		return nil
	}
	return &InputError{"Parameter validation failed:\n" + strings.Join(problems, "\n")}
}
