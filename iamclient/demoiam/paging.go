package demoiam

import (
	"encoding/base64"
	"strconv"
	"strings"
)

// The bounds of MaxItems, and how many items a page has without it.
const (
	fewestItems = 1
	mostItems   = 1000
	usualItems  = 100
)

// page is the part of a list that a request asks for.
type page struct {
	most  int
	after string // what the marker stands for; "" is before the first item
}

// page reads MaxItems and Marker.
func (p *params) page() page {
	return page{most: orElse(p.integer("MaxItems", fewestItems, mostItems), usualItems), after: p.marker()}
}

// A marker of ListUsers names the last user of the page before, so that users
// who come and go between two pages neither repeat nor hide others. The
// encoding keeps a client from reading anything into it.
const markerPrefix = "after:"

func markerAfter(key string) string {
	return base64.URLEncoding.EncodeToString([]byte(markerPrefix + key))
}

// marker reads what a Marker stands for; without one it is empty.
func (p *params) marker() string {
	value, given := p.optional("Marker", pageMarker)
	if !given {
		return ""
	}
	plain, err := base64.URLEncoding.DecodeString(value)
	key, ours := strings.CutPrefix(string(plain), markerPrefix)
	if err != nil || !ours {
		p.reject("Marker", "Member must be a marker from an earlier answer")
	}
	return key
}

// writeList writes the page of a list that belongs to one user. Such a list has
// a few dozen items at most, so that its marker is a plain position.
func writeList[T any](out *xmlWriter, name string, items []T, page page, write func(T)) {
	start, _ := strconv.Atoi(page.after) // 0 where there is none
	start = min(max(start, 0), len(items))
	end := min(start+page.most, len(items))
	out.group(name, func() {
		for _, item := range items[start:end] {
			out.group("member", func() { write(item) })
		}
	})
	out.boolean("IsTruncated", end < len(items))
	if end < len(items) {
		out.text("Marker", markerAfter(strconv.Itoa(end)))
	}
}
