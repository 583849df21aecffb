package demoiam_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptrace"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"

	"iampasswd/iamclient/demoiam"
)

// sent notes what the trace hooks say.
type sent struct{ connected, wrote int }

func (s *sent) trace(ctx context.Context) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GotConn:      func(httptrace.GotConnInfo) { s.connected++ },
		WroteRequest: func(httptrace.WroteRequestInfo) { s.wrote++ },
	})
}

func TestTransportTellsWhetherItWasSent(t *testing.T) {
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	for _, c := range []struct {
		name string
		ctx  context.Context
		drop demoiam.Drop
		want sent
	}{
		{"answered", t.Context(), demoiam.DropNone, sent{1, 1}},
		{"broken off", t.Context(), demoiam.DropBefore, sent{1, 1}},
		{"no connection", t.Context(), demoiam.DropConnect, sent{}},
		{"given up beforehand", ended, demoiam.DropNone, sent{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := withBob(false)
			s.Inject(demoiam.Fault{Drop: c.drop})
			var got sent
			_, _ = newClient(s).GetUser(got.trace(c.ctx), &iam.GetUserInput{UserName: aws.String("bob")})
			if got != c.want {
				t.Errorf("hooks %+v, want %+v", got, c.want)
			}
			if arrived := len(s.Calls()); arrived != c.want.wrote {
				t.Errorf("%d requests arrived", arrived)
			}
		})
	}
}

type brokenBody struct{ closed bool }

func (b *brokenBody) Read([]byte) (int, error) { return 0, errors.New("broken body") }
func (b *brokenBody) Close() error             { b.closed = true; return nil }

func TestTransportClosesTheBody(t *testing.T) {
	body := &brokenBody{}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "https://iam.amazonaws.com/", body)
	wantOK(t, err)
	_, err = withBob(false).Transport().RoundTrip(r)
	if err == nil || err.Error() != "broken body" || !body.closed {
		t.Errorf("got %v; closed: %v", err, body.closed)
	}
}

func TestTransportLeavesTheRequestAlone(t *testing.T) {
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "https://iam.amazonaws.com/", strings.NewReader("Action=GetUser&Version=2010-05-08"))
	wantOK(t, err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Authorization", "AWS4-HMAC-SHA256")
	response, err := withBob(false).Transport().RoundTrip(r)
	wantOK(t, err)
	text, err := io.ReadAll(response.Body)
	wantOK(t, err)
	if response.StatusCode != http.StatusOK || response.Status != "200 OK" || response.Request != r || int64(len(text)) != response.ContentLength {
		t.Errorf("%s, %d of %d bytes", response.Status, len(text), response.ContentLength)
	}
	if r.Form != nil || r.PostForm != nil {
		t.Error("the request was parsed in place")
	}
}

// When the caller gives up, that is the error: not that the handler, which
// gives up with it, broke off.
func TestTransportReportsWhoGaveUp(t *testing.T) {
	enough := errors.New("enough")
	for range 50 {
		synctest.Test(t, func(t *testing.T) {
			s := withBob(false)
			s.SetLatency(demoiam.Latency{Min: time.Minute})
			ctx, cancel := context.WithCancelCause(t.Context())
			time.AfterFunc(time.Second, func() { cancel(enough) })
			r, err := http.NewRequestWithContext(ctx, http.MethodPost, "https://iam.amazonaws.com/", nil)
			wantOK(t, err)
			if _, err := s.Transport().RoundTrip(r); !errors.Is(err, enough) {
				t.Errorf("got %v", err)
			}
		})
	}
}

// Everything at once, for the race detector.
func TestManyAtOnce(t *testing.T) {
	s := demoiam.New(demoiam.Options{Users: many(50)})
	client := newClient(s)
	names := many(50)
	var all sync.WaitGroup
	for _, u := range names {
		all.Go(func() {
			remove := s.Inject(demoiam.Fault{User: u.Name, Times: 1, Code: "Throttling"})
			defer remove()
			_, err := client.CreateLoginProfile(t.Context(), &iam.CreateLoginProfileInput{UserName: &u.Name, Password: aws.String(good)})
			if !hasCode(err, "Throttling") {
				t.Errorf("%s: %v", u.Name, err)
			}
			_, err = client.CreateLoginProfile(t.Context(), &iam.CreateLoginProfileInput{UserName: &u.Name, Password: aws.String(good)})
			if err != nil || !s.Check(u.Name, good) {
				t.Errorf("%s: %v", u.Name, err)
			}
			_, err = client.ListUsers(t.Context(), &iam.ListUsersInput{})
			if err != nil {
				t.Error(err)
			}
			s.SetLatency(demoiam.Latency{})
			s.SetPolicy(nil)
			s.Calls()
		})
	}
	all.Wait()
}
