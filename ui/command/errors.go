package command

import (
	"fmt"
	"os"

	"iampasswd/ui/command/awscli"
)

// usagef is the error about a mistake on the command line.
func usagef(format string, args ...any) error {
	return &awscli.UsageError{Sentence: fmt.Sprintf(format, args...)}
}

// ownError is an error of a command that the AWS CLI does not have: it is told in the program's own name.
type ownError struct{ err error }

func (e *ownError) Error() string { return e.err.Error() }

func (e *ownError) Unwrap() error { return e.err }

// settingsError is a mistake in the AWS settings.
type settingsError struct{ err error }

func (e *settingsError) Error() string { return e.err.Error() }

func (e *settingsError) Unwrap() error { return e.err }

// signalError is the reason of a run that a signal ended.
type signalError struct{ signal os.Signal }

func (e *signalError) Error() string { return "ended by a signal: " + e.signal.String() }

// lostError is about a generated password that could not be printed. It names the file that has it, if one does.
type lostError struct {
	sentence string
	err      error
}

func (e *lostError) Error() string { return e.sentence }
func (e *lostError) Unwrap() error { return e.err }

// unknownError is the error of a request with an unknown outcome, whose password has been printed.
type unknownError struct{ err error }

func (e *unknownError) Error() string { return e.err.Error() }
func (e *unknownError) Unwrap() error { return e.err }

// expiredError is the error of an expired session, with the command that renews it.
type expiredError struct {
	err     error
	command string
}

func (e *expiredError) Error() string { return e.err.Error() }
func (e *expiredError) Unwrap() error { return e.err }
