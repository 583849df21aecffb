package iamclient

import "github.com/aws/aws-sdk-go-v2/aws"

// pages reads a short list to its end: read takes the marker of a page and returns that of the next.
func pages(operation string, read func(marker *string) (next *string, more bool, err error)) error {
	var marker *string
	for {
		next, more, err := read(marker)
		if err != nil || !more {
			return err
		}
		if aws.ToString(next) == "" || aws.ToString(next) == aws.ToString(marker) {
			return brokenList(operation)
		}
		marker = next
	}
}

// brokenList tells of a list that says that there is more and does not say where. To take this for the end would hide
// what follows, and to go on would never end.
func brokenList(operation string) error {
	return &Error{Kind: KindServer, Op: operation, Attempts: 1, Message: "the list breaks off in the middle"}
}
