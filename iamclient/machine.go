package iamclient

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"sync/atomic"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials/ec2rolecreds"
	"github.com/aws/aws-sdk-go-v2/credentials/endpointcreds"

	"iampasswd/iamclient/printable"
)

// machineEndpoint is a server near this machine that hands out credentials: the instance metadata service, or a container's
// agent. Where it does not, it is named with its setting, for AWS itself is not what failed.
type machineEndpoint struct {
	name  string
	asked atomic.Int32 // requests that have no answer yet
}

// machineError tells why a machineEndpoint gave no credentials.
type machineError struct {
	name string
	err  error
}

// Error repeats nothing of what came back.
func (e *machineError) Error() string {
	status, ok := errors.AsType[interface {
		error
		HTTPStatusCode() int
	}](e.err)
	switch {
	case ok && status.HTTPStatusCode() != 0:
		return fmt.Sprintf("%s gave no credentials: it answered %d %s", e.name, status.HTTPStatusCode(), http.StatusText(status.HTTPStatusCode()))
	case errors.Is(e.err, context.DeadlineExceeded):
		return e.name + " gave no credentials: no answer in time"
	}
	if why := unreached(e.err); why != "" {
		return e.name + " gave no credentials: " + why
	}
	return e.name + " gave no credentials"
}

func (e *machineError) Unwrap() error { return e.err }

func newMachineEndpoint(what, address, setting string) *machineEndpoint {
	host := address
	if u, err := url.Parse(address); err == nil && u.Host != "" {
		host = u.Host
	}
	name := what + " at " + printable.Text(host)
	if setting != "" {
		name += ", which " + setting + " names,"
	}
	return &machineEndpoint{name: name}
}

// metadataEndpoint is the instance metadata service that the settings lead to.
func metadataEndpoint(cfg aws.Config) *machineEndpoint {
	const what, variable = "the instance metadata service", "AWS_EC2_METADATA_SERVICE_ENDPOINT"
	if address := os.Getenv(variable); address != "" {
		return newMachineEndpoint(what, address, variable)
	}
	for _, source := range cfg.ConfigSources {
		if shared, ok := source.(config.SharedConfig); ok && shared.EC2IMDSEndpoint != "" {
			return newMachineEndpoint(what, shared.EC2IMDSEndpoint, "ec2_metadata_service_endpoint")
		}
	}
	return &machineEndpoint{name: what + " of EC2"}
}

// ask has the endpoint asked.
func (m *machineEndpoint) ask(ctx context.Context, retrieve func(context.Context) (aws.Credentials, error)) (aws.Credentials, error) {
	m.asked.Add(1)
	defer m.asked.Add(-1)
	creds, err := retrieve(ctx)
	if _, ownFile := errors.AsType[*fs.PathError](err); err == nil || ownFile {
		return creds, err
	}
	return creds, &machineError{m.name, err}
}

// slow is the error of an endpoint that has not answered yet; nil where it is not asked.
func (m *machineEndpoint) slow() error {
	if m.asked.Load() == 0 {
		return nil
	}
	return &machineError{m.name, context.DeadlineExceeded}
}

// metadataCredentials and agentCredentials are the SDK's providers with their endpoint named. They embed them for what the
// SDK's cache asks of them.
type (
	metadataCredentials struct {
		*ec2rolecreds.Provider
		*machineEndpoint
	}
	agentCredentials struct {
		*endpointcreds.Provider
		*machineEndpoint
	}
)

// Retrieve asks the instance metadata service.
func (m metadataCredentials) Retrieve(ctx context.Context) (aws.Credentials, error) {
	return m.ask(ctx, m.Provider.Retrieve)
}

// IsCredentialsProvider tells whether target is of the SDK's type for these credentials.
func (m metadataCredentials) IsCredentialsProvider(target aws.CredentialsProvider) bool {
	return aws.IsCredentialsProvider(m.Provider, target)
}

// Retrieve asks the container's agent.
func (a agentCredentials) Retrieve(ctx context.Context) (aws.Credentials, error) {
	return a.ask(ctx, a.Provider.Retrieve)
}

// slowSource is a source of credentials that can take longer than an attempt has.
type slowSource interface{ slow() error }

// waitedFor are credentials from such a source. The SDK's cache ends its waiting where an attempt's time is up, and does not
// say for what.
type waitedFor struct {
	*aws.CredentialsCache
	source slowSource
}

// Retrieve names the source where it is what took too long.
func (w waitedFor) Retrieve(ctx context.Context) (aws.Credentials, error) {
	creds, err := w.CredentialsCache.Retrieve(ctx)
	if err != nil && errors.Is(ctx.Err(), context.DeadlineExceeded) {
		if slow := w.source.slow(); slow != nil {
			err = slow
		}
	}
	return creds, err
}

func (w waitedFor) slow() error { return w.source.slow() }
