package iamclient

import (
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

// The bounds of a custom policy's numbers.
const (
	MinPolicyLength = 6 // characters; a policy that does not say one has this
	MaxAgeDays      = 1095
	MaxRemembered   = 24 // earlier passwords
)

// Update returns the request that makes p the account's policy. All nine settings are in it, for what is left out goes
// back to IAM's default; but no expiry and no memory of earlier passwords can only be said by leaving them out.
func (p Policy) Update() PasswordPolicyUpdate {
	return PasswordPolicyUpdate{
		MinLength:        orNothing(p.MinLength),
		RequireUppercase: &p.RequireUppercase,
		RequireLowercase: &p.RequireLowercase,
		RequireNumbers:   &p.RequireNumbers,
		RequireSymbols:   &p.RequireSymbols,
		UsersMayChange:   &p.UsersMayChange,
		MaxAgeDays:       orNothing(p.MaxAgeDays),
		ReusePrevention:  orNothing(p.ReusePrevention),
		HardExpiry:       &p.HardExpiry,
	}
}

// orNothing is n for a request, left out where it is 0.
func orNothing(n int) *int32 {
	if n == 0 {
		return nil
	}
	return new(int32(n)) //nolint:gosec // of a policy, whose numbers are small
}

// Custom returns the custom policy that p is, or the one that comes nearest to the AWS default without taking a password
// that it refuses. Three kinds of four cannot be asked for in a custom policy, so that three are named; what it says
// of the account's name is lost.
func (p Policy) Custom() Policy {
	if p.ThreeOfFour {
		p.ThreeOfFour = false
		p.RequireUppercase, p.RequireLowercase, p.RequireNumbers = true, true, true
	}
	p.Source = PolicyCustom
	return p
}

// Rebase returns next, which was made from p, as if it had been made from now: what was changed is as in next, the rest
// as in now. All three are custom policies.
func (p Policy) Rebase(next, now Policy) Policy {
	return Policy{
		Source:           PolicyCustom,
		MinLength:        changed(p.MinLength, next.MinLength, now.MinLength),
		RequireUppercase: changed(p.RequireUppercase, next.RequireUppercase, now.RequireUppercase),
		RequireLowercase: changed(p.RequireLowercase, next.RequireLowercase, now.RequireLowercase),
		RequireNumbers:   changed(p.RequireNumbers, next.RequireNumbers, now.RequireNumbers),
		RequireSymbols:   changed(p.RequireSymbols, next.RequireSymbols, now.RequireSymbols),
		MaxAgeDays:       changed(p.MaxAgeDays, next.MaxAgeDays, now.MaxAgeDays),
		ReusePrevention:  changed(p.ReusePrevention, next.ReusePrevention, now.ReusePrevention),
		HardExpiry:       changed(p.HardExpiry, next.HardExpiry, now.HardExpiry),
		UsersMayChange:   changed(p.UsersMayChange, next.UsersMayChange, now.UsersMayChange),
	}
}

// changed is next where it is another than before, else now.
func changed[T comparable](before, next, now T) T {
	if next != before {
		return next
	}
	return now
}

// input is the update as a request.
func (p PasswordPolicyUpdate) input() *iam.UpdateAccountPasswordPolicyInput {
	return &iam.UpdateAccountPasswordPolicyInput{
		MinimumPasswordLength:      p.MinLength,
		RequireUppercaseCharacters: aws.ToBool(p.RequireUppercase),
		RequireLowercaseCharacters: aws.ToBool(p.RequireLowercase),
		RequireNumbers:             aws.ToBool(p.RequireNumbers),
		RequireSymbols:             aws.ToBool(p.RequireSymbols),
		AllowUsersToChangePassword: aws.ToBool(p.UsersMayChange),
		MaxPasswordAge:             p.MaxAgeDays,
		PasswordReusePrevention:    p.ReusePrevention,
		HardExpiry:                 p.HardExpiry,
	}
}
