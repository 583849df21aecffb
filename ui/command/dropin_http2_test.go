//go:build unix

package command_test

import (
	"encoding/pem"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
)

// GODEBUG=http2debug has net/http log what it sends, passwords and session tokens included. The program logs nothing.
func TestDropinKeepsHTTP2Silent(t *testing.T) {
	t.Parallel()
	account := dropinAccount()
	var asked atomic.Int32
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ProtoMajor == 2 {
			asked.Add(1)
		}
		account.ServeHTTP(w, r)
	}))
	server.EnableHTTP2 = true
	server.StartTLS()
	defer server.Close()
	bundle := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(bundle, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	const token = "CANARY-SESSION-TOKEN"
	env := environment(t, append(staticKeys(), "AWS_ENDPOINT_URL="+server.URL, "AWS_CA_BUNDLE="+bundle, "AWS_SESSION_TOKEN="+token, "GODEBUG=http2debug=2")...)
	for _, args := range [][]string{{"--password-stdin"}, {"--password-stdin", "--debug"}} {
		got := piped(t, env, newPassword, append(resetsBob, args...)...)
		if got.code != 0 || strings.Contains(got.stderr, newPassword) || strings.Contains(got.stderr, token) || strings.Contains(got.stderr, "http2:") {
			t.Errorf("%v: %+v", args, got)
		}
	}
	if asked.Load() == 0 {
		t.Error("HTTP/2 was not spoken, and this test is about it")
	}
}
