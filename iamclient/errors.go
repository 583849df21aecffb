package iamclient

import (
	"errors"
	"slices"
	"strings"
)

// Kind is what an error means for the change that was asked for.
type Kind int

// The kinds of errors. Each is decided by AWS's error code or by how the request failed, never by a message's text.
const (
	KindOther           Kind = iota // any other code
	KindCanceled                    // the caller gave up, and nothing was carried out
	KindReadOnly                    // refused here: the client is read-only
	KindPolicyViolation             // PasswordPolicyViolation
	KindNoSuchEntity                // NoSuchEntity, and GetUser could not tell which
	KindNoLoginProfile              // NoSuchEntity: the user exists and has no console password
	KindNoSuchUser                  // NoSuchEntity: there is no such user
	KindAlreadyExists               // EntityAlreadyExists
	KindUnmodifiable                // EntityTemporarilyUnmodifiable
	KindThrottled                   // Throttling and its like, after all retries
	KindServer                      // 5xx, or an answer that is no answer, after all retries
	KindNetwork                     // the request did not reach the service
	KindUnknownOutcome              // a write was sent and its answer got lost: it may have been carried out
	KindDenied                      // AccessDenied
	KindExpired                     // ExpiredToken, an expired SSO session
	KindMFA                         // the credentials ask for an MFA code
	KindInvalidToken                // InvalidClientTokenId
	KindCredentials                 // there are no usable credentials
)

// Error is what a method of [Client] returns.
type Error struct {
	Kind Kind
	// Op is the AWS operation, such as "UpdateLoginProfile".
	Op string
	// Code and Message are AWS's own; Code is empty where AWS did not answer. Message never holds a password.
	Code, Message string
	RequestID     string // empty where AWS did not answer
	Attempts      int    // how often it was tried, the SDK's own retries included; 0 where it never was
	// EarlierMayHaveSucceeded is set where this is a write, and an attempt at it was sent and got no definite answer. A
	// refusal may then be the consequence of that attempt's success. It is always set for [KindUnknownOutcome].
	EarlierMayHaveSucceeded bool

	err error
}

// Error is "UpdateLoginProfile: NoSuchEntity: …", as far as each is known.
func (e *Error) Error() string {
	known := slices.DeleteFunc([]string{e.Op, e.Code, e.Message}, func(part string) bool { return part == "" })
	return strings.Join(known, ": ")
}

// Unwrap returns the error of the SDK.
func (e *Error) Unwrap() error { return e.err }

// KindOf returns the kind of an *[Error] in err's tree; [KindOther] where there is none.
func KindOf(err error) Kind {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}
	return KindOther
}

// Denial says what refuses a request, as far as AWS's message tells. It is a hint for a person and steers nothing.
type Denial int

// What refuses a request.
const (
	DenialUnknown  Denial = iota
	DenialImplicit        // no identity-based policy allows it: an Allow would help
	DenialExplicit        // an explicit deny in an identity-based policy
	DenialSCP             // a service control policy
	DenialRCP             // a resource control policy
	DenialBoundary        // a permissions boundary
	DenialSession         // a session policy
	DenialEndpoint        // a VPC endpoint policy
)

// Denial reads from an AccessDenied message what refuses.
func (e *Error) Denial() Denial {
	for _, hint := range []struct {
		says   string
		denial Denial
	}{
		{"service control policy", DenialSCP},
		{"resource control policy", DenialRCP},
		{"permissions boundary", DenialBoundary},
		{"session policy", DenialSession},
		{"VPC endpoint policy", DenialEndpoint},
		{"explicit deny", DenialExplicit},
		{"because no identity-based policy allows", DenialImplicit},
	} {
		if strings.Contains(e.Message, hint.says) {
			return hint.denial
		}
	}
	return DenialUnknown
}
