package iamclient

import (
	"context"
	"errors"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	awsarn "github.com/aws/aws-sdk-go-v2/aws/arn"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"
)

// errNotTold tells that AWS does not say what a principal may do.
var errNotTold = errors.New("it cannot be told what the principal may do")

// MayChange counts the operations that change something which the policies of the caller, identity, allow on any resource.
// The root user may make all of them. Policies that allow them on some users only do not count. An error tells that it
// cannot be told: the caller may not simulate policies, or is a role whose path is not known.
//
// AWS operation: SimulatePrincipalPolicy, which changes nothing.
func (c *Client) MayChange(ctx context.Context, identity Identity) (int, error) {
	var actions []string
	for operation := OpUpdateLoginProfile; int(operation) < len(operations); operation++ {
		actions = append(actions, operation.Action())
	}
	if identity.Root() {
		return len(actions), nil
	}
	err := errNotTold
	for _, source := range policySources(identity, c.Endpoint().Region) {
		var out *iam.SimulatePrincipalPolicyOutput
		if out, err = call(ctx, c, api.SimulatePrincipalPolicy, &iam.SimulatePrincipalPolicyInput{PolicySourceArn: aws.String(source), ActionNames: actions}); err != nil {
			continue
		}
		allowed := 0
		for _, r := range out.EvaluationResults {
			if r.EvalDecision == types.PolicyEvaluationDecisionTypeAllowed {
				allowed++
			}
		}
		return allowed, nil
	}
	return 0, err
}

// policySources are what the principal of a caller can be called: a user is its own ARN; a session tells its role's name, and
// not the path, which that of IAM Identity Center has.
func policySources(identity Identity, region string) []string {
	parsed, err := awsarn.Parse(identity.ARN)
	if err != nil {
		return nil
	}
	if identity.UserName != "" {
		return []string{identity.ARN}
	}
	kind, rest, _ := strings.Cut(parsed.Resource, "/")
	name, _, _ := strings.Cut(rest, "/")
	if kind != "assumed-role" || name == "" {
		return nil
	}
	role := "arn:" + parsed.Partition + ":iam::" + parsed.AccountID + ":role/"
	if !strings.HasPrefix(name, "AWSReservedSSO_") {
		return []string{role + name}
	}
	const center = "aws-reserved/sso.amazonaws.com/"
	return []string{role + center + region + "/" + name, role + center + name}
}
