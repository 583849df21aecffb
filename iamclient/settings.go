package iamclient

import (
	"cmp"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"strconv"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/feature/ec2/imds"
	"github.com/aws/smithy-go/logging"

	"iampasswd/iamclient/awsconfig"
	"iampasswd/iamclient/files"
)

// defaultRegion is where IAM of the aws partition signs. IAM is global, so having no region set is no mistake.
const defaultRegion = "us-east-1"

// settings are what a session is made of: one reading of the environment and of the files.
type settings struct {
	files  *awsconfig.Files
	plan   awsconfig.Plan
	shared config.SharedConfig // of the profile in use, for the SDK, which reads no file itself
}

// readSettings reads the environment and the files, and decides whose credentials sign.
func readSettings(profile string) (*settings, error) {
	if err := awsconfig.CheckEnvironment(); err != nil {
		return nil, err
	}
	files, err := awsconfig.Load(os.LookupEnv)
	if err != nil {
		return nil, err
	}
	s := &settings{files: files}
	if s.plan, err = files.Plan(os.LookupEnv, profile); err != nil {
		return nil, err
	}
	name := profile
	if name == "" {
		if name, err = awsconfig.ProfileName(os.LookupEnv); err != nil {
			return nil, err
		}
	}
	if name == "" {
		name = config.DefaultSharedConfigProfile
	}
	s.shared, err = sharedConfig(files, name)
	return s, err
}

// sharedConfig is what a profile says beyond its credentials.
func sharedConfig(files *awsconfig.Files, name string) (config.SharedConfig, error) {
	shared := config.SharedConfig{Profile: name}
	p := files.Profile(name)
	if p == nil {
		return shared, nil
	}
	for setting, into := range map[string]*string{
		"region": &shared.Region, "endpoint_url": &shared.BaseEndpoint, "ca_bundle": &shared.CustomCABundle,
		"sdk_ua_app_id": &shared.AppID, "ec2_metadata_service_endpoint": &shared.EC2IMDSEndpoint,
	} {
		*into = p.Get(setting)
	}
	for setting, into := range map[string]**bool{
		"ignore_configured_endpoint_urls": &shared.IgnoreConfiguredEndpoints, "ec2_metadata_v1_disabled": &shared.EC2IMDSv1Disabled,
	} {
		if p.Has(setting) {
			*into = aws.Bool(strings.EqualFold(p.Get(setting), "true"))
		}
	}
	if p.Has("use_fips_endpoint") {
		shared.UseFIPSEndpoint = aws.FIPSEndpointStateDisabled
		if strings.EqualFold(p.Get("use_fips_endpoint"), "true") {
			shared.UseFIPSEndpoint = aws.FIPSEndpointStateEnabled
		}
	}
	if p.Has("use_dualstack_endpoint") {
		shared.UseDualStackEndpoint = aws.DualStackEndpointStateDisabled
		if strings.EqualFold(p.Get("use_dualstack_endpoint"), "true") {
			shared.UseDualStackEndpoint = aws.DualStackEndpointStateEnabled
		}
	}
	if values := files.Services(p); values != nil {
		shared.ServicesSectionName, shared.Services = p.Get("services"), config.Services{ServiceValues: values}
	}
	return shared, checkValues(&shared, p)
}

// checkValues reads the settings that take one of a few values.
func checkValues(shared *config.SharedConfig, p *awsconfig.Profile) error {
	refuse := func(setting, takes string) error {
		return &awsconfig.Error{Where: p.Place(setting), What: "sets " + setting + " to something else than " + takes + ": correct it"}
	}
	if strings.ContainsFunc(shared.Region, func(r rune) bool {
		return r != '-' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
	}) {
		return refuse("region", "the name of an AWS region, such as eu-west-1")
	}
	var err error
	if p.Has("retry_mode") {
		if shared.RetryMode, err = aws.ParseRetryMode(p.Get("retry_mode")); err != nil {
			return refuse("retry_mode", "standard or adaptive")
		}
	}
	if p.Has("max_attempts") {
		if shared.RetryMaxAttempts, err = strconv.Atoi(p.Get("max_attempts")); err != nil {
			return refuse("max_attempts", "a number")
		}
	}
	if p.Has("defaults_mode") && !shared.DefaultsMode.SetFromString(p.Get("defaults_mode")) {
		return refuse("defaults_mode", "a mode of the AWS SDKs, such as standard")
	}
	if p.Has("ec2_metadata_service_endpoint_mode") {
		var mode imds.EndpointModeState
		if err := mode.SetFromString(p.Get("ec2_metadata_service_endpoint_mode")); err != nil {
			return refuse("ec2_metadata_service_endpoint_mode", "IPv4 or IPv6")
		}
		shared.EC2IMDSEndpointMode = mode
	}
	return nil
}

