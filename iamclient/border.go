package iamclient

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"strings"

	"iampasswd/iamclient/printable"
)

// mostMessage is how much of AWS's message is kept, and mostRedacted how much of it is looked at for secrets, in bytes. The
// second is more: a secret that the end of what is looked at cuts off is not kept.
const mostMessage, mostRedacted = 4 << 10, 64 << 10

// borderTransport is where answers come in. It bounds them, and notes which secrets they may repeat: see knownMessage.
type borderTransport struct {
	base  http.RoundTripper
	inUse *secretsInUse
}

func (t *borderTransport) RoundTrip(req *http.Request) (*http.Response, error) {
	form, req, err := readRequest(req)
	if err != nil {
		return nil, err
	}
	secrets := secretsIn(req.Header, form)
	end := t.inUse.begin(secrets)
	if log, ok := req.Context().Value(logKey{}).(*attemptLog); ok {
		log.sends(secrets)
	}
	response, err := t.base.RoundTrip(req)
	if err != nil {
		end()
		return nil, err
	}
	most := int64(mostAnswer)
	if bytes.Contains(form, []byte("Action=GetCredentialReport&")) {
		most = mostReport
	}
	response.Body = &boundedBody{ReadCloser: response.Body, left: most, end: end}
	return response, nil
}

// logKey is the key of the log in the context of an attempt. It is the one context value of this package: a transport gets
// nothing but the request, and the requests that the SDK makes for the credentials of an attempt have nothing else of it.
type logKey struct{}

// within returns a context in which the requests that are sent tell the log of their secrets.
func (l *attemptLog) within(ctx context.Context) context.Context {
	return context.WithValue(ctx, logKey{}, l)
}

var errTooLarge = errors.New("the answer is larger than AWS's answers are")

// boundedBody is a body that fails where it is longer than an answer can be.
type boundedBody struct {
	io.ReadCloser
	left int64
	end  func() // of the request
}

// Close ends the request.
func (b *boundedBody) Close() error {
	b.end()
	return b.ReadCloser.Close()
}

// Read returns errTooLarge where there is more than the bound.
func (b *boundedBody) Read(p []byte) (int, error) {
	if b.left <= 0 {
		var one [1]byte
		if n, err := b.ReadCloser.Read(one[:]); n == 0 {
			return 0, err
		}
		return 0, errTooLarge
	}
	n, err := b.ReadCloser.Read(p[:min(int64(len(p)), b.left)])
	b.left -= int64(n)
	return n, err
}

// hasForm tells whether a text has 1 to 128 characters, each a letter, a figure or one of the signs.
func hasForm(text, signs string) bool {
	foreign := func(r rune) bool {
		return (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') && (r < '0' || r > '9') && !strings.ContainsRune(signs, r)
	}
	return text != "" && len(text) <= 128 && !strings.ContainsFunc(text, foreign)
}

// knownCode is a code as AWS has them. Anything else that an answer has in the place of one is not repeated. A code that is
// known here is AWS's, even where somebody chose it for a password.
func knownCode(code string, secrets *redactor) string {
	_, known := kindOfCode[code]
	switch {
	case code == "", known, isThrottle(code):
		return code
	case !hasForm(code, "_.:-"), secrets.standsIn(code):
		return "UnreadableCode"
	}
	return code
}

// knownRequestID is a request id as AWS has them, "" for anything else.
func knownRequestID(id string, secrets *redactor) string {
	if !hasForm(id, "_=/+-") || secrets.standsIn(id) {
		return ""
	}
	return id
}

// knownMessage is AWS's message in one line that can be printed, without secrets, and no longer than a person reads.
func knownMessage(message string, secrets *redactor) string {
	message = secrets.redact(printable.Text(secrets.redact(message[:min(len(message), mostRedacted)])))
	if len(message) > mostMessage {
		message = strings.ToValidUTF8(message[:mostMessage], "") + "…"
	}
	return message
}
