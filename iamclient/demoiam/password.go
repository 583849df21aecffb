package demoiam

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"slices"
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

// Accepted is a password that the account has accepted in a request. Only its
// digest is kept.
type Accepted struct {
	User   string
	digest digest
}

// Is tells whether this is the password.
func (a Accepted) Is(password string) bool { return a.digest.matches(password) }

// mostAccepted is how many of them are kept, the latest.
const mostAccepted = 10_000

// accept notes that the profile has a new password.
func (a *account) accept(u *user, profile *loginProfile) {
	if len(a.accepted) == mostAccepted {
		a.accepted = slices.Delete(a.accepted, 0, mostAccepted/2)
	}
	a.accepted = append(a.accepted, Accepted{u.name, profile.passwords[0]})
}

// Accepted is every password that was set by a request, in the order in which
// they were accepted: the last 5,000 at least.
func (s *Server) Accepted() []Accepted {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.account.accepted)
}

// matches compares in constant time.
func (d digest) matches(password string) bool {
	sum := d.of(password)
	return subtle.ConstantTimeCompare(sum[:], d.sum[:]) == 1
}
