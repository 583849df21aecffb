package iamclient_test

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"iampasswd/iamclient"
)

// moto is an IAM server that nobody here wrote. What it does otherwise than AWS: it has one page of users, enforces no
// policy, loses a login profile whose flag alone is changed, and breaks down over ChangePassword.
type moto struct{ url string }

// stopMoto ends the server at the end of the tests; nil where none was started.
var stopMoto func()

// startMoto starts one server for all tests, on a port that it chooses itself.
var startMoto = sync.OnceValues(func() (string, error) {
	cmd := exec.Command("moto_server", "-H", "127.0.0.1", "-p", "0")
	stderr, err := cmd.StderrPipe()
	if err != nil {
		return "", err
	}
	if err := cmd.Start(); err != nil {
		return "", err
	}
	stopMoto = func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	}
	running, says := regexp.MustCompile(`Running on (http://\S+)`), bufio.NewScanner(stderr)
	for says.Scan() {
		if at := running.FindStringSubmatch(says.Text()); at != nil {
			go func() { _, _ = io.Copy(io.Discard, stderr) }() // or it stops when the pipe is full
			return at[1], nil
		}
	}
	return "", errors.New("moto_server ended before it was ready")
})

// newMoto returns the server, without anything in it.
func newMoto(t *testing.T) *moto {
	t.Helper()
	if testing.Short() {
		t.Skip("moto_server takes a second or two to start")
	}
	if _, err := exec.LookPath("moto_server"); err != nil {
		t.Skip("moto_server is not installed: the tests against an IAM that nobody here wrote are left out")
	}
	at, err := startMoto()
	if err != nil {
		t.Skipf("moto_server does not start here (%v): the tests against an IAM that nobody here wrote are left out", err)
	}
	m := &moto{at}
	m.post(t, "/moto-api/reset", nil)
	return m
}

func (m *moto) post(t *testing.T, path string, form url.Values) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, m.url+path, strings.NewReader(form.Encode()))
	wantOK(t, err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential=AKIA/20260101/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=x")
	response, err := http.DefaultClient.Do(r)
	wantOK(t, err)
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		text, _ := io.ReadAll(response.Body)
		t.Fatalf("%s %v: HTTP %d %s", path, form, response.StatusCode, text)
	}
}

// do makes a request that the client under test has no method for. The parameters are names and values in turn.
func (m *moto) do(t *testing.T, action string, parameters ...string) {
	t.Helper()
	form := url.Values{"Action": {action}, "Version": {"2010-05-08"}}
	for pair := range slices.Chunk(parameters, 2) {
		form.Set(pair[0], pair[1])
	}
	m.post(t, "/", form)
}

// password is what the server keeps as a user's password.
func (m *moto) password(t *testing.T, user string) string {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, m.url+"/moto-api/data.json", nil)
	wantOK(t, err)
	response, err := http.DefaultClient.Do(r)
	wantOK(t, err)
	defer response.Body.Close()
	var data struct {
		IAM struct {
			User []struct{ Name, Password string }
		}
	}
	wantOK(t, json.NewDecoder(response.Body).Decode(&data))
	for _, u := range data.IAM.User {
		if u.Name == user {
			return u.Password
		}
	}
	t.Fatalf("moto knows no %s", user)
	return ""
}

func TestMotoMainJob(t *testing.T) {
	m := newMoto(t)
	m.do(t, "CreateUser", "UserName", "Bob", "Path", "/sales/")
	m.do(t, "CreateLoginProfile", "UserName", "Bob", "Password", "Old-Password-1!")
	m.do(t, "CreateAccountAlias", "AccountAlias", "acme")
	m.do(t, "UpdateAccountPasswordPolicy", "MinimumPasswordLength", "20", "RequireSymbols", "true")
	c := atLoopback(t, m.url)

	identity, err := c.Identity(t.Context())
	wantOK(t, err)
	alias, err := c.AccountAlias(t.Context())
	wantOK(t, err)
	if got := iamclient.SignInURL(identity, alias); got != "https://acme.signin.aws.amazon.com/console" || identity.Account != "123456789012" {
		t.Errorf("%+v signs in at %s", identity, got)
	}
	users, next, err := c.Users(t.Context(), "", iamclient.FirstPage, nil)
	wantOK(t, err)
	if len(users) != 1 || next != "" || users[0].Name != "Bob" || users[0].Path != "/sales/" || users[0].Created.IsZero() || !users[0].LastSignIn.IsZero() {
		t.Errorf("%+v, and then %q", users, next)
	}
	policy, err := c.PasswordPolicy(t.Context())
	wantOK(t, err)
	if want := (iamclient.Policy{Source: iamclient.PolicyCustom, MinLength: 20, RequireSymbols: true}); policy != want {
		t.Errorf("%+v, want %+v", policy, want)
	}
	password := iamclient.Generate(policy)
	wantOK(t, makeChange(t.Context(), c, iamclient.UpdateLoginProfile("Bob", password, new(true))))
	if got := m.password(t, "Bob"); got != password.Reveal() {
		t.Errorf("moto keeps %q, and %q was sent", got, password.Reveal())
	}
}

