package iamclient

import (
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

// observedRetryer is the SDK's retryer, of whichever mode, that tells the log of each pause.
type observedRetryer struct {
	aws.RetryerV2
	log *attemptLog
}

func (l *attemptLog) observed(base aws.Retryer) aws.Retryer {
	v2, ok := base.(aws.RetryerV2)
	if !ok {
		return base
	}
	return &observedRetryer{v2, l}
}

func (o *observedRetryer) RetryDelay(attempt int, err error) (time.Duration, error) {
	delay, delayErr := o.RetryerV2.RetryDelay(attempt, err)
	if delayErr == nil {
		o.log.waits(delay, classify(err, o.log))
	}
	return delay, delayErr
}
