package iamclient

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"runtime"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/credentials/ec2rolecreds"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go/logging"
)

// defaultRegion is where IAM of the aws partition signs. IAM is global, so having no region set is no mistake.
const defaultRegion = "us-east-1"

// ErrNoCredentials tells that no source of AWS credentials is configured at all.
var ErrNoCredentials = errors.New("no AWS credentials are configured")

// UnknownProfileError names a profile that the shared configuration does not have.
type UnknownProfileError struct{ Profile string }

func (e *UnknownProfileError) Error() string {
	return fmt.Sprintf("the AWS configuration has no profile %q", e.Profile)
}

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

// hasCredentialSource tells whether there is anything to ask for credentials. The chain of the SDK ends at the
// instance metadata service, which a machine outside EC2 has not got: asking it there costs seconds and yields nothing.
func hasCredentialSource(cfg aws.Config) bool {
	if !aws.IsCredentialsProvider(cfg.Credentials, (*ec2rolecreds.Provider)(nil)) {
		return true
	}
	switch disabled := os.Getenv("AWS_EC2_METADATA_DISABLED"); {
	case strings.EqualFold(disabled, "true"):
		return false
	case disabled != "", os.Getenv("AWS_EC2_METADATA_SERVICE_ENDPOINT") != "":
		return true // asked for by name
	}
	return looksLikeEC2()
}

// looksLikeEC2 tells whether the machine may be an EC2 instance, from what its firmware says of itself.
func looksLikeEC2() bool {
	if runtime.GOOS == "windows" {
		return true // nothing to read without a system call
	}
	for _, file := range []string{"/sys/class/dmi/id/sys_vendor", "/sys/class/dmi/id/bios_version", "/sys/hypervisor/uuid"} {
		text, err := os.ReadFile(file)
		says := strings.ToLower(string(text))
		if err == nil && (strings.Contains(says, "amazon") || strings.HasPrefix(says, "ec2")) {
			return true
		}
	}
	return false
}

// EndpointError tells why passwords are not sent to an endpoint.
type EndpointError struct{ URL, Reason string }

func (e *EndpointError) Error() string { return fmt.Sprintf("the endpoint %q %s", e.URL, e.Reason) }

func checkEndpoint(endpoint string) error {
	u, err := url.Parse(endpoint)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return &EndpointError{endpoint, "is no URL like https://iam.example.com"}
	}
	return checkPlainHTTP(u)
}

// checkPlainHTTP refuses http to anything but this machine, for a password would cross the network in the clear.
func checkPlainHTTP(u *url.URL) error {
	if u.Scheme == "http" && !isLoopback(u.Hostname()) {
		return &EndpointError{u.Scheme + "://" + u.Host, "would carry passwords in the clear: plain http is for this machine alone"}
	}
	return nil
}
