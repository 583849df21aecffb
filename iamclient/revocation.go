package iamclient

import (
	"context"
	"encoding/json"
	"net/url"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
)

// revocation is the inline policy that revokes a user's sessions: it denies everything to a request that is signed with temporary credentials from before a
// time. Requests with an access key have no such time, and are not touched.
type revocation struct {
	Version   string
	Statement []revocationStatement
}

type revocationStatement struct {
	Effect    string
	Action    []string
	Resource  []string
	Condition revocationCondition
}

type revocationCondition struct {
	DateLessThan map[string]string
}

const tokenIssueTime = "aws:TokenIssueTime"

// ClockSkew is by how much AWS's clock is ahead of this machine's, negative where it is behind, by AWS's latest answer; 0
// before the first. [RevokeSessions] goes by AWS's clock.
func (c *Client) ClockSkew() time.Duration { return time.Duration(c.session.Load().skew.Load()) }

// revocationDocument is the policy that revokes the sessions that have begun until now, which is the time by AWS's clock.
func revocationDocument(now time.Time) string {
	// The clock is told in whole seconds, and so is the revocation: both are rounded up, that no session slips through.
	before := now.Truncate(time.Second).Add(2 * time.Second)
	document, err := json.Marshal(revocation{"2012-10-17", []revocationStatement{{
		Effect: "Deny", Action: []string{"*"}, Resource: []string{"*"},
		Condition: revocationCondition{map[string]string{tokenIssueTime: before.UTC().Format(time.RFC3339)}},
	}}})
	if err != nil {
		panic(err) // there is nothing in it that cannot be written
	}
	return string(document)
}

// Revocation reads from when on a user's sessions are not revoked; the zero time where none are.
//
// AWS operation: GetUserPolicy.
func (c *Client) Revocation(ctx context.Context, userName string) (time.Time, error) {
	out, err := call(ctx, c, api.GetUserPolicy, &iam.GetUserPolicyInput{
		UserName: aws.String(userName), PolicyName: aws.String(revocationPolicy),
	})
	switch {
	case KindOf(err) == KindNoSuchEntity:
		return time.Time{}, nil
	case err != nil:
		return time.Time{}, err
	}
	return revokedBefore(aws.ToString(out.PolicyDocument)), nil
}

// revokedBefore reads the time from the policy's document, as far as it is by anybody's hand the policy that revokes
// sessions; the zero time where it is not.
func revokedBefore(document string) time.Time {
	plain, err := url.PathUnescape(document)
	if err != nil {
		return time.Time{}
	}
	var policy struct {
		Statement []struct {
			Effect    string
			Condition map[string]map[string]any
		}
	}
	if json.Unmarshal([]byte(plain), &policy) != nil {
		return time.Time{}
	}
	var latest time.Time
	for _, s := range policy.Statement {
		text, _ := s.Condition["DateLessThan"][tokenIssueTime].(string)
		if before, err := time.Parse(time.RFC3339, text); err == nil && s.Effect == "Deny" && before.After(latest) {
			latest = before
		}
	}
	return latest
}
