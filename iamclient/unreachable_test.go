package iamclient_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"iampasswd/iamclient"
)

// tlsServer is a TLS server, and a file with its certificate.
type tlsServer struct{ address, bundle string }

// certified is a TLS server with a certificate of its own making, for a name and up to a time. "127.0.0.1" is a name, too.
func certified(t *testing.T, name string, until time.Time) tlsServer {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	wantOK(t, err)
	cert := &x509.Certificate{
		SerialNumber: big.NewInt(1), Issuer: pkix.Name{CommonName: "Corp Inspection CA"}, Subject: pkix.Name{CommonName: "Corp Inspection CA"},
		NotBefore: time.Now().Add(-48 * time.Hour), NotAfter: until, IsCA: true, BasicConstraintsValid: true,
	}
	if ip := net.ParseIP(name); ip != nil {
		cert.IPAddresses = []net.IP{ip}
	} else {
		cert.DNSNames = []string{name}
	}
	der, err := x509.CreateCertificate(rand.Reader, cert, cert, key.Public(), key)
	wantOK(t, err)
	s := httptest.NewUnstartedServer(http.NotFoundHandler())
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.TLS = &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}
	s.StartTLS()
	t.Cleanup(s.Close)
	bundle := filepath.Join(t.TempDir(), "bundle.pem")
	wantOK(t, os.WriteFile(bundle, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600))
	return tlsServer{s.Listener.Addr().String(), bundle}
}

// rawServer is a server that sends the same bytes to whoever says something, and ends the connection.
func rawServer(t *testing.T, answer string) (address string) {
	t.Helper()
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	wantOK(t, err)
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			_, _ = conn.Read(make([]byte, 4096))
			_, _ = io.WriteString(conn, answer)
			_ = conn.Close()
		}
	}()
	return l.Addr().String()
}

