package text

import (
	"testing"
	"time"
)

func TestInWords(t *testing.T) {
	for d, want := range map[time.Duration]string{
		time.Second: "1 second", 3100 * time.Millisecond: "4 seconds", 45 * time.Second: "45 seconds", time.Minute: "1 minute",
		119 * time.Second: "1 minute", time.Hour: "1 hour", 47 * time.Hour: "47 hours", 48 * time.Hour: "2 days",
	} {
		if got := InWords(d); got != want {
			t.Errorf("%s is %q, want %q", d, got, want)
		}
	}
}
