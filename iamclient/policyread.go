package iamclient

import (
	"cmp"
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"
)

// PasswordPolicy reads the account's password policy. Where the account has none, it is the AWS default.
// Where it cannot be read, it is the AWS default marked [PolicyUnverified], together with the *[Error].
//
// AWS operation: GetAccountPasswordPolicy.
func (c *Client) PasswordPolicy(ctx context.Context) (Policy, error) {
	out, err := call(ctx, c, api.GetAccountPasswordPolicy, &iam.GetAccountPasswordPolicyInput{})
	switch {
	case KindOf(err) == KindNoSuchEntity:
		return DefaultPolicy(PolicyDefault), nil
	case err != nil:
		return DefaultPolicy(PolicyUnverified), err
	}
	return customPolicy(out.PasswordPolicy), nil
}

func customPolicy(p *types.PasswordPolicy) Policy {
	if p == nil { // an answer without the policy says nothing about it
		return DefaultPolicy(PolicyUnverified)
	}
	return Policy{
		Source:           PolicyCustom,
		MinLength:        min(int(cmp.Or(aws.ToInt32(p.MinimumPasswordLength), MinPolicyLength)), MaxPasswordLength),
		RequireUppercase: p.RequireUppercaseCharacters,
		RequireLowercase: p.RequireLowercaseCharacters,
		RequireNumbers:   p.RequireNumbers,
		RequireSymbols:   p.RequireSymbols,
		MaxAgeDays:       int(aws.ToInt32(p.MaxPasswordAge)),
		ReusePrevention:  int(aws.ToInt32(p.PasswordReusePrevention)),
		HardExpiry:       aws.ToBool(p.HardExpiry),
		UsersMayChange:   p.AllowUsersToChangePassword,
	}
}
