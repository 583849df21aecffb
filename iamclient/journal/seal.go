package journal

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/rsa"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"

	"filippo.io/age"
	"filippo.io/age/agessh"
	"golang.org/x/crypto/ssh"

	"iampasswd/iamclient"
)

// Sealing says who can read what is encrypted. A nil Sealing encrypts nothing.
type Sealing struct {
	recipients []age.Recipient
	to         []string // as they were given; empty for a passphrase
}

// ForPassphrase encrypts under a passphrase.
func ForPassphrase(passphrase *iamclient.Secret) (*Sealing, error) {
	recipient, err := age.NewScryptRecipient(passphrase.Reveal())
	if err != nil {
		return nil, err
	}
	return &Sealing{recipients: []age.Recipient{recipient}}, nil
}

// ForRecipients encrypts to everybody in texts, each one line or the content of a file of them: age1… and the public keys
// ssh-ed25519 and ssh-rsa. Empty lines and lines that begin with # are passed over. An error repeats nothing of a line.
func ForRecipients(texts ...string) (*Sealing, error) {
	s := &Sealing{}
	for _, text := range texts {
		n := 0
		for line := range strings.Lines(text) {
			n++
			line = strings.TrimSpace(line)
			if line == "" || strings.HasPrefix(line, "#") {
				continue
			}
			recipient, err := parseRecipient(line)
			if err != nil {
				return nil, fmt.Errorf("line %d: %w", n, err)
			}
			s.recipients, s.to = append(s.recipients, recipient), append(s.to, line)
		}
	}
	if len(s.recipients) == 0 {
		return nil, errors.New("there is no recipient")
	}
	if _, _, err := s.newKey(); err != nil { // age refuses some sorts beside others
		return nil, errors.New("these recipients cannot be used together")
	}
	return s, nil
}

func parseRecipient(line string) (age.Recipient, error) {
	var recipient age.Recipient
	var err error
	switch {
	case strings.HasPrefix(line, "AGE-SECRET-KEY-"), strings.HasPrefix(line, "-----BEGIN"):
		return nil, errors.New("this is a private key: name the public one")
	case strings.HasPrefix(line, "ssh-"):
		if bits := rsaBits(line); bits > 0 && bits < leastRSA {
			return nil, fmt.Errorf("this RSA key has %d bits, which is too few: take one of %d or more, or an ssh-ed25519 key", bits, leastRSA)
		}
		recipient, err = agessh.ParseRecipient(line)
	case strings.HasPrefix(line, "age1pq1"):
		recipient, err = age.ParseHybridRecipient(line)
	default:
		recipient, err = age.ParseX25519Recipient(line)
	}
	if err != nil {
		return nil, errors.New("this is no recipient: age1…, ssh-ed25519 … or ssh-rsa … is")
	}
	return recipient, nil
}

// leastRSA is how many bits an RSA key has at least: age refuses shorter ones.
const leastRSA = 2048

// rsaBits is the length of an RSA key in the form of an SSH public key; 0 for any other.
func rsaBits(line string) int {
	parsed, _, _, _, err := ssh.ParseAuthorizedKey([]byte(line))
	if err != nil {
		return 0
	}
	public, ok := parsed.(ssh.CryptoPublicKey)
	if !ok {
		return 0
	}
	if key, ok := public.CryptoPublicKey().(*rsa.PublicKey); ok {
		return key.N.BitLen()
	}
	return 0
}

// Identities reads private keys: a file of AGE-SECRET-KEY-1… lines, or an SSH private key. ask is asked for the passphrase
// of an SSH key that has one. An error repeats nothing of the content.
func Identities(content []byte, ask func() ([]byte, error)) ([]age.Identity, error) {
	if !bytes.Contains(content, []byte("-----BEGIN")) {
		identities, err := age.ParseIdentities(bytes.NewReader(content))
		if err != nil {
			return nil, errors.New("it holds no private key of age or SSH that can be read")
		}
		return identities, nil
	}
	identity, err := agessh.ParseIdentity(content)
	if locked, ok := errors.AsType[*ssh.PassphraseMissingError](err); ok && locked.PublicKey != nil {
		identity, err = agessh.NewEncryptedSSHIdentity(locked.PublicKey, content, ask)
	}
	if err != nil {
		return nil, errors.New("it holds an SSH private key that cannot be used: ssh-ed25519 and ssh-rsa can")
	}
	return []age.Identity{identity}, nil
}

// PassphraseIdentity reads what [ForPassphrase] encrypted.
func PassphraseIdentity(passphrase *iamclient.Secret) (age.Identity, error) {
	return age.NewScryptIdentity(passphrase.Reveal())
}

// Writer returns a writer that encrypts what is written to it, as an age file, and ends it when it is closed. Where
// nothing is encrypted, it writes it as it is.
func (s *Sealing) Writer(to io.Writer) (io.WriteCloser, error) {
	if s == nil {
		return plainWriter{to}, nil
	}
	return age.Encrypt(to, s.recipients...)
}

type plainWriter struct{ io.Writer }

func (plainWriter) Close() error { return nil }

// newKey makes a data key, and wraps it.
func (s *Sealing) newKey() (cipher.AEAD, key, error) {
	var data [32]byte
	defer clear(data[:])
	_, _ = rand.Read(data[:]) // it never fails: where there is no randomness, it ends the program
	var wrapped bytes.Buffer
	w, err := age.Encrypt(&wrapped, s.recipients...)
	if err != nil {
		return nil, key{}, err
	}
	if _, err := w.Write(data[:]); err != nil {
		return nil, key{}, err
	}
	if err := w.Close(); err != nil {
		return nil, key{}, err
	}
	aead, err := newAEAD(data[:])
	return aead, key{wrapped.Bytes()}, err
}

func newAEAD(data []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(data)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCMWithRandomNonce(block)
}

// unwrap opens a data key with the first identity that can.
func (k key) unwrap(identities []age.Identity) (cipher.AEAD, error) {
	r, err := age.Decrypt(bytes.NewReader(k.Wrapped), identities...)
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	defer clear(data)
	return newAEAD(data)
}

// padding is what the length of a sealed password is a multiple of: nearly all are shorter.
const padding = 128

// sealed encrypts a password for one intent; elsewhere it cannot be opened.
func sealed(aead cipher.AEAD, password string, run string, n, try int) []byte {
	plain := binary.AppendUvarint(nil, uint64(len(password)))
	plain = append(plain, password...)
	plain = append(plain, make([]byte, (padding-len(plain)%padding)%padding)...)
	defer clear(plain)
	return aead.Seal(nil, nil, plain, place(run, n, try)) //nolint:gosec // the AEAD draws its nonces
}

func unsealed(aead cipher.AEAD, box []byte, run string, n, try int) (string, error) {
	plain, err := aead.Open(nil, nil, box, place(run, n, try))
	if err != nil {
		return "", err
	}
	defer clear(plain)
	length, used := binary.Uvarint(plain)
	if used <= 0 || length > uint64(len(plain)-used) { //nolint:gosec // used is not negative here
		return "", errNoRecord
	}
	return string(plain[used:][:length]), nil
}

func place(run string, n, try int) []byte { return fmt.Appendf(nil, "%s/%d/%d", run, n, try) }
