package journal

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"slices"

	"iampasswd/iamclient/files"
)

// Salvage reads what can be read of a journal that [Read] finds damaged, for the passwords in it, and returns the lines,
// from 1, that cannot be read. The plan has to be whole, and so has the data key of what is decrypted. Where an outcome is
// among those lines it is unknown.
func Salvage(path string) (*Content, []int, error) {
	file, err := files.Open(path, os.O_RDONLY, 0)
	if err != nil {
		return nil, nil, err
	}
	defer func() { _ = file.Close() }()
	text, err := io.ReadAll(file)
	if err != nil {
		return nil, nil, err
	}
	c, before, n := &Content{}, []sum{{}}, 0 // what the sum of the line before can be; none: any
	var damaged []int
	for line := range bytes.Lines(bytes.TrimRight(text, "\x00")) {
		n++
		kind, body, named, err := splitLine(bytes.TrimSuffix(line, []byte("\n")))
		if err != nil {
			damaged, before = append(damaged, n), nil
			continue
		}
		of := func(b sum) bool { return b.next(kind, body) == named }
		if len(before) > 0 && !slices.ContainsFunc(before, of) {
			damaged, before = append(damaged, n), []sum{named, before[0].next(kind, body)} // the record was changed, or its sum
			continue
		}
		before = []sum{named}
		if err := c.salvage(kind, body); err != nil {
			damaged = append(damaged, n)
		}
	}
	whyNot := c.unusable()
	if errors.Is(whyNot, errForeign) && bytes.HasPrefix(text, []byte(begins)) {
		whyNot = errUnfinished // the header is what is damaged
	}
	if whyNot != nil {
		return nil, nil, &DamagedError{path, max(1, slices.Min(append(damaged, n))), whyNot}
	}
	return c, damaged, nil
}

// salvage adds a record. Records before it may be lost.
func (c *Content) salvage(kind string, body []byte) error {
	var of struct{ N, Try int }
	if (kind == kindIntent || kind == kindOutcome) && json.Unmarshal(body, &of) == nil && of.N >= 0 && of.N < len(c.Items) {
		tries := &c.Items[of.N].Tries
		lost := of.Try - len(*tries)
		if kind == kindIntent {
			lost--
		}
		for ; lost > 0 && lost < 1<<10; lost-- {
			*tries = append(*tries, Try{N: of.N, Try: len(*tries) + 1})
		}
	}
	return c.take(kind, body)
}
