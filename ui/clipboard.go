package ui

import (
	"crypto/sha256"
	"crypto/subtle"
	"os"
	"time"

	tea "charm.land/bubbletea/v2"
	"golang.design/x/clipboard"

	"iampasswd/iamclient"
)

// clipboardHolds is how long a password stays in the native clipboard.
const clipboardHolds = 45 * time.Second

// Clipboard is the clipboard of the machine that the program runs on.
type Clipboard interface {
	Write(text string)
	Read() string
}

// NativeClipboard returns the machine's clipboard; nil where there is none, and over SSH, where it would be the
// clipboard of a machine at which nobody sits.
func NativeClipboard() Clipboard {
	if os.Getenv("SSH_CONNECTION") != "" || os.Getenv("SSH_TTY") != "" || clipboard.Init() != nil {
		return nil
	}
	return nativeClipboard{}
}

type nativeClipboard struct{}

func (nativeClipboard) Write(text string) { clipboard.Write(clipboard.FmtText, []byte(text)) }

func (nativeClipboard) Read() string { return string(clipboard.Read(clipboard.FmtText)) }

// clipboardPatience is how long the machine's clipboard is waited for. Another program holds it, and that may hang.
const clipboardPatience = time.Second

// patientClipboard is a clipboard that keeps nobody waiting. What it could not do in time it may still do later, in its turn.
type patientClipboard struct {
	clipboard Clipboard
	turn      chan struct{} // is full while the clipboard is asked
}

// patient returns a clipboard that keeps nobody waiting; nil for nil.
func patient(c Clipboard) Clipboard {
	if c == nil {
		return nil
	}
	return &patientClipboard{c, make(chan struct{}, 1)}
}

// Write puts text into the clipboard.
func (p *patientClipboard) Write(text string) {
	p.inTime(func() string { p.clipboard.Write(text); return "" })
}

// Read is what the clipboard holds; empty where it does not answer in time.
func (p *patientClipboard) Read() string { return p.inTime(p.clipboard.Read) }

func (p *patientClipboard) inTime(ask func() string) string {
	late := time.NewTimer(clipboardPatience)
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

// copies puts passwords into the clipboards and takes the last one out of the native one again.
type copies struct {
	native Clipboard         // nil: there is none
	sum    [sha256.Size]byte // of the last password copied, to know it again
	serial int               // of the last copy
}

// copy sends the password to the terminal's clipboard (OSC 52) and to the native one. Neither gives a receipt.
func (c *copies) copy(password *iamclient.Secret) tea.Cmd {
	text := password.Reveal()
	toTerminal := tea.SetClipboard(text)
	if c.native == nil {
		return toTerminal
	}
	c.native.Write(text)
	c.sum = sha256.Sum256([]byte(text))
	c.serial++
	serial := c.serial
	return tea.Batch(toTerminal, tea.Tick(clipboardHolds, func(time.Time) tea.Msg { return clipboardDueMsg{serial} }))
}

// copyText sends what is no secret, and may stay where it is.
func (c *copies) copyText(text string) tea.Cmd {
	if c.native != nil {
		c.native.Write(text)
	}
	return tea.SetClipboard(text)
}

// clear empties the native clipboard, if it still holds what was put there.
func (c *copies) clear() {
	if c.native == nil || c.serial == 0 {
		return
	}
	held := sha256.Sum256([]byte(c.native.Read()))
	if subtle.ConstantTimeCompare(held[:], c.sum[:]) == 1 {
		c.native.Write("")
	}
}
