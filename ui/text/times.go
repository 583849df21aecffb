package text

import (
	"fmt"
	"time"
)

// Day is 24 hours.
const Day = 24 * time.Hour

// Ago says how long before now t was, "never" for the zero time.
func Ago(t, now time.Time) string {
	d := now.Sub(t)
	switch {
	case t.IsZero():
		return "never"
	case d < time.Minute:
		return "just now"
	case d < time.Hour:
		return fmt.Sprintf("%d min ago", int(d/time.Minute))
	case d < Day:
		return fmt.Sprintf("%d h ago", int(d/time.Hour))
	case d < 60*Day:
		return fmt.Sprintf("%d d ago", int(d/Day))
	case d < 730*Day:
		return fmt.Sprintf("%d mo ago", int(d/(30*Day)))
	default:
		return fmt.Sprintf("%d y ago", int(d/(365*Day)))
	}
}

// Age is how long something has lasted, in the largest unit that says enough.
func Age(d time.Duration) string {
	switch {
	case d < time.Minute:
		return "just now"
	case d < time.Hour:
		return fmt.Sprintf("%d min", int(d/time.Minute))
	case d < Day:
		return fmt.Sprintf("%d h", int(d/time.Hour))
	}
	return Days(int(d / Day))
}

// Days is a number of days, or of years.
func Days(days int) string {
	if days < 730 {
		return fmt.Sprintf("%d d", days)
	}
	return fmt.Sprintf("%d y", days/365)
}

// Date is t as a day, "–" for the zero time.
func Date(t time.Time) string {
	if t.IsZero() {
		return "–"
	}
	return t.Local().Format(time.DateOnly)
}

// Clock is t as a day and a time of day.
func Clock(t time.Time) string { return t.Local().Format("2006-01-02 15:04") }

// Seconds is a time to wait, rounded up, so that a countdown ends at 1 s and not at 0 s.
func Seconds(d time.Duration) string {
	return fmt.Sprintf("%d s", max(0, int((d+time.Second-1)/time.Second)))
}

// InWords is a length of time in words: seconds rounded up, for they are waited for, and the rest rounded down.
func InWords(d time.Duration) string {
	n, unit := int((d+time.Second-1)/time.Second), "second"
	switch {
	case d >= 2*Day:
		n, unit = int(d/Day), "day"
	case d >= time.Hour:
		n, unit = int(d/time.Hour), "hour"
	case d >= time.Minute:
		n, unit = int(d/time.Minute), "minute"
	}
	if n != 1 {
		unit += "s"
	}
	return fmt.Sprintf("%d %s", n, unit)
}

// OnDay is when something was, in words.
func OnDay(t time.Time) string {
	if t.IsZero() {
		return "at an unknown time"
	}
	return "on " + t.Local().Format(time.DateOnly)
}
