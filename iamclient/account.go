package iamclient

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/service/iam"
)

// Identity reads whose credentials the client has.
//
// AWS operation: STS GetCallerIdentity.
func (c *Client) Identity(ctx context.Context) (Identity, error) {
	return c.session.Load().identity(ctx)
}

// AccountAlias reads the account's alias, "" where it has none.
//
// AWS operation: ListAccountAliases.
func (c *Client) AccountAlias(ctx context.Context) (string, error) {
	out, err := call(ctx, c, api.ListAccountAliases, &iam.ListAccountAliasesInput{})
	if err != nil || len(out.AccountAliases) == 0 {
		return "", err
	}
	return out.AccountAliases[0], nil
}

// signInDomains are the domains of the sign-in pages, by partition.
var signInDomains = map[string]string{
	"aws":        "signin.aws.amazon.com",
	"aws-cn":     "signin.amazonaws.cn",
	"aws-us-gov": "signin.amazonaws-us-gov.com",
	"aws-eusc":   "signin.amazonaws-eusc.eu",
	"aws-iso":    "signin.c2shome.ic.gov",
	"aws-iso-b":  "signin.sc2shome.sgov.gov",
	"aws-iso-e":  "signin.csphome.adc-e.uk",
	"aws-iso-f":  "signin.csphome.hci.ic.gov",
}

// SignInURL is the address of the account's sign-in page for IAM users: by alias, or by the 12 digits where alias is
// empty. It is empty for a partition that is not known, or an account that is not.
func SignInURL(identity Identity, alias string) string {
	domain, name := signInDomains[identity.Partition], alias
	if name == "" {
		name = identity.Account
	}
	if domain == "" || name == "" {
		return ""
	}
	return "https://" + name + "." + domain + "/console"
}
