package command

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"iampasswd/iamclient"
)

// newClient makes a client. Its error distinguishes a mistake on the command line from one in the AWS settings.
func newClient(ctx context.Context, opts iamclient.Options) (*iamclient.Client, error) {
	if err := checkRegion(opts.Region); err != nil {
		return nil, err
	}
	client, err := iamclient.New(ctx, opts)
	if err != nil {
		return nil, clientMistake(err, opts)
	}
	return client, nil
}

// clientMistake distinguishes a mistake on the command line from one in the AWS settings.
func clientMistake(err error, opts iamclient.Options) error {
	if bad, ok := errors.AsType[*iamclient.EndpointError](err); ok && opts.Endpoint != "" {
		return usagef("%s; use https, or http to 127.0.0.1.", bad)
	}
	if file, ok := errors.AsType[*fs.PathError](err); ok && file.Path == opts.CABundle {
		return fmt.Errorf("--ca-bundle: %w", file)
	}
	if err != nil {
		return &settingsError{err}
	}
	return nil
}

// checkRegion refuses a name that the SDK does not accept as a region. An empty name is allowed: the AWS settings decide.
func checkRegion(region string) error {
	foreign := func(r rune) bool {
		return r != '-' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
	}
	if len(region) > 63 || strings.ContainsFunc(region, foreign) {
		return usagef("--region takes the name of an AWS region, such as eu-west-1, not %q.", region)
	}
	return nil
}

// useProfile sets the default profile of the configuration, unless an option or the environment says whose credentials to
// use.
func useProfile(opts *iamclient.Options) {
	if opts.Rails == nil || opts.Profile != "" {
		return
	}
	for _, variable := range []string{"AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"} {
		if os.Getenv(variable) != "" {
			return
		}
	}
	opts.Profile = opts.Rails.Profile
}
