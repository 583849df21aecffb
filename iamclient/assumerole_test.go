package iamclient_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"iampasswd/iamclient"
	"iampasswd/iamclient/demoiam"
)

const aliceDevice = "arn:aws:iam::123456789012:mfa/alice"

// fakeSTS assumes roles with the MFA codes that it is given, each once, and passes everything else on.
type fakeSTS struct {
	iam  http.Handler
	life time.Duration

	mu    sync.Mutex
	codes []string     // that it takes
	asked []url.Values // what AssumeRole was asked with
	fail  *answer      // instead, once
}

func (f *fakeSTS) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	form := peek(r)
	if form.Get("Action") != "AssumeRole" {
		f.iam.ServeHTTP(w, r)
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asked = append(f.asked, form)
	if fail := f.fail; fail != nil {
		f.fail = nil
		fail.ServeHTTP(w, r)
		return
	}
	if form.Has("SerialNumber") {
		if len(f.codes) == 0 || f.codes[0] != form.Get("TokenCode") {
			deniedBySTS("MultiFactorAuthentication failed with invalid MFA one time pass code. ").ServeHTTP(w, r)
			return
		}
		f.codes = f.codes[1:]
	}
	_, _ = fmt.Fprintf(w, `<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIA%d</AccessKeyId><SecretAccessKey>s</SecretAccessKey>`+
		`<SessionToken>t</SessionToken><Expiration>%s</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`,
		len(f.asked), time.Now().Add(f.life).UTC().Format(time.RFC3339))
}

// peek reads a form and leaves it to be read again.
func peek(r *http.Request) url.Values {
	body, _ := io.ReadAll(r.Body)
	r.Body = io.NopCloser(bytes.NewReader(body))
	form, _ := url.ParseQuery(string(body))
	return form
}

func deniedBySTS(message string) answer {
	return answer{status: 403, body: `<ErrorResponse><Error><Code>AccessDenied</Code><Message>` + message + `</Message></Error><RequestId>r</RequestId></ErrorResponse>`}
}

func (f *fakeSTS) requests() []url.Values {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.asked
}

// assumeWith opens a client of a profile whose role is assumed at a fake STS.
func assumeWith(t *testing.T, config, profile string, codes ...string) (*iamclient.Client, *fakeSTS, *demoiam.Server, *listener) {
	t.Helper()
	s := withBob()
	f := &fakeSTS{iam: s, life: time.Hour, codes: codes}
	l := listen(t, f)
	configure(t, config, map[string]string{"AWS_ENDPOINT_URL_STS": l.URL, "AWS_MAX_ATTEMPTS": "1"})
	return open(t, iamclient.Options{Profile: profile, Endpoint: l.URL}), f, s, l
}

func TestMFACode(t *testing.T) {
	c, f, _, l := assumeWith(t, roles, "mfa", "111111")
	err := reset(t.Context(), c)
	if e := failure(t, err); e.Kind != iamclient.KindMFA || e.MFADevice != aliceDevice || e.Code != "" || len(f.requests()) != 0 {
		t.Errorf("without a code: %+v", e)
	}
	_, err = c.Renew(t.Context(), "222222")
	if e := failure(t, err); e.Kind != iamclient.KindMFA || e.MFADevice != aliceDevice || e.Code != "AccessDenied" || e.Op != "AssumeRole" ||
		!strings.HasPrefix(e.Message, "MultiFactorAuthentication failed") {
		t.Errorf("with another code: %+v", e)
	}
	if e := failure(t, reset(t.Context(), c)); e.Kind != iamclient.KindMFA || e.Code != "" {
		t.Errorf("a refused code has become the client's: %+v", e)
	}
	_, err = c.Renew(t.Context(), "111111")
	wantOK(t, err)
	wantOK(t, reset(t.Context(), c))
	if l.key() != "ASIA2" {
		t.Errorf("%s signs", l.key())
	}
	last := f.requests()[1]
	if last.Get("DurationSeconds") != "3600" || last.Get("SerialNumber") != aliceDevice || !strings.HasPrefix(last.Get("RoleSessionName"), "iampasswd-") {
		t.Errorf("%v", last)
	}
	// What was assumed serves on: no other code is asked for, and the session's name is the same.
	_, err = c.Renew(t.Context(), "")
	wantOK(t, err)
	_, err = c.Renew(t.Context(), "333333")
	wantOK(t, err)
	other, err := c.ForProfile(t.Context(), "mfa")
	wantOK(t, err)
	wantOK(t, reset(t.Context(), other))
	if n := len(f.requests()); n != 2 || l.key() != "ASIA2" {
		t.Errorf("AssumeRole was asked %d times, and %s signs", n, l.key())
	}
}

