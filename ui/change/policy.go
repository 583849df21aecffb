package change

import (
	"context"
	"errors"
	"time"

	"iampasswd/iamclient"
)

// Policy is a change of an account's password policy, from what was read to what it is to be: the AWS default where the
// account's own policy is deleted.
type Policy struct{ From, To iamclient.Policy }

// PolicyError tells how a change of the policy ended where AWS had to be asked what the policy is.
type PolicyError struct {
	Now  iamclient.Policy // what is in force
	Sent error            // of the request, where one was sent; nil: Now is not what the change was made from
}

func (e *PolicyError) Error() string {
	if e.Sent != nil {
		return e.Sent.Error()
	}
	return "the policy has changed in the meantime"
}

func (e *PolicyError) Unwrap() error { return e.Sent }

// readTime bounds reading the policy, retries and all.
const readTime = 2 * time.Minute

// ReadPolicy reads the account's password policy. The policy says itself where it could not be read.
//
// AWS operation: GetAccountPasswordPolicy.
func ReadPolicy(ctx context.Context, client *iamclient.Client) (iamclient.Policy, error) {
	ctx, cancel := context.WithTimeout(ctx, readTime)
	defer cancel()
	policy, err := client.PasswordPolicy(ctx)
	if err == nil && !policy.Verified() {
		err = errors.New("AWS answered without the policy")
	}
	return policy, err
}

// replace changes the policy where it still is what the change was made from. It returns what is in force then, nil where
// that is not known: it reads before it sends, and again where the answer got lost.
func (p *Policy) replace(ctx context.Context, sequence *iamclient.Sequence) (*iamclient.Policy, error) {
	now, err := ReadPolicy(ctx, sequence.Client())
	switch {
	case err != nil:
		return nil, err
	case now == p.To: // as an earlier try left it, or somebody else
		return &now, nil
	case now != p.From:
		return &now, &PolicyError{Now: now}
	}
	_, err = sequence.Make(ctx, p.request())
	if err == nil {
		return &p.To, nil
	}
	if !iamclient.MayHaveSucceeded(err) && iamclient.KindOf(err) != iamclient.KindNoSuchEntity {
		return nil, err
	}
	now, unread := ReadPolicy(context.WithoutCancel(ctx), sequence.Client()) // ctx may have been what lost the answer
	switch {
	case unread != nil:
		return nil, err
	case now == p.To:
		return &now, nil
	}
	return &now, &PolicyError{Now: now, Sent: err}
}

// request makes the new policy the account's.
func (p *Policy) request() iamclient.Change {
	if p.To.Source == iamclient.PolicyDefault {
		return iamclient.DeleteAccountPasswordPolicy()
	}
	return iamclient.UpdateAccountPasswordPolicy(p.To.Update())
}
