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
	"github.com/aws/smithy-go/middleware"
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
	known  atomic.Pointer[caller] // as it was last read; nil: never
	first  atomic.Pointer[signer] // of the first request; nil: there was none
	latest atomic.Pointer[caller] // AWS's latest answer, whether it was what was known or not; nil: none
	asking chan struct{}          // has room for the one request that asks for others, too
}

// otherCallerError stops a request: the credentials are not those of the principal that is known.
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

// author is who makes a change, or a sequence of changes. It is of the goroutine that makes them, and reads for them.
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

// checkSigner stops a request that is signed with credentials of another principal than was meant.
func (s *session) checkSigner(ctx context.Context, by signer, log *attemptLog) error {
	switch {
	case log.change:
		return s.checkCaller(ctx, by, log.author)
	case middleware.GetOperationName(ctx) == "GetCallerIdentity": // which tells whose they are
		return nil
	}
	return s.checkReader(ctx, by, log.author)
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
	return s.verify(ctx, by, a.meant)
}

// checkReader stops a read that is signed with credentials of another principal than the one that is known: the users of
// another account must not stand under this one's name. A read that belongs to a change is held to a, who makes the
// change. Until an identity is known nothing is checked: the first reads and the question for the identity go out together.
//
// AWS operation: STS GetCallerIdentity, once for each new set of credentials.
func (s *session) checkReader(ctx context.Context, by signer, a *author) error {
	known := s.callers.known.Load()
	if known == nil {
		return nil
	}
	meant := &known.Identity
	if a != nil && a.meant != nil {
		meant = a.meant
	}
	if known.signer == by && known.Same(*meant) {
		return nil
	}
	return s.verify(ctx, by, meant)
}

// verify asks whose the credentials of a request are, and stops the request where they are not meant's. Where they are,
// and nobody has read another identity in the meantime, they are known from then on.
func (s *session) verify(ctx context.Context, by signer, meant *Identity) error {
	known := s.callers.known.Load()
	now, err := s.whoSigns(ctx, by)
	switch {
	case err != nil:
		return err
	case meant == nil, now.signer != by, !now.Same(*meant):
		return &otherCallerError{meant, now.Identity}
	}
	if known == nil || known.Same(now.Identity) {
		s.callers.known.CompareAndSwap(known, &now)
	}
	return nil
}

// whoSigns returns whose the credentials of a request are. Of requests that want to know at the same time, one asks AWS.
func (s *session) whoSigns(ctx context.Context, by signer) (caller, error) {
	select {
	case s.callers.asking <- struct{}{}:
		defer func() { <-s.callers.asking }()
	case <-ctx.Done():
		return caller{}, ctx.Err()
	}
	if latest := s.callers.latest.Load(); latest != nil && latest.signer == by {
		return *latest, nil
	}
	return s.ask(ctx)
}

// generatedSession matches the names that the SDKs, the AWS CLI and aws-vault make up for the session of a role, a new one
// each time, where the settings give none. The last is a time in nanoseconds.
var generatedSession = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(aws-go-sdk-\d+|botocore-session-\d+|aws-sdk-\w+-\d+|aws-dotnet-sdk-session-\d+|1\d{18})$`)
})

// principal is the ARN without the name of a role's session, where a tool made that up. IAM Identity Center's roles have
// the name of a person there, whatever it looks like.
func (i Identity) principal() string {
	head, session, ok := cutLast(i.ARN, "/")
	isRole := strings.Contains(head, ":assumed-role/") && !strings.Contains(head, ":assumed-role/AWSReservedSSO_")
	if ok && isRole && generatedSession().MatchString(session) {
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
