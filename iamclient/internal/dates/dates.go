// Package dates reads dates with a time and a time zone in the forms that the AWS CLI accepts, which reads them with
// Python's dateutil. The forms are fewer than those of dateutil, which guesses where a date is ambiguous.
package dates

import (
	"errors"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// ErrUnreadable is the error of a text that is no date with a time and a time zone.
var ErrUnreadable = errors.New("no date with a time zone")

const zone = `(Z|z|[A-Z]{3,5}|[+-]\d{4}|[+-]\d{1,2}(?::\d{2})?)`

var (
	zoneLast   = regexp.MustCompile(`^(.*(?:\d|(?i:[AP]M)\b) ?)` + zone + `$`)
	zoneInside = regexp.MustCompile(`^([^\d]+\d{1,2} [\d:.,]+(?: (?i:[AP]M))?) ` + zone + `( \d{4})$`) // as date prints it
	weekday    = regexp.MustCompile(`^(?i:MON(?:DAY)?|TUE(?:SDAY)?|WED(?:NESDAY)?|THU(?:RSDAY)?|FRI(?:DAY)?|SAT(?:URDAY)?|SUN(?:DAY)?),? `)
	dateTime   = regexp.MustCompile(`(\d)[Tt](\d)`)
	offset     = regexp.MustCompile(`^([+-])(\d{1,2}):?(\d\d)?$`)
)

var layouts = func() []string {
	all := []string{"20060102 150405"}
	for _, clock := range []string{"15:04:05", "15:04", "3:04:05 PM", "3:04 PM"} {
		for _, date := range []string{"2006-1-2", "2006/1/2", "20060102", "2 Jan 2006", "2-Jan-2006", "2 January 2006", "Jan 2 2006", "January 2 2006"} {
			all = append(all, date+" "+clock)
		}
		all = append(all, "Jan 2 "+clock+" 2006", "January 2 "+clock+" 2006")
	}
	return all
}()

// Parse reads a date. The abbreviation of a time zone is known where it is UTC's or, as of what date prints, that of the
// local time.
func Parse(text string, local *time.Location) (time.Time, error) {
	text = strings.Join(strings.Fields(text), " ")
	var in string
	if parts := zoneInside.FindStringSubmatch(text); parts != nil {
		text, in = parts[1]+parts[3], parts[2]
	} else if parts := zoneLast.FindStringSubmatch(text); parts != nil {
		text, in = parts[1], parts[2]
	} else {
		return time.Time{}, ErrUnreadable
	}
	text = weekday.ReplaceAllString(text, "")
	text = dateTime.ReplaceAllString(text, "$1 $2")
	text = strings.ToUpper(strings.TrimSpace(strings.Replace(text, ", ", " ", 1)))
	for _, layout := range layouts {
		if t, err := time.Parse(layout, text); err == nil {
			return inZone(t, in, local)
		}
	}
	return time.Time{}, ErrUnreadable
}

// inZone is the time that a clock shows in a zone.
func inZone(clock time.Time, zone string, local *time.Location) (time.Time, error) {
	switch zone {
	case "Z", "z", "UTC", "GMT":
		return clock, nil
	}
	if parts := offset.FindStringSubmatch(zone); parts != nil {
		hours, _ := strconv.Atoi(parts[2])
		minutes, _ := strconv.Atoi("0" + parts[3])
		if hours > 23 || minutes > 59 {
			return time.Time{}, ErrUnreadable
		}
		ahead := time.Duration(hours)*time.Hour + time.Duration(minutes)*time.Minute
		if parts[1] == "-" {
			ahead = -ahead
		}
		return clock.Add(-ahead), nil
	}
	t := time.Date(clock.Year(), clock.Month(), clock.Day(), clock.Hour(), clock.Minute(), clock.Second(), clock.Nanosecond(), local)
	if name, _ := t.Zone(); name != zone {
		return time.Time{}, ErrUnreadable
	}
	return t.UTC(), nil
}
