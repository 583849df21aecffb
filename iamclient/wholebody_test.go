package iamclient

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/iotest"
)

// closing is a body that knows whether it was closed.
type closing struct {
	io.Reader
	closed bool
}

func (c *closing) Close() error {
	c.closed = true
	return nil
}

func TestWholeBody(t *testing.T) {
	const text = "Action=ListUsers"
	body := &closing{Reader: strings.NewReader(text)}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "https://iam.amazonaws.com", body)
	if err != nil {
		t.Fatal(err)
	}
	sent := 0
	transport := &wholeBody{transportFunc(func(r *http.Request) (*http.Response, error) {
		sent++
		if !body.closed {
			t.Error("the request's own body is not closed")
		}
		again, err := r.GetBody() // what net/http sends where a connection turns out to be stale
		if err != nil {
			t.Fatal(err)
		}
		for _, copied := range []io.ReadCloser{r.Body, again} {
			if err := copied.Close(); err != nil { // as the SDK does too early
				t.Error(err)
			}
			if got, err := io.ReadAll(copied); err != nil || string(got) != text || r.ContentLength != int64(len(text)) {
				t.Errorf("%d bytes, %q, %v", r.ContentLength, got, err)
			}
		}
		return nil, http.ErrServerClosed
	})}
	if _, err := transport.RoundTrip(request); !errors.Is(err, http.ErrServerClosed) || sent != 1 {
		t.Errorf("%v, sent %d times", err, sent)
	}

	request.Body = io.NopCloser(iotest.ErrReader(io.ErrNoProgress))
	if _, err := transport.RoundTrip(request); !errors.Is(err, io.ErrNoProgress) || sent != 1 {
		t.Errorf("a body that cannot be read: %v, sent %d times", err, sent)
	}
}
