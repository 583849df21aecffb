package iamclient

import (
	"context"
	"sync"
	"time"
)

// Access is what decides whether a user can sign in to the console, read live. What the caller may not read has an error
// in its place.
type Access struct {
	User    Read[User]          // with the tags
	Profile Read[*LoginProfile] // nil: no console password
	Devices Read[[]MFADevice]
	Groups  Read[[]string]
	Keys    Read[[]AccessKey]
	// Attached are the managed policies of the user itself; those of the groups are not among them.
	Attached Read[[]AttachedPolicy]
	// ServiceCredentials are those for one service each, the inactive too.
	ServiceCredentials Read[[]ServiceCredential]
	// MayChange is what the user's policies say of iam:ChangePassword. The account's password policy can allow it, too.
	MayChange Read[OwnPassword]
	// Revoked is the time before which the user's sessions are revoked; zero: they are not.
	Revoked Read[time.Time]

	At time.Time // when all this was read
}

// Access reads everything at the same time that decides whether a user can sign in. Where user has no ARN, as when the
// name was typed, GetUser is asked first.
//
// AWS operations: GetUser, GetLoginProfile, ListMFADevices, ListGroupsForUser, ListAccessKeys, GetAccessKeyLastUsed,
// ListServiceSpecificCredentials, GetUserPolicy, ListAttachedUserPolicies, SimulatePrincipalPolicy.
func (c *Client) Access(ctx context.Context, user User) Access {
	var a Access
	if user.ARN == "" {
		if a.User = reading(c.User(ctx, user.Name)); a.User.Err == nil {
			user = a.User.Value
		}
	}
	var all sync.WaitGroup
	if a.User.Value.ARN == "" && a.User.Err == nil {
		all.Go(func() { a.User = reading(c.User(ctx, user.Name)) })
	}
	all.Go(func() { a.Profile = reading(c.profileOrNone(ctx, user.Name)) })
	attached := sync.OnceValues(func() ([]AttachedPolicy, error) { return c.AttachedPolicies(ctx, user.Name) })
	all.Go(func() { a.Attached = reading(attached()) })
	all.Go(func() {
		a.Devices = reading(c.MFADevices(ctx, user.Name))
		mfa := Unknown
		if a.Devices.Err == nil {
			mfa = Knowing(len(a.Devices.Value) > 0)
		}
		a.MayChange = reading(c.mayChangePassword(ctx, user, mfa, attached))
	})
	all.Go(func() { a.Groups = reading(c.Groups(ctx, user.Name)) })
	all.Go(func() { a.Keys = reading(c.accessKeysWithUse(ctx, user.Name)) })
	all.Go(func() { a.ServiceCredentials = reading(c.ServiceCredentials(ctx, user.Name)) })
	all.Go(func() { a.Revoked = reading(c.Revocation(ctx, user.Name)) })
	all.Wait()
	a.At = time.Now()
	return a
}

func reading[T any](value T, err error) Read[T] { return Read[T]{value, err} }

// profileOrNone is LoginProfile, with nil for a user who has none.
func (c *Client) profileOrNone(ctx context.Context, userName string) (*LoginProfile, error) {
	profile, err := c.LoginProfile(ctx, userName)
	switch {
	case KindOf(err) == KindNoLoginProfile:
		return nil, nil
	case err != nil:
		return nil, err
	}
	return &profile, nil
}
