package iamclient

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"
)

const changePassword = "iam:ChangePassword"

// changePolicyARN is the ARN, in a partition, of the managed policy that lets a user change their own password.
func changePolicyARN(partition string) string {
	return "arn:" + partition + ":iam::aws:policy/" + changePolicyName
}

// Groups reads the names of the groups that a user is in.
//
// AWS operation: ListGroupsForUser.
func (c *Client) Groups(ctx context.Context, userName string) ([]string, error) {
	var groups []string
	err := pages("ListGroupsForUser", func(marker *string) (page, error) {
		out, err := call(ctx, c, api.ListGroupsForUser, &iam.ListGroupsForUserInput{UserName: aws.String(userName), Marker: marker})
		if err != nil {
			return page{}, err
		}
		for _, g := range out.Groups {
			groups = append(groups, aws.ToString(g.GroupName))
		}
		return page{len(out.Groups), out.Marker, out.IsTruncated}, nil
	})
	return groups, err
}

// OwnPassword is what the policies of a user say of changing their own password.
type OwnPassword struct {
	// Allowed is whether they allow iam:ChangePassword; Unknown where that depends on the request, as on a sign-in with
	// MFA.
	Allowed Known
	// Denied tells of an explicit Deny: no other policy, and no password policy of the account, allows it then.
	Denied bool
	// DeniedBy is the name of the policy that denies; empty where AWS does not tell.
	DeniedBy string
}

// MayChangeOwn is whether a user may change their own password. The account's password policy can allow it to every user,
// and a policy of the user to this one. An explicit Deny overrides both. What is nil is not known.
func MayChangeOwn(policy *Policy, own *Read[OwnPassword]) Known {
	read := own != nil && own.Err == nil
	known := policy != nil && policy.Verified()
	switch {
	case read && own.Value.Denied:
		return No
	case known && policy.UsersMayChange:
		return Yes
	case read && own.Value.Allowed == Yes:
		return Yes
	case read && known:
		return own.Value.Allowed
	}
	return Unknown
}

// LocksOut is whether a forced change locks a user out: they must choose a new password, and may not. It is No where the
// account's policy could not be read.
func LocksOut(policy *Policy, own *Read[OwnPassword]) Known {
	switch MayChangeOwn(policy, own) {
	case Yes:
		return No
	case No:
		return Yes
	}
	if policy == nil || !policy.Verified() {
		return No
	}
	return Unknown
}

// MayChangePassword reads what the user's policies, those of the groups included, say of iam:ChangePassword on the user
// itself. What the account's password policy allows to every user comes on top of it. mfa says whether the user signs in
// with MFA, for policies that ask for it: whoever has a device does, whoever has none cannot.
//
// Who may not simulate policies gets no further than what is attached to the user itself: IAMUserChangePassword there
// is a Yes for a user without a path, because that policy covers no others; anything else is Unknown.
//
// AWS operations: SimulatePrincipalPolicy, else ListAttachedUserPolicies.
func (c *Client) MayChangePassword(ctx context.Context, user User, mfa Known) (OwnPassword, error) {
	return c.mayChangePassword(ctx, user, mfa, func() ([]AttachedPolicy, error) { return c.AttachedPolicies(ctx, user.Name) })
}

func (c *Client) mayChangePassword(
	ctx context.Context, user User, mfa Known, attached func() ([]AttachedPolicy, error),
) (OwnPassword, error) {
	in := &iam.SimulatePrincipalPolicyInput{
		PolicySourceArn: aws.String(user.ARN),
		ActionNames:     []string{changePassword},
		ResourceArns:    []string{user.ARN},
		// AWS does not document whether it works out by itself what ${aws:username} in the managed policy stands for.
		ContextEntries: []types.ContextEntry{{
			ContextKeyName: aws.String("aws:username"), ContextKeyType: types.ContextKeyTypeEnumString, ContextKeyValues: []string{user.Name},
		}},
	}
	if mfa != Unknown {
		in.ContextEntries = append(in.ContextEntries, types.ContextEntry{
			ContextKeyName: aws.String("aws:MultiFactorAuthPresent"), ContextKeyType: types.ContextKeyTypeEnumBoolean,
			ContextKeyValues: []string{strconv.FormatBool(mfa == Yes)},
		})
	}
	out, err := call(ctx, c, api.SimulatePrincipalPolicy, in)
	if err == nil {
		return simulated(out.EvaluationResults), nil
	}
	policies, listErr := attached()
	if listErr == nil && slices.ContainsFunc(policies, AttachedPolicy.LetsChangePassword) && strings.HasSuffix(user.ARN, ":user/"+user.Name) {
		return OwnPassword{Allowed: Yes}, nil
	}
	return OwnPassword{}, err
}

