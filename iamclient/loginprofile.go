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

// LoginProfile reads a user's login profile. [KindNoLoginProfile] and the like as for [UpdateLoginProfile].
//
// AWS operations: GetLoginProfile, and GetUser after NoSuchEntity.
func (c *Client) LoginProfile(ctx context.Context, userName string) (LoginProfile, error) {
	out, err := call(ctx, c, api.GetLoginProfile, &iam.GetLoginProfileInput{UserName: aws.String(userName)})
	if err != nil {
		return LoginProfile{}, c.whichEntity(ctx, userName, err)
	}
	return toLoginProfile(userName, out.LoginProfile), nil
}

func toLoginProfile(userName string, p *types.LoginProfile) LoginProfile {
	if p == nil {
		return LoginProfile{UserName: userName}
	}
	return LoginProfile{
		UserName: aws.ToString(p.UserName), Created: aws.ToTime(p.CreateDate), ResetRequired: p.PasswordResetRequired,
	}
}

// whichEntity tells the two meanings of NoSuchEntity apart: IAM answers it where the user is missing, and where the
// user's login profile is.
func (c *Client) whichEntity(ctx context.Context, userName string, err error) error {
	e, ok := errors.AsType[*Error](err)
	if !ok || e.Kind != KindNoSuchEntity || c.opts.OneRequest {
		return err
	}
	_, userErr := c.User(ctx, userName)
	switch {
	case userErr == nil:
		e.Kind = KindNoLoginProfile
	case KindOf(userErr) == KindNoSuchUser:
		e.Kind = KindNoSuchUser
	}
	return e
}
