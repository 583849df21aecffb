package iamclient_test

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"iampasswd/iamclient"
)

// Sessions are dated by AWS's clock. One of a machine that is behind would leave some of them in force, and one that is
// ahead would deny the next sign-ins.
func TestSessionsAreRevokedByAWSClock(t *testing.T) {
	for _, ahead := range []time.Duration{-2 * time.Hour, 0, 2 * time.Hour} {
		s := leo()
		c := open(t, iamclient.Options{Embedded: roundTripper(func(r *http.Request) (*http.Response, error) {
			answer, err := s.Transport().RoundTrip(r)
			if err == nil {
				answer.Header.Set("Date", time.Now().Add(ahead).UTC().Format(http.TimeFormat))
			}
			return answer, err
		})})
		_, err := c.User(t.Context(), "leo")
		wantOK(t, err)
		asked := time.Now().Add(ahead)
		wantOK(t, makeChange(t.Context(), c, iamclient.RevokeSessions("leo")))
		before, err := c.Revocation(t.Context(), "leo")
		wantOK(t, err)
		// Never earlier, and not much later.
		if off := before.Sub(asked); off < 0 || off > time.Minute {
			t.Errorf("with AWS's clock %s ahead, sessions from before %s are revoked: off by %s", ahead, before, off)
		}
	}
}

// What stands between has a clock of its own: the date of its error page, whatever that says, is not AWS's.
func TestOnlyAWSTellsItsClock(t *testing.T) {
	s := leo()
	for name, page := range map[string]func(*http.Response){
		"a proxy's error page": func(r *http.Response) { r.StatusCode, r.Status = http.StatusBadGateway, "502 Bad Gateway" },
		"a page with HTTP 200": func(*http.Response) {},
	} {
		broken := true
		c := open(t, iamclient.Options{Embedded: roundTripper(func(r *http.Request) (*http.Response, error) {
			if !broken {
				return s.Transport().RoundTrip(r)
			}
			answer := &http.Response{
				StatusCode: http.StatusOK, Status: "200 OK", Request: r, Body: io.NopCloser(strings.NewReader("<html>please log in</html>")),
				Header: http.Header{"Date": {"Thu, 01 Jan 2099 00:00:00 GMT"}},
			}
			page(answer)
			return answer, nil
		})})
		if _, err := c.User(t.Context(), "leo"); err == nil {
			t.Fatalf("%s is taken for an answer", name)
		}
		if ahead := c.ClockSkew(); ahead != 0 {
			t.Errorf("%s: AWS's clock is said to be %s ahead", name, ahead)
		}
		broken = false
		wantOK(t, makeChange(t.Context(), c, iamclient.RevokeSessions("leo")))
		before, err := c.Revocation(t.Context(), "leo")
		wantOK(t, err)
		if off := time.Until(before); off < -time.Minute || off > time.Minute {
			t.Errorf("after %s, sessions from before %s are revoked", name, before)
		}
	}
}
