package iamclient

import (
	"context"
	"errors"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
)

// LoginProfile is a user's access to the console.
type LoginProfile struct {
	UserName      string
	Created       time.Time // when the user got the first password, not when it was last changed
	ResetRequired bool      // the user must create a new password at the next sign-in
}

// LoginProfile reads a user's login profile. [KindNoLoginProfile] where the user has no console password.
//
// AWS operation: GetLoginProfile, and GetUser after NoSuchEntity.
func (c *Client) LoginProfile(ctx context.Context, userName string) (LoginProfile, error) {
	out, err := call(ctx, c.api().GetLoginProfile, &iam.GetLoginProfileInput{UserName: aws.String(userName)})
	if err != nil {
		return LoginProfile{}, c.whichEntity(ctx, userName, err)
	}
	if out.LoginProfile == nil {
		return LoginProfile{UserName: userName}, nil
	}
	return LoginProfile{
		UserName:      aws.ToString(out.LoginProfile.UserName),
		Created:       aws.ToTime(out.LoginProfile.CreateDate),
		ResetRequired: out.LoginProfile.PasswordResetRequired,
	}, nil
}

// LoginProfileUpdate is a change to a user's login profile. What is nil is left out of the request, and IAM leaves
// it as it is.
type LoginProfileUpdate struct {
	UserName      string  // 1 to 64 characters
	Password      *Secret // 1 to 128 characters; nil: the password stays
	ResetRequired *bool   // nil: the flag stays
}

// UpdateLoginProfile sets a user's password, or the flag that asks for a new one at the next sign-in, or both.
// After NoSuchEntity it asks GetUser which entity is missing: [KindNoLoginProfile], [KindNoSuchUser], or
// [KindNoSuchEntity] where the caller may not read that. PasswordPolicyViolation is [KindPolicyViolation].
//
// AWS operation: UpdateLoginProfile, and GetUser after NoSuchEntity.
func (c *Client) UpdateLoginProfile(ctx context.Context, update LoginProfileUpdate) error {
	in := &iam.UpdateLoginProfileInput{
		UserName:              aws.String(update.UserName),
		PasswordResetRequired: update.ResetRequired,
	}
	if update.Password != nil {
		in.Password = aws.String(update.Password.Reveal())
	}
	_, err := call(ctx, c.api().UpdateLoginProfile, in)
	return c.whichEntity(ctx, update.UserName, err)
}

// CreateLoginProfile gives a user who has none a console password. [KindAlreadyExists] where the user has one.
//
// AWS operation: CreateLoginProfile, and GetUser after NoSuchEntity.
func (c *Client) CreateLoginProfile(ctx context.Context, userName string, password *Secret, resetRequired bool) error {
	_, err := call(ctx, c.api().CreateLoginProfile, &iam.CreateLoginProfileInput{
		UserName:              aws.String(userName),
		Password:              aws.String(password.Reveal()),
		PasswordResetRequired: resetRequired,
	})
	return c.whichEntity(ctx, userName, err)
}

// ChangePassword sets the caller's own password. [KindDenied] where the old one is wrong, or where the caller may not
// change it: AWS answers both with AccessDenied.
//
// AWS operation: ChangePassword.
func (c *Client) ChangePassword(ctx context.Context, old, password *Secret) error {
	_, err := call(ctx, c.api().ChangePassword, &iam.ChangePasswordInput{
		OldPassword: aws.String(old.Reveal()),
		NewPassword: aws.String(password.Reveal()),
	})
	return err
}

// whichEntity tells the two meanings of NoSuchEntity apart: IAM answers it where the user is missing, and where the
// user's login profile is.
func (c *Client) whichEntity(ctx context.Context, userName string, err error) error {
	e, ok := errors.AsType[*Error](err)
	if !ok || e.Kind != KindNoSuchEntity {
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
