package demoiam_test

import (
	"context"
	"io"
	"maps"
	"net"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"

	"iampasswd/iamclient/demoiam"
)

func TestListenServesTheSDK(t *testing.T) {
	s := demoiam.New(demoiam.Options{Users: many(250)})
	client := iam.New(clientOptions(&socket{}, listen(t, s)))
	got := pages(t, client, &iam.ListUsersInput{MaxItems: aws.Int32(100)})
	if len(got) != 3 || len(got[2]) != 51 {
		t.Errorf("%d pages", len(got))
	}
	_, err := client.CreateLoginProfile(t.Context(), &iam.CreateLoginProfileInput{UserName: aws.String("user-00007"), Password: aws.String(good)})
	wantOK(t, err)
	wantError(t, update(t, client, "user-00007", "short"), "PasswordPolicyViolation", 400,
		"Password should have a minimum length of 8, "+lacks2+strings.Join([]string{noUpper, noNumber, noSymbol}, ", "))
}

func TestListenOnLoopbackOnly(t *testing.T) {
	for _, addr := range []string{"", ":0", "4566", "0.0.0.0:0", "[::]:0", "192.0.2.1:0", "203.0.113.7:80", "[2001:db8::1]:0", "host.invalid:0", "127.0.0.1"} {
		err := demoiam.Listen(t.Context(), addr, demoiam.New(demoiam.Options{}), func(a net.Addr) { t.Errorf("%q: listening on %s", addr, a) })
		if err == nil || !strings.Contains(err.Error(), "loopback") || strings.Contains(err.Error(), "\n") {
			t.Errorf("%q: %v", addr, err)
		}
	}
}

func TestListenByName(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	err := demoiam.Listen(ctx, "localhost:0", demoiam.New(demoiam.Options{}), func(a net.Addr) {
		if !a.(*net.TCPAddr).IP.IsLoopback() {
			t.Errorf("listening on %s", a)
		}
		cancel()
	})
	if err != nil {
		t.Error(err)
	}
}

func TestListenOnAPortInUse(t *testing.T) {
	taken, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	wantOK(t, err)
	defer taken.Close()
	err = demoiam.Listen(t.Context(), taken.Addr().String(), demoiam.New(demoiam.Options{}), nil)
	if err == nil || !strings.Contains(err.Error(), "address already in use") {
		t.Errorf("got %v", err)
	}
}

// A request that is being served when the end comes is still answered.
func TestListenEndsGracefully(t *testing.T) {
	s := withBob(false)
	s.SetLatency(demoiam.Latency{Min: 20 * time.Millisecond})
	ctx, cancel := context.WithCancel(t.Context())
	ready, done := make(chan net.Addr, 1), make(chan error, 1)
	go func() { done <- demoiam.Listen(ctx, "127.0.0.1:0", s, func(a net.Addr) { ready <- a }) }()
	go func() {
		for len(s.Calls()) == 0 {
			runtime.Gosched()
		}
		cancel()
	}()
	client := iam.New(clientOptions(&socket{}, "http://"+(<-ready).String()))
	wantOK(t, update(t, client, "bob", good))
	wantOK(t, <-done)
}

// A web page cannot make a browser change anything here: neither across sites, nor under a name that leads to this machine.
func TestListenRefusesWebPages(t *testing.T) {
	url := listen(t, withCarol())
	for name, c := range map[string]struct {
		host   string
		header http.Header
		want   int
	}{
		"an AWS client":              {"", nil, http.StatusForbidden}, // IAM's own answer to a request without credentials
		"by localhost":               {"localhost:80", nil, http.StatusForbidden},
		"by an IPv6 address":         {"[::1]", nil, http.StatusForbidden},
		"by a name of the page's":    {"rebound.example:4566", nil, http.StatusMisdirectedRequest},
		"by a name like localhost":   {"localhost.example", nil, http.StatusMisdirectedRequest},
		"by this machine's address":  {"192.0.2.7:4566", nil, http.StatusMisdirectedRequest},
		"across sites":               {"", http.Header{"Origin": {"https://evil.example"}}, http.StatusForbidden},
		"across sites, in a form":    {"", http.Header{"Sec-Fetch-Site": {"cross-site"}, "Content-Type": {"text/plain"}}, http.StatusForbidden},
		"from another port as a tab": {"", http.Header{"Sec-Fetch-Site": {"same-site"}}, http.StatusForbidden},
	} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, strings.NewReader("Action=GetUser&UserName=dan&Version=2010-05-08"))
		wantOK(t, err)
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		maps.Copy(r.Header, c.header)
		r.Host = c.host
		answer, err := http.DefaultClient.Do(r)
		wantOK(t, err)
		body, err := io.ReadAll(answer.Body)
		wantOK(t, err)
		wantOK(t, answer.Body.Close())
		fromIAM := strings.Contains(string(body), "ErrorResponse")
		if answer.StatusCode != c.want || fromIAM != (c.header == nil && c.want == http.StatusForbidden) {
			t.Errorf("%s: %s, %s", name, answer.Status, body)
		}
		if answer.Header.Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("%s: the answer is given to pages", name)
		}
	}
}
