package command_test

import (
	"net"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A server whose queue of connections is full lets a client wait, for as long as the client says.
func TestDropinConnectTimeout(t *testing.T) {
	t.Parallel()
	address := neverAccepts(t)
	env := environment(t, append(staticKeys(), "AWS_ENDPOINT_URL=http://"+address, "AWS_MAX_ATTEMPTS=1")...)
	started := time.Now()
	got := piped(t, env, "", append(resetsBob, "--generate-password", "--cli-connect-timeout", "1")...)
	timedOut := strings.Contains(got.stderr, "no answer in time") || strings.Contains(got.stderr, "no connection to 127.0.0.1")
	if got.code != 255 || got.stdout != "" || !timedOut || strings.Contains(got.stderr, "outcome") {
		t.Errorf("%+v", got)
	}
	if took := time.Since(started); took < time.Second {
		t.Errorf("it did not wait at all: %s", took)
	}
}

// neverAccepts is the address of a server that does not take connections any more.
func neverAccepts(t *testing.T) string {
	t.Helper()
	fd, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM|syscall.SOCK_CLOEXEC, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = syscall.Close(fd) })
	if err := syscall.Bind(fd, &syscall.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}}); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Listen(fd, 0); err != nil {
		t.Fatal(err)
	}
	at, err := syscall.Getsockname(fd)
	if err != nil {
		t.Fatal(err)
	}
	address := net.JoinHostPort("127.0.0.1", strconv.Itoa(at.(*syscall.SockaddrInet4).Port))
	for range 8 {
		conn, err := (&net.Dialer{Timeout: 100 * time.Millisecond}).DialContext(t.Context(), "tcp", address)
		if err != nil {
			return address
		}
		t.Cleanup(func() { _ = conn.Close() })
	}
	t.Skip("skipped: the queue of a listener cannot be filled here")
	return ""
}