// config is what the SDK's clients are made of. The SDK's own loader reads the files differently from the
// AWS CLI, so it is made here. A setting comes from the options, else from the environment, else from the profile.
func (s *settings) config(ctx context.Context, opts Options) (aws.Config, error) {
	env, err := config.NewEnvConfig()
	if err != nil {
		return aws.Config{}, err
	}
	sources := []any{env, s.shared}
	cfg := aws.Config{
		Region:           cmp.Or(opts.Region, env.Region, s.shared.Region, defaultRegion),
		RetryMode:        cmp.Or(env.RetryMode, s.shared.RetryMode),
		RetryMaxAttempts: cmp.Or(env.RetryMaxAttempts, s.shared.RetryMaxAttempts),
		DefaultsMode:     cmp.Or(env.DefaultsMode, s.shared.DefaultsMode, aws.DefaultsModeLegacy),
		AppID:            cmp.Or(env.AppID, s.shared.AppID),
		Logger:           logging.Nop{}, // the SDK's warnings would tear the screen
		ConfigSources:    sources,
	}
	ignored, found, err := config.GetIgnoreConfiguredEndpoints(ctx, sources)
	if endpoint := cmp.Or(env.BaseEndpoint, s.shared.BaseEndpoint); endpoint != "" && (err != nil || !found || !ignored) {
		cfg.BaseEndpoint = &endpoint
	}
	if opts.Transport != nil {
		cfg.HTTPClient = httpClient(opts.Transport)
		return cfg, nil
	}
	cfg.HTTPClient, err = trusting(s.caBundle(opts, env))
	return cfg, err
}

// caBundle is the file with the certificate authorities, "" for the system's, and where it is named. The command line names
// it without a place.
func (s *settings) caBundle(opts Options, env config.EnvConfig) (file, where string) {
	switch {
	case opts.CABundle != "":
		return opts.CABundle, ""
	case env.CustomCABundle != "":
		return env.CustomCABundle, "AWS_CA_BUNDLE"
	case s.shared.CustomCABundle != "":
		return s.shared.CustomCABundle, "ca_bundle in " + s.files.Profile(s.shared.Profile).Place("ca_bundle")
	}
	return os.Getenv("REQUESTS_CA_BUNDLE"), "REQUESTS_CA_BUNDLE"
}

// mostBundleBytes is the largest CA bundle that is read, in bytes: those of operating systems have less than one million.
const mostBundleBytes = 16 << 20

// bundleError tells why a CA bundle is not used.
type bundleError struct {
	text string
	err  error
}

func (e *bundleError) Error() string { return e.text }

func (e *bundleError) Unwrap() error { return e.err }

// trusting is the SDK's HTTP client with the certificate authorities of a file, or with the system's where file is "".
func trusting(file, where string) (*awshttp.BuildableClient, error) {
	client := awshttp.NewBuildableClient()
	if file == "" {
		return client, nil
	}
	refuse := func(what string, err error) (*awshttp.BuildableClient, error) {
		if where == "" {
			return nil, &bundleError{fmt.Sprintf("the CA bundle %q %s", file, what), err}
		}
		return nil, &bundleError{fmt.Sprintf("%s names the CA bundle %q, which %s: correct or remove it", where, file, what), err}
	}
	bundle, err := files.Read(file, mostBundleBytes)
	if err != nil {
		why := err.Error()
		if failed, ok := errors.AsType[*fs.PathError](err); ok {
			why = failed.Err.Error() // the path is named already
		}
		return refuse("cannot be read ("+why+")", err)
	}
	authorities := x509.NewCertPool()
	if !authorities.AppendCertsFromPEM(bundle) {
		return refuse("has no certificate in it", nil)
	}
	return client.WithTransportOptions(func(t *http.Transport) {
		if t.TLSClientConfig == nil {
			t.TLSClientConfig = &tls.Config{MinVersion: tls.VersionTLS12}
		}
		t.TLSClientConfig.RootCAs = authorities
	}), nil
}
