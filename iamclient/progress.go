package iamclient

import "time"

// Progress is a fact about a request that is under way.
type Progress struct {
	Attempt int // the attempt that it is about, from 1, counted over everything that is sent for one change
	// Wait is how long the request pauses before the next attempt. Zero: the attempt goes out now, and can no
	// longer be taken back.
	Wait time.Duration
	// Err is the *[Error] of the attempt, and says why it waits.
	Err error
}
