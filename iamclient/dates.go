package iamclient

import (
	"bytes"

	smithytime "github.com/aws/smithy-go/time"
)

// dateElements are the elements of answers that hold a date.
var dateElements = []string{"CreateDate", "PasswordLastUsed", "EnableDate", "LastUsedDate", "GeneratedTime", "Expiration"}

// withoutOddDates returns an answer without the dates that the SDK cannot read. It would give up the whole answer for one
// of them, a page of 1,000 users for instance; a date that is left out is unknown.
func withoutOddDates(body []byte) []byte {
	for _, name := range dateElements {
		open, end := []byte("<"+name+">"), []byte("</"+name+">")
		for from := 0; ; {
			start := bytes.Index(body[from:], open)
			if start < 0 {
				break
			}
			start += from
			length := bytes.Index(body[start:], end)
			if length < 0 {
				break
			}
			after := start + length + len(end)
			if _, err := smithytime.ParseDateTime(string(body[start+len(open) : start+length])); err == nil {
				from = after
				continue
			}
			body = append(body[:start], body[after:]...)
			from = start
		}
	}
	return body
}
