package command

import (
	"errors"
	"fmt"
	"os"
	"syscall"

	"iampasswd/iamclient"
)

// The exit codes, as of the AWS CLI version 2.
const (
	exitUsage       = 252
	exitCredentials = 253
	exitOther       = 255
)

// usageError is a mistake on the command line.
type usageError struct{ sentence string }

func (e *usageError) Error() string { return e.sentence }

func usagef(format string, args ...any) error { return &usageError{fmt.Sprintf(format, args...)} }

// settingsError tells that the AWS settings lead to no client.
type settingsError struct{ err error }

func (e *settingsError) Error() string { return e.err.Error() }

func (e *settingsError) Unwrap() error { return e.err }

// signalError ends the program because of a signal.
type signalError struct{ signal os.Signal }

func (e *signalError) Error() string { return "ended by a signal: " + e.signal.String() }

// exitCode says how a run ended.
func exitCode(err error) int {
	if err == nil {
		return 0
	}
	if e, ok := errors.AsType[*signalError](err); ok {
		if number, ok := e.signal.(syscall.Signal); ok {
			return 128 + int(number)
		}
	}
	if _, ok := errors.AsType[*usageError](err); ok {
		return exitUsage
	}
	if errors.Is(err, iamclient.ErrNoCredentials) {
		return exitCredentials
	}
	return exitOther
}

const tryDemo = " `iampasswd --demo` needs no AWS account."

// explain is the one sentence about an error, and what to do next; empty where there is nothing to say.
func explain(err error) string {
	unknown, isUnknown := errors.AsType[*iamclient.UnknownProfileError](err)
	_, badSettings := errors.AsType[*settingsError](err)
	end, bySignal := errors.AsType[*signalError](err)
	switch {
	case err == nil, bySignal && end.signal == os.Interrupt: // whoever presses ctrl+c knows
		return ""
	case errors.Is(err, iamclient.ErrNoCredentials):
		return "no AWS credentials are configured: run `aws configure` or `aws sso login`, name a profile with --profile," +
			" or on an EC2 instance set AWS_EC2_METADATA_DISABLED=false." + tryDemo
	case isUnknown:
		return fmt.Sprintf("the AWS configuration has no profile %q: `aws configure list-profiles` names those there are.", unknown.Profile) + tryDemo
	case badSettings:
		return fmt.Sprintf("the AWS settings cannot be used: %s; look at the AWS_ variables and the AWS configuration.", err) + tryDemo
	}
	return err.Error()
}
