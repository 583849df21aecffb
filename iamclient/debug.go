package iamclient

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"

	"iampasswd/iamclient/printable"
)

// debugTransport writes down what goes over the wire, without passwords and credentials.
type debugTransport struct {
	base  http.RoundTripper
	inUse *secretsInUse
	mu    sync.Mutex // requests are made at the same time
	out   io.Writer
}

// shownHeaders and shownParameters are what is written down; everything else is redacted. The safe ones are named, and
// not the secret ones, so that nobody has to think of a secret that comes later.
var (
	shownHeaders = []string{
		"Content-Length", "Content-Type", "Date", "User-Agent", "X-Amz-Date", "X-Amzn-Requestid", "Amz-Sdk-Request",
		"Amz-Sdk-Invocation-Id", "Server", "X-Amz-Target",
	}
	shownParameters = []string{
		"Action", "Version", "UserName", "PasswordResetRequired", "Marker", "MaxItems", "PathPrefix",
		"MinimumPasswordLength", "RequireSymbols", "RequireNumbers", "RequireUppercaseCharacters",
		"RequireLowercaseCharacters", "AllowUsersToChangePassword", "MaxPasswordAge", "PasswordReusePrevention",
		"HardExpiry", "RoleArn", "RoleSessionName", "Policy", "PolicyArns.member.1.arn", "DurationSeconds",
	}
)

func (t *debugTransport) RoundTrip(req *http.Request) (*http.Response, error) {
	form, req, err := readRequest(req)
	if err != nil {
		return nil, err
	}
	secrets := secretsIn(req.Header, form)
	defer t.inUse.begin(secrets)()
	t.write("> "+req.Method+" "+req.URL.Redacted(), req.Header, shownForm(form), nil)
	response, err := t.base.RoundTrip(req)
	if err != nil {
		t.write("< no answer: "+secrets.redact(plainly(err)), nil, "", nil)
		return nil, err
	}
	body, err := io.ReadAll(response.Body)
	_ = response.Body.Close()
	t.write("< "+secrets.redact(response.Status), response.Header, shownAnswer(form, body, secrets), secrets)
	response.Body = io.NopCloser(io.MultiReader(bytes.NewReader(body), failing{err}))
	return response, nil
}

// failing ends a body as the real one ended.
type failing struct{ err error }

// Read returns the error, or the end.
func (f failing) Read([]byte) (int, error) {
	if f.err != nil {
		return 0, f.err
	}
	return 0, io.EOF
}

// write writes a request or an answer; from the headers of an answer, which anybody may have filled, it takes the secrets.
func (t *debugTransport) write(first string, header http.Header, body string, secrets *redactor) {
	var b strings.Builder
	b.WriteString(first + "\n")
	for _, name := range slices.Sorted(maps.Keys(header)) {
		value := redacted
		if slices.Contains(shownHeaders, name) {
			value = secrets.redact(strings.Join(header[name], ", "))
		}
		b.WriteString(first[:2] + name + ": " + value + "\n")
	}
	if body = strings.TrimSpace(body); body != "" {
		b.WriteString(first[:2] + strings.ReplaceAll(body, "\n", "\n"+first[:2]) + "\n")
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	_, _ = io.WriteString(t.out, printable.Lines(b.String()))
}

// shownAnswer is the body of an answer that holds no secret: that of an operation that reads, or an error. Of any other,
// new credentials among them, the number of bytes is shown.
func shownAnswer(form, body []byte, secrets *redactor) string {
	values, err := url.ParseQuery(string(form))
	isError := bytes.Contains(body, []byte("<ErrorResponse"))
	action := values.Get("Action")
	secret := isWrite(action) || strings.HasPrefix(action, "AssumeRole")
	if err != nil || len(form) == 0 || secret && !isError {
		return fmt.Sprintf("%s (%d bytes)", redacted, len(body))
	}
	return secrets.redact(string(body))
}

// shownForm is a form with only the values in it that are no secret.
func shownForm(form []byte) string {
	values, err := url.ParseQuery(string(form))
	if err != nil || bytes.HasPrefix(form, []byte("{")) { // which is no form but JSON
		return redacted
	}
	var pairs []string
	for name := range values {
		value := redacted
		if slices.Contains(shownParameters, name) {
			value = values.Get(name)
		}
		pairs = append(pairs, name+"="+value)
	}
	slices.Sort(pairs)
	return strings.Join(pairs, "&")
}