func TestMotoLoginProfiles(t *testing.T) {
	m := newMoto(t)
	m.do(t, "CreateUser", "UserName", "nina")
	c := atLoopback(t, m.url)
	update := func(user, password string) error {
		return makeChange(t.Context(), c, iamclient.UpdateLoginProfile(user, secret(t, password), new(false)))
	}
	wantKind := func(err error, want iamclient.Kind) {
		t.Helper()
		if e := failure(t, err); e.Kind != want || e.RequestID == "" || e.Attempts != 1 || e.EarlierMayHaveSucceeded {
			t.Errorf("%+v, want kind %v", e, want)
		}
	}
	_, err := c.User(t.Context(), "nobody")
	wantKind(err, iamclient.KindNoSuchUser)
	wantKind(update("nobody", good), iamclient.KindNoSuchUser)
	wantKind(update("nina", good), iamclient.KindNoLoginProfile)
	wantKind(create(t.Context(), c, "nobody", secret(t, good), true), iamclient.KindNoSuchUser)

	wantOK(t, create(t.Context(), c, "nina", secret(t, good), true))
	if got := m.password(t, "nina"); got != good {
		t.Errorf("moto keeps %q", got)
	}
	wantKind(create(t.Context(), c, "nina", secret(t, good), true), iamclient.KindAlreadyExists)

	for _, password := range []string{" spaces at both ends ", `a&b=c%20+d;E#1"<>'`, "ÀÿÑ non-ASCII", strings.Repeat("Aa1!", 32)} {
		wantOK(t, update("nina", password))
		if got := m.password(t, "nina"); got != password {
			t.Errorf("moto keeps %q, and %q was sent", got, password)
		}
	}
}

func TestMotoWithoutAPolicy(t *testing.T) {
	c := atLoopback(t, newMoto(t).url)
	policy, err := c.PasswordPolicy(t.Context())
	if err != nil || policy != iamclient.DefaultPolicy(iamclient.PolicyDefault) {
		t.Errorf("%+v, %v", policy, err)
	}
	if alias, err := c.AccountAlias(t.Context()); err != nil || alias != "" {
		t.Errorf("%q, %v", alias, err)
	}
}

// moto answers ChangePassword with HTTP 500 and a page of HTML.
func TestMotoBreaksDown(t *testing.T) {
	m := newMoto(t)
	t.Setenv("AWS_MAX_ATTEMPTS", "2")
	e := failure(t, makeChange(t.Context(), atLoopback(t, m.url), iamclient.ChangePassword(secret(t, "Old-Password-1!"), secret(t, good))))
	if e.Kind != iamclient.KindServer || e.Code != "" || e.Attempts != 2 || !e.EarlierMayHaveSucceeded {
		t.Errorf("%+v", e)
	}
	if want := "HTTP 500 Internal Server Error, which is no answer of AWS"; e.Message != want {
		t.Errorf("%q, want %q", e.Message, want)
	}
}

func TestMotoReadOnly(t *testing.T) {
	m := newMoto(t)
	m.do(t, "CreateUser", "UserName", "bob")
	m.do(t, "CreateLoginProfile", "UserName", "bob", "Password", "Old-Password-1!")
	for name, value := range keys {
		t.Setenv(name, value)
	}
	c := open(t, iamclient.Options{Endpoint: m.url, ReadOnly: true})
	if err := reset(t.Context(), c); iamclient.KindOf(err) != iamclient.KindReadOnly || m.password(t, "bob") != "Old-Password-1!" {
		t.Errorf("%v", err)
	}
	if u, err := c.User(t.Context(), "bob"); err != nil || u.Name != "bob" {
		t.Errorf("%+v, %v", u, err)
	}
}

func TestMotoListsManyUsers(t *testing.T) {
	m := newMoto(t)
	var want []string
	for i := range 20 {
		want = append(want, fmt.Sprintf("user-%02d", i))
		m.do(t, "CreateUser", "UserName", want[i])
	}
	names, pages := list(t, atLoopback(t, m.url), iamclient.FirstPage, iamclient.FullPage)
	slices.Sort(names)
	if !slices.Equal(names, want) || len(pages) != 1 {
		t.Errorf("%q in pages of %d", names, pages)
	}
}

func TestMotoPolicy(t *testing.T) {
	c := atLoopback(t, newMoto(t).url)
	for _, want := range []iamclient.Policy{
		strict,
		{Source: iamclient.PolicyCustom, MinLength: 6},
		{Source: iamclient.PolicyCustom, MinLength: 128, MaxAgeDays: 1095, ReusePrevention: 24, UsersMayChange: true},
		iamclient.DefaultPolicy(iamclient.PolicyDefault).Custom(),
	} {
		wantOK(t, makeChange(t.Context(), c, iamclient.UpdateAccountPasswordPolicy(want.Update())))
		if got, err := c.PasswordPolicy(t.Context()); err != nil || got != want {
			t.Errorf("%+v, %v; sent was %+v", got, err, want)
		}
	}
	wantOK(t, makeChange(t.Context(), c, iamclient.DeleteAccountPasswordPolicy()))
	if got, err := c.PasswordPolicy(t.Context()); err != nil || got != iamclient.DefaultPolicy(iamclient.PolicyDefault) {
		t.Errorf("%+v, %v", got, err)
	}
	if e := failure(t, makeChange(t.Context(), c, iamclient.DeleteAccountPasswordPolicy())); e.Kind != iamclient.KindNoSuchEntity {
		t.Errorf("%+v", e)
	}
}
