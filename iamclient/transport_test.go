package iamclient_test

import (
	"bytes"
	"encoding/pem"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"iampasswd/iamclient"
	"iampasswd/iamclient/demoiam"
)

// atLoopback is a client that reaches a server over real connections, set up by the default chain.
func atLoopback(t testing.TB, url string) *iamclient.Client {
	t.Helper()
	for name, value := range keys {
		t.Setenv(name, value)
	}
	return open(t, iamclient.Options{Endpoint: url, Version: "1.2.3"})
}

func TestOverRealConnections(t *testing.T) {
	s := withBob()
	l := listen(t, s)
	c := atLoopback(t, l.URL)
	identity, err := c.Identity(t.Context())
	wantOK(t, err)
	if identity.UserName != "admin" {
		t.Errorf("%+v", identity)
	}
	wantOK(t, reset(t.Context(), c))
	if !s.Check("bob", good) {
		t.Error("the password is not changed")
	}
	if e := failure(t, makeChange(t.Context(), c, iamclient.ChangePassword(secret(t, good), secret(t, good)))); e.Code != "AccessDenied" || e.RequestID == "" {
		t.Errorf("%+v", e)
	}
}

func TestHeaders(t *testing.T) {
	l := listen(t, withBob())
	c := atLoopback(t, l.URL)
	for _, request := range []func() error{
		func() error { return reset(t.Context(), c) },
		func() error { _, err := c.Identity(t.Context()); return err },
		func() error { _, _, err := c.Users(t.Context(), "", 10, nil); return err },
	} {
		wantOK(t, request())
		if agent := l.last("User-Agent"); !strings.Contains(agent, "iampasswd/1.2.3") {
			t.Errorf("the user agent is %s", agent)
		}
	}
	for _, header := range l.headers {
		if text := fmt.Sprint(header); leaks(text, good) {
			t.Errorf("a header holds the password: %s", text)
		}
	}
}

// One client serves many goroutines, and its credentials may be renewed meanwhile.
func TestConcurrentUse(t *testing.T) {
	s := withBob()
	c := newClient(t, s)
	var all sync.WaitGroup
	for range 10 {
		for _, use := range []func() error{
			func() error { return reset(t.Context(), c) },
			func() error { _, err := c.Renew(t.Context(), ""); return err },
			func() error { _, _, err := c.Users(t.Context(), "", 10, nil); return err },
			func() error { _, err := c.PasswordPolicy(t.Context()); return err },
			func() error { c.Endpoint(); return nil },
		} {
			all.Go(func() {
				for range 5 {
					if err := use(); err != nil {
						t.Error(err)
					}
				}
			})
		}
	}
	all.Wait()
	if got := s.Count("UpdateLoginProfile", "bob"); got != 50 {
		t.Errorf("%d changes arrived", got)
	}
}

// What becomes of a connection that breaks is the same over a real one as in a bubble.
func TestBrokenConnections(t *testing.T) {
	for _, c := range []struct {
		name   string
		faults []demoiam.Fault
		kind   iamclient.Kind // -1: done
	}{
		{"the answer lost, then done", []demoiam.Fault{applied}, -1},
		{"the answer lost, then refused", []demoiam.Fault{applied, violation}, iamclient.KindPolicyViolation},
		{"all answers lost", []demoiam.Fault{applied, applied, applied}, iamclient.KindUnknownOutcome},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := withBob()
			script(s, "UpdateLoginProfile", c.faults...)
			server := httptest.NewUnstartedServer(s)
			server.Config.ErrorLog = log.New(&bytes.Buffer{}, "", 0)
			server.Start()
			defer server.Close()
			client := atLoopback(t, server.URL)
			_, err := client.User(t.Context(), "bob") // so that there is a connection to be used again
			wantOK(t, err)
			err = reset(t.Context(), client)
			if !s.Check("bob", good) {
				t.Error("the password is not in force")
			}
			if c.kind == -1 {
				wantOK(t, err)
				return
			}
			if e := failure(t, err); e.Kind != c.kind || !e.EarlierMayHaveSucceeded || e.Attempts != s.Count("UpdateLoginProfile", "bob") {
				t.Errorf("%+v, want kind %v", e, c.kind)
			}
		})
	}
}

