package iamclient

import (
	"context"
	"sync/atomic"

	"github.com/aws/aws-sdk-go-v2/service/iam"
)

// api is the part of the SDK's IAM client that is used: one method for each permission that iampasswd can need.
type api interface {
	ListUsers(context.Context, *iam.ListUsersInput, ...func(*iam.Options)) (*iam.ListUsersOutput, error)
	GetUser(context.Context, *iam.GetUserInput, ...func(*iam.Options)) (*iam.GetUserOutput, error)
	CreateLoginProfile(context.Context, *iam.CreateLoginProfileInput, ...func(*iam.Options)) (*iam.CreateLoginProfileOutput, error)
	UpdateLoginProfile(context.Context, *iam.UpdateLoginProfileInput, ...func(*iam.Options)) (*iam.UpdateLoginProfileOutput, error)
	ChangePassword(context.Context, *iam.ChangePasswordInput, ...func(*iam.Options)) (*iam.ChangePasswordOutput, error)
	UpdateAccountPasswordPolicy(context.Context, *iam.UpdateAccountPasswordPolicyInput, ...func(*iam.Options)) (*iam.UpdateAccountPasswordPolicyOutput, error)
	DeleteAccountPasswordPolicy(context.Context, *iam.DeleteAccountPasswordPolicyInput, ...func(*iam.Options)) (*iam.DeleteAccountPasswordPolicyOutput, error)
	GetAccountPasswordPolicy(context.Context, *iam.GetAccountPasswordPolicyInput, ...func(*iam.Options)) (*iam.GetAccountPasswordPolicyOutput, error)
	GetLoginProfile(context.Context, *iam.GetLoginProfileInput, ...func(*iam.Options)) (*iam.GetLoginProfileOutput, error)
	DeleteLoginProfile(context.Context, *iam.DeleteLoginProfileInput, ...func(*iam.Options)) (*iam.DeleteLoginProfileOutput, error)
	ListGroupsForUser(context.Context, *iam.ListGroupsForUserInput, ...func(*iam.Options)) (*iam.ListGroupsForUserOutput, error)
	ListMFADevices(context.Context, *iam.ListMFADevicesInput, ...func(*iam.Options)) (*iam.ListMFADevicesOutput, error)
	DeactivateMFADevice(context.Context, *iam.DeactivateMFADeviceInput, ...func(*iam.Options)) (*iam.DeactivateMFADeviceOutput, error)
	ResyncMFADevice(context.Context, *iam.ResyncMFADeviceInput, ...func(*iam.Options)) (*iam.ResyncMFADeviceOutput, error)
	DeleteVirtualMFADevice(context.Context, *iam.DeleteVirtualMFADeviceInput, ...func(*iam.Options)) (*iam.DeleteVirtualMFADeviceOutput, error)
	ListAccessKeys(context.Context, *iam.ListAccessKeysInput, ...func(*iam.Options)) (*iam.ListAccessKeysOutput, error)
	UpdateAccessKey(context.Context, *iam.UpdateAccessKeyInput, ...func(*iam.Options)) (*iam.UpdateAccessKeyOutput, error)
	GetAccessKeyLastUsed(context.Context, *iam.GetAccessKeyLastUsedInput, ...func(*iam.Options)) (*iam.GetAccessKeyLastUsedOutput, error)
	ListServiceSpecificCredentials(context.Context, *iam.ListServiceSpecificCredentialsInput, ...func(*iam.Options)) (*iam.ListServiceSpecificCredentialsOutput, error)
	UpdateServiceSpecificCredential(context.Context, *iam.UpdateServiceSpecificCredentialInput, ...func(*iam.Options)) (*iam.UpdateServiceSpecificCredentialOutput, error)
	ListAttachedUserPolicies(context.Context, *iam.ListAttachedUserPoliciesInput, ...func(*iam.Options)) (*iam.ListAttachedUserPoliciesOutput, error)
	AttachUserPolicy(context.Context, *iam.AttachUserPolicyInput, ...func(*iam.Options)) (*iam.AttachUserPolicyOutput, error)
	SimulatePrincipalPolicy(context.Context, *iam.SimulatePrincipalPolicyInput, ...func(*iam.Options)) (*iam.SimulatePrincipalPolicyOutput, error)
	GetUserPolicy(context.Context, *iam.GetUserPolicyInput, ...func(*iam.Options)) (*iam.GetUserPolicyOutput, error)
	PutUserPolicy(context.Context, *iam.PutUserPolicyInput, ...func(*iam.Options)) (*iam.PutUserPolicyOutput, error)
	DeleteUserPolicy(context.Context, *iam.DeleteUserPolicyInput, ...func(*iam.Options)) (*iam.DeleteUserPolicyOutput, error)
	GenerateCredentialReport(context.Context, *iam.GenerateCredentialReportInput, ...func(*iam.Options)) (*iam.GenerateCredentialReportOutput, error)
	GetCredentialReport(context.Context, *iam.GetCredentialReportInput, ...func(*iam.Options)) (*iam.GetCredentialReportOutput, error)
	ListAccountAliases(context.Context, *iam.ListAccountAliasesInput, ...func(*iam.Options)) (*iam.ListAccountAliasesOutput, error)
}

