package iamclient

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials/stscreds"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go"

	"iampasswd/iamclient/awsconfig"
)

// roles is what is known of assumed roles in this process, by a client and those that [Client.ForProfile] made of it.
type roles struct {
	// session names the sessions of profiles that do not name theirs. It stays the same, or the caller would be another
	// principal after every renewal.
	session string
	// turns has room for the roles that are assumed at the same time for clients of [Client.ForRole].
	turns chan struct{}

	mu   sync.Mutex
	kept map[roleKey]*sts.AssumeRoleOutput // with MFA, for their lifetime: a code works once
}

type roleKey struct{ role, device, session, externalID string }

// assumeAtOnce is how many roles are assumed at the same time with one account's credentials.
const assumeAtOnce = 16

func newRoles() *roles {
	return &roles{session: fmt.Sprintf("iampasswd-%d", time.Now().Unix()), kept: map[roleKey]*sts.AssumeRoleOutput{}, turns: make(chan struct{}, assumeAtOnce)}
}

// find returns credentials that will do for a while.
func (r *roles) find(key roleKey) (*sts.AssumeRoleOutput, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	out, ok := r.kept[key]
	return out, ok && time.Now().Add(time.Minute).Before(*out.Credentials.Expiration)
}

func (r *roles) keep(key roleKey, out *sts.AssumeRoleOutput) {
	if out.Credentials == nil || out.Credentials.Expiration == nil {
		return // the SDK refuses it
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.kept[key] = out
}

// forget drops credentials that AWS no longer takes, and tells whether there were any.
func (r *roles) forget() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	had := len(r.kept) > 0
	clear(r.kept)
	return had
}

// assuming is how one session assumes the roles of its profile.
type assuming struct {
	roles  *roles
	plan   awsconfig.Plan // of the session
	mayAsk bool           // a credential_process may use the terminal
	brief  bool           // the profile asks for sessions of a quarter of an hour, or less

	mu   sync.Mutex
	code string // of the MFA device, until it is used; empty: none was given
}

// options hooks into the SDK's provider, where it is made.
func (a *assuming) options(o *stscreds.AssumeRoleOptions) {
	o.RoleSessionName = cmp.Or(o.RoleSessionName, a.roles.session)
	// The provider asks for the code before anything else, and without a context. It is put in further on.
	o.TokenProvider = func() (string, error) { return "", nil }
	if o.SerialNumber != nil && o.Client != nil {
		o.Client = &mfaRole{o.Client, a}
	}
}

func (a *assuming) present() string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.code
}

// used drops the code: no code works twice.
func (a *assuming) used() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.code = ""
}

// asksForBriefSessions tells whether a profile wants the shortest sessions that there are, which for the SDK is the same
// as wanting none in particular.
func asksForBriefSessions(plan awsconfig.Plan) bool {
	return slices.ContainsFunc(plan.Roles, func(r awsconfig.Role) bool { return r.Duration > 0 && r.Duration <= stscreds.DefaultDuration })
}

// mfaRole assumes a role with an MFA code. It never waits for one: where there is none, it fails, so that no attempt's
// time runs out while somebody looks for the phone.
type mfaRole struct {
	stscreds.AssumeRoleAPIClient
	assuming *assuming
}

// AssumeRole takes what is kept, or uses the code.
//
// AWS operation: STS AssumeRole.
func (m *mfaRole) AssumeRole(ctx context.Context, in *sts.AssumeRoleInput, options ...func(*sts.Options)) (*sts.AssumeRoleOutput, error) {
	a := m.assuming
	device := aws.ToString(in.SerialNumber)
	key := roleKey{aws.ToString(in.RoleArn), device, aws.ToString(in.RoleSessionName), aws.ToString(in.ExternalId)}
	code := a.present()
	if out, ok := a.roles.find(key); ok {
		return out, nil
	}
	if code == "" {
		return nil, &mfaError{device: device}
	}
	in.TokenCode = &code
	if time.Duration(aws.ToInt32(in.DurationSeconds))*time.Second == stscreds.DefaultDuration && !a.brief {
		in.DurationSeconds = aws.Int32(int32(time.Hour / time.Second)) // the AWS CLI's, and the least that a role allows
	}
	out, err := m.AssumeRoleAPIClient.AssumeRole(ctx, in, options...)
	switch {
	case err == nil:
		a.used()
		a.roles.keep(key, out)
	case refusesCode(err):
		a.used()
		err = &mfaError{device, err}
	}
	return out, err
}

// refusesCode tells whether STS has anything against the code. Its code is AccessDenied, as where the role may not be
// assumed at all; then it says so, and no other MFA code would help.
func refusesCode(err error) bool {
	api, ok := errors.AsType[smithy.APIError](err)
	return ok && api.ErrorCode() == "AccessDenied" && !strings.Contains(api.ErrorMessage(), "is not authorized to perform")
}

// mfaError tells that an MFA code is needed, or another one.
type mfaError struct {
	device  string
	refusal error // nil: no code was given
}

func (e *mfaError) Error() string {
	if e.refusal != nil {
		return e.refusal.Error()
	}
	return "the profile's role asks for an MFA code"
}

func (e *mfaError) Unwrap() error { return e.refusal }

// assumeError tells that a role could not be assumed.
type assumeError struct {
	role string
	err  error
}

func (e *assumeError) Error() string { return e.err.Error() }

func (e *assumeError) Unwrap() error { return e.err }
