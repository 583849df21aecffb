package command

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"iampasswd/iamclient"
	"iampasswd/ui/explain"
)

// conclude prints a generated password once AWS has it, or may have it, and otherwise what the AWS CLI prints. A signal
// that comes when AWS has answered changes nothing of that.
func (r *run) conclude(ctx context.Context, in input, out any, err error) error {
	done := err == nil
	if cause := context.Cause(ctx); cause != nil {
		err = errors.Join(cause, err)
	}
	switch {
	case r.source == optGenerate && (done || iamclient.MayHaveSucceeded(err)):
		if lost := r.handOut(ctx, in.userName(), in.secret(r.password.key), done); lost != nil {
			return lost
		}
	case done && out != nil:
		if printErr := printJSON(r.stdout, out); printErr != nil {
			return printErr
		}
	case !done:
		r.hint(ctx, err)
	}
	if r.source == optGenerate && iamclient.MayHaveSucceeded(err) {
		return &unknownError{err}
	}
	return err
}

// printJSON prints a value as the AWS CLI does: indented by four spaces. What a terminal would obey rather than show, JSON
// can say in ASCII.
func printJSON(out io.Writer, v any) error {
	var plain bytes.Buffer
	encoder := json.NewEncoder(&plain)
	encoder.SetIndent("", "    ")
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		return err
	}
	var shown []byte
	for _, r := range plain.String() {
		if r == '\n' || unicode.IsPrint(r) {
			shown = utf8.AppendRune(shown, r)
			continue
		}
		for _, unit := range utf16.AppendRune(nil, r) {
			shown = fmt.Appendf(shown, `\u%04x`, unit)
		}
	}
	_, err := out.Write(shown)
	return err
}

// unknownError is the error of a request that may have been carried out, and whose password has been printed.
type unknownError struct{ err error }

func (e *unknownError) Error() string { return e.err.Error() }
func (e *unknownError) Unwrap() error { return e.err }

// expiredError is the error of a session that somebody can sign in to again, by a command.
type expiredError struct {
	err     error
	command string
}

func (e *expiredError) Error() string { return e.err.Error() }
func (e *expiredError) Unwrap() error { return e.err }

// withSignIn adds to the error of an expired session how to renew it, where that is known.
func withSignIn(err error, at iamclient.Endpoint) error {
	if command := explain.SignInCommand(at); command != "" && iamclient.KindOf(err) == iamclient.KindExpired {
		return &expiredError{err, command}
	}
	return err
}

// hint shows the account's rules to somebody whose typed password was refused.
func (r *run) hint(ctx context.Context, err error) {
	if r.source != optPrompt || iamclient.KindOf(err) != iamclient.KindPolicyViolation {
		return
	}
	policy, _ := r.client.PasswordPolicy(ctx)
	r.note("the account's password policy asks for:")
	for _, v := range policy.Check(&iamclient.Secret{}) {
		_, _ = fmt.Fprintln(r.stderr, "  - "+v.Rule)
	}
}
