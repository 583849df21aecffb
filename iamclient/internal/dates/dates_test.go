package dates

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // the time zone of the test
)

func berlin(t *testing.T) *time.Location {
	t.Helper()
	local, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	return local
}

func TestParse(t *testing.T) {
	at := time.Date(2099, 1, 2, 3, 4, 5, 0, time.UTC)
	minute := at.Truncate(time.Minute)
	for text, want := range map[string]time.Time{
		"2099-01-02T03:04:05Z":              at,
		"2099-01-02t03:04:05z":              at,
		"2099-01-02T03:04:05 Z":             at,
		" 2099-01-02  03:04:05Z ":           at,
		"2099-01-02T03:04:05UTC":            at,
		"2099-01-02T03:04:05 GMT":           at,
		"2099-01-02T03:04:05+00":            at,
		"2099-01-02T05:04:05+0200":          at,
		"2099-01-02T05:34:05+02:30":         at,
		"2099-01-01 22:04:05 -5":            at,
		"2099-01-02T03:04:05.123456Z":       at.Add(123456 * time.Microsecond),
		"2099-01-02T03:04:05,5Z":            at.Add(500 * time.Millisecond),
		"2099-01-02T03:04Z":                 minute,
		"2099-01-02 03:04 UTC":              minute,
		"2099-01-02T03:04-00:00":            minute,
		"2099/01/02 03:04:05Z":              at,
		"20990102T030405Z":                  at,
		"Fri, 02 Jan 2099 03:04:05 GMT":     at,
		"Fri, 02 Jan 2099 03:04:05 +0000":   at,
		"2 Jan 2099 03:04:05 GMT":           at,
		"02-Jan-2099 03:04:05 GMT":          at,
		"January 2, 2099 03:04:05 UTC":      at,
		"Fri Jan  2 03:04:05 UTC 2099":      at,
		"Fri Jan  2 04:04:05 CET 2099":      at,
		"Fri Jan  2 00:04:05 -03 2099":      at,
		"Fri Jan  2 03:04:05 AM UTC 2099":   at,
		"Fri 02 Jan 2099 03:04:05 AM UTC":   at,
		"Fri 02 Jan 2099 12:04:05 PM -0000": at.Add(9 * time.Hour),
		"2099-07-02 03:04:05 CEST":          time.Date(2099, 7, 2, 1, 4, 5, 0, time.UTC),
	} {
		if got, err := Parse(text, berlin(t)); err != nil || !got.Equal(want) {
			t.Errorf("%q: %v, %v, want %v", text, got, err, want)
		}
	}
	for _, text := range []string{
		"", "tomorrow", "2099-01-02", "2099-01-02Z", "2099-01-02T03:04:05", "2099-01-02 03:04", "2099-01-02T03:04:05 PST", "2099-07-02 03:04:05 CET",
		"01/02/2099 03:04:05Z", "01/02/99 03:04:05Z", "02.01.2099 03:04:05Z", "Fri, 02 Jan 99 03:04:05 GMT", "2099-01-02T25:04:05Z", "2099-02-30T03:04:05Z",
		"2099-01-02T03:04:05+24:00", "2099-01-02T03:04:05+0060", "2099-01-02T03:04:05UTC+3", "2099-01-02T03:04:05utc", "2099-01-02T03:04:05 +0000 UTC",
		"4070995445", "2099-01-02 13:04:05 PM UTC", "2099-01-02T03:04:05Z tomorrow",
	} {
		if got, err := Parse(text, berlin(t)); err == nil {
			t.Errorf("%q: %v", text, got)
		}
	}
}

const dateutil = `
import json, sys, warnings
from dateutil.parser import parse
from datetime import datetime, timezone, timedelta
warnings.simplefilter('ignore')
def answer(text):
    try:
        date = parse(text)
        if date.tzinfo is None:
            return 'naive'
        return (date - datetime(1970, 1, 1, tzinfo=timezone.utc)) // timedelta(microseconds=1)
    except Exception:
        return 'refused'
json.dump([answer(t) for t in json.load(sys.stdin)], sys.stdout)
`

