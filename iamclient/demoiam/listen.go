package demoiam

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"time"
)

// How long a client may take over its side of things, and how long one that
// is being served may hold up the end.
const (
	headerTimeout  = 5 * time.Second
	requestTimeout = 30 * time.Second
	idleTimeout    = 2 * time.Minute
	grace          = 3 * time.Second
)

// Listen serves an account, or an organization, on a TCP address of this machine's loopback
// interface, host:port, until the context ends. Any other address is refused:
// the service takes everybody at their word. So are requests that a web page
// makes a browser send. Port 0 picks a free one; ready,
// which may be nil, is told the address before the first request.
//
// At the end, requests that are being served have 3 seconds to finish. An end
// by the context is no error.
func Listen(ctx context.Context, addr string, s http.Handler, ready func(net.Addr)) error {
	addr, err := loopback(ctx, addr)
	if err != nil {
		return err
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", addr)
	if err != nil {
		return fmt.Errorf("the demo server cannot listen: %w", err)
	}
	if ready != nil {
		ready(listener.Addr())
	}
	server := &http.Server{
		Handler: onlyLocal(s), ReadHeaderTimeout: headerTimeout, ReadTimeout: requestTimeout, IdleTimeout: idleTimeout,
		MaxHeaderBytes: 64 << 10,
	}
	stopped := make(chan error, 1)
	stop := context.AfterFunc(ctx, func() { stopped <- shutDown(server) }) //nolint:contextcheck // the context has ended: the grace comes after it
	err = server.Serve(listener)
	if stop() {
		return fmt.Errorf("the demo server stopped: %w", err)
	}
	return <-stopped
}

// onlyLocal keeps web pages away from the service. A page can make a browser send
// requests here: across sites, which the browser says in a header, or under a
// name of the page's own that leads to this machine, which the Host header has.
func onlyLocal(h http.Handler) http.Handler {
	h = http.NewCrossOriginProtection().Handler(h)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !namesLoopback(r.Host) {
			http.Error(w, "this service answers to localhost and loopback addresses only", http.StatusMisdirectedRequest)
			return
		}
		h.ServeHTTP(w, r)
	})
}

// namesLoopback tells whether a Host header, with a port or without, is
// localhost or a loopback address.
func namesLoopback(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
	ip, err := netip.ParseAddr(host)
	return strings.EqualFold(host, "localhost") || err == nil && ip.Unmap().IsLoopback()
}

// shutDown lets requests finish, for as long as the grace lasts.
func shutDown(server *http.Server) error {
	ctx, cancel := context.WithTimeout(context.Background(), grace)
	defer cancel()
	if err := server.Shutdown(ctx); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return server.Close()
}

// loopback checks that an address is on the loopback interface. The one name
// it knows is localhost, and that becomes an IP address here: whatever the
// name may mean a moment later, what is listened on has been checked.
func loopback(ctx context.Context, addr string) (string, error) {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return "", notLoopback(addr)
	}
	if strings.EqualFold(host, "localhost") {
		ips, err := net.DefaultResolver.LookupHost(ctx, "localhost")
		if err != nil {
			return "", fmt.Errorf("the demo server cannot resolve localhost: %w", err)
		}
		host = ips[0]
	}
	ip, err := netip.ParseAddr(host)
	if err != nil || !ip.Unmap().IsLoopback() {
		return "", notLoopback(addr)
	}
	return net.JoinHostPort(host, port), nil
}

func notLoopback(addr string) error {
	return fmt.Errorf("the demo server listens on a loopback address and port only, such as 127.0.0.1:4566, and %q is none", addr)
}
