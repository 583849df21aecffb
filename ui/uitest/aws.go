package uitest

import (
	"bytes"
	"crypto/sha1" //nolint:gosec // it is how the AWS CLI names a file
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"iampasswd/iamclient/demoiam"
)

// AWS is an AWS configuration and the accounts that it leads to. The machine's own settings are out of sight then, its
// environment among them, so that a script with one cannot run in parallel.
type AWS struct {
	Config string // the text of the file
	// Accounts are made inside the bubble, by the access key or the ARN of the role that leads there. All others lead to
	// the account of Config.Account.
	Accounts map[string]func() *demoiam.Server
}

// install writes the configuration and hides the machine's.
func (a *AWS) install(t *testing.T) {
	t.Helper()
	home := t.TempDir()
	for _, setting := range os.Environ() {
		if name, _, _ := strings.Cut(setting, "="); strings.HasPrefix(name, "AWS_") {
			t.Setenv(name, "") // puts it back in the end
			_ = os.Unsetenv(name)
		}
	}
	t.Setenv("HOME", home) // with the tokens of SSO
	t.Setenv("AWS_CONFIG_FILE", filepath.Join(home, "config"))
	t.Setenv("AWS_SHARED_CREDENTIALS_FILE", filepath.Join(home, "credentials"))
	t.Setenv("AWS_EC2_METADATA_DISABLED", "true")
	a.write(t)
}

func (a *AWS) write(t *testing.T) {
	t.Helper()
	file := os.Getenv("AWS_CONFIG_FILE")                                // of install
	if err := os.WriteFile(file, []byte(a.Config), 0o600); err != nil { //nolint:gosec // in a temporary directory
		t.Fatal(err)
	}
}

// Configure writes the AWS configuration anew.
func (s *Screen) Configure(config string) {
	s.t.Helper()
	(&AWS{Config: config}).write(s.t)
}

// STS leads each request to the account that its key is of, and assumes roles.
type STS struct {
	rest *demoiam.Server

	mu       sync.Mutex
	accounts map[string]*demoiam.Server
	codes    []string          // MFA codes that it takes, each once
	life     time.Duration     // of what it gives out
	roles    map[string]string // the role that a key was given out for
	asked    int               // how often AssumeRole was
}

// NewSTS hides the machine's settings behind a configuration, for a client that is not a [Screen]'s. What the configuration
// does not lead elsewhere goes to the account rest.
func NewSTS(t *testing.T, a *AWS, rest *demoiam.Server) *STS {
	t.Helper()
	a.install(t)
	return newSTS(a, rest)
}

func newSTS(a *AWS, rest *demoiam.Server) *STS {
	s := &STS{accounts: map[string]*demoiam.Server{}, rest: rest, life: time.Hour, roles: map[string]string{}}
	for lead, account := range a.Accounts {
		s.accounts[lead] = account()
	}
	return s
}

// Account is the account that an access key or a role leads to.
func (s *STS) Account(lead string) *demoiam.Server {
	s.mu.Lock()
	defer s.mu.Unlock()
	if account, ok := s.accounts[lead]; ok {
		return account
	}
	return s.rest
}

// Lead makes an access key or a role lead to another account than before.
func (s *STS) Lead(lead string, account *demoiam.Server) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.accounts[lead] = account
}

// Accept makes these the only MFA codes that are taken.
func (s *STS) Accept(codes ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.codes = codes
}

// Assumed is how often AssumeRole was asked for.
func (s *STS) Assumed() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.asked
}

var accessKey = regexp.MustCompile(`Credential=([^/]*)/`)

// RoundTrip answers AssumeRole, and leads everything else to its account.
func (s *STS) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Path == "/federation/credentials" {
		return s.signedIn(r), nil
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return nil, err
	}
	if form.Get("Action") == "AssumeRole" {
		return s.assume(r, form), nil
	}
	var lead string
	if key := accessKey.FindStringSubmatch(r.Header.Get("Authorization")); key != nil {
		lead = key[1]
	}
	s.mu.Lock()
	if role, given := s.roles[lead]; given {
		lead = role
	}
	s.mu.Unlock()
	return s.Account(lead).Transport().RoundTrip(r)
}

func (s *STS) assume(r *http.Request, form url.Values) *http.Response {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked++
	if form.Has("SerialNumber") {
		i := slices.Index(s.codes, form.Get("TokenCode"))
		if i < 0 {
			return respond(r, http.StatusForbidden, `<ErrorResponse><Error><Code>AccessDenied</Code><Message>MultiFactorAuthentication `+
				`failed with invalid MFA one time pass code. </Message></Error><RequestId>x</RequestId></ErrorResponse>`)
		}
		s.codes = slices.Delete(s.codes, i, i+1)
	}
	key := fmt.Sprintf("ASIAROLE%d", s.asked)
	s.roles[key] = form.Get("RoleArn")
	return respond(r, http.StatusOK, fmt.Sprintf(`<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>%s</AccessKeyId>`+
		`<SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>%s</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`,
		key, time.Now().Add(s.life).UTC().Format(time.RFC3339)))
}

// signedIn is SSO's GetRoleCredentials, for any token: the SDK looks itself whether it has expired.
func (s *STS) signedIn(r *http.Request) *http.Response {
	s.mu.Lock()
	defer s.mu.Unlock()
	return respond(r, http.StatusOK, fmt.Sprintf(
		`{"roleCredentials":{"accessKeyId":"ASIASSO","secretAccessKey":"s","sessionToken":"t","expiration":%d}}`, time.Now().Add(s.life).UnixMilli()))
}

// SignIn does what `aws sso login` does: it leaves a token for so long, for the sso-session of that name.
func (s *Screen) SignIn(session string, life time.Duration) {
	s.t.Helper()
	home, err := os.UserHomeDir()
	if err == nil {
		sum := sha1.Sum([]byte(session)) //nolint:gosec // it is how the AWS CLI names the file
		file := filepath.Join(home, ".aws", "sso", "cache", hex.EncodeToString(sum[:])+".json")
		token := fmt.Sprintf(`{"accessToken":"t","expiresAt":%q}`, time.Now().Add(life).UTC().Format(time.RFC3339))
		if err = os.MkdirAll(filepath.Dir(file), 0o700); err == nil {
			err = os.WriteFile(file, []byte(token), 0o600)
		}
	}
	if err != nil {
		s.t.Fatal(err)
	}
}

func respond(r *http.Request, status int, body string) *http.Response {
	return &http.Response{
		StatusCode: status, Header: http.Header{"Content-Type": {"text/xml"}}, Request: r,
		Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body)),
	}
}
