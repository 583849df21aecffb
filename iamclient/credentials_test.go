package iamclient_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

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
	err := reset(t.Context(), open(t, opts), observing(&seen))
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
		{"it is not there", func() string { return nowhere }, iamclient.KindNetwork, ""},
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

// commanding is a profile whose credentials a command prints.

func TestCredentialsThatExpire(t *testing.T) {
	s := withBob()
	c := newClient(t, s)
	script(s, "UpdateLoginProfile", demoiam.Fault{Code: "ExpiredToken"})
	if e := failure(t, reset(t.Context(), c)); e.Kind != iamclient.KindExpired || e.Attempts != 1 {
		t.Errorf("%+v", e)
	}
	_, err := c.Renew(t.Context(), "")
	wantOK(t, err)
	wantOK(t, reset(t.Context(), c))
}

// onStderr returns what is printed there while f runs.