func TestConnectionRefused(t *testing.T) {
	e := failure(t, reset(t.Context(), atLoopback(t, nowhere)))
	if e.Kind != iamclient.KindNetwork || e.EarlierMayHaveSucceeded || e.Attempts != 3 {
		t.Errorf("%+v", e)
	}
	if address := strings.TrimPrefix(nowhere, "http://"); !strings.Contains(e.Message, address) || strings.Contains(e.Message, "Post") {
		t.Errorf("the message does not name the address alone: %s", e.Message)
	}
}

// A success whose body breaks off was a success, as far as anybody can tell.
func TestAnswerThatBreaksOff(t *testing.T) {
	l := listen(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "1000")
		_, _ = w.Write([]byte("<UpdateLoginProfileResponse>"))
	}))
	t.Setenv("AWS_MAX_ATTEMPTS", "1")
	c := atLoopback(t, l.URL)
	if e := failure(t, reset(t.Context(), c)); e.Kind != iamclient.KindUnknownOutcome || !strings.Contains(e.Message, "broke off") {
		t.Errorf("a write: %+v", e)
	}
	_, err := c.User(t.Context(), "bob")
	if e := failure(t, err); e.Kind != iamclient.KindServer || e.EarlierMayHaveSucceeded {
		t.Errorf("a read: %+v", e)
	}
}

// A password goes to its endpoint and nowhere else.
func TestRedirectsAreNotFollowed(t *testing.T) {
	elsewhere := listen(t, withBob())
	for _, status := range []int{301, 302, 303, 307, 308} {
		l := listen(t, http.RedirectHandler(elsewhere.URL, status))
		c := atLoopback(t, l.URL)
		e := failure(t, reset(t.Context(), c))
		if e.Kind != iamclient.KindServer || e.Code != "" || e.Attempts != 1 || !strings.Contains(e.Message, fmt.Sprint("HTTP ", status)) {
			t.Errorf("%d: %+v", status, e)
		}
		if _, err := c.User(t.Context(), "bob"); iamclient.KindOf(err) != iamclient.KindServer {
			t.Errorf("%d: %v", status, err)
		}
	}
	if elsewhere.count.Load() != 0 {
		t.Error("a redirection was followed")
	}
}

func TestCertificateAuthorities(t *testing.T) {
	s := withBob()
	server := httptest.NewUnstartedServer(s)
	server.Config.ErrorLog = log.New(&bytes.Buffer{}, "", 0)
	server.StartTLS()
	defer server.Close()
	bundle := filepath.Join(t.TempDir(), "ca.pem")
	wantOK(t, os.WriteFile(bundle, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}), 0o600))

	t.Setenv("AWS_MAX_ATTEMPTS", "1")
	e := failure(t, reset(t.Context(), atLoopback(t, server.URL)))
	if e.Kind != iamclient.KindNetwork || e.EarlierMayHaveSucceeded || !strings.Contains(e.Message, "certificate") || len(s.Calls()) != 0 {
		t.Errorf("without its authority: %+v", e)
	}
	t.Setenv("AWS_CA_BUNDLE", bundle)
	c := atLoopback(t, server.URL)
	wantOK(t, reset(t.Context(), c))
	_, err := c.Identity(t.Context())
	wantOK(t, err)

	t.Setenv("AWS_CA_BUNDLE", filepath.Join(t.TempDir(), "none"))
	if _, err := iamclient.New(t.Context(), iamclient.Options{Endpoint: server.URL}); err == nil {
		t.Error("a bundle that is not there is no error")
	}
}

