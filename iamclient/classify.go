package iamclient

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"github.com/aws/aws-sdk-go-v2/aws/retry"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

var kindOfCode = map[string]Kind{
	"PasswordPolicyViolation":       KindPolicyViolation,
	"NoSuchEntity":                  KindNoSuchEntity,
	"EntityAlreadyExists":           KindAlreadyExists,
	"EntityTemporarilyUnmodifiable": KindUnmodifiable,
	"AccessDenied":                  KindDenied,
	"InvalidAuthenticationCode":     KindInvalidCode,
	"AccessDeniedException":         KindDenied,
	"ExpiredToken":                  KindExpired,
	"ExpiredTokenException":         KindExpired,
	"InvalidClientTokenId":          KindInvalidToken,
	"UnrecognizedClientException":   KindInvalidToken,
	"SignatureDoesNotMatch":         KindCredentials,
	"MissingAuthenticationToken":    KindCredentials,
}

// classify turns what the SDK returned into an *Error. Cancellation comes first, then what kept the request from
// being sent, then AWS's answer, then the silence.
func classify(err error, log *attemptLog) *Error {
	known := log.sofar()
	e := &Error{Op: known.operation, Attempts: known.attempts, HTTPStatus: httpStatus(err), narrow: log.narrow, err: err}
	_, e.RetriesExhausted = errors.AsType[*retry.MaxAttemptsError](err)
	if op, ok := errors.AsType[*smithy.OperationError](err); ok {
		e.Op = op.OperationName
	}
	if response, ok := errors.AsType[*awshttp.ResponseError](err); ok {
		e.RequestID = knownRequestID(response.ServiceRequestID(), known.secrets)
	}
	code, message := codeAndMessage(err)
	e.Code, e.Message = knownCode(code, known.secrets), knownMessage(message, known.secrets)
	e.EarlierMayHaveSucceeded = known.ambiguous
	other, isOtherCaller := errors.AsType[*otherCallerError](err)
	credentials, noCredentials := errors.AsType[*credentialsError](err)
	switch {
	case errors.Is(err, context.Canceled):
		classifyCancellation(e)
	case isOtherCaller:
		e.Kind, e.Op, e.Code, e.Message = KindOtherCaller, known.operation, "", other.Error()
	case errors.Is(err, errReadOnly):
		e.Kind, e.Message = KindReadOnly, "refused, for iampasswd was started read-only"
	case noCredentials:
		e.Kind, e.MFADevice = credentials.kind(), credentials.mfaDevice()
		if op, ok := lastOperation(err); ok && e.Kind == KindMFA {
			e.Op = op.OperationName // who refuses the code is not the request itself
		}
		if _, ok := errors.AsType[*assumeError](err); ok {
			e.Op = "AssumeRole"
			if kindOfCode[e.Code] == KindDenied {
				e.Kind = KindDenied
			}
		}
	default:
		e.Kind = kindOfAnswer(e)
	}
	return e
}

func classifyCancellation(e *Error) {
	e.Kind, e.Code, e.Message = KindCanceled, "", "given up"
	if e.EarlierMayHaveSucceeded {
		e.Kind, e.Message = KindUnknownOutcome, "given up after it had been sent"
	}
}

// kindOfAnswer goes by what came back: AWS's code, somebody else's status, or nothing.
func kindOfAnswer(e *Error) Kind {
	status := httpStatus(e.err)
	switch {
	case answered(e.err) && isThrottle(e.Code):
		return KindThrottled
	case answered(e.err):
		return kindOfCode[e.Code]
	case status >= http.StatusMultipleChoices:
		return KindServer
	case e.EarlierMayHaveSucceeded:
		return KindUnknownOutcome
	case status != 0:
		return KindServer
	}
	return KindNetwork
}

// codeAndMessage returns AWS's code and message; without an answer of AWS, no code and what went wrong.
func codeAndMessage(err error) (code, message string) {
	if machine, ok := errors.AsType[*machineError](err); ok {
		return "", machine.Error() // what answers there is not AWS
	}
	if code := errorCode(err); code != "" {
		api, _ := errors.AsType[smithy.APIError](err)
		return code, api.ErrorMessage()
	}
	status := httpStatus(err)
	switch {
	case status >= http.StatusMultipleChoices, errors.Is(err, errForeignAnswer):
		return "", fmt.Sprintf("HTTP %d %s, which is no answer of AWS", status, http.StatusText(status))
	case status != 0:
		return "", "the answer broke off: " + plainly(err)
	case errors.Is(err, context.DeadlineExceeded):
		return "", "no answer in time"
	}
	return "", plainly(err)
}

// errorCode returns AWS's code, "" without an answer of AWS.
func errorCode(err error) string {
	api, ok := errors.AsType[smithy.APIError](err)
	if !ok || api.ErrorCode() == "UnknownError" { // what the SDK calls an answer without a code
		return ""
	}
	return api.ErrorCode()
}

// plainly is what went wrong without all that the SDK puts around it.
func plainly(err error) string {
	if why := unreached(err); why != "" {
		return why
	}
	if _, ok := errors.AsType[*url.Error](err); ok {
		return unreadable(err) // what net/http says can repeat what the other side sent
	}
	if e, ok := errors.AsType[*credentialsError](err); ok {
		return e.Error()
	}
	for {
		inner := errors.Unwrap(err)
		if inner == nil {
			return err.Error()
		}
		err = inner
	}
}

// httpStatus returns the status of the answer, 0 where there was none.
func httpStatus(err error) int {
	if response, ok := errors.AsType[*awshttp.ResponseError](err); ok && response.Response != nil {
		return response.HTTPStatusCode()
	}
	return 0
}

// answered tells whether err is the service's own refusal: an answer that says that nothing was changed.
func answered(err error) bool {
	status := httpStatus(err)
	return errorCode(err) != "" && status != 0 && status < http.StatusInternalServerError
}

func isThrottle(code string) bool {
	_, ok := retry.DefaultThrottleErrorCodes[code]
	return ok
}

// isUnreachable tells whether the request could not be sent, or its answer not be received.
func isUnreachable(err error) bool {
	_, ok := errors.AsType[*smithyhttp.RequestSendError](err)
	return ok || errors.Is(err, context.DeadlineExceeded)
}
