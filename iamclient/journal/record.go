package journal

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"time"
)

// The format that is written.
const (
	Format  = "iampasswd-journal"
	Version = 1
)

// Header is what a run is.
type Header struct {
	Format    string          `json:"format"`
	Version   int             `json:"version"`
	Run       string          `json:"run"` // id
	Time      time.Time       `json:"time"`
	Account   string          `json:"account"`
	Caller    string          `json:"caller"`    // ARN
	Policy    string          `json:"policy"`    // fingerprint of the password policy; empty where it could not be read
	Operation string          `json:"operation"` // as the command calls it: "reset"
	Reason    string          `json:"reason,omitempty"`
	Options   json.RawMessage `json:"options,omitempty"`
	Items     int             `json:"items"`
	Encrypted bool            `json:"encrypted"` // the passwords are
	// Recipients are whom they are encrypted to, so that the run can go on without being told again; empty: it is a passphrase.
	Recipients []string `json:"recipients,omitempty"`
}

// Item is one user of the plan.
type Item struct {
	N    int             `json:"n"`
	User string          `json:"user"`
	Plan json.RawMessage `json:"plan"`
}

// key is a data key, encrypted with age.
type key struct {
	Wrapped []byte `json:"wrapped"`
}

// intent is an intention as it is written.
type intent struct {
	N        int       `json:"n"`
	Try      int       `json:"try"`
	ID       string    `json:"id,omitempty"` // of the change in the history
	At       time.Time `json:"at"`
	Password *string   `json:"password,omitempty"`
	Sealed   []byte    `json:"sealed,omitempty"`
}

// Status is what became of a request.
type Status string

// The outcomes.
const (
	Done    Status = "done"     // AWS accepted it
	Refused Status = "refused"  // it was refused, and nothing was changed by it
	Unknown Status = "unknown"  // it may have been carried out
	NotSent Status = "not sent" // it never reached AWS
)

// Outcome is what became of an intention.
type Outcome struct {
	N         int       `json:"n"`
	Try       int       `json:"try"`
	Status    Status    `json:"status"`
	Made      int       `json:"made,omitempty"` // how many steps of the item AWS has accepted
	At        time.Time `json:"at"`
	Code      string    `json:"code,omitempty"` // AWS's, or the kind of error where AWS did not answer
	Why       string    `json:"why,omitempty"`  // in AWS's words or ours
	RequestID string    `json:"request_id,omitempty"`
	Attempts  int       `json:"attempts,omitempty"`
	// Repeated tells that the request was made again after an answer was lost: it may have been carried out twice.
	Repeated bool `json:"repeated,omitempty"`
}

// The kinds of records.
const (
	kindHeader  = "header"
	kindItem    = "item"
	kindKey     = "key"
	kindIntent  = "intent"
	kindOutcome = "outcome"
)

// sum is what ties a line to those before it.
type sum [8]byte

func (s sum) next(kind string, body []byte) sum {
	h := sha256.New()
	h.Write(s[:])
	h.Write([]byte(kind + ":"))
	h.Write(body)
	return sum(h.Sum(nil)[:len(sum{})])
}

// appendLine adds a record to a buffer, and returns the line's sum.
func appendLine(buffer []byte, before sum, kind string, body []byte) ([]byte, sum) {
	after := before.next(kind, body)
	buffer = append(buffer, `{"sum":"`...)
	buffer = hex.AppendEncode(buffer, after[:])
	buffer = append(buffer, `","`...)
	buffer = append(buffer, kind...)
	buffer = append(buffer, `":`...)
	buffer = append(buffer, body...)
	return append(buffer, "}\n"...), after
}

var errNoRecord = errors.New("it is no record, or it was changed")

// parseLine takes a line apart, without its line feed, and checks its sum.
func parseLine(line []byte, before sum) (kind string, body []byte, after sum, err error) {
	kind, body, after, err = splitLine(line)
	if err == nil && after != before.next(kind, body) {
		err = errNoRecord
	}
	return kind, body, after, err
}

// splitLine takes a line apart, and does not check the sum that it names.
func splitLine(line []byte) (kind string, body []byte, named sum, err error) {
	rest, begins := bytes.CutPrefix(line, []byte(`{"sum":"`))
	inner, ends := bytes.CutSuffix(rest, []byte("}"))
	text, record, hasSum := bytes.Cut(inner, []byte(`","`))
	name, body, hasKind := bytes.Cut(record, []byte(`":`))
	if !begins || !ends || !hasSum || !hasKind || len(text) != hex.EncodedLen(len(sum{})) {
		return "", nil, sum{}, errNoRecord
	}
	if _, err := hex.Decode(named[:], text); err != nil {
		return "", nil, sum{}, errNoRecord
	}
	return string(name), body, named, nil
}