// A CA bundle that cannot be used is refused before any request, by the setting that names it.
func TestCABundleThatCannotBeUsed(t *testing.T) {
	none, empty := filepath.Join(t.TempDir(), "none"), filepath.Join(t.TempDir(), "empty")
	wantOK(t, os.WriteFile(empty, []byte("CANARY"), 0o600))
	unread, uncertain := " cannot be read (no such file or directory)", " has no certificate in it"
	for name, c := range map[string]struct {
		config, aws, requests, option string
		want                          string
	}{
		"AWS_CA_BUNDLE":                 {"", none, "", "", fmt.Sprintf("AWS_CA_BUNDLE names the CA bundle %q, which%s: correct or remove it", none, unread)},
		"AWS_CA_BUNDLE, empty":          {"", empty, "", "", fmt.Sprintf("AWS_CA_BUNDLE names the CA bundle %q, which%s: correct or remove it", empty, uncertain)},
		"REQUESTS_CA_BUNDLE":            {"", "", none, "", fmt.Sprintf("REQUESTS_CA_BUNDLE names the CA bundle %q, which%s: correct or remove it", none, unread)},
		"the profile":                   {"ca_bundle=" + none + "\n", "", empty, "", fmt.Sprintf("ca_bundle in @CONFIG@:2 names the CA bundle %q, which%s: correct or remove it", none, unread)},
		"the variable over the profile": {"ca_bundle=" + none + "\n", empty, "", "", fmt.Sprintf("AWS_CA_BUNDLE names the CA bundle %q, which%s: correct or remove it", empty, uncertain)},
		"the option":                    {"", empty, "", none, fmt.Sprintf("the CA bundle %q%s", none, unread)},
	} {
		configure(t, "[default]\n"+c.config, keys)
		t.Setenv("AWS_CA_BUNDLE", c.aws)
		t.Setenv("REQUESTS_CA_BUNDLE", c.requests)
		_, err := iamclient.New(t.Context(), iamclient.Options{CABundle: c.option})
		if want := strings.Replace(c.want, "@CONFIG@", os.Getenv("AWS_CONFIG_FILE"), 1); err == nil || err.Error() != want {
			t.Errorf("%s: %v\nwant %s", name, err, want)
		}
	}
}

// The SDK closes a request's body while net/http may still be sending it; net/http then drops the connection in the
// middle of the answer, and the SDK sends the request again. The transport keeps it from that: without its wrapper,
// wholeBody, one to six of these five hundred requests were sent twice in every one of sixteen runs. The paths make the
// answers long, for one that is read in one go comes through all the same.
func TestRequestsAreSentOnce(t *testing.T) {
	const runs, pages, perPage = 50, 10, 20
	s := demoiam.New(demoiam.Options{Caller: "arn:aws:iam::123456789012:root"})
	for i := range pages * perPage {
		s.Add(demoiam.User{Name: fmt.Sprintf("user-%03d", i), Path: "/" + strings.Repeat("x", 500) + "/"})
	}
	l := listen(t, s)
	c := atLoopback(t, l.URL)
	for range runs {
		if names, _ := list(t, c, perPage, perPage); len(names) != pages*perPage {
			t.Fatalf("%d users", len(names))
		}
	}
	if arrived := l.count.Load(); arrived != runs*pages {
		t.Errorf("%d requests arrived, want %d", arrived, runs*pages)
	}
}

// Whatever happens, nothing is printed: it would tear the screen.
func TestNothingIsPrinted(t *testing.T) {
	s := withBob()
	script(s, "UpdateLoginProfile", applied, broken, badGate)
	script(s, "ListUsers", lost, captive)
	said := onStderr(t, func() {
		server := httptest.NewUnstartedServer(s)
		server.Config.ErrorLog = log.New(&bytes.Buffer{}, "", 0)
		server.Start()
		defer server.Close()
		t.Setenv("AWS_PROFILE", "odd") // with settings that the SDK has something to say about
		configure(t, "[profile odd]\naws_access_key_id=AKIA\naws_secret_access_key=s\n[odd]\nregion=eu-west-1\n", nil)
		c := atLoopback(t, server.URL)
		for range 2 {
			_ = reset(t.Context(), c)
			_, _, _ = c.Users(t.Context(), "", 10, nil)
			_, _ = c.Identity(t.Context())
			_, _ = c.Renew(t.Context(), "")
		}
		cutShort := listen(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "1000")
			_, _ = w.Write([]byte("<GetUserResponse>"))
		}))
		_, _ = atLoopback(t, cutShort.URL).User(t.Context(), "bob")
	})
	if said != "" {
		t.Errorf("on stderr: %s", said)
	}
}
