package iamclient

import (
	"context"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
)

// Progress is a fact about a request that is under way.
type Progress struct {
	Attempt int // the attempt that it is about, from 1
	// Wait is how long the request pauses before the next attempt. Zero: the attempt goes out now, and can no
	// longer be taken back.
	Wait time.Duration
	// Err says why it waits.
	Err error
}

// Watch follows one change over everything that is sent for it.
type Watch struct {
	// Observe is told of the progress, on the request's goroutine. It may be nil.
	Observe func(Progress)
	// EarlierUnknown tells that an earlier try of the very same change ended in [KindUnknownOutcome]: a refusal now may
	// then only mean that the earlier try succeeded.
	EarlierUnknown bool
}

// In returns a context under which the requests of one change are made, one after the other.
func (w Watch) In(ctx context.Context) context.Context {
	r := &record{observe: w.Observe}
	if w.EarlierUnknown {
		r.ambiguous = 1
	}
	return r.in(ctx)
}

// record is what became of the attempts of one request, or of one change, the SDK's own retries included.
type record struct {
	observe func(Progress) // may be nil

	mu        sync.Mutex
	attempts  int
	inFlight  bool // the current attempt has a connection: it may reach the service
	ambiguous int  // how many attempts may have been carried out without an answer that says so
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

func (r *record) report(p Progress) {
	if r.observe != nil {
		r.observe(p)
	}
}

func (r *record) begin() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.attempts++
	r.inFlight = false
}

func (r *record) sent() {
	r.mu.Lock()
	first := !r.inFlight
	r.inFlight = true
	attempt := r.attempts
	r.mu.Unlock()
	if first {
		r.report(Progress{Attempt: attempt})
	}
}

func (r *record) end(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err != nil && r.inFlight && !answered(err) {
		r.ambiguous++
	}
	r.inFlight = false
}

func (r *record) waits(d time.Duration, err error) {
	r.mu.Lock()
	attempt := r.attempts
	r.mu.Unlock()
	r.report(Progress{Attempt: attempt, Wait: d, Err: classify(err, r)})
}

func (r *record) outcome() (attempts, ambiguous int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.attempts, r.ambiguous
}

// observedRetryer is the SDK's retryer, of whichever mode, that tells the record of each pause.
type observedRetryer struct {
	aws.RetryerV2
	record *record
}

func observed(base aws.Retryer, r *record) aws.Retryer {
	v2, ok := base.(aws.RetryerV2)
	if !ok {
		return base
	}
	return &observedRetryer{v2, r}
}

func (o *observedRetryer) RetryDelay(attempt int, err error) (time.Duration, error) {
	delay, delayErr := o.RetryerV2.RetryDelay(attempt, err)
	if delayErr == nil {
		o.record.waits(delay, err)
	}
	return delay, delayErr
}

// unmodifiablePauses are the pauses after EntityTemporarilyUnmodifiable: AWS speaks of several minutes.
var unmodifiablePauses = []time.Duration{
	5 * time.Second, 10 * time.Second, 20 * time.Second, 30 * time.Second,
	30 * time.Second, 30 * time.Second, 60 * time.Second, 60 * time.Second, 60 * time.Second,
}

// Patiently makes the request, and makes it again after a pause for as long as AWS answers
// EntityTemporarilyUnmodifiable, which the SDK does not retry: nine times, over about five minutes. Each pause is
// reported to the context's [Watch]. Cancelling ctx in a pause ends it with [KindCanceled].
func Patiently(ctx context.Context, request func(context.Context) error) error {
	for tries, pause := range unmodifiablePauses {
		err := request(ctx)
		if KindOf(err) != KindUnmodifiable {
			return err
		}
		recordIn(ctx).report(Progress{Attempt: tries + 1, Wait: pause, Err: err})
		select {
		case <-ctx.Done():
			return &Error{Kind: KindCanceled, err: ctx.Err()}
		case <-time.After(pause):
		}
	}
	return request(ctx)
}