// python returns an interpreter that has dateutil: the AWS CLI's own, or another one.
func python(t *testing.T) string {
	t.Helper()
	candidates := []string{"python3", "python"}
	if aws, err := exec.LookPath("aws"); err == nil {
		text, _ := os.ReadFile(aws)
		if first, _, _ := bytes.Cut(text, []byte("\n")); bytes.HasPrefix(first, []byte("#!/")) && !bytes.Contains(first, []byte(" ")) {
			candidates = slices.Insert(candidates, 0, string(first[2:]))
		}
	}
	for _, python := range candidates {
		if exec.CommandContext(t.Context(), python, "-c", "import dateutil.parser").Run() == nil {
			return python
		}
	}
	t.Skip("there is no Python with dateutil to compare with")
	return ""
}

// forms are what dates are made of, as layouts of package time.
type forms struct{ dates, between, clocks, zones []string }

// meant are the forms that have to be read, and guessed those that dateutil may read, too.
var (
	meant = forms{
		[]string{"2006-01-02", "2006-1-2", "2006/01/02", "20060102", "2 Jan 2006", "02-Jan-2006", "2 January 2006", "Jan 2 2006", "January 2, 2006", "Mon, 02 Jan 2006", "Monday 2 Jan 2006", "Mon Jan _2"},
		[]string{"T", " ", "  ", "t"},
		[]string{"15:04:05", "15:04", "15:04:05.000", "15:04:05,000000", "03:04:05 PM", "3:04 PM", "3:04:05 PM", "03:04:05 pm"},
		[]string{" Z", " z", " UTC", " GMT", " +00", " +0000", "+00:00", " -05", "-0530", " +05:30", "+5", "+1:30", ""},
	}
	guessed = forms{
		append([]string{"01/02/2006", "02.01.2006", "Jan 2 06", "2006.01.02"}, meant.dates...), meant.between,
		append([]string{"150405", "1504", "15"}, meant.clocks...),
		append([]string{"Z", "z", "UTC", " CET", "CEST", " PST", " utc", "+530", "-25", "+05:99"}, meant.zones...),
	}
)

// generated are dates in these forms, of which a part is spoilt.
func (f forms) generated(n, spoilt int) (texts []string) {
	random := rand.New(rand.NewPCG(1, 2)) // the same dates in every run
	of := func(all []string) string { return all[random.IntN(len(all))] }
	for i := range n {
		at := time.Date(2030+random.IntN(60), time.Month(1+random.IntN(12)), 1+random.IntN(28), random.IntN(24), random.IntN(60), random.IntN(60), random.IntN(1e9), time.UTC)
		date, clock, zone := of(f.dates), of(f.clocks), of(f.zones)
		text := at.Format(date+of(f.between)+clock) + zone // a zone is no layout: it has figures that mean something else there
		if date == "Mon Jan _2" {
			text = at.Format(date+" "+clock) + " " + strings.TrimSpace(zone) + at.Format(" 2006")
		}
		if i < spoilt {
			at := random.IntN(len(text))
			text = text[:at] + of([]string{"", " ", "-", "0", "9", ":", "Z", "x", ".", "+", ","}) + text[at+random.IntN(2):]
		}
		texts = append(texts, text)
	}
	return texts
}

// Every date that is read is dateutil's, and each that dateutil reads is read where its form is one of those that are meant.
func TestParseIsDateutils(t *testing.T) {
	const n = 4000
	texts := append(meant.generated(n, 0), guessed.generated(n, n/2)...)
	in, err := json.Marshal(texts)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), python(t), "-c", dateutil)
	cmd.Env = append(os.Environ(), "TZ=Europe/Berlin")
	cmd.Stdin = bytes.NewReader(in)
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var answers []any
	decoder := json.NewDecoder(bytes.NewReader(out))
	decoder.UseNumber()
	if err := decoder.Decode(&answers); err != nil || len(answers) != len(texts) {
		t.Fatal(err, len(answers))
	}
	same := 0
	for i, text := range texts {
		got, err := Parse(text, berlin(t))
		want, isDate := answers[i].(json.Number)
		micros, _ := want.Int64()
		switch {
		case err != nil && isDate && i < n:
			t.Errorf("%q is refused, and dateutil says %v", text, time.UnixMicro(micros).UTC())
		case err != nil:
		case !isDate || micros != got.UnixMicro():
			t.Errorf("%q: %v, and dateutil says %v", text, got, answers[i])
		default:
			same++
		}
	}
	if same < n {
		t.Errorf("only %d dates of %d are read", same, len(texts))
	}
}
