package iamclient_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

func configure(t *testing.T, config string, env map[string]string) {
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(dir, "config")
	wantOK(t, os.WriteFile(file, []byte(config), 0o600))
	t.Setenv("AWS_CONFIG_FILE", file)
	t.Setenv("AWS_SHARED_CREDENTIALS_FILE", filepath.Join(dir, "credentials"))
	for name, value := range env {
		t.Setenv(name, value)
	}
}

var keys = map[string]string{"AWS_ACCESS_KEY_ID": "AKIAENVIRONMENT", "AWS_SECRET_ACCESS_KEY": "secret"}

// listener is a server on a loopback port, and what it is asked with.

type listener struct {
	*httptest.Server
	count atomic.Int32

	mu      sync.Mutex
	headers []http.Header
}

func listen(t *testing.T, h http.Handler) *listener {
	t.Helper()
	l := &listener{}
	l.Server = httptest.NewServer(l.counting(h))
	t.Cleanup(l.Close)
	return l
}

func (l *listener) counting(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		l.count.Add(1)
		l.mu.Lock()
		l.headers = append(l.headers, r.Header.Clone())
		l.mu.Unlock()
		h.ServeHTTP(w, r)
	})
}

// last returns a header of the latest request.

func (l *listener) last(name string) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.headers) == 0 {
		return ""
	}
	return l.headers[len(l.headers)-1].Get(name)
}

// key is the access key that the latest request was signed with.

func (l *listener) key() string {
	key, _, _ := strings.Cut(regexp.MustCompile(`Credential=[^/]*`).FindString(l.last("Authorization")), "/")
	return strings.TrimPrefix(key, "Credential=")
}
