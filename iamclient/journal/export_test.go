package journal

import (
	"crypto/cipher"

	"filippo.io/age"
)

// Quick makes a passphrase cheap to try, which only a test may.
func (s *Sealing) Quick() { s.recipients[0].(*age.ScryptRecipient).SetWorkFactor(10) }

var benchAEAD cipher.AEAD

// SealOnce seals a password under a data key that is made once.
func SealOnce(s *Sealing, password string) []byte {
	if benchAEAD == nil {
		benchAEAD, _, _ = s.newKey()
	}
	return sealed(benchAEAD, password, "RUN1", 1, 1)
}
