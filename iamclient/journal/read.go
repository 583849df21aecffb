package journal

import (
	"bufio"
	"bytes"
	"crypto/cipher"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"filippo.io/age"

	"iampasswd/iamclient"
	"iampasswd/iamclient/files"
)

// Content is what a journal says.
type Content struct {
	Header Header
	Items  []ItemState
	Torn   bool // the end was torn, and is left out

	keys []key
	open []cipher.AEAD // by key, where they were opened
}

// ItemState is a user of the plan, and the passwords that were to be set.
type ItemState struct {
	Item
	Tries []Try
}

// Try is an intention and what became of it.
type Try struct {
	N, Try  int
	ID      string
	At      time.Time
	Outcome *Outcome // nil: not known

	password *string
	sealed   []byte
	key      int // the index of the key that sealed it
}

// Status is what became of it. Without an outcome it is [Unknown].
func (t Try) Status() Status {
	if t.Outcome == nil {
		return Unknown
	}
	return t.Outcome.Status
}

// unknown is how many users there are whose latest outcome is not known.
func (c *Content) unknown() int {
	n := 0
	for _, item := range c.Items {
		if last := len(item.Tries) - 1; last >= 0 && item.Tries[last].Status() == Unknown {
			n++
		}
	}
	return n
}

// HasPassword tells whether a password was to be set.
func (t Try) HasPassword() bool { return t.password != nil || t.sealed != nil }

// DamagedError is a journal that cannot be read.
type DamagedError struct {
	Path string
	Line int // from 1
	Why  error
}

func (e *DamagedError) Error() string {
	return fmt.Sprintf("line %d of the journal %s is damaged: %s", e.Line, e.Path, e.Why)
}

func (e *DamagedError) Unwrap() error { return e.Why }

// Foreign tells whether the file is no journal at all.
func (e *DamagedError) Foreign() bool { return errors.Is(e.Why, errForeign) }

// begins is how every line of a journal begins.
const begins = `{"sum":"`

var (
	errForeign    = errors.New("it is no journal of iampasswd")
	errUnfinished = errors.New("the plan is not complete, so the run never began")
	errOrder      = errors.New("the record does not belong here")
)

// Read reads a journal, also one that another process is writing.
func Read(path string) (*Content, error) {
	content, err := readOnce(path)
	for range 20 { // a record that is being written can look damaged
		if _, damaged := errors.AsType[*DamagedError](err); !damaged {
			break
		}
		busy := Busy(path)
		if content, err = readOnce(path); !busy {
			break
		}
	}
	return content, err
}

func readOnce(path string) (*Content, error) {
	file, err := files.Open(path, os.O_RDONLY, 0)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	content, _, err := read(file, path)
	return content, err
}

// whole is where the whole records of a file end.
type whole struct {
	size int64
	last sum
}

func read(file io.Reader, path string) (*Content, whole, error) {
	c, at, n := &Content{}, whole{}, 0
	damaged := func(why error) error { return &DamagedError{path, n, why} }
	in := bufio.NewReaderSize(file, 64<<10)
	for {
		line, err := in.ReadBytes('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, at, err
		}
		if len(line) == 0 {
			break
		}
		n++
		kind, body, last, parseErr := parseLine(bytes.TrimSuffix(line, []byte("\n")), at.last)
		atEnd := errors.Is(err, io.EOF)
		if !atEnd && parseErr != nil {
			rest, err := io.ReadAll(in)
			if err != nil {
				return nil, at, err
			}
			atEnd = onlyZeros(rest)
		}
		switch {
		case n == 1 && parseErr != nil && !bytes.HasPrefix(line, []byte(begins)):
			return nil, at, damaged(errForeign)
		case atEnd && onlyZeros(line): // room for outcomes
		case atEnd && (parseErr != nil || errors.Is(err, io.EOF)):
			c.Torn = true
		case parseErr != nil:
			return nil, at, damaged(parseErr)
		default:
			if err := c.take(kind, body); err != nil {
				return nil, at, damaged(err)
			}
			at = whole{at.size + int64(len(line)), last}
		}
		if atEnd {
			break
		}
	}
	if err := c.unusable(); err != nil {
		n = max(n, 1)
		return nil, at, damaged(err)
	}
	return c, at, nil
}

// unusable says why there is no whole plan.
func (c *Content) unusable() error {
	switch {
	case c.Header.Format == "":
		return errForeign
	case len(c.Items) < c.Header.Items, c.Header.Encrypted && len(c.keys) == 0:
		return errUnfinished
	}
	return nil
}

