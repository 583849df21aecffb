package iamclient_test

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"iampasswd/iamclient"
	"iampasswd/iamclient/demoiam"
)

// TestMain keeps the tests away from whatever AWS account the machine is set up for.
func TestMain(m *testing.M) {
	nowhere, err := os.MkdirTemp("", "iamclient")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	for _, setting := range os.Environ() {
		if name, _, _ := strings.Cut(setting, "="); strings.HasPrefix(name, "AWS_") {
			_ = os.Unsetenv(name)
		}
	}
	for name, value := range map[string]string{
		"HOME":                        nowhere, // the cache of SSO tokens
		"AWS_CONFIG_FILE":             filepath.Join(nowhere, "config"),
		"AWS_SHARED_CREDENTIALS_FILE": filepath.Join(nowhere, "credentials"),
		"AWS_EC2_METADATA_DISABLED":   "true",
	} {
		_ = os.Setenv(name, value)
	}
	code := m.Run()
	if stopMoto != nil {
		stopMoto()
	}
	_ = os.RemoveAll(nowhere)
	os.Exit(code)
}

// good is a password that every policy in these tests accepts.
const good = "Brand-New-Pass-1!"

// newClient returns a client of an account in this process, through a transport without sockets.
func newClient(t testing.TB, s *demoiam.Server) *iamclient.Client {
	t.Helper()
	return open(t, iamclient.Options{Embedded: s.Transport(), Version: "1.2.3"})
}

func open(t testing.TB, opts iamclient.Options) *iamclient.Client {
	t.Helper()
	c, err := iamclient.New(t.Context(), opts)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// withBob is an account with a user bob, who has a console password, and a user nina, who has none.
func withBob() *demoiam.Server {
	return demoiam.New(demoiam.Options{Alias: "acme", Users: []demoiam.User{
		{Name: "bob", Console: true, Path: "/sales/"}, {Name: "nina"},
	}})
}

// create gives a user a login profile.
func create(ctx context.Context, c *iamclient.Client, user string, password *iamclient.Secret, resetRequired bool) error {
	return makeChange(ctx, c, iamclient.CreateLoginProfile(user, password, &resetRequired))
}

// makeChange makes a change, with options where they matter.
func makeChange(ctx context.Context, c *iamclient.Client, what iamclient.Change, how ...iamclient.ChangeOptions) error {
	_, err := c.Make(ctx, what, append(how, iamclient.ChangeOptions{})[0])
	return err
}

// nowhere is an address of this machine that nobody listens at. A server that was closed would not do: the next one may
// get its port.
const nowhere = "http://127.0.0.1:1"

// reset gives bob the password good.
func reset(ctx context.Context, c *iamclient.Client, how ...iamclient.ChangeOptions) error {
	return makeChange(ctx, c, iamclient.UpdateLoginProfile("bob", iamclient.NewSecret(good), new(true)), how...)
}

// roundTripper is a transport made of a function.
type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func wantOK(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