// Credentials that ran out ask for another code, by the clock or because AWS says so.
func TestMFACodeAgain(t *testing.T) {
	c, f, s, _ := assumeWith(t, roles, "mfa", "111111", "222222")
	f.life = 30 * time.Second // less than is worth beginning with
	_, err := c.Renew(t.Context(), "111111")
	wantOK(t, err)
	if _, err = c.Renew(t.Context(), ""); iamclient.KindOf(err) != iamclient.KindMFA {
		t.Errorf("by the clock: %v", err)
	}
	f.life = time.Hour
	_, err = c.Renew(t.Context(), "222222")
	wantOK(t, err)
	s.Inject(demoiam.Fault{Action: "GetCallerIdentity", Code: "ExpiredToken", Times: 1})
	if _, err = c.Renew(t.Context(), ""); iamclient.KindOf(err) != iamclient.KindMFA {
		t.Errorf("AWS takes it no more: %v", err)
	}
}

// A code is not lost to a failure that has nothing to do with it, and no failure is told as another.
func TestRoleThatCannotBeAssumedWithMFA(t *testing.T) {
	for name, c := range map[string]struct {
		fail answer
		kind iamclient.Kind
	}{
		"not allowed": {deniedBySTS("User: arn:aws:iam::123456789012:user/alice is not authorized to perform: sts:AssumeRole on resource: x"), iamclient.KindCredentials},
		"broken":      {stsError(500, "InternalFailure"), iamclient.KindServer},
		"throttled":   {stsError(400, "Throttling"), iamclient.KindThrottled},
	} {
		t.Run(name, func(t *testing.T) {
			client, f, _, _ := assumeWith(t, roles, "mfa", "111111")
			f.fail = &c.fail
			_, err := client.Renew(t.Context(), "111111")
			if e := failure(t, err); e.Kind != c.kind || e.MFADevice != "" {
				t.Errorf("%+v", e)
			}
		})
	}
	t.Run("tried again by itself", func(t *testing.T) {
		client, f, _, _ := assumeWith(t, roles, "mfa", "111111")
		t.Setenv("AWS_MAX_ATTEMPTS", "2")
		f.fail = new(stsError(500, "InternalFailure"))
		_, err := client.Renew(t.Context(), "111111")
		wantOK(t, err)
	})
}

func TestRoleWithSettingsOfItsOwn(t *testing.T) {
	const settings = "role_session_name=alice\nduration_seconds=900\nexternal_id=x\n"
	c, f, _, _ := assumeWith(t, roles+settings, "mfa", "111111")
	_, err := c.Renew(t.Context(), "111111")
	wantOK(t, err)
	asked := f.requests()[0]
	if asked.Get("RoleSessionName") != "alice" || asked.Get("DurationSeconds") != "900" || asked.Get("ExternalId") != "x" {
		t.Errorf("%v", asked)
	}
}

// A role without MFA is the same principal after each renewal.
func TestRoleThatIsAssumedAgain(t *testing.T) {
	c, f, _, _ := assumeWith(t, roles, "role")
	_, err := c.Renew(t.Context(), "")
	wantOK(t, err)
	wantOK(t, reset(t.Context(), c))
	_, err = c.Renew(t.Context(), "")
	wantOK(t, err)
	asked := f.requests()
	if len(asked) != 2 || asked[0].Get("RoleSessionName") != asked[1].Get("RoleSessionName") || asked[0].Get("DurationSeconds") != "900" {
		t.Errorf("%v", asked)
	}
}

