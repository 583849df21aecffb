package iamclient

import (
	"context"
	"errors"
	"regexp"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awsarn "github.com/aws/aws-sdk-go-v2/aws/arn"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/aws-sdk-go-v2/service/sts/types"
)

// assumed says how a client that [Client.ForRole] made gets its credentials.
type assumed struct {
	home    *Client  // whose credentials assume the role
	by      Identity // who that was when the client was made: nobody else assumes the role for it
	arn     string
	session string // the name of all its sessions, so that all are one principal
	narrow  bool   // the sessions carry session policies
	// turns has room for the requests to STS that are under way at the same time, for all roles of one home.
	turns chan struct{}
}

// The times of a session. A role that is assumed with a role's credentials has one hour at most, and each role allows that.
const (
	readingLife  = 3600            // seconds
	changingLife = 900             // seconds, the least that STS takes
	renewedAhead = 3 * time.Minute // before the end
)

// ForRole returns a client for the account of a role, which it assumes with the credentials of this one, again whenever they
// are about to expire. Whose credentials these are has to have been read: should they become another principal's, the role is
// not assumed with them. The sessions are named after that principal.
//
// Where narrow is set, AWS keeps each session to what it is for, by session policies. A session that reads has
// IAMReadOnlyAccess; a change is made in a session of its own, which may make that change to that user, and read. See
// [Client.ForPlan].
//
// No request is made. The error is an *[Error] of [KindCredentials] where this client's identity is not known.
//
// AWS operation: STS AssumeRole, when credentials are needed.
func (c *Client) ForRole(arn string, narrow bool) (*Client, error) {
	known := c.session.Load().callers.known.Load()
	if known == nil {
		return nil, &Error{Kind: KindCredentials, Op: "AssumeRole", Message: "whose credentials assume the role is not known"}
	}
	a := &assumed{home: c, by: known.Identity, arn: arn, session: sessionName(known.Identity), narrow: narrow, turns: c.roles.turns}
	other := &Client{opts: c.opts, started: c.started, roles: c.roles, verified: new(verifications), assumed: a}
	other.session.Store(a.reading())
	return other, nil
}

// notInSessionName are the characters that STS does not take in the name of a session.
var notInSessionName = regexp.MustCompile(`[^\w+=,.@-]+`)

// sessionName names a role's sessions after who assumes it, so that CloudTrail in the other account has the name.
func sessionName(by Identity) string {
	name := by.Name[strings.LastIndexByte(by.Name, '/')+1:]
	name = notInSessionName.ReplaceAllString(name, "-")
	if len(name) < 2 {
		name += "-iampasswd"
	}
	return name[:min(len(name), 64)]
}

// reading opens a session that reads. Without session policies it also makes changes.
func (a *assumed) reading() *session {
	var policies sessionPolicies
	if a.narrow {
		policies = readingPolicies(a.partition())
	}
	return a.open(policies, readingLife)
}

// open opens a session of the role. Nothing is asked until credentials are needed.
func (a *assumed) open(policies sessionPolicies, life int32) *session {
	credentials := aws.NewCredentialsCache(&roleCredentials{a, policies, life}, func(o *aws.CredentialsCacheOptions) {
		o.ExpiryWindow = renewedAhead
	})
	s := a.home.session.Load().with(credentials, a.home.opts)
	s.narrow, s.endpoint.MFADevice = len(policies.managed) > 0, "" // the home's profile has one, and the role does not
	return s
}

func (a *assumed) partition() string { return a.by.Partition }

// account is the number of the role's account.
func (a *assumed) account() string { return accountOf(a.arn) }

func accountOf(arn string) string {
	parsed, _ := awsarn.Parse(arn) // what is none has no account
	return parsed.AccountID
}

// roleCredentials are the credentials of a session of a role.
type roleCredentials struct {
	of       *assumed
	policies sessionPolicies
	life     int32
}

// Retrieve assumes the role, with whatever credentials the home has by now.
//
// AWS operations: STS AssumeRole, and GetCallerIdentity where the home has new credentials.
func (r *roleCredentials) Retrieve(ctx context.Context) (aws.Credentials, error) {
	select {
	case r.of.turns <- struct{}{}:
		defer func() { <-r.of.turns }()
	case <-ctx.Done():
		return aws.Credentials{}, ctx.Err()
	}
	out, err := r.of.assume(ctx, r.policies, r.life)
	switch {
	case err != nil:
		return aws.Credentials{}, &assumeError{r.of.arn, err}
	case out.Credentials == nil || out.Credentials.Expiration == nil || out.AssumedRoleUser == nil:
		return aws.Credentials{}, &assumeError{r.of.arn, errForeignAnswer}
	case r.of.account() != accountOf(aws.ToString(out.AssumedRoleUser.Arn)):
		return aws.Credentials{}, &assumeError{r.of.arn, errOtherAccount}
	}
	c := out.Credentials
	return aws.Credentials{
		AccessKeyID: aws.ToString(c.AccessKeyId), SecretAccessKey: aws.ToString(c.SecretAccessKey), SessionToken: aws.ToString(c.SessionToken),
		CanExpire: true, Expires: *c.Expiration, Source: "AssumeRole", AccountID: r.of.account(),
	}, nil
}

// assume makes the request, as the principal that the client was made for.
func (a *assumed) assume(ctx context.Context, policies sessionPolicies, life int32) (*sts.AssumeRoleOutput, error) {
	home := a.home.session.Load()
	if home.callers.known.Load() == nil {
		if _, err := home.identity(ctx); err != nil {
			return nil, err
		}
	}
	in := &sts.AssumeRoleInput{
		RoleArn: &a.arn, RoleSessionName: &a.session, DurationSeconds: &life,
	}
	if policies.inline != "" {
		in.Policy = &policies.inline
	}
	for _, arn := range policies.managed {
		in.PolicyArns = append(in.PolicyArns, types.PolicyDescriptorType{Arn: &arn})
	}
	log := &attemptLog{author: &author{meant: &a.by}}
	return home.sts.AssumeRole(ctx, in, func(o *sts.Options) {
		home.follow(log, &o.Retryer, &o.Credentials, &o.APIOptions)
	})
}

var errOtherAccount = errors.New("AWS answered with credentials of another account than the role's")
