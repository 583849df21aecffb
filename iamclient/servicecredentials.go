package iamclient

import (
	"cmp"
	"context"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"
)

// ServiceCredential is a credential of a user for one service alone, such as Git credentials for CodeCommit or an API key
// for Bedrock. It works whatever becomes of the password and of the access keys.
type ServiceCredential struct {
	ID      string
	Service string // as AWS calls it: codecommit.amazonaws.com
	Name    string // by which the service knows the user; empty where AWS does not tell
	Active  bool   // not inactive, nor expired
	Created time.Time
}

// ServiceCredentials reads a user's service-specific credentials, the inactive too.
//
// AWS operation: ListServiceSpecificCredentials.
func (c *Client) ServiceCredentials(ctx context.Context, userName string) ([]ServiceCredential, error) {
	var all []ServiceCredential
	err := pages("ListServiceSpecificCredentials", func(marker *string) (page, error) {
		out, err := call(ctx, c, api.ListServiceSpecificCredentials, &iam.ListServiceSpecificCredentialsInput{
			UserName: aws.String(userName), Marker: marker,
		})
		if err != nil {
			return page{}, err
		}
		for _, s := range out.ServiceSpecificCredentials {
			all = append(all, ServiceCredential{
				ID: aws.ToString(s.ServiceSpecificCredentialId), Service: aws.ToString(s.ServiceName),
				Name:   cmp.Or(aws.ToString(s.ServiceUserName), aws.ToString(s.ServiceCredentialAlias)),
				Active: s.Status == types.StatusTypeActive, Created: aws.ToTime(s.CreateDate),
			})
		}
		return page{len(out.ServiceSpecificCredentials), out.Marker, out.IsTruncated}, nil
	})
	return all, err
}
