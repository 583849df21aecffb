package iamclient

import (
	"cmp"
	"context"
	"errors"
	"net/http"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials"
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
}

func openSession(ctx context.Context, opts Options) (*session, error) {
	cfg, err := loadConfig(ctx, opts)
	if err != nil {
		return nil, err
	}
	cfg.Region = cmp.Or(cfg.Region, defaultRegion)
	if opts.Endpoint != "" {
		if err := checkEndpoint(opts.Endpoint); err != nil {
			return nil, err
		}
		cfg.BaseEndpoint = aws.String(opts.Endpoint)
	}
	cfg.Credentials = &markedCredentials{cfg.Credentials}
	cfg.APIOptions = append(cfg.APIOptions, requestStack(opts)...)
	return newSession(cfg, opts), nil
}

func newSession(cfg aws.Config, opts Options) *session {
	s := &session{iam: iam.NewFromConfig(cfg), sts: sts.NewFromConfig(cfg)}
	iamURL, stsURL := aws.ToString(s.iam.Options().BaseEndpoint), aws.ToString(s.sts.Options().BaseEndpoint)
	s.endpoint = Endpoint{
		Profile:    profileName(cfg, opts),
		Region:     cfg.Region,
		Unverified: iamURL != "" && iamURL != stsURL,
	}
	return s
}

// profileName says where the credentials come from: keys in the environment go before every profile but a named one.
func profileName(cfg aws.Config, opts Options) string {
	for _, source := range cfg.ConfigSources {
		if env, ok := source.(config.EnvConfig); ok {
			if opts.Profile == "" && env.Credentials.HasKeys() {
				return "(environment)"
			}
			return cmp.Or(opts.Profile, env.SharedConfigProfile, "default")
		}
	}
	return opts.Profile
}

func loadConfig(ctx context.Context, opts Options) (aws.Config, error) {
	if opts.Embedded != nil {
		return aws.Config{
			Region:      opts.Region,
			Credentials: credentials.NewStaticCredentialsProvider("AKIADEMODEMODEMODEMO", "demo", ""),
			HTTPClient:  &http.Client{Transport: opts.Embedded},
			Logger:      logging.Nop{},
		}, nil
	}
	cfg, err := config.LoadDefaultConfig(ctx,
		config.WithSharedConfigProfile(opts.Profile),
		config.WithRegion(opts.Region),
		config.WithLogger(logging.Nop{}), // whatever the SDK has to say would tear the screen
	)
	if err != nil {
		if missing, ok := errors.AsType[config.SharedConfigProfileNotExistError](err); ok {
			return cfg, &UnknownProfileError{Profile: missing.Profile}
		}
		return cfg, err
	}
	if !hasCredentialSource(cfg) {
		return cfg, ErrNoCredentials
	}
	// The transport is the SDK's own, for it has the settings of AWS_CA_BUNDLE and the proxy's.
	if client, ok := cfg.HTTPClient.(*awshttp.BuildableClient); ok {
		cfg.HTTPClient = &http.Client{Transport: &wholeBody{client.GetTransport()}, CheckRedirect: noRedirect}
	}
	return cfg, nil
}
