package demoiam_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go"

	"iampasswd/iamclient/demoiam"
)

var anyCredentials = credentials.NewStaticCredentialsProvider("AKIDEXAMPLE", "secret", "")

// good is a password that every policy in these tests accepts.
const good = "Brand-New-Pass-1!"

// newClient is the real SDK on a server, without retries and without a socket.
func newClient(s *demoiam.Server) *iam.Client {
	return iam.New(clientOptions(s.Transport(), ""))
}

func clientOptions(transport http.RoundTripper, endpoint string) iam.Options {
	o := iam.Options{
		Region: "us-east-1", Credentials: anyCredentials, Retryer: aws.NopRetryer{},
		HTTPClient: &http.Client{Transport: transport},
	}
	if endpoint != "" {
		o.BaseEndpoint = aws.String(endpoint)
	}
	return o
}

// socket is a transport for the SDK over a real connection. The SDK closes a
// request's body while net/http may still be at it, which now and then ends
// the connection in the middle of a long answer; a body of its own keeps the
// two apart.
type socket struct{ http.Transport }

func (s *socket) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	r = r.Clone(r.Context())
	r.Body = io.NopCloser(bytes.NewReader(body))
	return s.Transport.RoundTrip(r)
}

func newSTSClient(s *demoiam.Server) *sts.Client {
	return sts.New(sts.Options{
		Region: "us-east-1", Credentials: anyCredentials, Retryer: aws.NopRetryer{},
		HTTPClient: &http.Client{Transport: s.Transport()},
	})
}

// listen serves on a loopback port until the test ends, and returns the
// endpoint.
func listen(t *testing.T, s http.Handler) string {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	ready, done := make(chan net.Addr, 1), make(chan error, 1)
	go func() { done <- demoiam.Listen(ctx, "127.0.0.1:0", s, func(a net.Addr) { ready <- a }) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("Listen ended with %v", err)
		}
	})
	select {
	case a := <-ready:
		return "http://" + a.String()
	case err := <-done:
		done <- nil
		t.Fatalf("Listen: %v", err)
		return ""
	}
}

// wantError checks the code, the HTTP status and the message of an error that
// the SDK returned, and that there is a request id to quote.
func wantError(t *testing.T, err error, code string, status int, message string) {
	t.Helper()
	var api smithy.APIError
	if !errors.As(err, &api) {
		t.Fatalf("got %v, want the AWS error %s", err, code)
	}
	if api.ErrorCode() != code || api.ErrorMessage() != message {
		t.Errorf("got  %s: %s\nwant %s: %s", api.ErrorCode(), api.ErrorMessage(), code, message)
	}
	var response *awshttp.ResponseError
	if !errors.As(err, &response) {
		t.Fatalf("%v has no HTTP response", err)
	}
	if response.HTTPStatusCode() != status {
		t.Errorf("%s came with HTTP %d, want %d", code, response.HTTPStatusCode(), status)
	}
	if response.ServiceRequestID() == "" {
		t.Errorf("%s came without a request id", code)
	}
}

func wantOK(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
