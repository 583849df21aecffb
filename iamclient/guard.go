package iamclient

import (
	"context"
	"errors"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws/arn"

	"iampasswd/iamclient/rails"
)

// Rails are the guard rails that the client keeps to; nil where there are none.
func (c *Client) Rails() *rails.Rails { return c.opts.Rails }

// Refusal is the error with which the guard rails refuse a change, of [KindGuarded], after reading what they have to know
// of the user; nil where they do not. Nothing is changed.
//
// AWS operations: GetUser, ListGroupsForUser and ListMFADevices, as far as the rules ask for them.
func (c *Client) Refusal(ctx context.Context, what Change, reason string) error {
	return c.guard(ctx, what, reason, false)
}

// guard refuses what the guard rails refuse. What they have to know of the user it reads, and where that may not be read,
// it refuses too.
func (c *Client) guard(ctx context.Context, what Change, reason string, earlierUnknown bool) error {
	in := c.opts.Rails
	refused := func(err error) error {
		return &Error{Kind: KindGuarded, Op: what.Operation.String(), Message: err.Error(), EarlierMayHaveSucceeded: earlierUnknown, err: err}
	}
	if err := in.Refuse(what.Guarded(reason)); err != nil {
		return refused(err)
	}
	if what.User == "" {
		return nil
	}
	who := rails.Subject{Name: what.User}
	for _, need := range []struct {
		asked  bool
		action string
		read   func() error
	}{
		{in.AsksForUser(), "iam:GetUser", func() error { return c.describe(ctx, &who) }},
		{in.AsksForGroups(), "iam:ListGroupsForUser", func() (err error) { who.Groups, err = c.Groups(ctx, what.User); return err }},
	} {
		if !need.asked {
			continue
		}
		err := need.read()
		if _, vague := errors.AsType[*rails.RefusedError](err); vague {
			return refused(err)
		}
		switch {
		case KindOf(err) == KindDenied:
			return refused(&rails.RefusedError{Setting: "protected", Why: "it cannot be told whether " + what.User +
				" is protected, for you lack " + need.action + "; while there is such a guard rail, that is refused too"})
		case err != nil:
			return err
		}
	}
	if err := in.Protects(who); err != nil {
		return refused(err)
	}
	err := c.guardCaller(ctx, what, reason)
	if _, unverified := errors.AsType[*rails.RefusedError](err); unverified {
		return refused(err)
	}
	return err
}

// describe reads a user's path and tags. An answer that does not describe that user is an error: a guard rail cannot be
// kept by it.
func (c *Client) describe(ctx context.Context, who *rails.Subject) error {
	user, err := c.User(ctx, who.Name)
	switch {
	case err != nil:
		return err
	case !user.isWhole(who.Name):
		return &rails.RefusedError{Setting: "protected", Why: "it cannot be told whether " + who.Name +
			" is protected, because AWS's answer to GetUser does not describe that user"}
	}
	who.Path = user.Path
	for _, t := range user.Tags {
		who.Tags = append(who.Tags, rails.Tag(t))
	}
	return nil
}

// isWhole tells whether this is the user of that name, with a path, and an ARN that agrees with both.
func (u User) isWhole(name string) bool {
	parsed, err := arn.Parse(u.ARN)
	return strings.EqualFold(u.Name, name) && strings.HasPrefix(u.Path, "/") && strings.HasSuffix(u.Path, "/") &&
		err == nil && parsed.Resource == "user"+u.Path+u.Name
}
