package iamclient

import (
	"context"
	"os"
	"slices"

	"iampasswd/iamclient/awsconfig"
)

// Renew reads the settings and credentials again, as after `aws sso login`, and returns whose they are now. Until that
// is known, and where it cannot be, the client goes on with the credentials that it had.
//
// Where the profile has a role that asks for MFA, mfaCode is what the device of [Error.MFADevice] shows, 6 digits. It is
// sent once, where it is needed at all, and kept nowhere. Without one, the credentials of a role that was assumed before,
// in this process, serve for as long as AWS takes them; then the error is of [KindMFA]. So it is, with AWS's words, where
// a code is refused.
//
// AWS operations: STS GetCallerIdentity, and AssumeRole where the profile has a role.
//
// A client of [Client.ForRole] has its home's settings read again, with the code, and assumes the role again.
func (c *Client) Renew(ctx context.Context, mfaCode string) (Identity, error) {
	if c.assumed != nil {
		return c.assumeAgain(ctx, mfaCode)
	}
	identity, err := c.renew(ctx, mfaCode)
	if kind := KindOf(err); (kind == KindExpired || kind == KindInvalidToken) && c.roles.forget() {
		return c.renew(ctx, mfaCode) // AWS has dropped them before their time
	}
	return identity, err
}

func (c *Client) renew(ctx context.Context, mfaCode string) (Identity, error) {
	roles := &assuming{roles: c.roles, code: mfaCode}
	defer roles.used()
	renewed, err := openSession(ctx, c.opts, roles)
	if err != nil {
		return Identity{}, &Error{Kind: KindCredentials, Op: "GetCallerIdentity", Message: err.Error(), err: err}
	}
	identity, err := renewed.identity(ctx)
	if err != nil {
		return Identity{}, err
	}
	c.session.Store(renewed)
	return identity, nil
}

// assumeAgain is Renew for a client whose role another client's credentials assume.
func (c *Client) assumeAgain(ctx context.Context, mfaCode string) (Identity, error) {
	if _, err := c.assumed.home.Renew(ctx, mfaCode); err != nil {
		return Identity{}, err
	}
	renewed := c.assumed.reading()
	identity, err := renewed.identity(ctx)
	if err != nil {
		return Identity{}, err
	}
	c.session.Store(renewed)
	if c.planned != nil {
		c.planned.session.Store(c.assumed.changing(c.planned.inline))
	}
	return identity, nil
}

// SignIn assumes the profile's role with an MFA code, for the requests that follow, and does not ask whose the
// credentials are. Code and errors are those of [Client.Renew].
//
// AWS operation: STS AssumeRole.
func (c *Client) SignIn(ctx context.Context, mfaCode string) error {
	if c.assumed != nil {
		return c.assumed.home.SignIn(ctx, mfaCode)
	}
	roles := &assuming{roles: c.roles, code: mfaCode}
	defer roles.used()
	s, err := openSession(ctx, c.opts, roles)
	if err != nil {
		return &Error{Kind: KindCredentials, Op: "AssumeRole", Message: err.Error(), err: err}
	}
	if _, err := s.iam.Options().Credentials.Retrieve(ctx); err != nil {
		return classify(err, &attemptLog{})
	}
	c.session.Store(s)
	return nil
}

// Profiles returns the profiles that [Client.ForProfile] takes, sorted by name; none where all requests stay in this
// process. Where the client was started with the keys of the environment, these come first. A file that cannot be read with
// certainty is an [awsconfig.Error].
func (c *Client) Profiles() ([]Profile, error) {
	if c.opts.Embedded != nil {
		return nil, nil
	}
	profiles, err := ReadProfiles()
	if _, ok, _ := awsconfig.EnvironmentKeys(os.LookupEnv); ok && err == nil && c.started.Profile == "" {
		profiles = slices.Insert(profiles, 0, Profile{Name: environment, Source: "keys"})
	}
	return profiles, err
}

// ForProfile returns a client for one of [Client.Profiles]. This one is left alone: a request that is under way goes on
// as it began. The options stay the same but for the region, which is the profile's own where it has one. No request
// is made; errors are those of [New].
func (c *Client) ForProfile(ctx context.Context, profile string) (*Client, error) {
	other := &Client{opts: c.started, started: c.started, roles: c.roles}
	if profile != environment && profile != c.started.Profile {
		other.opts.Profile = profile
		files, err := awsconfig.Load(os.LookupEnv)
		if err != nil {
			return nil, err
		}
		if p := files.Profile(profile); p != nil && p.Get("region") != "" {
			other.opts.Region = ""
		}
	}
	return newClient(ctx, other)
}
