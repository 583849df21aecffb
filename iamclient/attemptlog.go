package iamclient

import (
	"context"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
)

// attemptLog records the attempts of one request, or of one change, the SDK's own retries included. The caller makes it and
// hands it to session.follow.
type attemptLog struct {
	observe func(Progress) // may be nil
	change  bool           // went through Sequence.Make; false: a write is refused
	author  *author        // of the change, or of the Sequence that the request reads for; nil: it reads for none
	single  bool           // the SDK makes one attempt
	narrow  bool           // the session carries a session policy of the client's

	mu        sync.Mutex
	operation string // of the latest attempt
	attempts  int
	reported  int    // the latest attempt that observe was told of
	inFlight  bool   // the current attempt has a connection: it may reach the service
	ambiguous bool   // AWS may have carried out an attempt whose answer was lost
	requestID string // of the latest answer
	signer    signer // of the latest attempt
	secrets   *redactor
}

// begin notes a new attempt.
func (l *attemptLog) begin(operation string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.operation = operation
	l.attempts++
	l.inFlight = false
}

// signing returns the credentials for the request, noting which sign each attempt.
func (l *attemptLog) signing(credentials aws.CredentialsProvider) aws.CredentialsProvider {
	return aws.CredentialsProviderFunc(func(ctx context.Context) (aws.Credentials, error) {
		creds, err := credentials.Retrieve(ctx)
		if err == nil {
			l.signs(signerOf(creds))
		}
		return creds, err
	})
}

// signs notes which credentials sign the attempt.
func (l *attemptLog) signs(by signer) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.signer = by
}

// sends notes the secrets in the request of the attempt.
func (l *attemptLog) sends(secrets *redactor) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.secrets = secrets
}

func (l *attemptLog) signedBy() signer {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.signer
}

// sent notes that the attempt has a connection, and reports that it goes out.
func (l *attemptLog) sent() {
	l.mu.Lock()
	l.inFlight = true
	attempt, first := l.attempts, l.reported < l.attempts
	l.reported = l.attempts
	l.mu.Unlock()
	if first {
		l.report(Progress{Attempt: attempt})
	}
}

// unsent takes back that the attempt has a connection.
func (l *attemptLog) unsent() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.inFlight = false
}

// end notes how the attempt ended, and the id that AWS gave it, if it answered.
func (l *attemptLog) end(err error, requestID string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err != nil && l.inFlight && isWrite(l.operation) && !answered(err) {
		l.ambiguous = true
	}
	l.inFlight = false
	l.requestID = knownRequestID(requestID, l.secrets)
}

// waits reports a pause before the next attempt, and why.
func (l *attemptLog) waits(d time.Duration, err error) {
	l.report(Progress{Attempt: l.sofar().attempts, Wait: d, Err: err})
}

func (l *attemptLog) report(p Progress) {
	if l.observe != nil {
		l.observe(p)
	}
}

// sofar is what is known of the attempts made so far.
type sofar struct {
	operation string // of the latest attempt
	attempts  int
	ambiguous bool
	requestID string // of the latest answer
	secrets   *redactor
}

func (l *attemptLog) sofar() sofar {
	l.mu.Lock()
	defer l.mu.Unlock()
	return sofar{l.operation, l.attempts, l.ambiguous, l.requestID, l.secrets}
}
