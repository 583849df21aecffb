package demoiam

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"syscall"
)

// Transport reaches the server without a socket. It behaves like a connection
// where a client can tell: it closes the request's body, calls the trace hooks
// for having a connection and having sent everything, ends when the request's
// context does, and reports a handler that broke off as an unexpected EOF.
//
// Nothing outlives the handler, so that it works inside a testing/synctest
// bubble. A caller who gives up cancels the latency that the handler is in; a
// request which is past that is applied all the same, as AWS would.
func (s *Server) Transport() http.RoundTripper { return transport{s} }

// service is what a transport reaches.
type service interface {
	http.Handler
	// refuses tells whether a request does not even get a connection.
	refuses(in *request) bool
}

type transport struct{ service service }

func (t transport) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := readBody(r)
	if err != nil {
		return nil, err
	}
	ctx := r.Context()
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	if in, err := read(withBody(r, body)); err == nil && t.service.refuses(in) {
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}
	}
	reportSent(ctx)

	in := withBody(r, body)
	answers := make(chan *answer, 1) // room for one that nobody waits for any more
	go func() { answers <- handle(t.service, in) }()
	select {
	case a := <-answers:
		if !a.aborted {
			return a.response(r), nil
		}
	case <-ctx.Done():
	}
	// A handler breaks off when the context ends, too: the reason counts.
	return nil, cmp.Or(context.Cause(ctx), io.ErrUnexpectedEOF)
}

// withBody is a copy of a request.
func withBody(r *http.Request, body []byte) *http.Request {
	in := r.Clone(r.Context())
	in.Body = io.NopCloser(bytes.NewReader(body))
	return in
}

func readBody(r *http.Request) ([]byte, error) {
	if r.Body == nil {
		return nil, nil
	}
	defer r.Body.Close()
	return io.ReadAll(r.Body)
}

// reportSent calls the trace hooks by which a client knows that its request
// has left.
func reportSent(ctx context.Context) {
	trace := httptrace.ContextClientTrace(ctx)
	if trace == nil {
		return
	}
	if trace.GotConn != nil {
		trace.GotConn(httptrace.GotConnInfo{})
	}
	if trace.WroteRequest != nil {
		trace.WroteRequest(httptrace.WroteRequestInfo{})
	}
}

// answer is an http.ResponseWriter that keeps what is written.
type answer struct {
	header  http.Header
	status  int
	body    bytes.Buffer
	aborted bool
}

// handle runs a handler to its end.
func handle(h http.Handler, r *http.Request) (a *answer) {
	a = &answer{header: http.Header{}}
	defer func() {
		switch reason := recover(); reason {
		case nil:
		case http.ErrAbortHandler:
			a.aborted = true
		default:
			panic(reason)
		}
	}()
	h.ServeHTTP(a, r)
	return a
}

func (a *answer) Header() http.Header { return a.header }

func (a *answer) WriteHeader(status int) { a.status = status }

func (a *answer) Write(p []byte) (int, error) { return a.body.Write(p) }

// response is what the caller gets to see.
func (a *answer) response(r *http.Request) *http.Response {
	if a.status == 0 {
		a.status = http.StatusOK
	}
	return &http.Response{
		Status: fmt.Sprintf("%d %s", a.status, http.StatusText(a.status)), StatusCode: a.status,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: a.header, Body: io.NopCloser(&a.body), ContentLength: int64(a.body.Len()), Request: r,
	}
}
