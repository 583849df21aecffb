package iamclient_test

import (
	"crypto/sha1"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"iampasswd/iamclient"
	"iampasswd/iamclient/demoiam"
)

// attemptReset tries to reset a password with whatever credentials are configured, once. Where it fails, nothing of it
// may have been sent.
func attemptReset(t *testing.T, opts iamclient.Options) (*iamclient.Error, *listener) {
	t.Helper()
	t.Setenv("AWS_MAX_ATTEMPTS", "1")
	s := withBob()
	l := listen(t, s)
	opts.Endpoint = l.URL
	var seen []observation
	err := reset(observing(&seen).In(t.Context()), open(t, opts))
	if err == nil {
		return nil, l
	}
	e := failure(t, err)
	if e.Op != "UpdateLoginProfile" || e.EarlierMayHaveSucceeded || len(seen) != 0 || l.count.Load() != 0 {
		t.Errorf("%+v, seen %v, and %d requests arrived", e, seen, l.count.Load())
	}
	return e, l
}

// answer is an HTTP answer of a service.
type answer struct {
	status    int
	errorType string // the header in which services that speak JSON give their code
	body      string
}

func (a answer) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	if a.errorType != "" {
		w.Header().Set("X-Amzn-Errortype", a.errorType)
	}
	w.WriteHeader(a.status)
	_, _ = w.Write([]byte(a.body))
}

func stsError(status int, code string) answer {
	return answer{status: status, body: fmt.Sprintf(`<ErrorResponse><Error><Code>%s</Code><Message>no sts:AssumeRole</Message></Error><RequestId>r</RequestId></ErrorResponse>`, code)}
}

const roles = `
[profile base]
aws_access_key_id=AKIABASE
aws_secret_access_key=s
[profile role]
role_arn=arn:aws:iam::123456789012:role/HelpDesk
source_profile=base
[profile mfa]
role_arn=arn:aws:iam::123456789012:role/HelpDesk
source_profile=base
mfa_serial=arn:aws:iam::123456789012:mfa/alice
`

// No region is set here either: the STS that the role is assumed at gets the default one as well.
func TestAssumedRole(t *testing.T) {
	sts := listen(t, answer{status: 200, body: `<AssumeRoleResponse><AssumeRoleResult><Credentials>` +
		`<AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration>` +
		`</Credentials></AssumeRoleResult></AssumeRoleResponse>`})
	configure(t, roles, map[string]string{"AWS_ENDPOINT_URL_STS": sts.URL})
	e, l := attemptReset(t, iamclient.Options{Profile: "role"})
	if e != nil || l.key() != "ASIAROLE" {
		t.Errorf("%v, signed by %s", e, l.key())
	}
	if scope := sts.last("Authorization"); !strings.Contains(scope, "/us-east-1/sts/") {
		t.Errorf("STS is asked with %s", scope)
	}
}

// What STS says to AssumeRole is not what IAM says to the change.
func TestRoleThatCannotBeAssumed(t *testing.T) {
	gone := httptest.NewServer(nil)
	gone.Close()
	hangUp := http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	for _, c := range []struct {
		name string
		url  func() string
		kind iamclient.Kind
		code string
	}{
		{"denied", func() string { return listen(t, stsError(403, "AccessDenied")).URL }, iamclient.KindCredentials, "AccessDenied"},
		{"expired", func() string { return listen(t, stsError(403, "ExpiredToken")).URL }, iamclient.KindExpired, "ExpiredToken"},
		{"a wrong key", func() string { return listen(t, stsError(403, "InvalidClientTokenId")).URL }, iamclient.KindInvalidToken, "InvalidClientTokenId"},
		{"throttled", func() string { return listen(t, stsError(400, "Throttling")).URL }, iamclient.KindThrottled, "Throttling"},
		{"broken", func() string { return listen(t, stsError(500, "InternalFailure")).URL }, iamclient.KindServer, "InternalFailure"},
		{"a proxy's 502", func() string { return listen(t, answer{status: 502, body: "<html>"}).URL }, iamclient.KindServer, ""},
		{"it hangs up", func() string { return listen(t, hangUp).URL }, iamclient.KindNetwork, ""},
		{"it is not there", func() string { return gone.URL }, iamclient.KindNetwork, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			configure(t, roles, map[string]string{"AWS_ENDPOINT_URL_STS": c.url()})
			e, _ := attemptReset(t, iamclient.Options{Profile: "role"})
			if e.Kind != c.kind || e.Code != c.code {
				t.Errorf("%+v, want kind %v, code %s", e, c.kind, c.code)
			}
		})
	}
}

