package iamclient

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
)

// wholeBody sends each request's body from memory.
//
// The SDK closes the body as soon as Do returns; net/http, where it is still sending on another goroutine, takes that
// for a failure, drops the connection in the middle of the answer, and the SDK sends the request again. A body that
// ignores being closed ends that.
type wholeBody struct{ base http.RoundTripper }

func (t *wholeBody) RoundTrip(req *http.Request) (*http.Response, error) {
	_, req, err := readRequest(req)
	if err != nil {
		return nil, err
	}
	return t.base.RoundTrip(req)
}

// readRequest reads the body of a request, and returns it with the request that is to be sent in its place. A request
// without a body is returned as it is.
func readRequest(req *http.Request) (body []byte, again *http.Request, err error) {
	if req.Body == nil {
		return nil, req, nil
	}
	body, err = io.ReadAll(req.Body)
	_ = req.Body.Close()
	if err != nil {
		return nil, nil, fmt.Errorf("reading the request: %w", err)
	}
	again = req.Clone(req.Context())
	again.Body = io.NopCloser(bytes.NewReader(body))
	again.ContentLength = int64(len(body))
	again.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(body)), nil }
	return body, again, nil
}

// httpClient follows no redirection but hands it to the SDK, which takes it for an error: a password goes nowhere but
// to its endpoint.
func httpClient(transport http.RoundTripper) *http.Client {
	return &http.Client{
		Transport:     transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}
