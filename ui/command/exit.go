package command

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"strconv"
	"strings"
	"syscall"

	"iampasswd/iamclient"
	"iampasswd/iamclient/awsconfig"
	"iampasswd/iamclient/rails"
	"iampasswd/ui/reset"
)

// The exit codes, as of the AWS CLI version 2.
const (
	exitUsage       = 252
	exitCredentials = 253
	exitService     = 254
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
	_, badConfig := errors.AsType[*rails.FileError](err)
	_, unknown := errors.AsType[*unknownError](err)
	_, usage := errors.AsType[*usageError](err)
	_, invalid := errors.AsType[*invalidError](err)
	_, guarded := errors.AsType[*rails.RefusedError](err)
	_, uncertain := errors.AsType[*awsconfig.Error](err)
	e, asked := errors.AsType[*iamclient.Error](err)
	code := ""
	if asked {
		code, _ = answer(e)
	}
	switch {
	case usage, invalid, guarded:
		return exitUsage
	case unknown:
		return exitOther
	case code != "":
		return exitService
	case badConfig, uncertain, errors.Is(err, iamclient.ErrNoCredentials), asked && noCredentials(e.Kind):
		return exitCredentials
	}
	return exitOther
}

// noCredentials tells whether credentials could not be had: the request itself was never answered.
func noCredentials(kind iamclient.Kind) bool {
	return kind == iamclient.KindMFA || kind == iamclient.KindCredentials || kind == iamclient.KindOtherCaller
}

const tryDemo = " `iampasswd --demo` needs no AWS account."

// errorText is what is printed about an error: one sentence and what to do next, or the AWS CLI's words where there are
// such; empty where there is nothing to say.
func errorText(err error) string {
	if unseen, ok := errors.AsType[*reset.UnsavedError](err); ok {
		return "iampasswd: " + unseen.Error()
	}
	end, bySignal := errors.AsType[*signalError](err)
	refused, guarded := errors.AsType[*rails.RefusedError](err)
	e, asked := errors.AsType[*iamclient.Error](err)
	interrupted := bySignal && end.signal == os.Interrupt
	unsure := asked && e.EarlierMayHaveSucceeded
	if err == nil || interrupted && !unsure { // whoever presses ctrl+c knows
		return ""
	}
	if e, ok := errors.AsType[*invalidError](err); ok {
		return "\n" + e.text
	}
	switch {
	case guarded:
		return "iampasswd: " + refused.Why + "; nothing was sent. `iampasswd config` shows the guard rails" + keptBy(refused.Setting) + "."
	case asked && e.Kind == iamclient.KindOtherCaller:
		return "iampasswd: " + e.Message + "; check `aws sts get-caller-identity`, then run it again."
	case asked && e.Kind == iamclient.KindUnrecorded:
		return "iampasswd: " + e.Message + "; free some space or correct its permissions, or set XDG_STATE_HOME to another place."
	case asked:
		text := "\n" + awsWords(e)
		if expired, ok := errors.AsType[*expiredError](err); ok {
			text += "\niampasswd: the AWS session has expired: renew it with `" + expired.command + "`, then try again."
		}
		return text
	}
	return "iampasswd: " + sentence(err)
}

// keptBy names the option that keeps a guard rail, to end a sentence with; nothing where none does.
func keptBy(setting string) string {
	switch setting {
	case "generated_only":
		return ", and --" + optGenerate + " keeps this one"
	case "reset_required":
		return ", and --password-reset-required keeps this one"
	case "reason":
		return ", and --reason keeps this one"
	}
	return ""
}

func sentence(err error) string {
	if mistake, ok := configMistake(err); ok {
		return mistake
	}
	unknown, isUnknown := errors.AsType[*iamclient.UnknownProfileError](err)
	uncertain, isUncertain := errors.AsType[*awsconfig.Error](err)
	_, badSettings := errors.AsType[*settingsError](err)
	switch {
	case isUncertain:
		return uncertain.Error() + "; nothing was sent."
	case errors.Is(err, iamclient.ErrNoCredentials):
		return "no AWS credentials are configured: run `aws configure` or `aws sso login`, name a profile with --profile," +
			" or on an EC2 instance set AWS_EC2_METADATA_DISABLED=false." + tryDemo
	case isUnknown:
		if unknown.Near != "" {
			return unknown.Error() + "."
		}
		return fmt.Sprintf("the AWS configuration has no profile %q: `aws configure list-profiles` names those there are.", unknown.Profile) + tryDemo
	case badSettings:
		return fmt.Sprintf("the AWS settings cannot be used: %s; look at the AWS_ variables and the AWS configuration.", err) + tryDemo
	}
	return strings.Join(strings.Fields(err.Error()), " ") // the SDK breaks lines
}

// answer returns the code and the message of what answered: AWS's own, or the HTTP status of something in between, which
// the AWS CLI takes for a code.
func answer(e *iamclient.Error) (code, message string) {
	if e.Code == "" && e.HTTPStatus >= http.StatusMultipleChoices {
		return strconv.Itoa(e.HTTPStatus), http.StatusText(e.HTTPStatus)
	}
	return e.Code, e.Message
}

// awsWords is an error of a request as the AWS CLI puts it, and under it what that CLI does not know: that the change
// may have been made all the same.
func awsWords(e *iamclient.Error) string {
	text := e.Message
	code, message := answer(e)
	if code != "" {
		retries := ""
		if e.RetriesExhausted {
			retries = fmt.Sprintf(" (reached max retries: %d)", e.Attempts-1)
		}
		text = fmt.Sprintf("An error occurred (%s) when calling the %s operation%s: %s", code, e.Op, retries, message)
	}
	if e.EarlierMayHaveSucceeded {
		text += "\niampasswd: the outcome is unknown: the change may have been made, for an attempt was sent whose answer got lost." +
			" Keep the password until you know."
	}
	return text
}
