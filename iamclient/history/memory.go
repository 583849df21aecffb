package history

import (
	"slices"
	"sync"
)

// Memory keeps entries for as long as the program runs. The zero value is empty.
type Memory struct {
	mu      sync.Mutex
	entries []Entry
}

// Append keeps an entry.
func (m *Memory) Append(e Entry) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.entries = append(m.entries, e)
	return nil
}

// Entries returns what is kept, one entry for each change, the newest first.
func (m *Memory) Entries() ([]Entry, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return paired(slices.Clone(m.entries)), nil
}
