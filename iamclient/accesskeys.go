package iamclient

import (
	"context"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"
)

// AccessKey is a long-term key of a user, which works whatever becomes of the password.
type AccessKey struct {
	ID      string
	Active  bool
	Created time.Time
}

// AccessKeys reads a user's access keys, the inactive too.
//
// AWS operation: ListAccessKeys.
func (c *Client) AccessKeys(ctx context.Context, userName string) ([]AccessKey, error) {
	var keys []AccessKey
	err := pages("ListAccessKeys", func(marker *string) (page, error) {
		out, err := call(ctx, c, api.ListAccessKeys, &iam.ListAccessKeysInput{UserName: aws.String(userName), Marker: marker})
		if err != nil {
			return page{}, err
		}
		for _, k := range out.AccessKeyMetadata {
			keys = append(keys, AccessKey{aws.ToString(k.AccessKeyId), k.Status == types.StatusTypeActive, aws.ToTime(k.CreateDate)})
		}
		return page{len(out.AccessKeyMetadata), out.Marker, out.IsTruncated}, nil
	})
	return keys, err
}