func TestRoleThatAsksForMFA(t *testing.T) {
	sts := listen(t, http.NotFoundHandler())
	configure(t, roles, map[string]string{"AWS_ENDPOINT_URL_STS": sts.URL})
	e, _ := attemptReset(t, iamclient.Options{Profile: "mfa"})
	if e.Kind != iamclient.KindMFA || e.Message != "the profile's role asks for an MFA code" || sts.count.Load() != 0 {
		t.Errorf("%+v", e)
	}
}

// signIn is a profile of each kind for which a person signs in, and the file that the session is kept in.
var signIn = []struct{ name, config, cached string }{
	{"legacy", `[default]
sso_start_url=https://acme.awsapps.com/start
sso_region=us-east-1
sso_account_id=123456789012
sso_role_name=HelpDesk
`, "https://acme.awsapps.com/start"},
	{"session", `[default]
sso_session=acme
sso_account_id=123456789012
sso_role_name=HelpDesk
[sso-session acme]
sso_start_url=https://acme.awsapps.com/start
sso_region=us-east-1
`, "acme"},
	{"session, and a role", `[profile sso]
sso_session=acme
sso_account_id=123456789012
sso_role_name=HelpDesk
[sso-session acme]
sso_start_url=https://acme.awsapps.com/start
sso_region=us-east-1
[default]
role_arn=arn:aws:iam::123456789012:role/HelpDesk
source_profile=sso
`, "acme"},
}

func cacheToken(t *testing.T, of, text string) {
	t.Helper()
	home := t.TempDir()
	t.Setenv("HOME", home)
	if text == "" {
		return
	}
	sum := sha1.Sum([]byte(of))
	dir := filepath.Join(home, ".aws", "sso", "cache")
	wantOK(t, os.MkdirAll(dir, 0o700))
	wantOK(t, os.WriteFile(filepath.Join(dir, hex.EncodeToString(sum[:])+".json"), []byte(text), 0o600))
}

func ssoToken(expires time.Duration, more string) string {
	return fmt.Sprintf(`{"accessToken":"t","expiresAt":%q%s}`, time.Now().Add(expires).UTC().Format(time.RFC3339), more)
}

const renewable = `,"refreshToken":"r","clientId":"c","clientSecret":"s"`

func TestSingleSignOn(t *testing.T) {
	gone := httptest.NewServer(nil)
	gone.Close()
	for _, c := range []struct {
		name, token string
		sso, oidc   http.Handler // nil: not there
		legacy      iamclient.Kind
		session     iamclient.Kind
	}{
		{"never signed in", "", nil, nil, iamclient.KindExpired, iamclient.KindExpired},
		{"a broken file", "{", nil, nil, iamclient.KindExpired, iamclient.KindExpired},
		{"expired", ssoToken(-time.Hour, ""), nil, nil, iamclient.KindExpired, iamclient.KindExpired},
		{"expired, not to be renewed", ssoToken(-time.Hour, renewable), nil, answer{400, "InvalidGrantException", `{"error":"invalid_grant"}`}, iamclient.KindExpired, iamclient.KindExpired},
		{"signed out", ssoToken(time.Hour, ""), answer{401, "UnauthorizedException", `{"message":"Session token not found or invalid"}`}, nil, iamclient.KindExpired, iamclient.KindExpired},
		{"no such role", ssoToken(time.Hour, ""), answer{403, "ForbiddenException", `{"message":"No access"}`}, nil, iamclient.KindCredentials, iamclient.KindCredentials},
		{"SSO is broken", ssoToken(time.Hour, ""), answer{500, "", "{}"}, nil, iamclient.KindServer, iamclient.KindServer},
		{"SSO is not there", ssoToken(time.Hour, ""), nil, nil, iamclient.KindNetwork, iamclient.KindNetwork},
		{"nobody there to renew", ssoToken(-time.Hour, renewable), nil, nil, iamclient.KindExpired, iamclient.KindNetwork},
	} {
		for _, of := range signIn {
			t.Run(of.name+", "+c.name, func(t *testing.T) {
				configure(t, of.config, map[string]string{"AWS_ENDPOINT_URL": gone.URL})
				cacheToken(t, of.cached, c.token)
				if c.sso != nil {
					t.Setenv("AWS_ENDPOINT_URL_SSO", listen(t, c.sso).URL)
				}
				if c.oidc != nil {
					t.Setenv("AWS_ENDPOINT_URL_SSO_OIDC", listen(t, c.oidc).URL)
				}
				want := c.session
				if of.name == "legacy" {
					want = c.legacy
				}
				if e, _ := attemptReset(t, iamclient.Options{}); e.Kind != want {
					t.Errorf("%+v, want kind %v", e, want)
				}
			})
		}
	}
}

