package iamclient

import (
	"crypto/rand"
	_ "embed" // the words
	"strings"
	"unicode"
)

// wordText is the word list, one a line, after some lines that say where it comes from.
//
//go:embed words.txt
var wordText string

// A password of words ends in a number of two figures. It is as long as its words, with a hyphen after each.
const (
	wordNumberLength = 2
	wordNumbers      = len(generatedNumbers) * len(generatedNumbers)
	longestWord      = 9
)

func wordList() []string { return strings.Fields(afterNotes(wordText)) }

// afterNotes is a list without the lines before it that say where it comes from.
func afterNotes(text string) string {
	for strings.HasPrefix(text, "#") {
		_, text, _ = strings.Cut(text, "\n")
	}
	return text
}

// generateWords draws n words until they make a password that is long enough and not too long.
func generateWords(p Policy, n int) *Secret {
	words, shortest := wordList(), shortestUnder(p)
	for {
		runes := make([]rune, 0, n*(longestWord+1)+wordNumberLength)
		for range n {
			for _, r := range words[draw(rand.Reader, len(words))] {
				runes = append(runes, r)
			}
			runes = append(runes, '-')
		}
		for range wordNumberLength {
			runes = append(runes, rune(generatedNumbers[draw(rand.Reader, len(generatedNumbers))]))
		}
		if len(runes) >= shortest && len(runes) <= MaxPasswordLength {
			runes[0] = unicode.ToUpper(runes[0])
			return newGenerated(runes)
		}
		clear(runes)
	}
}

func shortestUnder(p Policy) int { return min(p.MinLength, MaxPasswordLength) }

// wordsUnder returns the number of words, n or the next above it, of which at least one draw in four makes a password of
// the policy; where the policy is so narrow that there is none, the number that does so most often. With it comes how
// many passwords there are of so many words.
func wordsUnder(p Policy, n int) (words int, passwords float64) {
	var ofLength [longestWord + 2]float64 // how many words have that length, the hyphen included
	list := wordList()
	for _, word := range list {
		ofLength[len(word)+1]++
	}
	draws, best := float64(wordNumbers), 0.0
	ways := [MaxPasswordLength + 1]float64{wordNumberLength: draws} // how many texts have that length
	for count := 1; ; count++ {
		var longer [MaxPasswordLength + 1]float64
		for length, w := range ways {
			for more := range min(len(ofLength), len(ways)-length) {
				longer[length+more] += w * ofLength[more]
			}
		}
		ways, draws = longer, draws*float64(len(list))
		fit := 0.0
		for _, w := range ways[shortestUnder(p):] {
			fit += w
		}
		share := fit / draws
		if count >= n && share >= best {
			words, passwords, best = count, fit, share
		}
		if best >= 0.25 || share < best {
			return words, passwords
		}
	}
}
