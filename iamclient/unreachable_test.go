package iamclient_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"iampasswd/iamclient"
)

// certified is a TLS server with a certificate of its own making, for a name and up to a time.
func certified(t *testing.T, name string, until time.Time) string {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	wantOK(t, err)
	cert := &x509.Certificate{
		SerialNumber: big.NewInt(1), Issuer: pkix.Name{CommonName: "Corp Inspection CA"}, Subject: pkix.Name{CommonName: "Corp Inspection CA"},
		NotBefore: time.Now().Add(-48 * time.Hour), NotAfter: until, DNSNames: []string{name}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
	}
	der, err := x509.CreateCertificate(rand.Reader, cert, cert, key.Public(), key)
	wantOK(t, err)
	s := httptest.NewUnstartedServer(http.NotFoundHandler())
	s.TLS = &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}
	s.StartTLS()
	t.Cleanup(s.Close)
	return s.URL
}

// What kept a request from AWS is named: the host or the proxy, what is wrong with it and what to do. No text of a library
// is repeated, and no password in the URL of a proxy.
func TestWhatKeptARequestFromAWS(t *testing.T) {
	refusing := func(status int) string {
		proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) }))
		t.Cleanup(proxy.Close)
		return strings.Replace(proxy.URL, "http://", "http://desk:CANARY@", 1)
	}
	closed, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	wantOK(t, err)
	wantOK(t, closed.Close())
	plain := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(plain.Close)
	for name, c := range map[string]struct {
		endpoint, proxy string
		want            []string
	}{
		"a proxy that forbids it":          {"https://iam.amazonaws.com", refusing(403), []string{"the proxy 127.0.0.1:", "answered 403 Forbidden", "NO_PROXY"}},
		"a proxy that wants a password":    {"https://iam.amazonaws.com", refusing(407), []string{"answered 407 Proxy Authentication Required", "HTTPS_PROXY"}},
		"a proxy that is not there":        {"https://iam.amazonaws.com", "http://desk:CANARY@" + closed.Addr().String(), []string{"the proxy in HTTPS_PROXY cannot be reached: connection refused at " + closed.Addr().String()}},
		"a proxy that is no URL":           {"https://iam.amazonaws.com", "http://desk:CANARY@host:port:%zz", []string{"the proxy in HTTPS_PROXY is no URL"}},
		"a closed port":                    {"https://" + closed.Addr().String(), "", []string{"connection refused at " + closed.Addr().String()}},
		"an authority that is not trusted": {certified(t, "iam.example", time.Now().Add(time.Hour)), "", []string{"is by Corp Inspection CA", "AWS_CA_BUNDLE"}},
		"an expired certificate":           {certified(t, "iam.example", time.Now().Add(-24*time.Hour)), "", []string{"certificate of 127.0.0.1:"}},
		"no TLS":                           {strings.Replace(plain.URL, "http://", "https://", 1), "", []string{"does not speak TLS"}},
		"no such host":                     {"https://iam.invalid", "", []string{"iam.invalid"}},
	} {
		t.Run(name, func(t *testing.T) {
			configure(t, "[default]\nretry_mode=standard\nmax_attempts=1\n", keys)
			for _, other := range []string{"https_proxy", "HTTP_PROXY", "http_proxy", "NO_PROXY", "no_proxy", "AWS_CA_BUNDLE", "REQUESTS_CA_BUNDLE"} {
				t.Setenv(other, "")
			}
			t.Setenv("HTTPS_PROXY", c.proxy)
			client := open(t, iamclient.Options{Endpoint: c.endpoint})
			err := reset(t.Context(), client)
			for _, want := range c.want {
				if err == nil || !strings.Contains(err.Error(), want) {
					t.Errorf("%v, want %q", err, want)
				}
			}
			if err != nil && strings.Contains(err.Error(), "CANARY") {
				t.Errorf("the error has the proxy's password: %v", err)
			}
		})
	}
}
