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
)

var kindOfCode = map[string]Kind{
	"PasswordPolicyViolation":       KindPolicyViolation,
	"NoSuchEntity":                  KindNoSuchEntity,
	"EntityAlreadyExists":           KindAlreadyExists,
	"EntityTemporarilyUnmodifiable": KindUnmodifiable,
	"AccessDenied":                  KindDenied,
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
func classify(err error, r *record) *Error {
	known := r.sofar()
	e := &Error{Op: known.operation, Attempts: known.attempts, err: err}
	if op, ok := errors.AsType[*smithy.OperationError](err); ok {
		e.Op = op.OperationName
	}
	if response, ok := errors.AsType[*awshttp.ResponseError](err); ok {
		e.RequestID = response.ServiceRequestID()
	}
	e.Code, e.Message = codeAndMessage(err)
	e.EarlierMayHaveSucceeded = known.ambiguous
	switch {
	case errors.Is(err, context.Canceled):
		classifyCancellation(e)
	case errors.Is(err, errReadOnly):
		e.Kind, e.Message = KindReadOnly, "refused, for iampasswd was started read-only"
	case isCredentials(err):
		e.Kind = credentialsKind(err)
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
	_, throttled := retry.DefaultThrottleErrorCodes[e.Code]
	switch {
	case throttled && answered(e.err):
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
	if api, ok := errors.AsType[smithy.APIError](err); ok && api.ErrorCode() != "UnknownError" {
		return api.ErrorCode(), api.ErrorMessage()
	}
	status := httpStatus(err)
	switch {
	case status >= http.StatusMultipleChoices, errors.Is(err, errForeignAnswer):
		return "", fmt.Sprintf("HTTP %d %s, which is no answer of IAM", status, http.StatusText(status))
	case status != 0:
		return "", "the answer broke off: " + plainly(err)
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return "", "no answer in time"
	}
	return "", plainly(err)
}

// plainly is what went wrong without all that the SDK puts around it.
func plainly(err error) string {
	if e, ok := errors.AsType[*url.Error](err); ok {
		return e.Err.Error() // what net/http says, with the address and without "Post https://…"
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
	api, ok := errors.AsType[smithy.APIError](err)
	status := httpStatus(err)
	return ok && api.ErrorCode() != "UnknownError" && status != 0 && status < http.StatusInternalServerError
}
