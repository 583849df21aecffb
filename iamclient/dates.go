package iamclient

import (
	"bytes"

	smithytime "github.com/aws/smithy-go/time"
)

// dateElements are the elements of IAM's answers that hold a date.
var dateElements = []string{"CreateDate", "PasswordLastUsed", "EnableDate", "LastUsedDate", "GeneratedTime"}

// withoutOddDates returns an answer without the dates that the SDK cannot read. It would give up the whole answer for one
// of them, a page of 1,000 users for instance; a date that is left out is unknown.
func withoutOddDates(body []byte) []byte {
	for _, name := range dateElements {
		body = withoutOdd(body, []byte("<"+name+">"), []byte("</"+name+">"))
	}
	return body
}

// withoutOdd leaves out the dates between two tags that cannot be read. It goes over the body once, and copies it only
// where there is one.
func withoutOdd(body, open, end []byte) []byte {
	var kept []byte
	rest := body
	from := 0 // of rest: what has been looked at
	for {
		start := bytes.Index(rest[from:], open)
		if start < 0 {
			break
		}
		start += from
		length := bytes.Index(rest[start:], end)
		if length < 0 {
			break
		}
		after := start + length + len(end)
		if _, err := smithytime.ParseDateTime(string(rest[start+len(open) : start+length])); err == nil {
			from = after
			continue
		}
		kept = append(kept, rest[:start]...)
		rest, from = rest[after:], 0
	}
	if len(rest) == len(body) {
		return body
	}
	return append(kept, rest...)
}
