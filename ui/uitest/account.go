package uitest

import (
	"bytes"
	"io"
	"net/http"
	"regexp"
	"sync"
	"time"

	"iampasswd/iamclient/demoiam"
)

// RequestID is the id of every request, so that a screen with one on it is the same each time.
const RequestID = "7a62c49f-347e-4fc4-9331-6e8dc2a1f05b"

func newAccount(cfg Config) *demoiam.Server {
	if cfg.Account != nil {
		return cfg.Account()
	}
	return demoiam.Company(60, demoiam.Latency{})
}

// steadyIDs gives every answer the same request id, and the time by a clock that may differ from the program's.
type steadyIDs struct {
	base http.RoundTripper
	skew time.Duration
}

var inBody = regexp.MustCompile(`<RequestId>[^<]*</RequestId>`)

func (t steadyIDs) RoundTrip(r *http.Request) (*http.Response, error) {
	response, err := t.base.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, err
	}
	_ = response.Body.Close()
	if response.Header.Get("X-Amzn-Requestid") != "" {
		response.Header.Set("X-Amzn-Requestid", RequestID)
	}
	response.Header.Set("Date", time.Now().Add(t.skew).UTC().Format(http.TimeFormat))
	body = inBody.ReplaceAll(body, []byte("<RequestId>"+RequestID+"</RequestId>"))
	response.Body, response.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	return response, nil
}

// Clipboard is the clipboard of the machine that the program runs on.
type Clipboard struct {
	mu    sync.Mutex
	text  string
	stuck chan struct{} // not closed: it answers nobody
}

// Hang has the clipboard answer nobody until it is released.
func (c *Clipboard) Hang() (release func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	stuck := make(chan struct{})
	c.stuck = stuck
	return func() { close(stuck) }
}

// answers waits while the clipboard hangs.
func (c *Clipboard) answers() {
	c.mu.Lock()
	stuck := c.stuck
	c.mu.Unlock()
	if stuck != nil {
		<-stuck
	}
}

// Write puts text into the clipboard.
func (c *Clipboard) Write(text string) {
	c.answers()
	c.mu.Lock()
	defer c.mu.Unlock()
	c.text = text
}

// Read is what the clipboard holds.
func (c *Clipboard) Read() string {
	c.answers()
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.text
}
