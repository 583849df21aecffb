package iamclient

import (
	"fmt"
	"net"
	"net/url"
	"strings"
)

// Endpoint tells what the client talks to, before any request.
type Endpoint struct {
	// Profile is where the credentials come from: a profile of the shared configuration, "default" where none was
	// named, "(environment)" where the environment has the keys; "" where all requests stay in this process.
	Profile string
	Region  string
	// SignIn is the command of the AWS CLI by which a person signs in for the credentials, "aws sso login" or "aws login",
	// and SignInProfile the profile to give it, which is another one where a role is assumed. "": nobody signs in for them.
	SignIn, SignInProfile string
	// MFADevice is the serial number or ARN of the device whose code the profile's role asks for; "": none.
	MFADevice string
	// Unverified is set where IAM and STS were not overridden alike, as by AWS_ENDPOINT_URL_IAM alone: the caller
	// identity is then what somebody else says about the credentials, and need not hold for the server that the
	// passwords go to.
	Unverified bool
}

// EndpointError tells why passwords are not sent to an endpoint.
type EndpointError struct {
	URL    string // without what it may hold of a password of its own
	Reason string
}

func (e *EndpointError) Error() string { return fmt.Sprintf("the endpoint %q %s", e.URL, e.Reason) }

// overridden returns the endpoint that was asked for, else the one that the settings name, nil for AWS's own.
func overridden(configured *string, asked string) *string {
	if asked != "" {
		return &asked
	}
	return configured
}

// checkEndpoint tells at the start what [checkPlainHTTP] would tell of every request; "" is AWS's own endpoint.
func checkEndpoint(endpoint string) error {
	if endpoint == "" {
		return nil
	}
	u, err := url.Parse(endpoint)
	if err != nil {
		return &EndpointError{"…", "is no URL like https://iam.example.com"}
	}
	if u.User != nil {
		endpoint = u.Redacted()
	}
	if u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
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

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback()
}
