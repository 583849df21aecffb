package iamclient

import (
	"cmp"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
)

// The bounds of a list that is read page by page. IAM has at most some thousand users in an account, and gives up to 1,000
// on a page; other services that speak its protocol have more. Without bounds, a server could keep the program reading.
const (
	mostPages   = 10_000
	mostEmpty   = 100 // pages without an item, one after the other; IAM documents that there can be some
	mostMarker  = 320 // bytes of a marker, by IAM's API model
	longestList = 30 * time.Minute
)

// Listing follows one reading of a list, page by page, and tells when the list does not end. The zero value is a reading
// that begins. It is not safe for concurrent use.
type Listing struct {
	began time.Time
	seen  map[string]struct{} // markers
	empty int                 // pages without an item since the last one that had any
	most  int                 // bytes of a marker; 0: mostMarker
}

// Follow notes how many items a page had, and the marker of the next page. The error is an *[Error] of [KindServer] where
// that page was read before, where the marker is empty or longer than IAM's are, where 100 pages in a row had no item, and
// where the list has had more than 10,000 pages or 30 minutes.
func (l *Listing) Follow(operation string, items int, next string) error {
	if l.seen == nil {
		l.began, l.seen = time.Now(), map[string]struct{}{}
	}
	_, again := l.seen[next]
	l.seen[next] = struct{}{}
	if l.empty++; items > 0 {
		l.empty = 0
	}
	switch {
	case next == "":
		return brokenList(operation, "it says that there is more, and not where")
	case again:
		return brokenList(operation, "it leads back to a page that was read before")
	case len(next) > cmp.Or(l.most, mostMarker):
		return brokenList(operation, "the marker of its next page is too long")
	case l.empty >= mostEmpty:
		return brokenList(operation, fmt.Sprintf("%d pages in a row are empty, and each says that there is more", mostEmpty))
	case len(l.seen) > mostPages, time.Since(l.began) > longestList:
		return brokenList(operation, "it does not come to an end")
	}
	return nil
}

// again notes the marker of the next page, and tells whether that page was read before.
func (l *Listing) again(next string) bool {
	if l.seen == nil {
		l.seen = map[string]struct{}{}
	}
	_, again := l.seen[next]
	l.seen[next] = struct{}{}
	return again
}

// page is what one page of a list says of the list.
type page struct {
	items int // on this page
	next  *string
	more  bool
}

// pages reads a short list to its end: read takes the marker of a page.
func pages(operation string, read func(marker *string) (page, error)) error {
	var marker *string
	var list Listing
	for {
		read, err := read(marker)
		if err != nil || !read.more {
			return err
		}
		if err := list.Follow(operation, read.items, aws.ToString(read.next)); err != nil {
			return err
		}
		marker = read.next
	}
}

// brokenList tells of a list that cannot be read to its end. To take what there is for the whole would hide the rest.
func brokenList(operation, why string) error {
	return &Error{Kind: KindServer, Op: operation, Attempts: 1, Message: "the list cannot be read to its end: " + why}
}
