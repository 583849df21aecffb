package iamclient

import (
	"context"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
)

// Progress is a fact about a request that is under way.
type Progress struct {
	Attempt int // the attempt that it is about, from 1, counted over everything that is sent for one change
	// Wait is how long the request pauses before the next attempt. Zero: the attempt goes out now, and can no
	// longer be taken back.
	Wait time.Duration
	// Err is the *[Error] of the attempt, and says why it waits.
	Err error
}

// Watch follows one change over everything that is sent for it.
type Watch struct {
	// Observe is told of the progress, on the request's goroutine. It may be nil.
	Observe func(Progress)
	// EarlierUnknown tells that an earlier try of the very same change ended in [KindUnknownOutcome]: a refusal now may
	// then only mean that the earlier try succeeded.
	EarlierUnknown bool
	// Reason is why the change is made, for the history: a ticket, or a few words.
	Reason string
	// Caller is the principal that the operator means to make the change as: credentials of another one send nothing. The
	// zero value stands for the one that is known when the change begins.
	Caller Identity
}

// In returns a context under which the requests of one change are made, one after the other.
func (w Watch) In(ctx context.Context) context.Context {
	r := &record{observe: w.Observe, ambiguous: w.EarlierUnknown, reason: w.Reason}
	if w.Caller.ARN != "" {
		r.meant = &w.Caller
	}
	return r.in(ctx)
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
		o.record.waits(delay, classify(err, o.record))
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
// reported to the context's [Watch]. Where ctx ends in a pause, the error is [KindCanceled], or [KindUnknownOutcome]
// where an earlier attempt got no answer. In the history it is one change.
func Patiently(ctx context.Context, request func(context.Context) error) (err error) {
	record := recordIn(ctx)
	ctx = record.in(ctx) // where nobody watches, what became of one request counts for the next all the same
	record.patient = true
	defer func() { record.conclude(err); record.patient = false }()
	for _, pause := range unmodifiablePauses {
		err := request(ctx)
		if KindOf(err) != KindUnmodifiable {
			return err
		}
		record.waits(pause, err)
		select {
		case <-ctx.Done():
			return classify(context.Canceled, record)
		case <-time.After(pause):
		}
	}
	return request(ctx)
}
