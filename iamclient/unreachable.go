package iamclient

import (
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
	"strings"
	"syscall"
	"time"

	"golang.org/x/net/http/httpproxy"

	"iampasswd/iamclient/printable"
)

// proxyError tells what a proxy, or the setting that names it, has against a request. It holds no credentials.
type proxyError struct{ why string }

func (e *proxyError) Error() string { return e.why }

// proxyVariable is the environment variable that names the proxy for a request; the names of a few are in use.
func proxyVariable(scheme string) string {
	names := []string{"HTTPS_PROXY", "https_proxy"}
	if scheme == "http" {
		names = []string{"HTTP_PROXY", "http_proxy"}
	}
	for _, name := range names {
		if os.Getenv(name) != "" {
			return name
		}
	}
	return names[0]
}

// throughProxy sets how a transport uses a proxy: as the environment says, with errors that can be shown. What names a
// proxy and cannot be read is an error, for without it requests would go another way than the operator means.
func throughProxy(t *http.Transport) {
	env := httpproxy.FromEnvironment()
	choose := env.ProxyFunc()
	t.Proxy = func(r *http.Request) (*url.URL, error) {
		proxy := env.HTTPSProxy
		if r.URL.Scheme == "http" {
			proxy = env.HTTPProxy
		}
		if !isProxy(proxy) {
			return nil, &proxyError{"the proxy in " + proxyVariable(r.URL.Scheme) + " is no URL such as http://proxy.example:8080: correct or unset it"}
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

// isProxy tells whether a setting is empty or names a proxy, with or without a scheme.
func isProxy(setting string) bool {
	if setting == "" {
		return true
	}
	u, err := url.Parse(setting)
	if err != nil || u.Host == "" || u.Scheme == "" {
		u, err = url.Parse("http://" + setting)
	}
	return err == nil && u.Host != ""
}

// unreached puts into words why a request got no answer, from the kinds and fields of errors and not from their texts.
// It is "" where the reason is of no known kind.
func unreached(err error) string {
	if proxy, ok := errors.AsType[*proxyError](err); ok {
		return proxy.why
	}
	if process, ok := errors.AsType[*processError](err); ok {
		return process.Error()
	}
	if why := distrusted(err); why != "" {
		return why
	}
	host := hostOf(err)
	op, isOp := errors.AsType[*net.OpError](err)
	if _, ok := errors.AsType[tls.RecordHeaderError](err); ok || errors.Is(err, http.ErrSchemeMismatch) {
		return host + " does not speak TLS: is the endpoint's URL http, or its port another one?"
	}
	if dns, ok := errors.AsType[*net.DNSError](err); ok {
		what := "the name of the host " + printable.Text(dns.Name) + " cannot be looked up"
		if dns.IsNotFound {
			what = "there is no host " + printable.Text(dns.Name)
		}
		return viaProxy(op, isOp, what+": check the network, the region and the endpoint")
	}
	at := host
	if dialled := dialledAddr(err); dialled != "" {
		at = dialled
	}
	switch {
	case errors.Is(err, syscall.ECONNREFUSED):
		return viaProxy(op, isOp, "connection refused at "+at)
	case errors.Is(err, syscall.ENETUNREACH), errors.Is(err, syscall.EHOSTUNREACH):
		return viaProxy(op, isOp, "there is no way to "+at+": check the network")
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE):
		return viaProxy(op, isOp, "the connection to "+at+" was cut")
	case errors.Is(err, context.DeadlineExceeded):
		return "no answer in time"
	case isOp && op.Timeout():
		return viaProxy(op, isOp, "no connection to "+at+" in time: check the network, and whether a proxy is needed (HTTPS_PROXY)")
	}
	return ""
}

// unreadable is what is said of an answer that is none, from the host or from a proxy before it.
func unreadable(err error) string {
	what := "what came back is no answer in HTTP"
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		what = "the connection ended before an answer"
	}
	op, isOp := errors.AsType[*net.OpError](err)
	return viaProxy(op, isOp, hostOf(err)+": "+what)
}

func viaProxy(op *net.OpError, isOp bool, what string) string {
	if isOp && op.Op == "proxyconnect" {
		return "the proxy in " + proxyVariable("https") + " cannot be reached: " + what
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

// distrusted says what is wrong with a certificate; "" where nothing is.
func distrusted(err error) string {
	host := hostOf(err)
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
		return "the certificate of " + printable.Text(name.Host) + " is for other names: something else answers there"
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
