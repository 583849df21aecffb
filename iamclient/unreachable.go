package iamclient

import (
	"cmp"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"syscall"
	"time"

	"golang.org/x/net/http/httpproxy"

	"iampasswd/iamclient/printable"
)

// proxyError tells what a proxy, or the setting that names it, has against a request. It holds no credentials.
type proxyError struct{ why string }

func (e *proxyError) Error() string { return e.why }

// proxyVariable is the environment variable that names the proxy for a request. Of two spellings the small one goes first, as
// in package httpproxy.
func proxyVariable(scheme string) string {
	small, capital := "https_proxy", "HTTPS_PROXY"
	if scheme == "http" {
		small, capital = "http_proxy", "HTTP_PROXY"
	}
	if os.Getenv(small) != "" {
		return small
	}
	return capital
}

// throughProxy sets how a transport uses a proxy: as the environment says, with errors that can be shown. What names a
// proxy and cannot be read is an error, for without it requests would go another way than the operator means.
func throughProxy(t *http.Transport) {
	env := httpproxy.FromEnvironment()
	choose := env.ProxyFunc()
	t.Proxy = func(r *http.Request) (*url.URL, error) {
		proxy, ok := parseProxy(proxySetting(env, r.URL.Scheme))
		switch {
		case !ok:
			return nil, &proxyError{"the proxy in " + proxyVariable(r.URL.Scheme) + " is no URL such as http://proxy.example:8080: correct or unset it"}
		case proxy != nil && !slices.Contains(proxySchemes, proxy.Scheme):
			return nil, &proxyError{
				fmt.Sprintf("the proxy %s in %s has the scheme %s, which is not supported: use http, https or socks5, or unset it", proxyAddress(proxy), proxyVariable(r.URL.Scheme), printable.Text(proxy.Scheme)),
			}
		}
		return choose(r.URL)
	}
	t.OnProxyConnectResponse = func(_ context.Context, proxy *url.URL, _ *http.Request, answer *http.Response) error {
		if answer.StatusCode == http.StatusOK {
			return nil
		}
		why := fmt.Sprintf("the proxy %s answered %d %s", printable.Text(proxy.Host), answer.StatusCode, http.StatusText(answer.StatusCode))
		if answer.StatusCode == http.StatusProxyAuthRequired {
			return &proxyError{why + ": put the user name and the password for it into " + proxyVariable("https")}
		}
		return &proxyError{why + ": ask who runs it to let this machine through, or add the host to NO_PROXY"}
	}
}

// proxySchemes are what net/http knows to do with a proxy. It takes others for http.
var proxySchemes = []string{"http", "https", "socks5", "socks5h"}

func proxySetting(env *httpproxy.Config, scheme string) string {
	if scheme == "http" {
		return env.HTTPProxy
	}
	return env.HTTPSProxy
}

// parseProxy reads the setting of a proxy, with or without a scheme; nil where it is empty.
func parseProxy(setting string) (proxy *url.URL, ok bool) {
	if setting == "" {
		return nil, true
	}
	u, err := url.Parse(setting)
	if err != nil || u.Host == "" || u.Scheme == "" {
		u, err = url.Parse("http://" + setting)
	}
	return u, err == nil && u.Host != ""
}

// proxyAddress is the host and port of a proxy, without what its URL has of a user.
func proxyAddress(proxy *url.URL) string {
	port := proxy.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443", "socks5": "1080", "socks5h": "1080"}[proxy.Scheme]
	}
	if port == "" {
		return printable.Text(proxy.Host)
	}
	return printable.Text(net.JoinHostPort(proxy.Hostname(), port))
}

// failedProxy names the proxy that an error is about; "" where it is about none.
func failedProxy(err error) string {
	op, ok := errors.AsType[*net.OpError](err)
	if !ok || op.Op != "proxyconnect" && op.Op != socksConnect {
		return ""
	}
	scheme := "https"
	if e, ok := errors.AsType[*url.Error](err); ok && strings.HasPrefix(e.URL, "http:") {
		scheme = "http"
	}
	if proxy, ok := parseProxy(proxySetting(httpproxy.FromEnvironment(), scheme)); ok && proxy != nil {
		return "the proxy " + proxyAddress(proxy) + " in " + proxyVariable(scheme)
	}
	return "the proxy in " + proxyVariable(scheme)
}

// socksConnect is the operation of net/http's errors of a SOCKS proxy that was reached.
const socksConnect = "socks connect"

