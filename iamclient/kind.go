package iamclient

import "errors"

// Kind is what an error means for the change that was asked for.
type Kind int

// The kinds of errors. Each is decided by AWS's error code or by how the request failed, never by a message's text.
const (
	KindOther           Kind = iota // any other code
	KindCanceled                    // the caller gave up, and nothing was carried out
	KindReadOnly                    // refused here: the client is read-only
	KindGuarded                     // refused here: a guard rail
	KindUnrecorded                  // refused here: the history cannot be written
	KindPolicyViolation             // PasswordPolicyViolation
	KindNoSuchEntity                // NoSuchEntity, and GetUser could not tell which
	KindNoLoginProfile              // NoSuchEntity: the user exists and has no console password
	KindNoSuchUser                  // NoSuchEntity: there is no such user
	KindAlreadyExists               // EntityAlreadyExists
	KindUnmodifiable                // EntityTemporarilyUnmodifiable
	KindThrottled                   // Throttling and its like, after all retries
	KindServer                      // 5xx, or an answer that is not AWS's, after all retries
	KindNetwork                     // no connection, so nothing was sent; for what reads, no answer either
	KindUnknownOutcome              // a write was sent and its answer got lost: it may have been carried out
	KindDenied                      // AccessDenied
	KindInvalidCode                 // InvalidAuthenticationCode, or refused here: two codes that cannot be right
	KindExpired                     // ExpiredToken, or a session that has to be signed in to again
	KindMFA                         // the credentials ask for an MFA code
	KindInvalidToken                // InvalidClientTokenId
	KindCredentials                 // there are no usable credentials
	KindOtherCaller                 // refused here: the credentials are another principal's than before
)

var kindNames = [...]string{
	KindOther:           "other",
	KindCanceled:        "canceled",
	KindReadOnly:        "read-only",
	KindGuarded:         "guarded",
	KindUnrecorded:      "unrecorded",
	KindPolicyViolation: "policy violation",
	KindNoSuchEntity:    "no such entity",
	KindNoLoginProfile:  "no login profile",
	KindNoSuchUser:      "no such user",
	KindAlreadyExists:   "already exists",
	KindUnmodifiable:    "temporarily unmodifiable",
	KindThrottled:       "throttled",
	KindServer:          "server",
	KindNetwork:         "network",
	KindUnknownOutcome:  "unknown outcome",
	KindDenied:          "denied",
	KindInvalidCode:     "invalid code",
	KindExpired:         "expired",
	KindMFA:             "MFA",
	KindInvalidToken:    "invalid token",
	KindCredentials:     "credentials",
	KindOtherCaller:     "other caller",
}

// String is a short name, for logs and tests.
func (k Kind) String() string {
	if k < 0 || int(k) >= len(kindNames) {
		return "no kind"
	}
	return kindNames[k]
}

// KindOf returns the kind of an *[Error] in err's tree; [KindOther] where there is none.
func KindOf(err error) Kind {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}
	return KindOther
}

// MayHaveSucceeded tells whether what failed with err may have been carried out all the same, by an earlier attempt:
// [Error.EarlierMayHaveSucceeded] of an *[Error] in err's tree.
func MayHaveSucceeded(err error) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && e.EarlierMayHaveSucceeded
}

// lookupOperation is the one operation of CloudTrail that is used.
const lookupOperation = "LookupEvents"
