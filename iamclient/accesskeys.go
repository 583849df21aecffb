package iamclient

import (
	"context"
	"sync"
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
	// LastUsed is when it was last used; zero: never. [Client.Access] reads it for the active keys; for others it is nil.
	LastUsed *Read[time.Time]
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
			keys = append(keys, AccessKey{
				ID: aws.ToString(k.AccessKeyId), Active: k.Status == types.StatusTypeActive, Created: aws.ToTime(k.CreateDate),
			})
		}
		return page{len(out.AccessKeyMetadata), out.Marker, out.IsTruncated}, nil
	})
	return keys, err
}

// accessKeysWithUse reads a user's access keys, and when the active ones were last used.
func (c *Client) accessKeysWithUse(ctx context.Context, userName string) ([]AccessKey, error) {
	keys, err := c.AccessKeys(ctx, userName)
	var all sync.WaitGroup
	for i := range keys {
		if keys[i].Active {
			all.Go(func() { keys[i].LastUsed = new(reading(c.accessKeyLastUsed(ctx, keys[i].ID))) })
		}
	}
	all.Wait()
	return keys, err
}

// accessKeyLastUsed reads when an access key was last used; the zero time where it never was.
//
// AWS operation: GetAccessKeyLastUsed.
func (c *Client) accessKeyLastUsed(ctx context.Context, id string) (time.Time, error) {
	out, err := call(ctx, c, api.GetAccessKeyLastUsed, &iam.GetAccessKeyLastUsedInput{AccessKeyId: aws.String(id)})
	if err != nil || out.AccessKeyLastUsed == nil {
		return time.Time{}, err
	}
	return aws.ToTime(out.AccessKeyLastUsed.LastUsedDate), nil
}
