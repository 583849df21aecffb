package iamclient_test

import (
	"net/http"
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
		wantOK(t, c.RevokeSessions(t.Context(), "leo"))
		before, err := c.Revocation(t.Context(), "leo")
		wantOK(t, err)
		// Never earlier, and not much later.
		if off := before.Sub(asked); off < 0 || off > time.Minute {
			t.Errorf("with AWS's clock %s ahead, sessions from before %s are revoked: off by %s", ahead, before, off)
		}
	}
}
