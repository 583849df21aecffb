package demoiam

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
)

// digest is what is kept of a password. One round of SHA-256 would be far too
// cheap for passwords that protect something; these protect a demo, live as
// long as its process, and are set by the thousand in tests. The salt keeps
// two users with the same password from looking the same.
type digest struct {
	salt [16]byte
	sum  [sha256.Size]byte
}

func newDigest(password string) digest {
	var d digest
	rand.Read(d.salt[:])
	d.sum = d.of(password)
	return d
}

func (d digest) of(password string) [sha256.Size]byte {
	return sha256.Sum256(append(d.salt[:], password...))
}

// matches compares in constant time.
func (d digest) matches(password string) bool {
	sum := d.of(password)
	return subtle.ConstantTimeCompare(sum[:], d.sum[:]) == 1
}
