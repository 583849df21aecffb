package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/charmbracelet/x/term"

	"iampasswd/iamclient"
)

// teletype is the terminal of the plain mode. The line is left as the shell has set it, with its own editing and echo,
// but for passwords.
type teletype struct{ terminal }

// inLines returns the terminal for the plain mode, nil for the screen. plain is the value of --plain, and given tells
// whether it is on the command line. Without it, a terminal that can only print gets the plain mode.
func inLines(plain, given bool) (*teletype, error) {
	dumb := os.Getenv("TERM") == "dumb" && !given
	stdin := term.IsTerminal(os.Stdin.Fd())
	switch {
	case !plain && !dumb:
		return nil, nil
	case !stdin && dumb:
		return nil, nil // the refusal is that of the screens
	case !stdin:
		return nil, usagef("--plain asks on a terminal, for passwords are typed unseen: standard input must be one.")
	}
	t := &teletype{terminal{in: os.Stdin, out: os.Stdout}}
	if !term.IsTerminal(os.Stdout.Fd()) { // what is said may be a password: it goes to the terminal and nowhere else
		tty, err := os.OpenFile("/dev/tty", os.O_WRONLY, 0)
		if err != nil {
			return nil, usagef("--plain speaks on a terminal: standard output must be one.")
		}
		t.out = tty
	}
	if dumb {
		_, _ = io.WriteString(t, "TERM is dumb, so this is --plain; --plain=false takes the screen anyway.\n")
	}
	return t, nil
}

func (t *teletype) close() {
	if f, ok := t.out.(*os.File); ok && f != os.Stdout {
		_ = f.Close()
	}
}

// Write prints.
func (t *teletype) Write(p []byte) (int, error) { return t.out.Write(p) }

// Columns is how wide the terminal is now.
func (t *teletype) Columns() int {
	columns, _, err := term.GetSize(t.in.Fd())
	if err != nil {
		return 0
	}
	return columns
}

// ReadSecret reads a line without an echo.
func (t *teletype) ReadSecret(ctx context.Context) (*iamclient.Secret, error) {
	return t.readUnseen(ctx, "")
}

// ReadLine reads a line byte by byte, so that nothing of the next one, which may be a password, is kept here.
func (t *teletype) ReadLine(ctx context.Context) (string, error) {
	type answer struct {
		line string
		err  error
	}
	answers := make(chan answer, 1)
	go func() {
		line, err := readLine(t.in)
		answers <- answer{line, err}
	}()
	select {
	case <-ctx.Done():
		return "", context.Cause(ctx)
	case a := <-answers:
		if a.err != nil && !errors.Is(a.err, io.EOF) {
			return "", fmt.Errorf("the terminal cannot be read: %w", a.err)
		}
		return a.line, a.err
	}
}

// readLine reads up to the end of a line; io.EOF where there is nothing more.
func readLine(r io.Reader) (string, error) {
	var line strings.Builder
	for b := make([]byte, 1); ; {
		n, err := r.Read(b)
		switch {
		case n > 0 && b[0] == '\n':
			return strings.TrimSuffix(line.String(), "\r"), nil
		case n > 0:
			line.WriteByte(b[0])
		case err != nil:
			if errors.Is(err, io.EOF) && line.Len() > 0 {
				return line.String(), nil
			}
			return "", err
		}
	}
}
