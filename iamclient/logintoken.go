package iamclient

import (
	"context"
	"encoding/json"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials/logincreds"

	"iampasswd/iamclient/files"
	"iampasswd/iamclient/internal/dates"
)

// datedLogin gets credentials that `aws login` has left with a date which only the AWS CLI can read. The SDK can then not
// read the file at all. Every other file is the SDK's to use, and to renew.
type datedLogin struct {
	*logincreds.Provider
	file string
}

// Retrieve reads the file.
//
// AWS operation: Signin CreateOAuth2Token, where the SDK renews the credentials.
func (d datedLogin) Retrieve(ctx context.Context) (aws.Credentials, error) {
	if creds, ok := d.cached(); ok {
		return creds, nil
	}
	return d.Provider.Retrieve(ctx)
}

// cached reads the credentials, where their date is one that the SDK cannot read and that is to come.
func (d datedLogin) cached() (aws.Credentials, bool) {
	text, err := files.Read(d.file, mostToken)
	if err != nil {
		return aws.Credentials{}, false
	}
	defer clear(text)
	var token struct {
		AccessToken struct{ AccessKeyID, SecretAccessKey, SessionToken, AccountID, ExpiresAt string }
	}
	if json.Unmarshal(text, &token) != nil {
		return aws.Credentials{}, false
	}
	found := token.AccessToken
	if _, err := time.Parse(time.RFC3339, found.ExpiresAt); err == nil {
		return aws.Credentials{}, false
	}
	expires, err := dates.Parse(found.ExpiresAt, time.Local)
	creds := aws.Credentials{
		AccessKeyID: found.AccessKeyID, SecretAccessKey: found.SecretAccessKey, SessionToken: found.SessionToken, AccountID: found.AccountID,
		Source: logincreds.ProviderName, CanExpire: true, Expires: expires,
	}
	return creds, err == nil && expires.After(time.Now()) && creds.HasKeys() && creds.SessionToken != ""
}
