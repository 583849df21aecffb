package rails

import "strings"

// Query is a search that has a name. What it means is not known here.
type Query struct {
	Text string
	File string
	Line int // from 1; 0 where it is not known
}

// Queries are the saved queries, by name.
func (r *Rails) Queries() map[string]Query {
	if r == nil {
		return nil
	}
	return r.queries
}

// isQueryName tells whether a query can be called by that name.
func isQueryName(name string) bool {
	return name != "" && !strings.ContainsFunc(name, func(r rune) bool {
		return r != '-' && r != '_' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
	})
}
