package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/term"

	"iampasswd/iamclient"
	"iampasswd/ui/command/awscli"
)

// longestInput limits what is read from a file or standard input, in bytes. No sensible password or JSON is as long.
const longestInput = 1 << 20

// fill adds the password to the input, from the source that the options name.
func (r *run) fill(ctx context.Context, in awscli.Input) error {
	switch r.call.Source {
	case awscli.PasswordStdin:
		return r.fromStdin(ctx, in)
	case awscli.PasswordPrompt:
		return r.fromPrompt(ctx, in)
	case awscli.GeneratePassword:
		return r.generate(ctx, in)
	}
	return nil
}

// fromStdin reads the password. Where the current password is missing too, it is the first line.
func (r *run) fromStdin(ctx context.Context, in awscli.Input) error {
	if f, ok := r.stdin.(*os.File); ok && term.IsTerminal(f.Fd()) {
		return usagef("--%s reads a pipe or a file, and a terminal would show what is typed: --%s asks unseen.", awscli.PasswordStdin, awscli.PasswordPrompt)
	}
	all, err := r.readAll(ctx)
	defer clear(all)
	if err != nil {
		return err
	}
	if !utf8.Valid(all) {
		return usagef("the password on standard input is not UTF-8 text.")
	}
	text := string(all)
	if _, given := in[awscli.OldPassword]; r.op.Takes(awscli.OldPassword) && !given {
		current, rest, two := strings.Cut(text, "\n")
		if !two {
			return usagef("--%s wants two lines: the current password, then the new one.", awscli.PasswordStdin)
		}
		in[awscli.OldPassword] = iamclient.NewSecret(strings.TrimSuffix(current, "\r"))
		text = rest
	}
	text, trimmed := awscli.TrimLineEnd(text)
	if trimmed {
		r.note("one line end at the end of the password was left out")
	}
	in[r.password.Key] = iamclient.NewSecret(text)
	return nil
}

// readAll reads standard input until it ends or the context does.
func (r *run) readAll(ctx context.Context) ([]byte, error) {
	type content struct {
		bytes []byte
		err   error
	}
	contents := make(chan content, 1)
	go func() {
		all, err := io.ReadAll(io.LimitReader(r.stdin, longestInput+1))
		contents <- content{all, err}
	}()
	select {
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	case c := <-contents:
		switch {
		case c.err != nil:
			return c.bytes, fmt.Errorf("standard input cannot be read: %w", c.err)
		case len(c.bytes) > longestInput:
			return c.bytes, usagef("standard input has more than %d bytes: that is not meant for iampasswd.", longestInput)
		}
		return c.bytes, nil
	}
}

// fromPrompt asks for the password on the terminal, twice and unseen.
func (r *run) fromPrompt(ctx context.Context, in awscli.Input) error {
	tty, err := openTerminal(r.stderr)
	if err != nil {
		return usagef("--%s needs a terminal; --%s takes a password from a pipe.", awscli.PasswordPrompt, awscli.PasswordStdin)
	}
	defer tty.close()
	if _, given := in[awscli.OldPassword]; r.op.Takes(awscli.OldPassword) && !given {
		if in[awscli.OldPassword], err = tty.ask(ctx, "Current password: "); err != nil {
			return err
		}
	}
	first, err := tty.ask(ctx, "New password: ")
	if err != nil {
		return err
	}
	again, err := tty.ask(ctx, "New password again: ")
	if err != nil {
		return err
	}
	defer again.Wipe()
	if !first.Equal(again) {
		first.Wipe()
		return usagef("the two passwords are not the same; nothing was sent.")
	}
	in[r.password.Key] = first
	return nil
}

// generate makes a password that the account's policy accepts, or AWS's default policy where that cannot be read.
func (r *run) generate(ctx context.Context, in awscli.Input) error {
	policy, err := r.client.PasswordPolicy(ctx)
	if err != nil && !policy.Verified() {
		r.note("the account's password policy cannot be read (%s); the password keeps AWS's default one", errorCode(err))
	}
	in[r.password.Key] = iamclient.Generate(policy)
	return nil
}

func errorCode(err error) string {
	if e, ok := errors.AsType[*iamclient.Error](err); ok && e.Code != "" {
		return e.Code
	}
	return "no answer"
}

// warn points out what the UI would refuse. AWS decides about it.
func (r *run) warn(password *iamclient.Secret) {
	n := password.Len()
	if n > iamclient.MaxPasswordLength {
		r.note("the password has %d characters, and IAM takes at most %d", n, iamclient.MaxPasswordLength)
	}
	for i := range n {
		switch c := password.At(i); {
		case c < ' ':
			r.note("the password has a control character in it, which nobody can type when signing in")
			return
		case c > 'ÿ':
			r.note("the password has a character beyond U+00FF in it, which IAM does not take")
			return
		}
	}
	if n > 0 && (password.At(0) == ' ' || password.At(n-1) == ' ') {
		r.note("the password begins or ends with a space")
	}
}
