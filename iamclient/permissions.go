package iamclient

import (
	"context"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"
)

// changePolicyName is the AWS managed policy that lets a user change their own password.
const changePolicyName = "IAMUserChangePassword"

const changePassword = "iam:ChangePassword"

// changePolicyARN is the ARN of that policy in a partition.
func changePolicyARN(partition string) string {
	return "arn:" + partition + ":iam::aws:policy/" + changePolicyName
}

// Groups reads the names of the groups that a user is in.
//
// AWS operation: ListGroupsForUser.
func (c *Client) Groups(ctx context.Context, userName string) ([]string, error) {
	var groups []string
	err := pages("ListGroupsForUser", func(marker *string) (*string, bool, error) {
		out, err := call(ctx, c.api().ListGroupsForUser, &iam.ListGroupsForUserInput{UserName: aws.String(userName), Marker: marker})
		if err != nil {
			return nil, false, err
		}
		for _, g := range out.Groups {
			groups = append(groups, aws.ToString(g.GroupName))
		}
		return out.Marker, out.IsTruncated, nil
	})
	return groups, err
}

// MayChangePassword reads whether the user's policies, those of the groups included, allow iam:ChangePassword on the
// user itself. It is Unknown where that depends on the request, as on a sign-in with MFA. What the account's password
// policy allows to every user comes on top of it.
//
// Who may not simulate policies gets no further than what is attached to the user itself: IAMUserChangePassword there
// is a Yes, and anything else is Unknown.
//
// AWS operations: SimulatePrincipalPolicy, else ListAttachedUserPolicies.
func (c *Client) MayChangePassword(ctx context.Context, user User) (Known, error) {
	out, err := call(ctx, c.api().SimulatePrincipalPolicy, &iam.SimulatePrincipalPolicyInput{
		PolicySourceArn: aws.String(user.ARN),
		ActionNames:     []string{changePassword},
		ResourceArns:    []string{user.ARN},
		// Whether AWS works out by itself what ${aws:username} in the managed policy stands for, it does not say.
		ContextEntries: []types.ContextEntry{{
			ContextKeyName: aws.String("aws:username"), ContextKeyType: types.ContextKeyTypeEnumString, ContextKeyValues: []string{user.Name},
		}},
	})
	if err == nil {
		return simulated(out.EvaluationResults), nil
	}
	if attached, listErr := c.hasChangePolicy(ctx, user.Name); listErr == nil && attached {
		return Yes, nil
	}
	return Unknown, err
}

// simulated reads the verdict on one action. A deny for want of a condition's value is no verdict.
func simulated(results []types.EvaluationResult) Known {
	if len(results) != 1 {
		return Unknown
	}
	switch r := results[0]; {
	case r.EvalDecision == types.PolicyEvaluationDecisionTypeAllowed:
		return Yes
	case len(r.MissingContextValues) > 0:
		return Unknown
	}
	return No
}

func (c *Client) hasChangePolicy(ctx context.Context, userName string) (bool, error) {
	found := false
	err := pages("ListAttachedUserPolicies", func(marker *string) (*string, bool, error) {
		out, err := call(ctx, c.api().ListAttachedUserPolicies, &iam.ListAttachedUserPoliciesInput{
			UserName: aws.String(userName), Marker: marker,
		})
		if err != nil {
			return nil, false, err
		}
		for _, p := range out.AttachedPolicies {
			found = found || strings.HasSuffix(aws.ToString(p.PolicyArn), ":iam::aws:policy/"+changePolicyName)
		}
		return out.Marker, out.IsTruncated, nil
	})
	return found, err
}

// AttachChangePasswordPolicy attaches the managed policy IAMUserChangePassword of a partition to a user. Where it is
// attached already, nothing changes.
//
// AWS operation: AttachUserPolicy.
func (c *Client) AttachChangePasswordPolicy(ctx context.Context, userName, partition string) error {
	return c.change(ctx, change{operation: "AttachUserPolicy", user: userName, object: changePolicyName}, func(ctx context.Context) error {
		_, err := call(ctx, c.api().AttachUserPolicy, &iam.AttachUserPolicyInput{
			UserName: aws.String(userName), PolicyArn: aws.String(changePolicyARN(partition)),
		})
		return err
	})
}