// simulated reads the verdict on one action.
//
// A deny is no verdict where the policies have conditions on values that the simulation was not given. That holds for an
// explicit deny, too: BoolIfExists, NotIpAddress and other conditions of their kind match where the value is missing, and
// may not match on the sign-in page. Which statement denies AWS tells by its place in a policy, so what it asks for is
// known only to those who may read that policy as well.
func simulated(results []types.EvaluationResult) OwnPassword {
	if len(results) != 1 {
		return OwnPassword{}
	}
	switch r := results[0]; {
	case r.EvalDecision == types.PolicyEvaluationDecisionTypeAllowed:
		return OwnPassword{Allowed: Yes}
	case lacksValues(r):
		return OwnPassword{}
	case r.EvalDecision == types.PolicyEvaluationDecisionTypeExplicitDeny:
		denied := OwnPassword{Allowed: No, Denied: true}
		if len(r.MatchedStatements) > 0 {
			denied.DeniedBy = aws.ToString(r.MatchedStatements[0].SourcePolicyId)
		}
		return denied
	}
	return OwnPassword{Allowed: No}
}

// lacksValues tells whether the policies have conditions on values that the simulation was not given. AWS documents two
// places for them where a resource was named: the result, and the part of it that is about the resource.
func lacksValues(r types.EvaluationResult) bool {
	return len(r.MissingContextValues) > 0 || slices.ContainsFunc(r.ResourceSpecificResults, func(r types.ResourceSpecificResult) bool {
		return len(r.MissingContextValues) > 0
	})
}

// AttachedPolicy is a managed policy that is attached to a user itself, and not to a group of the user.
type AttachedPolicy struct{ Name, ARN string }

// ByAWS tells whether the policy is one that AWS manages, and is called that.
func (p AttachedPolicy) ByAWS(name string) bool {
	return p.Name == name && strings.HasSuffix(p.ARN, ":iam::aws:policy/"+name)
}

// LetsChangePassword tells whether the policy is IAMUserChangePassword.
func (p AttachedPolicy) LetsChangePassword() bool { return p.ByAWS(changePolicyName) }

// Quarantines tells whether the policy is one that AWS attaches to a user of whom it found a leaked access key:
// AWSCompromisedKeyQuarantine, of any version.
func (p AttachedPolicy) Quarantines() bool {
	const first = "AWSCompromisedKeyQuarantine"
	version, ok := strings.CutPrefix(p.Name, first)
	return ok && (version == "" || version[0] == 'V') && p.ByAWS(p.Name)
}

// AttachedPolicies reads the managed policies that are attached to a user itself.
//
// AWS operation: ListAttachedUserPolicies.
func (c *Client) AttachedPolicies(ctx context.Context, userName string) ([]AttachedPolicy, error) {
	var attached []AttachedPolicy
	err := pages("ListAttachedUserPolicies", func(marker *string) (page, error) {
		out, err := call(ctx, c, api.ListAttachedUserPolicies, &iam.ListAttachedUserPoliciesInput{
			UserName: aws.String(userName), Marker: marker,
		})
		if err != nil {
			return page{}, err
		}
		for _, p := range out.AttachedPolicies {
			attached = append(attached, AttachedPolicy{aws.ToString(p.PolicyName), aws.ToString(p.PolicyArn)})
		}
		return page{len(out.AttachedPolicies), out.Marker, out.IsTruncated}, nil
	})
	return attached, err
}
