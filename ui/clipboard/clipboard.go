// Package clipboard puts passwords into the machine's clipboard, and takes the last one out of it again.
//
// Native is the clipboard of the machine, Patient one that keeps nobody waiting. Copies remembers a digest of what was
// copied last, never the text itself, and empties the clipboard only where that is still in it.
//
// It knows no terminal: the escape sequence OSC 52 is the screens' own.
package clipboard

import (
	"crypto/sha256"
	"crypto/subtle"
	"os"
	"time"

	"golang.design/x/clipboard"

	"iampasswd/iamclient"
)

// Holds is how long a password stays in the clipboard.
const Holds = 45 * time.Second

// Clipboard is the clipboard of the machine that the program runs on.
type Clipboard interface {
	Write(text string)
	Read() string
}

// Native returns the machine's clipboard; nil where there is none, and over SSH, where it would be the clipboard of a
// machine at which nobody sits.
func Native() Clipboard {
	if os.Getenv("SSH_CONNECTION") != "" || os.Getenv("SSH_TTY") != "" || clipboard.Init() != nil {
		return nil
	}
	return native{}
}

type native struct{}

func (native) Write(text string) { clipboard.Write(clipboard.FmtText, []byte(text)) }

func (native) Read() string { return string(clipboard.Read(clipboard.FmtText)) }

// patience is how long the machine's clipboard is waited for. Another program holds it, and that may hang.
const patience = time.Second

// patient is a clipboard that keeps nobody waiting. What it could not do in time it may still do later, in its turn.
type patient struct {
	clipboard Clipboard
	turn      chan struct{} // is full while the clipboard is asked
}

// Patient returns a clipboard that keeps nobody waiting for more than a second; nil for nil.
func Patient(c Clipboard) Clipboard {
	if c == nil {
		return nil
	}
	return &patient{c, make(chan struct{}, 1)}
}

// Write puts text into the clipboard.
func (p *patient) Write(text string) {
	p.inTime(func() string { p.clipboard.Write(text); return "" })
}

// Read is what the clipboard holds; empty where it does not answer in time.
func (p *patient) Read() string { return p.inTime(p.clipboard.Read) }

func (p *patient) inTime(ask func() string) string {
	late := time.NewTimer(patience)
	defer late.Stop()
	select {
	case p.turn <- struct{}{}:
	case <-late.C:
		return ""
	}
	answer := make(chan string, 1)
	go func() {
		defer func() { <-p.turn }()
		answer <- ask()
	}()
	select {
	case text := <-answer:
		return text
	case <-late.C:
		return ""
	}
}

// Copies puts passwords into a clipboard and takes the last one out again. It is not safe for concurrent use.
type Copies struct {
	clipboard Clipboard         // nil: there is none
	sum       [sha256.Size]byte // of the last password copied, to know it again
	serial    int               // of the last copy
}

// New returns Copies to a clipboard; nil: there is none.
func New(c Clipboard) Copies { return Copies{clipboard: Patient(c)} }

// Exists tells whether there is a clipboard.
func (c *Copies) Exists() bool { return c.clipboard != nil }

// Copy puts a password into the clipboard, and returns the number of the copy: [Copies.Due] of it after [Holds].
func (c *Copies) Copy(password *iamclient.Secret) (serial int) {
	if c.clipboard == nil {
		return 0
	}
	text := password.Reveal()
	c.clipboard.Write(text)
	c.sum = sha256.Sum256([]byte(text))
	c.serial++
	return c.serial
}

// CopyText puts what is no secret into the clipboard, where it may stay.
func (c *Copies) CopyText(text string) {
	if c.clipboard != nil {
		c.clipboard.Write(text)
	}
}

// Due empties the clipboard, unless another password was copied since the copy of that number.
func (c *Copies) Due(serial int) {
	if serial == c.serial {
		c.Clear()
	}
}

// Clear empties the clipboard, if it still holds the last password.
func (c *Copies) Clear() {
	if c.clipboard == nil || c.serial == 0 {
		return
	}
	held := sha256.Sum256([]byte(c.clipboard.Read()))
	if subtle.ConstantTimeCompare(held[:], c.sum[:]) == 1 {
		c.clipboard.Write("")
	}
}
