package command

import (
	"context"
	"errors"
	"fmt"

	"iampasswd/iamclient"
	"iampasswd/ui/command/awscli"
	"iampasswd/ui/explain"
)

// conclude prints a generated password if AWS has it or may have it, and otherwise what the AWS CLI prints. A signal after
// AWS's answer does not change that.
func (r *run) conclude(ctx context.Context, in awscli.Input, out any, err error) error {
	done := err == nil
	if cause := context.Cause(ctx); cause != nil {
		err = errors.Join(cause, err)
	}
	switch {
	case r.call.Source == awscli.GeneratePassword && (done || iamclient.MayHaveSucceeded(err)):
		if lost := r.handOut(ctx, in.UserName(), in.Secret(r.password.Key), done); lost != nil {
			return lost
		}
	case done && out != nil:
		if printErr := printJSON(r.stdout, out); printErr != nil {
			return printErr
		}
	case !done:
		r.hint(ctx, err)
	}
	if r.call.Source == awscli.GeneratePassword && iamclient.MayHaveSucceeded(err) {
		return &unknownError{err}
	}
	return err
}

// withSignIn adds to the error of an expired session the command that renews it, if it is known.
func withSignIn(err error, at iamclient.Endpoint) error {
	if command := explain.SignInCommand(at); command != "" && iamclient.KindOf(err) == iamclient.KindExpired {
		return &expiredError{err, command}
	}
	return err
}

// hint prints the account's password policy after it refused a typed password.
func (r *run) hint(ctx context.Context, err error) {
	if r.call.Source != awscli.PasswordPrompt || iamclient.KindOf(err) != iamclient.KindPolicyViolation {
		return
	}
	policy, _ := r.client.PasswordPolicy(ctx)
	r.note("the account's password policy asks for:")
	for _, v := range policy.Check(&iamclient.Secret{}) {
		_, _ = fmt.Fprintln(r.stderr, "  - "+v.Rule)
	}
}
