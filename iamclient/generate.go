package iamclient

import (
	"crypto/rand"
	"strings"
)

// generatedLength is how many characters a generated password has where the policy does not ask for more.
const generatedLength = 16

// The alphabet of generated passwords leaves out what the ear and the eye take for something else (0 O o, 1 l I |) and
// the symbols that are hard to name or that a phone's keyboard hides.
const generatedAlphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ" + "abcdefghijkmnpqrstuvwxyz" + "23456789" + "!@#$%&*+-="

// Generate makes a password of the policy's minimum length, but 16 to 128 characters, that has all four classes of
// characters and so keeps every rule of every policy. Its first character is a letter or a number, so that no
// spreadsheet or command line takes it for something else.
//
// Every such password is equally likely: candidates are drawn with crypto/rand, and one that does not fit is
// thrown away whole. Two of three fit at 16 characters, more at any other length.
func Generate(p Policy) *Secret {
	length := min(max(generatedLength, p.MinLength), MaxPasswordLength)
	for {
		candidate := draw(length)
		if classesOf(candidate).count() == 4 && !strings.ContainsRune(Symbols, candidate.At(0)) {
			return candidate
		}
		candidate.Wipe()
	}
}

// draw makes a password of any characters of the alphabet. The length is at most [MaxPasswordLength].
func draw(length int) *Secret {
	runes := make([]rune, length)
	for i := range runes {
		runes[i] = drawCharacter()
	}
	return newGenerated(runes)
}

// drawCharacter draws one character without modulo bias: of the 256 values of a byte it takes those up to the last
// multiple of the alphabet's size.
func drawCharacter() rune {
	const size = len(generatedAlphabet)
	for {
		var b [1]byte
		_, _ = rand.Read(b[:]) // it never fails; where the system has no randomness, it ends the program
		if n := int(b[0]); n < 256/size*size {
			return rune(generatedAlphabet[n%size])
		}
	}
}
