package iamclient

import (
	"context"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	awsarn "github.com/aws/aws-sdk-go-v2/aws/arn"
	"github.com/aws/aws-sdk-go-v2/service/sts"
)

// Identity is the principal that the credentials belong to.
type Identity struct {
	Account   string // 12 digits
	ARN       string
	Partition string // "aws", "aws-cn", "aws-us-gov", …
	// Name is the principal within its account, without its kind: "helpdesk/alice", "Admin/alice@example.com", "root".
	Name string
	// UserName is set where the principal is an IAM user: the name without the path.
	UserName string
}

// Same tells whether both are one principal of one account. Two sessions of one role are one where tools made up the names
// of both, as with each new assume-role. Any other name may tell two people apart who have the same role, as it always does
// for IAM Identity Center: then they are not the same.
func (i Identity) Same(other Identity) bool {
	return i.principal() == other.principal() && i.Account == other.Account
}

// Root tells whether the identity is the account's root user: nothing that IAM says limits it, and it has no login
// profile.
func (i Identity) Root() bool { return strings.HasSuffix(i.ARN, ":root") }

// IsUser tells whether the identity is the IAM user of that name. IAM's names are unique without regard to case.
func (i Identity) IsUser(name string) bool {
	return i.UserName != "" && strings.EqualFold(i.UserName, name)
}

func (s *session) identity(ctx context.Context) (Identity, error) {
	now, err := s.ask(ctx)
	if err != nil {
		return Identity{}, err
	}
	s.callers.known.Store(&now)
	return now.Identity, nil
}

// ask asks whose the credentials are, and does not change who is known to be the caller.
func (s *session) ask(ctx context.Context) (caller, error) {
	log := &attemptLog{}
	out, err := s.sts.GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{}, func(o *sts.Options) {
		s.follow(log, &o.Retryer, &o.Credentials, &o.APIOptions)
	})
	if err != nil {
		return caller{}, classify(err, log)
	}
	now := caller{parseIdentity(aws.ToString(out.Account), aws.ToString(out.Arn)), log.signedBy()}
	s.callers.latest.Store(&now)
	return now, nil
}

func parseIdentity(account, arn string) Identity {
	identity := Identity{Account: account, ARN: arn, Partition: "aws", Name: arn}
	parsed, err := awsarn.Parse(arn)
	if err != nil {
		return identity
	}
	identity.Partition = parsed.Partition
	identity.Name = parsed.Resource
	kind, name, ok := strings.Cut(parsed.Resource, "/")
	if ok {
		identity.Name = name
	}
	if kind == "user" {
		identity.UserName = name[strings.LastIndexByte(name, '/')+1:]
	}
	return identity
}
