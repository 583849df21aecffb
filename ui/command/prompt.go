package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"unicode/utf8"

	"github.com/charmbracelet/x/term"

	"iampasswd/iamclient"
)

// terminal is where a password is asked for.
type terminal struct {
	in  *os.File
	out io.Writer
}

// openTerminal opens the terminal that the process belongs to, wherever its input and output go. Where the system has
// no name for that one, standard input may be a terminal.
func (r *run) openTerminal() (terminal, error) {
	tty, err := os.OpenFile("/dev/tty", os.O_RDWR, 0)
	switch {
	case err == nil:
		return terminal{tty, tty}, nil
	case term.IsTerminal(os.Stdin.Fd()):
		return terminal{os.Stdin, r.stderr}, nil
	}
	return terminal{}, err
}

func (t terminal) close() {
	if t.in != os.Stdin {
		_ = t.in.Close()
	}
}

// ask reads one line without an echo. A signal ends it with the terminal as it was; it cannot be suspended, for the
// shell would come back with the echo on.
func (t terminal) ask(ctx context.Context, prompt string) (*iamclient.Secret, error) {
	state, err := term.GetState(t.in.Fd())
	if err != nil {
		return nil, fmt.Errorf("the terminal cannot be read: %w", err)
	}
	defer ignoreSuspend()()
	type answer struct {
		line []byte
		err  error
	}
	answers := make(chan answer, 1)
	go func() {
		_, _ = io.WriteString(t.out, prompt)
		line, err := term.ReadPassword(t.in.Fd())
		answers <- answer{line, err}
	}()
	select {
	case <-ctx.Done():
		_ = term.Restore(t.in.Fd(), state)
		_, _ = io.WriteString(t.out, "\n")
		return nil, context.Cause(ctx)
	case a := <-answers:
		defer clear(a.line)
		_, _ = io.WriteString(t.out, "\n")
		switch {
		case a.err != nil && !errors.Is(a.err, io.EOF):
			return nil, fmt.Errorf("the terminal cannot be read: %w", a.err)
		case !utf8.Valid(a.line):
			return nil, usagef("the password is not UTF-8 text; nothing was sent.")
		}
		return newSecret(string(a.line)), nil
	}
}
