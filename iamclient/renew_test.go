package iamclient_test

import (
	"io"
	"net/http"
	"os"
	"strings"
	"testing"

	"iampasswd/iamclient"
	"iampasswd/iamclient/demoiam"
)

func TestRenew(t *testing.T) {
	l := listen(t, withBob())
	configure(t, "", nil)
	write := func(text string) {
		wantOK(t, os.WriteFile(os.Getenv("AWS_SHARED_CREDENTIALS_FILE"), []byte(text), 0o600))
	}
	write("[default]\naws_access_key_id=old\naws_secret_access_key=s\n")
	c := open(t, iamclient.Options{Endpoint: l.URL, ReadOnly: true})
	write("[default]\naws_access_key_id=new\naws_secret_access_key=s\n")
	user := func() string {
		t.Helper()
		_, err := c.User(t.Context(), "bob")
		wantOK(t, err)
		return l.key()
	}
	if key := user(); key != "old" {
		t.Errorf("before it was asked for, %s signs", key)
	}
	identity, err := c.Renew(t.Context(), "")
	if err != nil || identity.UserName != "admin" || user() != "new" {
		t.Errorf("%+v, %v, and %s signs", identity, err, l.key())
	}
	if err := reset(t.Context(), c); iamclient.KindOf(err) != iamclient.KindReadOnly {
		t.Errorf("read-only no more: %v", err)
	}

	write("[default\nbroken")
	if _, err := c.Renew(t.Context(), ""); iamclient.KindOf(err) != iamclient.KindCredentials || user() != "new" {
		t.Errorf("%v, and %s signs", err, l.key())
	}
}

func TestRenewThatIsRefused(t *testing.T) {
	s := withBob()
	during := func() {}
	l := listen(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := r.ParseForm(); err == nil && r.PostForm.Get("Action") == "GetCallerIdentity" {
			during()
		}
		r.Body = io.NopCloser(strings.NewReader(r.PostForm.Encode()))
		s.ServeHTTP(w, r)
	}))
	configure(t, "", nil)
	file := os.Getenv("AWS_SHARED_CREDENTIALS_FILE")
	wantOK(t, os.WriteFile(file, []byte("[default]\naws_access_key_id=old\naws_secret_access_key=s\n"), 0o600))
	c := open(t, iamclient.Options{Endpoint: l.URL})
	wantOK(t, os.WriteFile(file, []byte("[default]\naws_access_key_id=new\naws_secret_access_key=s\n"), 0o600))
	s.Inject(demoiam.Fault{Action: "GetCallerIdentity", Code: "InvalidClientTokenId", Times: 1})
	meanwhile := make(chan string, 1)
	during = func() {
		if _, err := c.User(t.Context(), "bob"); err != nil {
			t.Error(err)
		}
		meanwhile <- l.key()
	}
	_, err := c.Renew(t.Context(), "")
	if e := failure(t, err); e.Kind != iamclient.KindInvalidToken || e.Op != "GetCallerIdentity" {
		t.Errorf("%+v", e)
	}
	if key := <-meanwhile; key != "old" {
		t.Errorf("meanwhile %s signs", key)
	}
	if _, err := c.User(t.Context(), "bob"); err != nil || l.key() != "old" {
		t.Errorf("%v, and afterwards %s signs", err, l.key())
	}
}
