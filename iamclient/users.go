package iamclient

import (
	"context"
	"errors"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"
)

// The sizes of the pages that users are listed in: the first is small, so that it comes at once; the others are the
// most that IAM gives.
const (
	FirstPage = 100
	FullPage  = 1000
)

// Users reads one page of the account's users: from the start where marker is "", at most limit (1 to 1,000) of them.
// The answer may be shorter than limit, or empty, although there is more; next is "" at the end only. A [Listing] tells
// when there is no end. observe is told of the progress, on the caller's goroutine; it may be nil.
//
// AWS operation: ListUsers.
func (c *Client) Users(
	ctx context.Context, marker string, limit int32, observe func(Progress),
) (users []User, next string, err error) {
	in := &iam.ListUsersInput{MaxItems: aws.Int32(limit)}
	if marker != "" {
		in.Marker = aws.String(marker)
	}
	out, err := callLogged(ctx, c.session.Load(), &attemptLog{observe: observe}, api.ListUsers, in)
	if err != nil {
		return nil, "", err
	}
	users = make([]User, len(out.Users))
	for i := range out.Users {
		if users[i] = toUser(&out.Users[i]); !users[i].plausible() {
			return nil, "", foreignUser("ListUsers")
		}
	}
	if !out.IsTruncated {
		return users, "", nil
	}
	if next = aws.ToString(out.Marker); next == "" || next == marker {
		return nil, "", brokenList("ListUsers", "it says that there is more, and not where")
	}
	return users, next, nil
}

// User reads one user. [KindNoSuchUser] where there is none of that name.
//
// AWS operation: GetUser.
func (c *Client) User(ctx context.Context, name string) (User, error) {
	out, err := call(ctx, c, api.GetUser, &iam.GetUserInput{UserName: aws.String(name)})
	if err != nil {
		if e, ok := errors.AsType[*Error](err); ok && e.Kind == KindNoSuchEntity {
			e.Kind = KindNoSuchUser
		}
		return User{}, err
	}
	if out.User == nil {
		return User{Name: name}, nil
	}
	user := toUser(out.User)
	if !user.plausible() {
		return User{}, foreignUser("GetUser")
	}
	return user, nil
}

// plausible tells whether what is known of a user is as long as IAM allows: a longer answer is not IAM's, and
// what was cut off could name another user.
func (u User) plausible() bool {
	for _, t := range u.Tags {
		if len(t.Key) > 4*128 || len(t.Value) > 4*256 {
			return false
		}
	}
	return len(u.Name) <= 4*128 && len(u.Path) <= 512 && len(u.ARN) <= 2048 && len(u.ID) <= 128 && len(u.Tags) <= 1000
}

func foreignUser(operation string) error {
	return &Error{Kind: KindServer, Op: operation, Attempts: 1, Message: "the answer has a user with a name, a path or tags longer than IAM allows"}
}

func toUser(u *types.User) User {
	var tags []Tag
	for _, t := range u.Tags {
		tags = append(tags, Tag{aws.ToString(t.Key), aws.ToString(t.Value)})
	}
	return User{
		Tags:       tags,
		Name:       aws.ToString(u.UserName),
		Path:       aws.ToString(u.Path),
		ARN:        aws.ToString(u.Arn),
		ID:         aws.ToString(u.UserId),
		Created:    aws.ToTime(u.CreateDate),
		LastSignIn: aws.ToTime(u.PasswordLastUsed),
	}
}
