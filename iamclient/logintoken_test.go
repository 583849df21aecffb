package iamclient_test

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"iampasswd/iamclient"
)

// What `aws login` has left is used whichever way its date is written that the AWS CLI reads. Where it has expired, or has
// no time zone, a person signs in again.
func TestLoginTokenDates(t *testing.T) {
	const session = "arn:aws:iam::123456789012:user/alice"
	dir := t.TempDir()
	t.Setenv("AWS_LOGIN_CACHE_DIRECTORY", dir)
	file := filepath.Join(dir, fmt.Sprintf("%x.json", sha256.Sum256([]byte(session))))
	for date, ok := range map[string]bool{
		"2099-01-01T00:00:00Z": true, "2099-01-01T00:00:00UTC": true, "2099-01-01T00:00:00+0000": true, "2099-01-01 00:00:00+00:00": true,
		"Thu Jan  1 00:00:00 UTC 2099": true, "2099-01-01T00:00Z": true,
		"2001-01-01T00:00:00UTC": false, "2099-01-01T00:00:00": false, "tomorrow": false, "": false,
	} {
		configure(t, "[default]\nlogin_session="+session+"\n", nil)
		token := `{"accessToken":{"accessKeyId":"ASIALOGIN","secretAccessKey":"CANARY","sessionToken":"CANARY","accountId":"123456789012","expiresAt":"` + date + `"},` +
			`"tokenType":"aws_sigv4","refreshToken":"CANARY","clientId":"c","dpopKey":"CANARY"}`
		wantOK(t, os.WriteFile(file, []byte(token), 0o600))
		e, l := attemptReset(t, iamclient.Options{})
		if ok != (e == nil) || ok && l.key() != "ASIALOGIN" {
			t.Errorf("%q: %v", date, e)
		}
		if e != nil && (e.Kind != iamclient.KindExpired || strings.Contains(e.Error(), "CANARY")) {
			t.Errorf("%q: %+v", date, e)
		}
	}
}
