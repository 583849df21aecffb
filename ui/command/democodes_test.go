//go:build unix

package command_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// The codes that one process shows synchronise the device that another one serves.
func TestDemoCodes(t *testing.T) {
	t.Parallel()
	shown := run(t, environment(t), "demo-codes", "dora.drift")
	found := regexp.MustCompile(`(?s)^Device     (\S+)\nClock      11 minutes slow\nCode now   (\d{6}), for \d+ s\nNext code  (\d{6})\nSeed       [A-Z2-7]{32}\n$`).
		FindStringSubmatch(shown.stdout)
	if found == nil || shown.code != 0 {
		t.Fatalf("%+v", shown)
	}
	_, server := serve(t, environment(t))
	for _, want := range []int{http.StatusOK, http.StatusForbidden} { // they work once
		form := url.Values{
			"Action": {"ResyncMFADevice"}, "Version": {"2010-05-08"}, "UserName": {"dora.drift"}, "SerialNumber": {found[1]},
			"AuthenticationCode1": {found[2]}, "AuthenticationCode2": {found[3]},
		}
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server, strings.NewReader(form.Encode()))
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		request.Header.Set("Authorization", "Credential=AKIA/x")
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		if response.StatusCode != want {
			t.Errorf("status %d, want %d", response.StatusCode, want)
		}
	}
}
