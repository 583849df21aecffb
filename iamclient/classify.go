package iamclient

import (
	"context"
	"errors"
	"fmt"
	"net/http"

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
	attempts, ambiguous := r.outcome()
	e := &Error{Attempts: attempts, err: err}
	if op, ok := errors.AsType[*smithy.OperationError](err); ok {
		e.Op = op.OperationName
	}
	if response, ok := errors.AsType[*awshttp.ResponseError](err); ok {
		e.RequestID = response.ServiceRequestID()
	}
	unknown := ambiguous > 0 && isWrite(e.Op)
	switch {
	case errors.Is(err, context.Canceled) && unknown:
		e.Kind, e.Message = KindUnknownOutcome, "the request was given up after it had been sent"
	case errors.Is(err, context.Canceled):
		e.Kind, e.Message = KindCanceled, "given up"
	case errors.Is(err, errReadOnly):
		e.Kind, e.Message = KindReadOnly, "refused, for iampasswd was started read-only"
	case isCredentials(err):
		e.Kind = credentialsKind(err)
		e.Code, e.Message = codeAndMessage(err)
	default:
		classifyAnswer(e, unknown)
	}
	return e
}

func classifyAnswer(e *Error, unknown bool) {
	e.Code, e.Message = codeAndMessage(e.err)
	switch {
	case e.Code != "" && answered(e.err):
		e.Kind = kindOfCode[e.Code]
		if _, throttled := retry.DefaultThrottleErrorCodes[e.Code]; throttled {
			e.Kind = KindThrottled
		}
		e.EarlierMayHaveSucceeded = unknown
	case httpStatus(e.err) >= http.StatusInternalServerError:
		e.Kind, e.EarlierMayHaveSucceeded = KindServer, unknown
	case unknown:
		e.Kind, e.EarlierMayHaveSucceeded = KindUnknownOutcome, true
	case httpStatus(e.err) != 0:
		e.Kind = KindServer
	default:
		e.Kind = KindNetwork
	}
}

// codeAndMessage returns AWS's code and message; without an answer, no code and what went wrong in the innermost words.
func codeAndMessage(err error) (code, message string) {
	if api, ok := errors.AsType[smithy.APIError](err); ok && api.ErrorCode() != "UnknownError" {
		return api.ErrorCode(), api.ErrorMessage()
	}
	if status := httpStatus(err); status != 0 {
		return "", fmt.Sprintf("HTTP %d %s, which is no answer of IAM", status, http.StatusText(status))
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return "", fmt.Sprintf("no answer within %s", attemptTimeout)
	}
	for {
		inner := errors.Unwrap(err)
		if inner == nil {
			return "", err.Error()
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
