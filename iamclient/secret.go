package iamclient

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
)

// MaxPasswordLength is the most characters that IAM takes in a password.
const MaxPasswordLength = 128

// ErrSecretTooLong is returned by [Secret.Insert] for text that would make a secret longer than
// [MaxPasswordLength] characters. Nothing of it is inserted.
var ErrSecretTooLong = errors.New("a password has at most 128 characters")

const redacted = "[redacted]"

// Secret is a password. It is the one type that passwords live in: it prints as "[redacted]" under every
// verb of fmt, in JSON and in slog, and it can be wiped.
//
// Wiping clears the characters that the Secret itself holds. It is a best effort: the string that [Secret.Reveal]
// makes, and the request that the SDK builds of it, live until the garbage collector takes them.
//
// The zero value is an empty secret. A copy of a Secret shares its characters; use [Secret.Clone] for a second one.
type Secret struct {
	// The characters stand behind two pointers. Where a Secret is an unexported field of something that is printed, fmt
	// does not ask it how it wants to look and goes through its fields. There it finds an address; under a verb that
	// does not suit a pointer, %s among them, it follows the first pointer all the same, but not the second.
	chars **characters
}

// characters have room for as many as a password may have from the start: an array that grew would leave a copy behind.
type characters struct {
	runes     []rune
	n         int
	generated bool // they are as the generator made them
}

func newCharacters(room int) **characters {
	return new(&characters{runes: make([]rune, max(room, MaxPasswordLength))})
}

// NewSecret returns a secret of the characters of s, also where those are more than [MaxPasswordLength]: whether IAM
// takes them is for IAM to say.
func NewSecret(s string) *Secret {
	runes := []rune(s)
	secret := &Secret{newCharacters(len(runes))}
	c := secret.held()
	c.n = copy(c.runes, runes)
	clear(runes)
	return secret
}

// newGenerated returns a secret of the characters that bears the generator's mark, and clears them. They are at most
// [MaxPasswordLength].
func newGenerated(runes []rune) *Secret {
	secret := &Secret{newCharacters(len(runes))}
	c := secret.held()
	c.n, c.generated = copy(c.runes, runes), true
	clear(runes)
	return secret
}

// Kept returns a generated password that a journal has kept, with the mark of [Secret.Generated].
func Kept(s string) *Secret { return newGenerated([]rune(s)) }

// Generated tells whether the password is as the generator made it: neither typed, nor pasted, nor edited since. A clone
// keeps the mark; the generator gives it, and [Kept] gives it back.
func (s *Secret) Generated() bool {
	c := s.held()
	return c != nil && c.generated
}

// held returns the characters, nil where there never were any.
func (s *Secret) held() *characters {
	if s == nil || s.chars == nil {
		return nil
	}
	return *s.chars
}

// Len returns the number of characters.
func (s *Secret) Len() int {
	if c := s.held(); c != nil {
		return c.n
	}
	return 0
}

// At returns the character at i, 0 to Len()-1.
func (s *Secret) At(i int) rune {
	c := s.held()
	return c.runes[:c.n][i]
}

// Insert puts runes before the character at i, 0 to Len(). It inserts all of them, or none and returns [ErrSecretTooLong].
func (s *Secret) Insert(i int, runes ...rune) error {
	if s.Len()+len(runes) > MaxPasswordLength {
		return ErrSecretTooLong
	}
	if len(runes) == 0 {
		return nil
	}
	if s.chars == nil {
		s.chars = newCharacters(0)
	}
	c := s.held()
	c.generated = false
	copy(c.runes[i+len(runes):], c.runes[i:c.n])
	copy(c.runes[i:], runes)
	c.n += len(runes)
	return nil
}

// Delete removes the characters from i up to, not including, j.
func (s *Secret) Delete(i, j int) {
	if i >= j {
		return
	}
	c := s.held()
	c.generated = false
	copy(c.runes[i:], c.runes[j:c.n])
	clear(c.runes[c.n-(j-i):])
	c.n -= j - i
}

// Equal tells whether both hold the same characters.
func (s *Secret) Equal(other *Secret) bool {
	if s.Len() != other.Len() {
		return false
	}
	for i := range s.Len() {
		if s.At(i) != other.At(i) {
			return false
		}
	}
	return true
}

// Clone returns a second secret of the same characters, wiped on its own.
func (s *Secret) Clone() *Secret {
	clone := &Secret{}
	if c := s.held(); c != nil {
		clone.chars = newCharacters(c.n)
		copied := clone.held()
		copied.n, copied.generated = copy(copied.runes, c.runes[:c.n]), c.generated
	}
	return clone
}

// Wipe overwrites the characters and leaves an empty secret.
func (s *Secret) Wipe() {
	if c := s.held(); c != nil {
		clear(c.runes)
		c.n, c.generated = 0, false
	}
}

// Reveal returns the password. The string it makes cannot be wiped: call it only to send or to show the password.
func (s *Secret) Reveal() string {
	c := s.held()
	if c == nil {
		return ""
	}
	return string(c.runes[:c.n])
}

// Format prints "[redacted]", whatever the verb.
func (Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, redacted) }

// String returns "[redacted]".
func (Secret) String() string { return redacted }

// MarshalText returns "[redacted]"; encoding/json uses it too.
func (Secret) MarshalText() ([]byte, error) { return []byte(redacted), nil }

// LogValue returns "[redacted]".
func (Secret) LogValue() slog.Value { return slog.StringValue(redacted) }
