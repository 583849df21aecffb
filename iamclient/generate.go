package iamclient

import (
	"crypto/rand"
	"math/big"
)

// generatedLength is how many characters a generated password has where the policy does not ask for more.
const generatedLength = 16

// The alphabet of generated passwords leaves out what the ear and the eye take for something else (0 O o, 1 l I |) and
// the symbols that are hard to name or that a phone's keyboard hides.
const generatedAlphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ" + "abcdefghijkmnpqrstuvwxyz" + "23456789" + "!@#$%&*+-="

// Generate makes a password of the policy's minimum length, but at least 16 characters, that keeps every rule of the
// policy and has all four classes of characters. Its first character is a letter or a number, so that no
// spreadsheet or command line takes it for something else.
//
// Every such password is equally likely: candidates are drawn with crypto/rand, and one that does not fit is
// thrown away whole. It panics only where crypto/rand does.
func Generate(p Policy) *Secret {
	length := max(generatedLength, p.MinLength)
	for {
		candidate := draw(length)
		first := candidate.At(0)
		if classesOf(candidate).count() == 4 && !isSymbol(first) && p.Accepts(candidate) {
			return candidate
		}
		candidate.Wipe()
	}
}

func draw(length int) *Secret {
	secret := &Secret{}
	size := big.NewInt(int64(len(generatedAlphabet)))
	for i := range length {
		n, err := rand.Int(rand.Reader, size) // without modulo bias
		if err != nil {
			panic(err) // crypto/rand never fails on the systems that Go supports
		}
		if err := secret.Insert(i, rune(generatedAlphabet[n.Int64()])); err != nil {
			panic(err) // a policy asks for 128 characters at the most
		}
	}
	return secret
}

func isSymbol(r rune) bool {
	one := &Secret{}
	_ = one.Insert(0, r)
	return classesOf(one).symbol
}
