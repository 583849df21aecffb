package history

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"slices"

	"iampasswd/iamclient/files"
)

// mostBytes is the largest history that is read: about 200,000 changes.
const mostBytes = 64 << 20

// Entries reads the file. A file that is not there has none, and a line that is no entry is passed over.
func (f *File) Entries() ([]Entry, error) {
	content, err := files.Read(f.path, mostBytes)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var all []Entry
	for line := range bytes.Lines(content) {
		if e, ok := parse(line); ok {
			all = append(all, e)
		}
	}
	return paired(all), nil
}

// start is what every line begins with. Within a line it can only be the start of another entry: in a text, the quotes
// would be escaped.
const start = `{"id":"`

// parse reads a line, or the entry that stands behind a torn one on it.
func parse(line []byte) (Entry, bool) {
	var e Entry
	if json.Unmarshal(line, &e) == nil {
		return e, e.ID != ""
	}
	if i := bytes.LastIndex(line, []byte(start)); i > 0 {
		return parse(line[i:])
	}
	return Entry{}, false
}

// paired puts the end of a change in the place of its start, a settled outcome in the place of an unknown one, and the
// newest first.
func paired(lines []Entry) []Entry {
	var entries []Entry
	at := map[string]int{}
	for _, e := range lines {
		i, begun := at[e.ID]
		switch {
		case !begun:
			at[e.ID] = len(entries)
			entries = append(entries, e)
		case e.Outcome != Started && entries[i].Settled == nil:
			entries[i] = e
		}
	}
	slices.Reverse(entries) // of two that began at the same time, the one that was written last is the newer
	slices.SortStableFunc(entries, func(a, b Entry) int { return b.Time.Compare(a.Time) })
	return entries
}
