package iamclient

import (
	"context"
	"crypto/sha256"
	"fmt"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/aws/aws-sdk-go-v2/aws"
)

// signer tells credentials apart without holding them: the access key id, and a hash of the session token. The zero
// value stands for none.
type signer struct {
	key   string
	token [sha256.Size]byte
}

func signerOf(creds aws.Credentials) signer {
	return signer{creds.AccessKeyID, sha256.Sum256([]byte(creds.SessionToken))}
}

// caller is an identity, and the credentials that signed the question for it.
type caller struct {
	Identity
	signer signer
}

// callers is what a session knows of the principals that sign its requests. The SDK refreshes credentials by itself, and the
// new ones may be another principal's, in another account: a credential_process can print anything.
type callers struct {
	known atomic.Pointer[caller] // as it was last read; nil: never
	first atomic.Pointer[signer] // of the first request; nil: there was none
}

// otherCallerError stops a change: the credentials are not those of the principal that is known.
type otherCallerError struct {
	before *Identity // nil: not known
	now    Identity
}

func (e *otherCallerError) Error() string {
	now := fmt.Sprintf("%s in account %s", e.now.Name, e.now.Account)
	if e.before == nil {
		return "nothing was sent: the AWS credentials changed while it was being prepared, and are those of " + now + " now"
	}
	return fmt.Sprintf("nothing was sent: the AWS credentials changed from %s in account %s to %s", e.before.Name, e.before.Account, now)
}

// author is who makes a change, or a sequence of changes. It is of the goroutine that makes them.
type author struct {
	meant *Identity // nil: not known
	began *signer   // of the first write; nil: none yet
}

// learn takes a caller that is known as a change begins for who makes it, where nobody has said who that is. Once a write
// was signed, that caller has to be the one who signed it.
func (a *author) learn(known *caller) {
	if known != nil && a.meant == nil && (a.began == nil || *a.began == known.signer) {
		a.meant = &known.Identity
	}
}

// checkCaller stops a change that is signed with credentials of another principal than the one who makes the change. It
// runs when the request is signed and before it is sent, for each attempt. Who makes the change is decided when the change
// begins: what the session learns of its caller later, as when the operator reads everything again during a pause, does
// not count. Only where the credentials have changed does it ask AWS.
//
// AWS operation: STS GetCallerIdentity.
func (s *session) checkCaller(ctx context.Context, by signer, a *author) error {
	if a.began == nil {
		a.began = &by
	}
	known := s.callers.known.Load()
	switch {
	case a.meant == nil && *a.began == by && (known != nil || *s.callers.first.Load() == by):
		return nil // the first credentials that there were: those that were meant
	case a.meant != nil && known != nil && known.signer == by && known.Same(*a.meant):
		return nil
	case a.meant != nil && known != nil && known.signer == by:
		return &otherCallerError{a.meant, known.Identity}
	}
	now, err := s.ask(ctx)
	switch {
	case err != nil:
		return err
	case a.meant == nil, now.signer != by, !now.Same(*a.meant):
		return &otherCallerError{a.meant, now.Identity}
	}
	s.callers.known.Store(&now)
	return nil
}

// generatedSession matches the names that the SDKs make up for the session of a role, a new one each time, where the settings
// give none.
var generatedSession = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(aws-go-sdk|botocore-session|aws-sdk-\w+)-\d+$`)
})

// principal is the ARN without the name of a role's session, where the SDK made that up.
func (i Identity) principal() string {
	head, session, ok := cutLast(i.ARN, "/")
	if ok && strings.Contains(head, ":assumed-role/") && generatedSession().MatchString(session) {
		return head
	}
	return i.ARN
}

func cutLast(s, separator string) (before, after string, found bool) {
	if i := strings.LastIndex(s, separator); i >= 0 {
		return s[:i], s[i+len(separator):], true
	}
	return s, "", false
}