func TestLoginSessionThatIsMissing(t *testing.T) {
	configure(t, "[default]\nlogin_session=arn:aws:iam::123456789012:user/alice\n", map[string]string{"AWS_LOGIN_CACHE_DIRECTORY": t.TempDir()})
	if e, _ := attemptReset(t, iamclient.Options{}); e.Kind != iamclient.KindExpired {
		t.Errorf("%+v", e)
	}
}

// commanding is a profile whose credentials a command prints.
func commanding(t *testing.T, script string) {
	t.Helper()
	if _, err := os.Stat("/bin/sh"); err != nil {
		t.Skip("there is no shell to run a credential_process in")
	}
	file := filepath.Join(t.TempDir(), "command")
	wantOK(t, os.WriteFile(file, []byte("#!/bin/sh\n"+script), 0o700))
	configure(t, "[default]\ncredential_process="+file+"\n", nil)
}

func TestCredentialProcess(t *testing.T) {
	commanding(t, `
if read line; then echo "got $line from the terminal" >&2; exit 1; fi
echo "this would tear the screen" >&2
echo '{"Version":1,"AccessKeyId":"ASIAPROCESS","SecretAccessKey":"s","SessionToken":"t"}'
`)
	stdin := filepath.Join(t.TempDir(), "stdin")
	wantOK(t, os.WriteFile(stdin, []byte("the operator's keys\n"), 0o600))
	keyboard, err := os.Open(stdin)
	wantOK(t, err)
	defer keyboard.Close()
	old := os.Stdin
	os.Stdin = keyboard
	defer func() { os.Stdin = old }()
	said := onStderr(t, func() {
		if e, l := attemptReset(t, iamclient.Options{}); e != nil || l.key() != "ASIAPROCESS" {
			t.Errorf("%v, signed by %s", e, l.key())
		}
	})
	if said != "" {
		t.Errorf("on stderr: %s", said)
	}
}

func TestCredentialProcessThatFails(t *testing.T) {
	for name, c := range map[string]struct{ script, want string }{
		"it says why":          {"echo 'looking' >&2; echo 'not signed in: run corp-login' >&2; exit 3", "exit status 3: not signed in: run corp-login"},
		"it does not say why":  {"exit 3", "exit status 3"},
		"it says very much":    {"i=0; while [ $i -lt 2000 ]; do echo line $i >&2; i=$((i+1)); done; exit 1", "exit status 1: line 1999"},
		"it does not stop":     {"i=0; while [ $i -lt 2000 ]; do printf 'é' >&2; i=$((i+1)); done; exit 1", "exit status 1: " + strings.Repeat("é", 100)},
		"it prints no JSON":    {`echo '{"SecretAccessKey":"TOPSECRET", oops'`, "something else than credentials"},
		"it prints other JSON": {`echo '{"Version":"one","SecretAccessKey":"TOPSECRET"}'`, "something else than credentials"},
		"it has no keys":       {`echo '{"Version":1}'`, "missing AccessKeyId"},
	} {
		t.Run(name, func(t *testing.T) {
			commanding(t, c.script)
			e, _ := attemptReset(t, iamclient.Options{})
			if e.Kind != iamclient.KindCredentials || !strings.HasSuffix(e.Message, c.want) && !strings.Contains(e.Message, c.want) {
				t.Errorf("%+v, want %s", e, c.want)
			}
			if strings.Contains(fmt.Sprintf("%+v %v", e, e.Unwrap()), "TOPSECRET") {
				t.Errorf("the error holds keys: %+v", e)
			}
			if len(e.Message) > 300 {
				t.Errorf("the message has %d characters", len(e.Message))
			}
		})
	}
}

// Credentials that run out on the way are asked for again, by the next try.
func TestCredentialsThatExpire(t *testing.T) {
	s := withBob()
	c := newClient(t, s)
	script(s, "UpdateLoginProfile", demoiam.Fault{Code: "ExpiredToken"})
	if e := failure(t, reset(t.Context(), c)); e.Kind != iamclient.KindExpired || e.Attempts != 1 {
		t.Errorf("%+v", e)
	}
	_, err := c.Renew(t.Context())
	wantOK(t, err)
	wantOK(t, reset(t.Context(), c))
}

// onStderr returns what is printed there while f runs.
func onStderr(t *testing.T, f func()) string {
	t.Helper()
	file, err := os.Create(filepath.Join(t.TempDir(), "stderr"))
	wantOK(t, err)
	old := os.Stderr
	os.Stderr = file
	defer func() { os.Stderr = old }()
	f()
	wantOK(t, file.Close())
	said, err := os.ReadFile(file.Name())
	wantOK(t, err)
	return string(said)
}