// Client calls IAM and STS for one account. It is safe for concurrent use.
//
// The error of a method is an *[Error]. What kinds it can be of is the same for all methods; a method's comment names
// those that mean something particular there. A request is tried three times, or as often as the AWS settings say, and
// each attempt has 30 seconds.
type Client struct {
	opts     Options
	started  Options // those of the first client, where this one was made by [Client.ForProfile]
	roles    *roles
	session  atomic.Pointer[session]
	verified *verifications // by this client, or by the one that this one reads and changes for
	author   *author        // of the Sequence that this client reads for; nil: it reads for none
	assumed  *assumed       // by which role another client's credentials are used; nil: it has credentials of its own
	planned  *allowance     // the session for the changes of a plan; nil: there is no plan
	general  *Client        // that [Client.ForPlan] made this one of; nil: there is no plan
}

// New returns a client for the account that opts lead to. It reads the shared configuration but makes no request:
// an error is one that can be told at once, [UnknownProfileError], [EndpointError] and [ErrNoCredentials] among them.
func New(ctx context.Context, opts Options) (*Client, error) {
	opts.inUse, opts.pace = new(secretsInUse), new(pace)
	return newClient(ctx, &Client{opts: opts, started: opts, roles: newRoles()})
}

func newClient(ctx context.Context, c *Client) (*Client, error) {
	s, err := openSession(ctx, c.opts, &assuming{roles: c.roles})
	if err != nil {
		return nil, err
	}
	c.session.Store(s)
	c.verified = new(verifications)
	return c, nil
}

// Endpoint returns what the client talks to.
func (c *Client) Endpoint() Endpoint { return c.session.Load().endpoint }

// apiOperation is a method of the SDK's client: api.GetUser, for example.
type apiOperation[In, Out any] = func(api, context.Context, *In, ...func(*iam.Options)) (*Out, error)

// call makes one request that reads, retries and all, and turns its error into an *[Error].
func call[In, Out any](ctx context.Context, c *Client, operation apiOperation[In, Out], in *In) (*Out, error) {
	return callLogged(ctx, c.session.Load(), &attemptLog{author: c.author}, operation, in)
}

// callLogged notes in the log what becomes of the request.
func callLogged[In, Out any](ctx context.Context, s *session, log *attemptLog, operation apiOperation[In, Out], in *In) (*Out, error) {
	out, err := operation(s.iam, ctx, in, func(o *iam.Options) {
		s.follow(log, &o.Retryer, &o.Credentials, &o.APIOptions)
	})
	if err != nil {
		return nil, classify(err, log)
	}
	return out, nil
}
