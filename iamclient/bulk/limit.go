package bulk

import "time"

// limit is how many requests may be under way at the same time. AWS publishes no rates for IAM, so it is found by
// trying: while nothing is throttled it grows, by one for each success at first; when something is, it halves.
// Below one request at a time there are pauses between them.
type limit struct {
	most    float64 // as many as there are workers
	window  float64
	careful bool          // something was throttled: grow slowly
	gap     time.Duration // between two requests
	notYet  time.Time     // no request before this
	cut     time.Time     // when the window was last halved
}

// How long the pauses between requests are, at first and at most.
const (
	firstGap = 250 * time.Millisecond
	mostGap  = 10 * time.Second
)

// newLimit begins with half of what there may be.
func newLimit(workers int) limit {
	return limit{most: float64(workers), window: float64(max(1, workers/2))}
}

// sends notes that a request goes out.
func (l *limit) sends(now time.Time) {
	if l.gap > 0 {
		l.notYet = now.Add(l.gap)
	}
}

func (l *limit) succeeded() {
	if l.gap /= 2; l.gap < 10*time.Millisecond {
		l.gap = 0
	}
	grow := 1.0
	if l.careful {
		grow = 1 / l.window
	}
	l.window = min(l.most, l.window+grow)
}

// throttled halves the window, once for all requests that were under way when the first of them was refused.
func (l *limit) throttled(sent, now time.Time) {
	l.careful = true
	if sent.Before(l.cut) {
		return
	}
	if l.window < 2 {
		l.gap = min(max(2*l.gap, firstGap), mostGap)
	}
	l.window, l.cut = max(1, l.window/2), now
	l.notYet = now.Add(max(l.gap, firstGap))
}
