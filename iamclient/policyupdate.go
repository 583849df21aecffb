package iamclient

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
)

// PasswordPolicyUpdate is a whole password policy. What is nil goes back to IAM's default: 6 characters, nothing
// required, nothing allowed, no expiry and no memory of earlier passwords.
type PasswordPolicyUpdate struct {
	MinLength        *int32 // characters, 6 to 128
	RequireUppercase *bool
	RequireLowercase *bool
	RequireNumbers   *bool
	RequireSymbols   *bool
	UsersMayChange   *bool
	MaxAgeDays       *int32 // 1 to 1095
	ReusePrevention  *int32 // passwords, 1 to 24
	HardExpiry       *bool
}

// UpdateAccountPasswordPolicy replaces the account's password policy. There are no partial updates.
//
// AWS operation: UpdateAccountPasswordPolicy.
func (c *Client) UpdateAccountPasswordPolicy(ctx context.Context, p PasswordPolicyUpdate) error {
	_, err := call(ctx, c.api().UpdateAccountPasswordPolicy, &iam.UpdateAccountPasswordPolicyInput{
		MinimumPasswordLength:      p.MinLength,
		RequireUppercaseCharacters: aws.ToBool(p.RequireUppercase),
		RequireLowercaseCharacters: aws.ToBool(p.RequireLowercase),
		RequireNumbers:             aws.ToBool(p.RequireNumbers),
		RequireSymbols:             aws.ToBool(p.RequireSymbols),
		AllowUsersToChangePassword: aws.ToBool(p.UsersMayChange),
		MaxPasswordAge:             p.MaxAgeDays,
		PasswordReusePrevention:    p.ReusePrevention,
		HardExpiry:                 p.HardExpiry,
	})
	return err
}
