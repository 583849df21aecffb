package iamclient_test

import (
	"crypto/sha1"
	"encoding/hex"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"iampasswd/iamclient"
)

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
				configure(t, of.config, map[string]string{"AWS_ENDPOINT_URL": nowhere})
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

// What renews a session is told for the profile that a person signs in to.
func TestCommandThatSignsIn(t *testing.T) {
	const sso = "sso_session=acme\nsso_account_id=123456789012\nsso_role_name=HelpDesk\n[sso-session acme]\nsso_start_url=https://acme.awsapps.com/start\nsso_region=us-east-1\n"
	for name, c := range map[string]struct{ config, command, profile string }{
		"SSO":                 {"[profile p]\n" + sso, "aws sso login", "p"},
		"SSO, legacy":         {strings.Replace(signIn[0].config, "[default]", "[profile p]", 1), "aws sso login", "p"},
		"a role of SSO":       {"[profile p]\nrole_arn=arn:aws:iam::1:role/x\nsource_profile=base\n[profile base]\n" + sso, "aws sso login", "base"},
		"aws login":           {"[profile p]\nlogin_session=arn:aws:iam::123456789012:user/alice\n", "aws login", "p"},
		"keys":                {"[profile p]\naws_access_key_id=k\naws_secret_access_key=s\n", "", ""},
		"a role of keys":      {roles + "[profile p]\nrole_arn=arn:aws:iam::1:role/x\nsource_profile=base\n", "", ""},
		"a credential script": {"[profile p]\ncredential_process=x\n", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			configure(t, c.config, map[string]string{"AWS_LOGIN_CACHE_DIRECTORY": t.TempDir()})
			at := open(t, iamclient.Options{Profile: "p"}).Endpoint()
			if at.SignIn != c.command || at.SignInProfile != c.profile {
				t.Errorf("%+v", at)
			}
		})
	}
}

// The AWS CLI writes the date of a token in a form of its own, as of some versions: such a token is valid until then.
func TestTokenWithADateOfTheAWSCLI(t *testing.T) {
	answer := answer{200, "", `{"roleCredentials":{"accessKeyId":"ASIASSO","secretAccessKey":"s","sessionToken":"t","expiration":4070908800000}}`}
	for _, of := range signIn {
		for date, valid := range map[string]bool{"2099-01-01T00:00:00UTC": true, "2001-01-01T00:00:00UTC": false, "soon": false} {
			configure(t, of.config, map[string]string{"AWS_ENDPOINT_URL": nowhere})
			cacheToken(t, of.cached, `{"accessToken":"CANARY","expiresAt":"`+date+`"}`)
			t.Setenv("AWS_ENDPOINT_URL_SSO", listen(t, answer).URL)
			t.Setenv("AWS_ENDPOINT_URL_STS", listen(t, stsError(403, "AccessDenied")).URL)
			c := open(t, iamclient.Options{})
			_, err := c.User(t.Context(), "bob")
			if expired := iamclient.KindOf(err) == iamclient.KindExpired; expired == valid && of.name != "session, and a role" {
				t.Errorf("%s, %s: %v", of.name, date, err)
			}
			if err != nil && strings.Contains(fmt.Sprintf("%+v", err), "CANARY") {
				t.Errorf("%s, %s: the error has the token", of.name, date)
			}
		}
	}
}
