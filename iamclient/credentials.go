package iamclient

import (
	"context"
	"errors"
	"net/http"
	"os"
	"runtime"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials/ec2rolecreds"
	"github.com/aws/smithy-go"

	"iampasswd/iamclient/awsconfig"
)

// ErrNoCredentials tells that no source of AWS credentials is configured at all.
var ErrNoCredentials = errors.New("no AWS credentials are configured")

// UnknownProfileError names a profile that the AWS configuration does not have.
type UnknownProfileError = awsconfig.UnknownProfileError

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
		text, err := os.ReadFile(file) //nolint:gosec // one of the three above
		if err == nil && namesEC2(string(text)) {
			return true
		}
	}
	return false
}

// namesEC2 knows "Amazon EC2" of the newer machines, "4.11.amazon" and a UUID that begins with ec2 of the older ones.
func namesEC2(firmware string) bool {
	says := strings.ToLower(firmware)
	return strings.Contains(says, "amazon") || strings.HasPrefix(says, "ec2")
}

// markedCredentials marks the errors of getting credentials, so that what STS or SSO answered then is not taken for
// the answer of the request itself.
type markedCredentials struct{ aws.CredentialsProvider }

func (m *markedCredentials) Retrieve(ctx context.Context) (aws.Credentials, error) {
	creds, err := m.CredentialsProvider.Retrieve(ctx)
	if err != nil {
		return creds, &credentialsError{err, signIn(m.CredentialsProvider) != ""}
	}
	return creds, nil
}

// signIn is the command of the AWS CLI by which a person signs in for the credentials, "" where nobody does.
func signIn(credentials aws.CredentialsProvider) string {
	chain, ok := credentials.(aws.CredentialProviderSource)
	if !ok {
		return ""
	}
	for _, source := range chain.ProviderSources() {
		switch source {
		case aws.CredentialSourceSSO, aws.CredentialSourceSSOLegacy, aws.CredentialSourceProfileSSO, aws.CredentialSourceProfileSSOLegacy:
			return "aws sso login"
		case aws.CredentialSourceLogin, aws.CredentialSourceProfileLogin:
			return "aws login"
		}
	}
	return ""
}

// credentialsError is an error of getting credentials.
type credentialsError struct {
	err        error
	fromSignIn bool
}

// Error is what went wrong in the end: a role may be assumed with credentials that could not be had themselves.
func (e *credentialsError) Error() string {
	if op, ok := lastOperation(e.err); ok {
		return op.Err.Error()
	}
	if inner := errors.Unwrap(e.err); inner != nil {
		return inner.Error() // without what the SDK's cache says: that it could not be refreshed
	}
	return e.err.Error()
}

func (e *credentialsError) Unwrap() error { return e.err }

// kind says what to do about it. The service that was asked for the credentials tells it by its code, or by not being
// there. What remains is read from files: where a person has to sign in, the session is then missing or expired.
func (e *credentialsError) kind() Kind {
	var service string
	if op, ok := lastOperation(e.err); ok {
		service = op.ServiceID
	}
	code, status := errorCode(e.err), httpStatus(e.err)
	_, fromMachine := errors.AsType[*machineError](e.err)
	switch known := kindOfCode[code]; {
	case e.mfaDevice() != "":
		return KindMFA
	case fromMachine:
		return KindCredentials
	case known == KindExpired || known == KindInvalidToken:
		return known
	case service == "SSO" && code == "UnauthorizedException":
		return KindExpired
	case (service == "SSO OIDC" || service == "Signin") && code != "" && status < http.StatusInternalServerError:
		return KindExpired // whatever is wrong with the session, signing in again mends it
	case status >= http.StatusInternalServerError:
		return KindServer
	case isThrottle(code):
		return KindThrottled
	case code != "":
		return KindCredentials
	case isUnreachable(e.err):
		return KindNetwork
	case e.fromSignIn:
		return KindExpired
	}
	return KindCredentials
}

// mfaDevice is the device whose code is asked for, "" where none is.
func (e *credentialsError) mfaDevice() string {
	if mfa, ok := errors.AsType[*mfaError](e.err); ok {
		return mfa.device
	}
	return ""
}

// lastOperation returns the operation that failed, where one operation's failure is another's.
func lastOperation(err error) (last *smithy.OperationError, ok bool) {
	for {
		op, found := errors.AsType[*smithy.OperationError](err)
		if !found {
			return last, ok
		}
		last, ok, err = op, true, op.Err
	}
}
