package strength

import (
	"slices"
	"strings"
	"testing"
)

// What was typed is not left behind in the buffers that it was estimated in.
func TestTheEstimateIsWiped(t *testing.T) {
	m := matcher{text: []byte("Summer2026summer!P4ss"), common: commonWords(), longest: longestCommon}
	m.guesses(0, len(m.text))
	if len(m.copies) == 0 {
		t.Fatal("there are no copies, and this test is about them")
	}
	m.wipe()
	for i, b := range append(m.copies, m.text) {
		if slices.Max(b) != 0 {
			t.Errorf("buffer %d still holds %q", i, b)
		}
	}
}

// The list is searched as a sorted one: every word in it has to be found, and nothing else.
func TestEveryCommonWordIsFound(t *testing.T) {
	list := commonWords()
	before, words := "", 0
	for line := range strings.Lines(list) {
		word, rank, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		if word <= before || len(word) > longestCommon || len(word) < shortestWord {
			t.Fatalf("%q comes after %q, or is too short or too long", word, before)
		}
		if got := rankIn(list, word); got != number(rank) || got < 1 {
			t.Fatalf("%q has the rank %d, want %s", word, got, rank)
		}
		if got := rankIn(list, word+"\x00"); got != 0 {
			t.Fatalf("%q and a bit has the rank %d", word, got)
		}
		before, words = word, words+1
	}
	if words < 40_000 || rankIn(list, "") != 0 || rankIn(list, "~") != 0 {
		t.Errorf("%d words", words)
	}
}
