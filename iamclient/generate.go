package iamclient

import (
	"cmp"
	"crypto/rand"
	"io"
	"math"
	"strings"
)

// Style is what a generated password is made of.
type Style int

const (
	// StyleRandom is a password of characters.
	StyleRandom Style = iota
	// StyleWords is a password of words, to be read out: "Clever-otter-basket-plume-42".
	StyleWords
)

// Generator makes passwords. Each has all four classes of characters, and so keeps every rule of every policy. It begins
// with a letter or a number, so that no spreadsheet or command line takes it for something else.
//
// Every password that a Generator can make under a policy is equally likely: candidates are drawn with crypto/rand, and
// one that does not fit is thrown away whole.
type Generator struct {
	Style Style
	// Length is in characters, 8 to 128, or in words, 3 to 12; 0 stands for 16 characters or 4 words. What lies beyond
	// counts as the nearest that does not; a policy that asks for more than the length gets more.
	Length int
}

// What Generator.Length may be: the least, what 0 stands for, and the most.
const (
	leastRandom, usualRandom, mostRandom = 8, 16, MaxPasswordLength
	leastWords, usualWords, mostWords    = 3, 4, 12
)

// Generate makes a password as the zero Generator does: of 16 random characters, or more where the policy asks for more.
func Generate(p Policy) *Secret { return Generator{}.Generate(p) }

// Under returns the generator with the length that its passwords have under the policy.
func (g Generator) Under(p Policy) Generator {
	if g.Style == StyleWords {
		g.Length, _ = wordsUnder(p, min(max(cmp.Or(g.Length, usualWords), leastWords), mostWords))
		return g
	}
	g.Length = min(max(cmp.Or(g.Length, usualRandom), leastRandom, p.MinLength), mostRandom)
	return g
}

// Generate makes a password that bears the mark of [Secret.Generated].
func (g Generator) Generate(p Policy) *Secret {
	g = g.Under(p)
	if g.Style == StyleWords {
		return generateWords(p, g.Length)
	}
	for {
		candidate := drawCharacters(g.Length)
		if classesOf(candidate).count() == 4 && !strings.ContainsRune(Symbols, candidate.At(0)) {
			return candidate
		}
		candidate.Wipe()
	}
}

// Entropy is how many bits of it a password has to one who knows the generator, its length and the policy. As all that
// fit are equally likely, that is the binary logarithm of how many fit, those thrown away left out. Rounded down, it is
// a lower bound.
func (g Generator) Entropy(p Policy) float64 {
	g = g.Under(p)
	if g.Style == StyleWords {
		_, passwords := wordsUnder(p, g.Length)
		return math.Log2(passwords)
	}
	return math.Log2(randomPasswords(g.Length))
}

// The alphabet of random passwords, by class, leaves out what the ear and the eye take for something else (0 O o,
// 1 l I |) and the symbols that are hard to name or that a phone's keyboard hides.
const (
	generatedUpper    = "ABCDEFGHJKLMNPQRSTUVWXYZ"
	generatedLower    = "abcdefghijkmnpqrstuvwxyz"
	generatedNumbers  = "23456789"
	generatedSymbols  = "!@#$%&*+-="
	generatedAlphabet = generatedUpper + generatedLower + generatedNumbers + generatedSymbols
)

func drawCharacters(length int) *Secret {
	runes := make([]rune, length)
	for i := range runes {
		runes[i] = rune(generatedAlphabet[draw(rand.Reader, len(generatedAlphabet))])
	}
	return newGenerated(runes)
}

// draw draws a number from 0 to n-1, n at most 65,536, without modulo bias: of the values of two bytes it takes those
// up to the last multiple of n.
func draw(random io.Reader, n int) int {
	for {
		var b [2]byte
		_, _ = io.ReadFull(random, b[:]) // crypto/rand never fails: where there is no randomness, it ends the program
		if x := int(b[0])<<8 | int(b[1]); x < 1<<16/n*n {
			return x % n
		}
	}
}

// randomPasswords counts the random passwords of a length: of all that do not begin with a symbol, those that lack one
// class or more are taken away by inclusion and exclusion. The count is at most 66^128, well within a float64.
func randomPasswords(length int) float64 {
	sizes := [...]int{len(generatedSymbols), len(generatedUpper), len(generatedLower), len(generatedNumbers)}
	total := 0.0
	for lacking := range 1 << len(sizes) {
		all, first, sign := 0, 0, 1.0
		for class, size := range sizes {
			switch {
			case lacking&(1<<class) != 0:
				sign = -sign
			case class == 0:
				all += size
			default:
				all, first = all+size, first+size
			}
		}
		total += sign * float64(first) * math.Pow(float64(all), float64(length-1))
	}
	return total
}
