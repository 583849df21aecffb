package iamclient

import (
	"slices"
	"strings"
)

// Error is what a method of [Client] returns.
type Error struct {
	Kind Kind
	// Op is the AWS operation, such as "UpdateLoginProfile".
	Op string
	// Code and Message are AWS's own; Code is empty where AWS did not answer. Message never holds a password.
	Code, Message string
	RequestID     string // empty where AWS did not answer
	HTTPStatus    int    // 0 where nobody answered
	Attempts      int    // how often it was tried, the SDK's own retries included; 0 where it never was
	// MFADevice is set for [KindMFA]: the serial number or ARN of the device whose code is asked for. Code is then empty
	// where no code was given, and AWS's where the one that was given is refused.
	MFADevice string
	// RetriesExhausted is set where the last attempt's error was one to try again after, and no attempt was left.
	RetriesExhausted bool
	// EarlierMayHaveSucceeded is set where this is a write, and an attempt at it was sent and got no definite answer. A
	// refusal may then be the consequence of that attempt's success. It is always set for [KindUnknownOutcome].
	EarlierMayHaveSucceeded bool

	narrow bool // the session carried a session policy of the client's
	err    error
}

// Action is the permission that the operation asks for: "iam:UpdateLoginProfile".
func (e *Error) Action() string {
	switch e.Op {
	case lookupOperation:
		return "cloudtrail:" + e.Op
	case "AssumeRole", "GetCallerIdentity":
		return "sts:" + e.Op
	}
	return "iam:" + e.Op
}

// Error is "UpdateLoginProfile: NoSuchEntity: …", as far as each is known.
func (e *Error) Error() string {
	known := slices.DeleteFunc([]string{e.Op, e.Code, e.Message}, func(part string) bool { return part == "" })
	return strings.Join(known, ": ")
}

// Unwrap returns the error of the SDK, or the guard rail's.
func (e *Error) Unwrap() error {
	if e.err == nil {
		return nil
	}
	return hidden{e.err, e.Error()}
}

// hidden is an error that can be looked for and whose own text, which may repeat what was sent, is not shown.
type hidden struct {
	error
	text string
}

func (h hidden) Error() string { return h.text }

func (h hidden) Unwrap() error { return h.error }
