package iamclient

import (
	"fmt"
	"net"
	"net/url"
)

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

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