func TestForProfile(t *testing.T) {
	const two = "[profile one]\nregion=eu-west-1\n[profile two]\nregion=cn-north-1\n[profile three]\noutput=json\n[default]\nregion=us-east-2\n"
	s := withBob()
	l := listen(t, s)
	configure(t, two, nil)
	wantOK(t, os.WriteFile(os.Getenv("AWS_SHARED_CREDENTIALS_FILE"), []byte(
		"[one]\naws_access_key_id=AKIAONE\naws_secret_access_key=s\n[two]\naws_access_key_id=AKIATWO\naws_secret_access_key=s\n"+
			"[three]\naws_access_key_id=AKIATHREE\naws_secret_access_key=s\n"), 0o600))
	one := open(t, iamclient.Options{Profile: "one", Region: "us-west-2", Endpoint: l.URL, ReadOnly: true})
	second, err := one.ForProfile(t.Context(), "two")
	wantOK(t, err)
	three, err := second.ForProfile(t.Context(), "three")
	wantOK(t, err)
	again, err := three.ForProfile(t.Context(), "one")
	wantOK(t, err)
	for name, c := range map[string]struct {
		client      *iamclient.Client
		key, region string
	}{
		"one": {one, "AKIAONE", "us-west-2"}, "two": {second, "AKIATWO", "cn-north-1"},
		"three": {three, "AKIATHREE", "us-west-2"}, "one again": {again, "AKIAONE", "us-west-2"},
	} {
		_, err := c.client.User(t.Context(), "bob")
		if err != nil || l.key() != c.key || c.client.Endpoint().Region != c.region {
			t.Errorf("%s: %v, %s signs, %+v", name, err, l.key(), c.client.Endpoint())
		}
		if err := reset(t.Context(), c.client); iamclient.KindOf(err) != iamclient.KindReadOnly {
			t.Errorf("%s is read-only no more: %v", name, err)
		}
	}
	if _, err := one.ForProfile(t.Context(), "four"); err == nil || !strings.Contains(err.Error(), `"four"`) {
		t.Errorf("%v", err)
	}
}

// The keys of the environment are left by name and come back by name.
func TestForProfileFromTheEnvironment(t *testing.T) {
	s := withBob()
	l := listen(t, s)
	configure(t, roles, keys)
	start := open(t, iamclient.Options{Endpoint: l.URL})
	base, err := start.ForProfile(t.Context(), "base")
	wantOK(t, err)
	profiles, err := base.Profiles()
	wantOK(t, err)
	back, err := base.ForProfile(t.Context(), profiles[0].Name)
	wantOK(t, err)
	for want, c := range map[string]*iamclient.Client{"AKIABASE": base, "AKIAENVIRONMENT": back} {
		if _, err := c.User(t.Context(), "bob"); err != nil || l.key() != want {
			t.Errorf("%v, %s signs", err, l.key())
		}
	}
	if got := back.Endpoint().Profile; got != "(environment)" || got != profiles[0].Name {
		t.Errorf("%q", got)
	}
}

func TestSignIn(t *testing.T) {
	c, f, s, l := assumeWith(t, roles, "mfa", "111111")
	if e := failure(t, c.SignIn(t.Context(), "222222")); e.Kind != iamclient.KindMFA || e.Op != "AssumeRole" || e.Code != "AccessDenied" {
		t.Errorf("%+v", e)
	}
	wantOK(t, c.SignIn(t.Context(), "111111"))
	wantOK(t, reset(t.Context(), c))
	if calls := s.Calls(); len(calls) != 1 || len(f.requests()) != 2 || l.key() != "ASIA2" {
		t.Errorf("%+v, and %s signs", calls, l.key())
	}
}

func TestMotoAssumesARoleWithMFA(t *testing.T) {
	m := newMoto(t)
	m.do(t, "CreateUser", "UserName", "bob")
	configure(t, roles, map[string]string{"AWS_ENDPOINT_URL": m.url, "AWS_ENDPOINT_URL_STS": m.url})
	c := open(t, iamclient.Options{Profile: "mfa"})
	if _, err := c.Identity(t.Context()); iamclient.KindOf(err) != iamclient.KindMFA {
		t.Errorf("%v", err)
	}
	identity, err := c.Renew(t.Context(), "123456")
	if err != nil || !strings.HasPrefix(identity.Name, "HelpDesk/iampasswd-") {
		t.Fatalf("%+v, %v", identity, err)
	}
	if _, err := c.User(t.Context(), "bob"); err != nil {
		t.Error(err)
	}
}
