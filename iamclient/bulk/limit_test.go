package bulk

import (
	"testing"
	"time"
)

func TestLimit(t *testing.T) {
	now := time.Unix(0, 0)
	l := newLimit(32)
	if l.window != 16 {
		t.Errorf("it begins with %v", l.window)
	}
	for range 40 {
		l.succeeded()
	}
	if l.window != 32 {
		t.Errorf("without throttling it grows to %v", l.window)
	}
	for range 20 { // all of one moment
		l.throttled(now.Add(-time.Second), now)
	}
	if l.window != 16 || !l.notYet.After(now) {
		t.Errorf("halved once: %v, not before %v", l.window, l.notYet)
	}
	for range 16 {
		l.succeeded()
	}
	if l.window < 16.9 || l.window > 17.1 {
		t.Errorf("it grows slowly now: %v", l.window)
	}
	for range 12 {
		now = now.Add(time.Minute)
		l.throttled(now, now)
	}
	if l.window != 1 || l.gap != mostGap {
		t.Errorf("a storm: %v, pauses of %v", l.window, l.gap)
	}
	for range 20 {
		l.succeeded()
	}
	if l.gap != 0 {
		t.Errorf("after the storm: pauses of %v", l.gap)
	}
}
