package iamclient

import (
	"context"
	"encoding/json"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sso"

	"iampasswd/iamclient/files"
	"iampasswd/iamclient/internal/dates"
)

// mostToken is the largest token file of IAM Identity Center that is read, in bytes; they have about 3,000.
const mostToken = 1 << 20

// datedToken gets credentials with a cached token of IAM Identity Center whose date only the AWS CLI can read, as of some
// of its versions: the SDK calls such a token expired. Every other token is the SDK's to use.
type datedToken struct {
	aws.CredentialsProvider
	file          string
	client        *sso.Client
	account, role string
}

// ProviderSources says what kind of credentials these are.
func (d datedToken) ProviderSources() []aws.CredentialSource {
	if chain, ok := d.CredentialsProvider.(aws.CredentialProviderSource); ok {
		return chain.ProviderSources()
	}
	return nil
}

// Retrieve asks for the credentials of the role.
//
// AWS operation: SSO GetRoleCredentials.
func (d datedToken) Retrieve(ctx context.Context) (aws.Credentials, error) {
	token, ok := d.token()
	if !ok {
		return d.CredentialsProvider.Retrieve(ctx)
	}
	out, err := d.client.GetRoleCredentials(ctx, &sso.GetRoleCredentialsInput{AccessToken: &token, AccountId: &d.account, RoleName: &d.role})
	if err != nil {
		return aws.Credentials{}, err
	}
	if out.RoleCredentials == nil {
		return aws.Credentials{}, errForeignAnswer
	}
	return aws.Credentials{
		AccessKeyID: aws.ToString(out.RoleCredentials.AccessKeyId), SecretAccessKey: aws.ToString(out.RoleCredentials.SecretAccessKey),
		SessionToken: aws.ToString(out.RoleCredentials.SessionToken), AccountID: d.account, Source: "sso",
		CanExpire: true, Expires: time.UnixMilli(out.RoleCredentials.Expiration).UTC(),
	}, nil
}

// token reads the token, where its date is one that the SDK cannot read and that is to come.
func (d datedToken) token() (string, bool) {
	text, err := files.Read(d.file, mostToken)
	if err != nil {
		return "", false
	}
	var cached struct{ AccessToken, ExpiresAt string }
	if json.Unmarshal(text, &cached) != nil || cached.AccessToken == "" {
		return "", false
	}
	if _, err := time.Parse(time.RFC3339, cached.ExpiresAt); err == nil {
		return "", false
	}
	expires, err := dates.Parse(cached.ExpiresAt, time.Local)
	return cached.AccessToken, err == nil && expires.After(time.Now())
}
