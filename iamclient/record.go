package iamclient

import (
	"context"
	"sync"
	"time"
)

// record is what became of the attempts of one request, or of one change, the SDK's own retries included.
type record struct {
	observe func(Progress) // may be nil
	reason  string         // why the operator makes the change
	patient bool           // [Patiently] tries it again
	pending *pending       // the change that the history has the start of; nil: none. Of the goroutine that makes it
	meant   *Identity      // who makes the change; nil: not known. Of the goroutine that makes it
	began   *signer        // of the change's first write; nil: none yet. Of the goroutine that makes it

	mu        sync.Mutex
	operation string // of the latest attempt
	attempts  int
	reported  int    // the latest attempt of which it was said that it goes out
	inFlight  bool   // the current attempt has a connection: it may reach the service
	ambiguous bool   // an attempt may have been carried out without an answer that says so
	requestID string // of the latest answer
	signer    signer // of the latest attempt
	secrets   *redactor
}

type recordKey struct{}

func (r *record) in(ctx context.Context) context.Context {
	return context.WithValue(ctx, recordKey{}, r)
}

func recordIn(ctx context.Context) *record {
	if r, ok := ctx.Value(recordKey{}).(*record); ok {
		return r
	}
	return &record{}
}

// begin notes a new attempt.
func (r *record) begin(operation string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.operation = operation
	r.attempts++
	r.inFlight = false
}

// signs notes which credentials sign the attempt.
func (r *record) signs(by signer) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.signer = by
}

// sends notes the secrets in the request of the attempt.
func (r *record) sends(secrets *redactor) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.secrets = secrets
}

func (r *record) signedBy() signer {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.signer
}

// sent notes that the attempt has a connection, and reports that it goes out.
func (r *record) sent() {
	r.mu.Lock()
	r.inFlight = true
	attempt, first := r.attempts, r.reported < r.attempts
	r.reported = r.attempts
	r.mu.Unlock()
	if first {
		r.report(Progress{Attempt: attempt})
	}
}

// unsent takes back that the attempt has a connection.
func (r *record) unsent() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.inFlight = false
}

// end notes how the attempt ended, and the id that AWS gave it, if it answered.
func (r *record) end(err error, requestID string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err != nil && r.inFlight && isWrite(r.operation) && !answered(err) {
		r.ambiguous = true
	}
	r.inFlight = false
	r.requestID = knownRequestID(requestID, r.secrets)
}

// waits reports a pause before the next attempt, and why.
func (r *record) waits(d time.Duration, err error) {
	r.report(Progress{Attempt: r.sofar().attempts, Wait: d, Err: err})
}

func (r *record) report(p Progress) {
	if r.observe != nil {
		r.observe(p)
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

func (r *record) sofar() sofar {
	r.mu.Lock()
	defer r.mu.Unlock()
	return sofar{r.operation, r.attempts, r.ambiguous, r.requestID, r.secrets}
}
