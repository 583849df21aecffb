package iamclient

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"slices"
	"sync/atomic"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/credentials/stscreds"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go/logging"
)

// defaultRegion is where IAM of the aws partition signs. IAM is global, so having no region set is no mistake.
const defaultRegion = "us-east-1"

// session is one reading of the settings and credentials.
type session struct {
	iam      *iam.Client
	sts      *sts.Client
	endpoint Endpoint
	caller   atomic.Pointer[Identity] // as it was last read; nil: never
	skew     atomic.Int64             // nanoseconds that AWS's clock is ahead, by the latest answer
}

// now is the time by AWS's clock; by the machine's before the first answer.
func (s *session) now() time.Time { return time.Now().Add(time.Duration(s.skew.Load())) }

// openSession reads the settings. What roles their profile has are assumed as roles say.
func openSession(ctx context.Context, opts Options, roles *assuming) (*session, error) {
	cfg, err := loadConfig(ctx, opts, roles)
	if err != nil {
		return nil, err
	}
	return newSession(cfg, opts)
}

func newSession(cfg aws.Config, opts Options) (*session, error) {
	cfg.Region = cmp.Or(cfg.Region, defaultRegion)
	from := source(cfg, opts)
	cfg.Credentials = &markedCredentials{cfg.Credentials}
	if client, ok := cfg.HTTPClient.(*http.Client); ok && opts.Debug != nil {
		client.Transport = &debugTransport{client.Transport, opts.Debug}
	}
	s := new(session)
	cfg.APIOptions = append(cfg.APIOptions, requestStack(opts, &s.skew)...)
	s.iam = iam.NewFromConfig(cfg, func(o *iam.Options) { o.BaseEndpoint = overridden(o.BaseEndpoint, opts.Endpoint) })
	s.sts = sts.NewFromConfig(cfg, func(o *sts.Options) { o.BaseEndpoint = overridden(o.BaseEndpoint, opts.Endpoint) })
	iamURL, stsURL := aws.ToString(s.iam.Options().BaseEndpoint), aws.ToString(s.sts.Options().BaseEndpoint)
	from.Region, from.Unverified = cfg.Region, iamURL != stsURL
	s.endpoint = from
	return s, cmp.Or(checkEndpoint(iamURL), checkEndpoint(stsURL))
}

func loadConfig(ctx context.Context, opts Options, roles *assuming) (aws.Config, error) {
	if opts.Embedded != nil {
		return aws.Config{
			Region:      opts.Region,
			Credentials: credentials.NewStaticCredentialsProvider("AKIADEMODEMODEMODEMO", "demo", ""),
			HTTPClient:  httpClient(opts.Embedded),
			Logger:      logging.Nop{},
		}, nil
	}
	settings := []func(*config.LoadOptions) error{
		config.WithSharedConfigProfile(opts.Profile),
		config.WithRegion(opts.Region),
		config.WithDefaultRegion(defaultRegion),             // for the STS that a profile's role is assumed at
		config.WithHTTPClient(awshttp.NewBuildableClient()), // or there is one only where AWS_CA_BUNDLE is set
		config.WithAssumeRoleCredentialOptions(roles.options),
		config.WithLogger(logging.Nop{}), // whatever the SDK has to say would tear the screen
	}
	if opts.Transport != nil {
		settings = append(settings, config.WithHTTPClient(httpClient(opts.Transport)))
	}
	if opts.CABundle != "" {
		bundle, err := os.ReadFile(opts.CABundle)
		if err != nil {
			return aws.Config{}, fmt.Errorf("the CA bundle cannot be read: %w", err)
		}
		settings = append(settings, config.WithCustomCABundle(bytes.NewReader(bundle)))
	}
	cfg, err := config.LoadDefaultConfig(ctx, settings...)
	if missing, ok := errors.AsType[config.SharedConfigProfileNotExistError](err); ok {
		return cfg, &UnknownProfileError{Profile: missing.Profile}
	}
	if err != nil {
		return cfg, err
	}
	if err := checkCredentialSource(cfg); err != nil {
		return cfg, err
	}
	roles.brief = asksForBriefSessions(cfg)
	quietProcess(&cfg, roles)
	if opts.Transport != nil {
		return cfg, nil
	}
	// The transport is the SDK's own, for it has the settings of AWS_CA_BUNDLE and the proxy's.
	sdk, ok := cfg.HTTPClient.(*awshttp.BuildableClient)
	if !ok {
		return cfg, fmt.Errorf("the SDK's HTTP client is a %T", cfg.HTTPClient)
	}
	sdk = sdk.WithDialerOptions(func(d *net.Dialer) { d.Timeout = cmp.Or(opts.ConnectTimeout, d.Timeout) })
	cfg.HTTPClient = httpClient(&wholeBody{sdk.GetTransport()})
	return cfg, nil
}

// httpClient follows no redirection but hands it to the SDK, which takes it for an error: a password goes nowhere but
// to its endpoint.
func httpClient(transport http.RoundTripper) *http.Client {
	return &http.Client{
		Transport:     transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// source says where the credentials come from.
func source(cfg aws.Config, opts Options) Endpoint {
	from := Endpoint{Profile: profileName(cfg, opts), SignIn: signIn(cfg.Credentials)}
	profiles := sourceProfiles(cfg)
	if from.SignIn != "" {
		from.SignInProfile = profiles[0].Profile
	}
	if aws.IsCredentialsProvider(cfg.Credentials, (*stscreds.AssumeRoleProvider)(nil)) {
		for _, p := range slices.Backward(profiles) {
			if p.RoleARN != "" && p.MFASerial != "" {
				from.MFADevice = p.MFASerial // in the end that of the innermost role, which is assumed first
			}
		}
	}
	return from
}

// profileName says where the credentials come from: keys in the environment go before every profile but a named one.
func profileName(cfg aws.Config, opts Options) string {
	env, _ := configSources(cfg)
	switch {
	case opts.Profile != "" || opts.Embedded != nil:
		return opts.Profile
	case env.Credentials.HasKeys():
		return environment
	}
	return cmp.Or(env.SharedConfigProfile, config.DefaultSharedConfigProfile)
}

// configSources returns what the settings were made of.
func configSources(cfg aws.Config) (env config.EnvConfig, shared config.SharedConfig) {
	for _, source := range cfg.ConfigSources {
		switch s := source.(type) {
		case config.EnvConfig:
			env = s
		case config.SharedConfig:
			shared = s
		}
	}
	return env, shared
}
