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
	"iampasswd/iamclient/printable"
	keyboard "iampasswd/ui/terminal"
)

// terminal is where a password is asked for.
type terminal struct {
	in  *os.File
	out io.Writer
}

// openTerminal opens the terminal of the process, wherever its input and output go. Where the system has no name for that
// terminal and standard input is one, the prompts go to prompts.
func openTerminal(prompts io.Writer) (terminal, error) {
	tty, err := os.OpenFile("/dev/tty", os.O_RDWR, 0)
	switch {
	case err == nil:
		return terminal{tty, tty}, nil
	case term.IsTerminal(os.Stdin.Fd()):
		return terminal{os.Stdin, prompts}, nil
	}
	return terminal{}, err
}

func (t terminal) close() {
	if t.in != os.Stdin {
		_ = t.in.Close()
	}
}

// ask reads one line without an echo. The end of the input ends the command. A line with a character that no
// one sees, such as the Escape of an arrow key, is refused.
func (t terminal) ask(ctx context.Context, prompt string) (*iamclient.Secret, error) {
	_, _ = io.WriteString(t.out, printable.Lines(prompt))
	secret, err := t.readUnseen(ctx, prompt)
	_, _ = io.WriteString(t.out, "\n")
	if errors.Is(err, io.EOF) {
		return nil, usagef("the input ended at the prompt; nothing was sent.")
	}
	if err != nil {
		return nil, err
	}
	for i := range secret.Len() {
		if r := secret.At(i); keyboard.Unseeable(r) {
			secret.Wipe()
			return nil, usagef("what was typed has %s in it, which no one sees; nothing was sent.", keyboard.Name(r))
		}
	}
	return secret, nil
}

// readUnseen reads one line without an echo; io.EOF at the end of the input. A signal ends it with the terminal as it
// was. Ctrl+Z does not suspend it; where something else has stopped the program, the prompt is repeated when it goes on.
func (t terminal) readUnseen(ctx context.Context, prompt string) (*iamclient.Secret, error) {
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
		line, err := readHidden(t.in, func() { _, _ = io.WriteString(t.out, "\n"+printable.Lines(prompt)) })
		answers <- answer{line, err}
	}()
	select {
	case <-ctx.Done():
		_ = term.Restore(t.in.Fd(), state)
		return nil, context.Cause(ctx)
	case a := <-answers:
		defer clear(a.line)
		switch {
		case errors.Is(a.err, io.EOF):
			return nil, io.EOF
		case a.err != nil:
			return nil, fmt.Errorf("the terminal cannot be read: %w", a.err)
		case !utf8.Valid(a.line):
			return nil, usagef("the password is not UTF-8 text; nothing was sent.")
		}
		return iamclient.NewSecret(string(a.line)), nil
	}
}