// onlyZeros tells whether nothing was written here, or nothing but zeros.
func onlyZeros(b []byte) bool { return len(bytes.Trim(b, "\x00")) == 0 }

// take adds a record to what is known.
func (c *Content) take(kind string, body []byte) error {
	if (kind == kindHeader) != (c.Header.Format == "") {
		return errOrder
	}
	switch kind {
	case kindHeader:
		if err := json.Unmarshal(body, &c.Header); err != nil || c.Header.Format != Format {
			return errForeign
		}
		if c.Header.Version != Version {
			return fmt.Errorf("it has version %d of the format, and this iampasswd knows version %d", c.Header.Version, Version)
		}
		c.Items = make([]ItemState, 0, min(c.Header.Items, 1<<16))
		return nil
	case kindItem:
		var item Item
		if err := json.Unmarshal(body, &item); err != nil || item.N != len(c.Items) || item.N >= c.Header.Items {
			return errOrder
		}
		c.Items = append(c.Items, ItemState{Item: item})
		return nil
	case kindKey:
		var k key
		if err := json.Unmarshal(body, &k); err != nil {
			return errNoRecord
		}
		c.keys = append(c.keys, k)
		return nil
	case kindIntent:
		return c.takeIntent(body)
	case kindOutcome:
		return c.takeOutcome(body)
	}
	return errors.New("a record of a kind that this iampasswd does not know")
}

func (c *Content) takeIntent(body []byte) error {
	var in intent
	if err := json.Unmarshal(body, &in); err != nil {
		return errNoRecord
	}
	if in.N < 0 || in.N >= len(c.Items) || in.Try != len(c.Items[in.N].Tries)+1 || in.Sealed != nil && len(c.keys) == 0 {
		return errOrder
	}
	c.Items[in.N].Tries = append(c.Items[in.N].Tries, Try{
		N: in.N, Try: in.Try, ID: in.ID, At: in.At, password: in.Password, sealed: in.Sealed, key: len(c.keys) - 1,
	})
	return nil
}

func (c *Content) takeOutcome(body []byte) error {
	var o Outcome
	if err := json.Unmarshal(body, &o); err != nil {
		return errNoRecord
	}
	if o.N < 0 || o.N >= len(c.Items) || o.Try < 1 || o.Try > len(c.Items[o.N].Tries) {
		return errOrder
	}
	c.Items[o.N].Tries[o.Try-1].Outcome = &o
	return nil
}

// Unlock opens the encrypted passwords. Without a matching private key, or with a wrong passphrase, it is an error.
func (c *Content) Unlock(identities ...age.Identity) error {
	if !c.Header.Encrypted {
		return nil
	}
	c.open = make([]cipher.AEAD, len(c.keys))
	for i, k := range c.keys {
		aead, err := k.unwrap(identities)
		if err != nil {
			c.open = nil
			return errors.New("the passwords cannot be decrypted: this is not the private key or the passphrase for them")
		}
		c.open[i] = aead
	}
	return nil
}

// ErrSealed is the error of an encrypted password before [Content.Unlock].
var ErrSealed = errors.New("the passwords in this journal are encrypted")

// Password is the password of an intention; nil where none was to be set.
func (c *Content) Password(t Try) (*iamclient.Secret, error) {
	switch {
	case t.password != nil:
		return iamclient.Kept(*t.password), nil
	case t.sealed == nil:
		return nil, nil
	case c.open == nil:
		return nil, ErrSealed
	}
	password, err := unsealed(c.open[t.key], t.sealed, c.Header.Run, t.N, t.Try)
	if err != nil {
		return nil, fmt.Errorf("the password of %s cannot be decrypted", c.Items[t.N].User)
	}
	return iamclient.Kept(password), nil
}

// Recovered is a password that AWS accepted or may have accepted.
type Recovered struct {
	User     string
	Password *iamclient.Secret
	Certain  bool // AWS accepted it, and no later one
	At       time.Time
}

// Recover returns every password that is or may be in force, in the order of the plan. A user has more than one where it
// is not known which of them AWS accepted last.
func (c *Content) Recover() ([]Recovered, error) {
	var all []Recovered
	for _, item := range c.Items {
		var of []Recovered
		for _, t := range item.Tries {
			status := t.Status()
			if !t.HasPassword() || status == Refused || status == NotSent {
				continue
			}
			password, err := c.Password(t)
			if err != nil {
				return nil, err
			}
			if status == Done {
				of = of[:0] // the earlier ones have been replaced
			}
			of = append(of, Recovered{item.User, password, status == Done, t.At})
		}
		if len(of) > 1 {
			of[0].Certain = false
		}
		all = append(all, of...)
	}
	return all, nil
}
