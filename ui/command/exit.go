package command

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"

	"iampasswd/iamclient"
	"iampasswd/iamclient/awsconfig"
	"iampasswd/iamclient/printable"
	"iampasswd/iamclient/rails"
	"iampasswd/ui/command/awscli"
	"iampasswd/ui/reset"
)

// exitCode is the exit code of a run that ended with the error.
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
	mistake, mistaken := errors.AsType[awscli.Mistake](err)
	_, guarded := errors.AsType[*rails.RefusedError](err)
	_, uncertain := errors.AsType[*awsconfig.Error](err)
	e, asked := errors.AsType[*iamclient.Error](err)
	_, partly := errors.AsType[*partError](err)
	code := ""
	if asked {
		code, _ = answer(e)
	}
	switch {
	case partly:
		return 1
	case mistaken:
		return mistake.ExitCode()
	case guarded:
		return awscli.ExitUsage
	case unknown:
		return awscli.ExitOther
	case code != "":
		return awscli.ExitService
	case badConfig, uncertain, errors.Is(err, iamclient.ErrNoCredentials), asked && noCredentials(e.Kind):
		return awscli.ExitCredentials
	}
	return awscli.ExitOther
}

// noCredentials reports whether the request was not sent because there were no credentials for it.
func noCredentials(kind iamclient.Kind) bool {
	return kind == iamclient.KindMFA || kind == iamclient.KindCredentials || kind == iamclient.KindOtherCaller
}

const tryDemo = " `iampasswd --demo` needs no AWS account."

// errorText is what is printed about an error: the AWS CLI's words where it has some, otherwise one sentence and what to do
// next. It is empty where nothing needs to be printed.
func errorText(err error) string {
	if unseen, ok := errors.AsType[*reset.UnsavedError](err); ok {
		return "iampasswd: " + unseen.Error()
	}
	end, bySignal := errors.AsType[*signalError](err)
	refused, guarded := errors.AsType[*rails.RefusedError](err)
	e, asked := errors.AsType[*iamclient.Error](err)
	interrupted := bySignal && end.signal == os.Interrupt
	unsure := asked && e.EarlierMayHaveSucceeded
	if err == nil || interrupted && !unsure { // a person who presses ctrl+c needs no explanation
		return ""
	}
	if _, ok := errors.AsType[*partError](err); ok {
		return "" // it has been printed
	}
	if e, ok := errors.AsType[*awscli.InputError](err); ok {
		return "\n" + e.Text
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
		if _, own := errors.AsType[*ownError](err); own {
			text = "iampasswd: " + awsWords(e)
		}
		if expired, ok := errors.AsType[*expiredError](err); ok {
			text += "\niampasswd: the AWS session has expired: renew it with `" + expired.command + "`, then try again."
		}
		return text
	}
	return "iampasswd: " + sentence(err)
}

// keptBy ends a sentence with the option that satisfies a guard rail; it is empty where there is none.
func keptBy(setting string) string {
	switch setting {
	case "generated_only":
		return ", and --" + string(awscli.GeneratePassword) + " keeps this one"
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

// answer returns the code and the message of the answer. Where a proxy answered instead of AWS, they are the HTTP status,
// as for the AWS CLI.
func answer(e *iamclient.Error) (code, message string) {
	if e.Code == "" && e.HTTPStatus >= http.StatusMultipleChoices {
		return strconv.Itoa(e.HTTPStatus), http.StatusText(e.HTTPStatus)
	}
	return e.Code, e.Message
}

// awsWords is an error of a request in the AWS CLI's words. Unlike that CLI, it adds a line where the change may have been
// made nevertheless.
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

// configMistake is the sentence about a configuration file that cannot be used; ok is false for any other error.
func configMistake(err error) (sentence string, ok bool) {
	bad, ok := errors.AsType[*rails.FileError](err)
	if !ok {
		return "", false
	}
	return bad.Error() + "; correct that: iampasswd does not run without its guard rails.", true
}

// sayLast prints the last message of the program. It does not wait long for a terminal that does not read.
func sayLast(out io.Writer, text string) {
	said := make(chan struct{})
	go func() {
		defer close(said)
		_, _ = fmt.Fprintln(out, printable.Lines(text))
	}()
	select {
	case <-said:
	case <-time.After(2 * printTime):
	}
}