// What kept a request from AWS is named: the host or the proxy, what is wrong with it and what to do. No text of a library
// is repeated, and no password in the URL of a proxy.
func TestWhatKeptARequestFromAWS(t *testing.T) {
	const iam = "https://iam.amazonaws.com"
	refusing := func(status int) string {
		proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) }))
		t.Cleanup(proxy.Close)
		return proxy.Listener.Addr().String()
	}
	tomorrow, yesterday := time.Now().Add(24*time.Hour), time.Now().Add(-24*time.Hour)
	const trust = ", which is not trusted here: if it is your company's, name its file in AWS_CA_BUNDLE"
	expired := " expired on " + yesterday.UTC().Format(time.DateOnly) + ": is this machine's clock right?"
	const socks = " did not connect to iam.amazonaws.com: is it a SOCKS5 proxy? Ask who runs it to let this machine through, or add the host to NO_PROXY"
	closed := strings.TrimPrefix(nowhere, "http://")
	forbids, asks, cuts := refusing(403), refusing(407), rawServer(t, "")
	unknown, old, other := certified(t, "127.0.0.1", tomorrow), certified(t, "127.0.0.1", yesterday), certified(t, "iam.example", tomorrow)
	plain, refuses := rawServer(t, "HTTP/1.1 400 Bad Request\r\n\r\n"), rawServer(t, "\x05\xff")
	for name, c := range map[string]struct{ endpoint, scheme, proxy, bundle, want string }{
		"a proxy that forbids it": {iam, "http", forbids, "",
			"the proxy " + forbids + " answered 403 Forbidden: ask who runs it to let this machine through, or add the host to NO_PROXY"},
		"a proxy that wants a password": {iam, "http", asks, "",
			"the proxy " + asks + " answered 407 Proxy Authentication Required: put the user name and the password for it into HTTPS_PROXY"},
		"a proxy that is not there": {iam, "http", closed, "", "the proxy " + closed + " in HTTPS_PROXY cannot be reached: connection refused at " + closed},
		"a proxy that cuts":         {iam, "http", cuts, "", "iam.amazonaws.com through the proxy " + cuts + " in HTTPS_PROXY: the connection ended before an answer"},
		"a proxy that is no URL":    {iam, "http", "host:port:%zz", "", "the proxy in HTTPS_PROXY is no URL such as http://proxy.example:8080: correct or unset it"},
		"a proxy by FTP":            {iam, "ftp", closed, "", "the proxy " + closed + " in HTTPS_PROXY has the scheme ftp, which is not supported: use http, https or socks5, or unset it"},
		"a proxy by an unknown authority": {iam, "https", unknown.address, "",
			"the certificate of the proxy " + unknown.address + " in HTTPS_PROXY is by Corp Inspection CA" + trust},
		"a proxy with an expired certificate": {iam, "https", old.address, old.bundle, "the certificate of the proxy " + old.address + " in HTTPS_PROXY" + expired},
		"a proxy with another's certificate": {iam, "https", other.address, other.bundle,
			"the certificate of the proxy " + other.address + " in HTTPS_PROXY is for other names: something else answers there"},
		"a proxy without TLS":              {iam, "https", plain, "", "the proxy " + plain + " in HTTPS_PROXY does not speak TLS: is its URL to begin with http, or its port another one?"},
		"a SOCKS proxy that is not there":  {iam, "socks5", closed, "", "the proxy " + closed + " in HTTPS_PROXY cannot be reached: connection refused at " + closed},
		"a SOCKS proxy that refuses":       {iam, "socks5h", refuses, "", "the proxy " + refuses + " in HTTPS_PROXY" + socks},
		"a SOCKS proxy that is none":       {iam, "socks5", plain, "", "the proxy " + plain + " in HTTPS_PROXY" + socks},
		"a SOCKS proxy that cuts":          {iam, "socks5", cuts, "", "the proxy " + cuts + " in HTTPS_PROXY" + socks},
		"a closed port":                    {"https://" + closed, "", "", "", "connection refused at " + closed},
		"a server that cuts":               {"https://" + cuts, "", "", "", cuts + ": the connection ended before an answer"},
		"an authority that is not trusted": {"https://" + unknown.address, "", "", "", "the certificate of " + unknown.address + " is by Corp Inspection CA" + trust},
		"an expired certificate":           {"https://" + old.address, "", "", old.bundle, "the certificate of " + old.address + expired},
		"another's certificate":            {"https://" + other.address, "", "", other.bundle, "the certificate of 127.0.0.1 is for other names: something else answers there"},
		"no TLS":                           {"https://" + plain, "", "", "", plain + " does not speak TLS: is the endpoint's URL http, or its port another one?"},
	} {
		t.Run(name, func(t *testing.T) {
			configure(t, "[default]\nretry_mode=standard\nmax_attempts=1\n", keys)
			for _, other := range []string{"https_proxy", "HTTP_PROXY", "http_proxy", "NO_PROXY", "no_proxy", "REQUESTS_CA_BUNDLE"} {
				t.Setenv(other, "")
			}
			t.Setenv("HTTPS_PROXY", "")
			t.Setenv("AWS_CA_BUNDLE", c.bundle)
			if c.proxy != "" {
				t.Setenv("HTTPS_PROXY", c.scheme+"://desk:CANARY@"+c.proxy)
			}
			client := open(t, iamclient.Options{Endpoint: c.endpoint})
			if err := reset(t.Context(), client); err == nil || failure(t, err).Message != c.want {
				t.Errorf("%v\nwant %s", err, c.want)
			} else if strings.Contains(err.Error(), "CANARY") {
				t.Errorf("the error has the proxy's password: %v", err)
			}
		})
	}
}

// Of two spellings the small one names the proxy, and the error names it.
func TestTheProxyVariableThatCounts(t *testing.T) {
	configure(t, "[default]\nretry_mode=standard\nmax_attempts=1\n", keys)
	closed := strings.TrimPrefix(nowhere, "http://")
	t.Setenv("HTTPS_PROXY", "http://proxy.invalid:3128")
	t.Setenv("https_proxy", "http://"+closed)
	err := reset(t.Context(), open(t, iamclient.Options{}))
	if want := "the proxy " + closed + " in https_proxy cannot be reached: "; err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("%v, want %s", err, want)
	}
}

// A name that cannot be found is the endpoint's or the proxy's. What the resolver says about it depends on the machine.
func TestAHostThatIsNotThere(t *testing.T) {
	configure(t, "[default]\nretry_mode=standard\nmax_attempts=1\n", keys)
	t.Setenv("https_proxy", "")
	t.Setenv("HTTPS_PROXY", "")
	err := reset(t.Context(), open(t, iamclient.Options{Endpoint: "https://iam.invalid"}))
	if err == nil || !strings.Contains(err.Error(), "host iam.invalid") || !strings.HasSuffix(err.Error(), ": check the network, the region and the endpoint") {
		t.Errorf("%v", err)
	}
	t.Setenv("HTTPS_PROXY", "http://desk:CANARY@proxy.invalid")
	err = reset(t.Context(), open(t, iamclient.Options{}))
	if err == nil || !strings.Contains(err.Error(), "the proxy proxy.invalid:80 in HTTPS_PROXY cannot be reached: ") || !strings.HasSuffix(err.Error(), ": check the network and the variable") {
		t.Errorf("%v", err)
	}
}
