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
	if req.Body == nil {
		return t.base.RoundTrip(req)
	}
	body, err := io.ReadAll(req.Body)
	_ = req.Body.Close()
	if err != nil {
		return nil, fmt.Errorf("reading the request: %w", err)
	}
	whole := req.Clone(req.Context())
	whole.Body = io.NopCloser(bytes.NewReader(body))
	whole.ContentLength = int64(len(body))
	whole.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(body)), nil }
	return t.base.RoundTrip(whole)
}
