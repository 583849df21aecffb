package iamclient

import (
	"context"
	"errors"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"
)

// LoginProfile is a user's access to the console.
type LoginProfile struct {
	UserName      string
	Created       time.Time // when the user got the first password, not when it was last changed
	ResetRequired bool      // the user must create a new password at the next sign-in
}

// LoginProfile reads a user's login profile. [KindNoLoginProfile] and the like as for [Client.UpdateLoginProfile].
//
// AWS operations: GetLoginProfile, and GetUser after NoSuchEntity.
func (c *Client) LoginProfile(ctx context.Context, userName string) (LoginProfile, error) {
	out, err := call(ctx, c.api().GetLoginProfile, &iam.GetLoginProfileInput{UserName: aws.String(userName)})
	if err != nil {
		return LoginProfile{}, c.whichEntity(ctx, userName, err)
	}
	return toLoginProfile(userName, out.LoginProfile), nil
}

// LoginProfileUpdate is a change to a user's login profile. What is nil is left out of the request, and IAM leaves
// it as it is.
type LoginProfileUpdate struct {
	UserName      string  // 1 to 64 characters
	Password      *Secret // 1 to 128 characters; nil: the password stays
	ResetRequired *bool   // nil: the flag stays
}

func (u LoginProfileUpdate) change(operation string) change {
	return change{operation: operation, user: u.UserName, password: u.Password, flag: u.ResetRequired}
}

// UpdateLoginProfile sets a user's password, or the flag that asks for a new one at the next sign-in, or both.
// After NoSuchEntity it asks GetUser which entity is missing: [KindNoLoginProfile], [KindNoSuchUser], or
// [KindNoSuchEntity] where the caller may not read that. PasswordPolicyViolation is [KindPolicyViolation].
//
// AWS operations: UpdateLoginProfile, and GetUser after NoSuchEntity.
func (c *Client) UpdateLoginProfile(ctx context.Context, update LoginProfileUpdate) error {
	err := c.change(ctx, update.change("UpdateLoginProfile"), func(ctx context.Context) error {
		in := &iam.UpdateLoginProfileInput{
			UserName:              aws.String(update.UserName),
			PasswordResetRequired: update.ResetRequired,
		}
		if update.Password != nil {
			in.Password = aws.String(update.Password.Reveal())
		}
		_, err := call(ctx, c.api().UpdateLoginProfile, in)
		return err
	})
	return c.whichEntity(ctx, update.UserName, err)
}

// CreateLoginProfile gives a user who has none a console password, and returns the login profile as IAM has it then.
// [KindAlreadyExists] where the user has one. To IAM, a flag that is left out here is one that is off.
//
// AWS operations: CreateLoginProfile, and GetUser after NoSuchEntity.
func (c *Client) CreateLoginProfile(ctx context.Context, profile LoginProfileUpdate) (LoginProfile, error) {
	var out *iam.CreateLoginProfileOutput
	err := c.change(ctx, profile.change("CreateLoginProfile"), func(ctx context.Context) (err error) {
		in := &iam.CreateLoginProfileInput{
			UserName:              aws.String(profile.UserName),
			PasswordResetRequired: aws.ToBool(profile.ResetRequired),
		}
		if profile.Password != nil {
			in.Password = aws.String(profile.Password.Reveal())
		}
		out, err = call(ctx, c.api().CreateLoginProfile, in)
		return err
	})
	if err != nil {
		return LoginProfile{}, c.whichEntity(ctx, profile.UserName, err)
	}
	return toLoginProfile(profile.UserName, out.LoginProfile), nil
}

func toLoginProfile(userName string, p *types.LoginProfile) LoginProfile {
	if p == nil {
		return LoginProfile{UserName: userName}
	}
	return LoginProfile{
		UserName: aws.ToString(p.UserName), Created: aws.ToTime(p.CreateDate), ResetRequired: p.PasswordResetRequired,
	}
}

// DeleteLoginProfile takes a user's console password away. The user's access keys and the sessions that have begun go on
// working. The name must not be empty: IAM would take the caller's password away.
//
// AWS operations: DeleteLoginProfile, and GetUser after NoSuchEntity.
func (c *Client) DeleteLoginProfile(ctx context.Context, userName string) error {
	err := c.change(ctx, change{operation: "DeleteLoginProfile", user: userName}, func(ctx context.Context) error {
		_, err := call(ctx, c.api().DeleteLoginProfile, &iam.DeleteLoginProfileInput{UserName: aws.String(userName)})
		return err
	})
	return c.whichEntity(ctx, userName, err)
}

// ChangePassword sets the caller's own password. [KindDenied] where the old one is wrong, or where the caller may not
// change it: AWS answers both with AccessDenied.
//
// AWS operation: ChangePassword.
func (c *Client) ChangePassword(ctx context.Context, old, password *Secret) error {
	return c.change(ctx, change{operation: "ChangePassword", password: password}, func(ctx context.Context) error {
		_, err := call(ctx, c.api().ChangePassword, &iam.ChangePasswordInput{
			OldPassword: aws.String(old.Reveal()),
			NewPassword: aws.String(password.Reveal()),
		})
		return err
	})
}

// whichEntity tells the two meanings of NoSuchEntity apart: IAM answers it where the user is missing, and where the
// user's login profile is.
func (c *Client) whichEntity(ctx context.Context, userName string, err error) error {
	e, ok := errors.AsType[*Error](err)
	if !ok || e.Kind != KindNoSuchEntity || c.opts.OneRequest {
		return err
	}
	_, userErr := c.User((&record{}).in(ctx), userName)
	switch {
	case userErr == nil:
		e.Kind = KindNoLoginProfile
	case KindOf(userErr) == KindNoSuchUser:
		e.Kind = KindNoSuchUser
	}
	return e
}
