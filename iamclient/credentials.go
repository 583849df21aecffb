package iamclient

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials/ec2rolecreds"
	"github.com/aws/aws-sdk-go-v2/credentials/ssocreds"
	"github.com/aws/smithy-go"
)

// ErrNoCredentials tells that no source of AWS credentials is configured at all.
var ErrNoCredentials = errors.New("no AWS credentials are configured")

// UnknownProfileError names a profile that the shared configuration does not have.
type UnknownProfileError struct{ Profile string }

func (e *UnknownProfileError) Error() string {
	return fmt.Sprintf("the AWS configuration has no profile %q", e.Profile)
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

// markedCredentials marks the errors of getting credentials, so that what STS or SSO answered then is not taken for
// the answer of the request itself.
type markedCredentials struct{ aws.CredentialsProvider }

func (m *markedCredentials) Retrieve(ctx context.Context) (aws.Credentials, error) {
	creds, err := m.CredentialsProvider.Retrieve(ctx)
	if err != nil {
		return creds, &credentialsError{err}
	}
	return creds, nil
}

type credentialsError struct{ err error }

func (e *credentialsError) Error() string { return e.err.Error() }
func (e *credentialsError) Unwrap() error { return e.err }

func isCredentials(err error) bool {
	_, ok := errors.AsType[*credentialsError](err)
	return ok
}

func credentialsKind(err error) Kind {
	if _, ok := errors.AsType[*ssocreds.InvalidTokenError](err); ok {
		return KindExpired
	}
	if _, ok := errors.AsType[config.AssumeRoleTokenProviderNotSetError](err); ok {
		return KindMFA
	}
	if api, ok := errors.AsType[smithy.APIError](err); ok {
		if kind := kindOfCode[api.ErrorCode()]; kind == KindExpired || kind == KindInvalidToken {
			return kind
		}
	}
	return KindCredentials
}
