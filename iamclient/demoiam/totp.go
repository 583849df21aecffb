package demoiam

import (
	"crypto/hmac"
	"crypto/sha1" //nolint:gosec // what RFC 6238 devices use
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"strings"
	"time"
)

const (
	totpPeriod = 30 * time.Second
	seedBytes  = 20

	// resyncWindow is how many codes a device may be ahead or behind for
	// ResyncMFADevice to find it: an hour. AWS does not document its own.
	resyncWindow = int64(time.Hour / totpPeriod)

	// signInWindow is the same for a sign-in.
	signInWindow = 1
)

// TOTP is the code of six digits that a device with this seed shows at a time,
// by RFC 6238: HMAC-SHA-1, a new code every 30 seconds.
func TOTP(seed string, at time.Time) string { return codeOf(seed, counterAt(at)) }

// counterAt is the number of the code that is shown at a time.
func counterAt(at time.Time) int64 { return at.Unix() / int64(totpPeriod/time.Second) }

func codeOf(seed string, counter int64) string {
	mac := hmac.New(sha1.New, []byte(seed))
	_ = binary.Write(mac, binary.BigEndian, counter) // a hash takes everything
	sum := mac.Sum(nil)
	at := sum[len(sum)-1] & 0xf
	return fmt.Sprintf("%06d", (binary.BigEndian.Uint32(sum[at:])&0x7fffffff)%1_000_000)
}

// deviceClock is what the account knows of a device's clock.
type deviceClock struct {
	drift int64 // codes by which the device was ahead when it was last synchronised; negative: behind
	used  int64 // the number of the second code that it was synchronised with; 0: never
}

// seedOf is the seed of a device: its own, or one that follows from its serial
// number, so that each run of the demo has the same. It protects nothing.
func seedOf(serial string, d MFADevice) string {
	if d.Seed != "" {
		return d.Seed
	}
	sum := sha256.Sum256([]byte("the demo's seed of " + serial))
	return string(sum[:seedBytes])
}

// isFIDO tells whether a device signs a challenge, and so has no codes.
func isFIDO(serial string) bool { return strings.Contains(serial, ":u2f/") }

// resyncMFADevice is ResyncMFADevice. Two codes that follow each other say how
// far the device's clock is off, and the account remembers it. The same codes are
// taken once. AWS does not document what it answers for a FIDO device; of the
// errors that it documents for this operation, this is the one that fits.
func (a *account) resyncMFADevice(p *params, _ *xmlWriter) error {
	serial := p.required("SerialNumber", mfaSerial)
	first, second := p.required("AuthenticationCode1", tokenCode), p.required("AuthenticationCode2", tokenCode)
	u, err := a.named(p, existingUserName, a.userToChange)
	if err != nil {
		return err
	}
	at := a.device(u, serial)
	if at < 0 {
		return refuse("NoSuchEntity", "MFA Device invalid for user.")
	}
	seed, now := seedOf(serial, u.mfa[at]), counterAt(time.Now())
	for off := -resyncWindow; off <= resyncWindow && !isFIDO(serial); off++ {
		if codeOf(seed, now+off) == first && codeOf(seed, now+off+1) == second && a.clocks[serial].used != now+off+1 {
			// The second code is the one that the device shows by now.
			a.clocks[serial] = deviceClock{drift: off + 1, used: now + off + 1}
			return nil
		}
	}
	return refuse("InvalidAuthenticationCode", "Authentication code for device is not valid.")
}

// TakesCode tells whether a code would sign the user in now: whether it is that
// of one of the user's devices, as far as the account knows their clocks.
func (s *Server) TakesCode(user, code string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	u := s.account.users.find(user)
	return u != nil && s.account.takesCode(u, code)
}

func (a *account) takesCode(u *user, code string) bool {
	now := counterAt(time.Now())
	for _, d := range u.mfa {
		serial := a.serialNumber(u, d)
		for off := int64(-signInWindow); off <= signInWindow && !isFIDO(serial); off++ {
			if codeOf(seedOf(serial, d), now+a.clocks[serial].drift+off) == code {
				return true
			}
		}
	}
	return false
}

// DeviceCodes is what somebody who holds an MFA device can read from it.
type DeviceCodes struct {
	Serial    string
	Seed      string        // bytes
	Drift     time.Duration // of the device's clock; negative: it is slow
	Now, Next string        // the code that it shows, and the one after that
	Left      time.Duration // until the next one, above 0 and up to 30 seconds
}

// DeviceCodes are the codes of a user's devices, none of FIDO devices, which have
// no codes. It tells whether there is such a user.
func (s *Server) DeviceCodes(user string) (codes []DeviceCodes, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	u := s.account.users.find(user)
	if u == nil {
		return nil, false
	}
	for _, d := range u.mfa {
		serial := s.account.serialNumber(u, d)
		if isFIDO(serial) {
			continue
		}
		seed, shows := seedOf(serial, d), time.Now().Add(d.Drift)
		codes = append(codes, DeviceCodes{
			Serial: serial, Seed: seed, Drift: d.Drift, Now: TOTP(seed, shows), Next: TOTP(seed, shows.Add(totpPeriod)),
			Left: time.Unix((counterAt(shows)+1)*int64(totpPeriod/time.Second), 0).Sub(shows),
		})
	}
	return codes, true
}