// unreached puts into words why a request got no answer, from the kinds and fields of errors and not from their texts.
// It is "" where the reason is of no known kind.
func unreached(err error) string {
	if proxy, ok := errors.AsType[*proxyError](err); ok {
		return proxy.why
	}
	if process, ok := errors.AsType[*processError](err); ok {
		return process.Error()
	}
	proxy := failedProxy(err)
	if why := distrusted(err, proxy); why != "" {
		return why
	}
	host := cmp.Or(proxy, hostOf(err))
	op, isOp := errors.AsType[*net.OpError](err)
	switch {
	case isOp && op.Op == socksConnect:
		return proxy + " did not connect to " + hostOf(err) + ": is it a SOCKS5 proxy? Ask who runs it to let this machine through, or add the host to NO_PROXY"
	case notTLS(err) && proxy != "":
		return proxy + " does not speak TLS: is its URL to begin with http, or its port another one?"
	case notTLS(err):
		return host + " does not speak TLS: is the endpoint's URL http, or its port another one?"
	}
	if dns, ok := errors.AsType[*net.DNSError](err); ok {
		what, check := "the name of the host "+printable.Text(dns.Name)+" cannot be looked up", ": check the network, the region and the endpoint"
		if dns.IsNotFound {
			what = "there is no host " + printable.Text(dns.Name)
		}
		if proxy != "" {
			check = ": check the network and the variable"
		}
		return viaProxy(proxy, what+check)
	}
	at := cmp.Or(dialledAddr(err), host)
	switch {
	case errors.Is(err, syscall.ECONNREFUSED):
		return viaProxy(proxy, "connection refused at "+at)
	case errors.Is(err, syscall.ENETUNREACH), errors.Is(err, syscall.EHOSTUNREACH):
		return viaProxy(proxy, "there is no way to "+at+": check the network")
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE):
		return viaProxy(proxy, "the connection to "+at+" was cut")
	case errors.Is(err, context.DeadlineExceeded):
		return "no answer in time"
	case isOp && op.Timeout() && proxy != "":
		return viaProxy(proxy, "no connection to "+at+" in time: check the network and the variable")
	case isOp && op.Timeout():
		return "no connection to " + at + " in time: check the network, and whether a proxy is needed (HTTPS_PROXY)"
	}
	return ""
}

// notTLS tells whether something else than TLS came back.
func notTLS(err error) bool {
	_, ok := errors.AsType[tls.RecordHeaderError](err)
	return ok || errors.Is(err, http.ErrSchemeMismatch)
}

// unreadable is what is said of an answer that is none, from the host or from a proxy before it.
func unreadable(err error) string {
	what := "what came back is no answer in HTTP"
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		what = "the connection ended before an answer"
	}
	if proxy := failedProxy(err); proxy != "" {
		return viaProxy(proxy, what)
	}
	return hostOf(err) + usedProxy(err) + ": " + what
}

// usedProxy names the proxy that a request went through; "" where it went through none.
func usedProxy(err error) string {
	e, ok := errors.AsType[*url.Error](err)
	if !ok {
		return ""
	}
	u, err := url.Parse(e.URL)
	if err != nil {
		return ""
	}
	proxy, err := httpproxy.FromEnvironment().ProxyFunc()(u)
	if err != nil || proxy == nil {
		return ""
	}
	return " through the proxy " + proxyAddress(proxy) + " in " + proxyVariable(u.Scheme)
}

func viaProxy(proxy, what string) string {
	if proxy != "" {
		return proxy + " cannot be reached: " + what
	}
	return what
}

// dialledAddr is the address that could not be connected to: that of the innermost operation, for the one around it is the
// proxy's and has none. It is "" where none is known.
func dialledAddr(err error) (address string) {
	for {
		op, ok := errors.AsType[*net.OpError](err)
		if !ok {
			return address
		}
		if op.Addr != nil {
			address = op.Addr.String()
		}
		err = op.Err
	}
}

// hostOf is the host that a request was for.
func hostOf(err error) string {
	e, ok := errors.AsType[*url.Error](err)
	if !ok {
		return "the host"
	}
	u, err := url.Parse(e.URL)
	if err != nil || u.Host == "" {
		return "the host"
	}
	return printable.Text(u.Host)
}

// distrusted says what is wrong with a certificate, the proxy's own where it is named; "" where nothing is.
func distrusted(err error, proxy string) string {
	host := cmp.Or(proxy, hostOf(err))
	const trust = ": if it is your company's, name its file in AWS_CA_BUNDLE"
	unknown, isUnknown := errors.AsType[x509.UnknownAuthorityError](err)
	invalid, isInvalid := errors.AsType[x509.CertificateInvalidError](err)
	name, otherName := errors.AsType[x509.HostnameError](err)
	_, isOther := errors.AsType[*tls.CertificateVerificationError](err)
	switch {
	case isUnknown && unknown.Cert != nil:
		return "the certificate of " + host + " is by " + authority(unknown.Cert) + ", which is not trusted here" + trust
	case isInvalid && invalid.Reason == x509.Expired && invalid.Cert != nil && time.Now().Before(invalid.Cert.NotBefore):
		return "the certificate of " + host + " is valid from " + invalid.Cert.NotBefore.UTC().Format(time.DateOnly) + " on: is this machine's clock right?"
	case isInvalid && invalid.Reason == x509.Expired && invalid.Cert != nil:
		return "the certificate of " + host + " expired on " + invalid.Cert.NotAfter.UTC().Format(time.DateOnly) + ": is this machine's clock right?"
	case otherName:
		return "the certificate of " + cmp.Or(proxy, printable.Text(name.Host)) + " is for other names: something else answers there"
	case isUnknown, isInvalid, isOther:
		return "the certificate of " + host + " is not trusted here" + trust
	}
	return ""
}

func authority(cert *x509.Certificate) string {
	for _, name := range append([]string{cert.Issuer.CommonName}, cert.Issuer.Organization...) {
		if name = printable.Text(name); name != "" {
			return strings.TrimSpace(name[:min(len(name), 80)])
		}
	}
	return "an authority without a name"
}
