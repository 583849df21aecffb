package iamclient_test

import (
	"testing"

	"iampasswd/iamclient"
)

func TestMaxAttempts(t *testing.T) {
	for name, settings := range map[string]func(*testing.T){
		"AWS_MAX_ATTEMPTS": func(t *testing.T) { configure(t, "", keys); t.Setenv("AWS_MAX_ATTEMPTS", "2") },
		"the profile's": func(t *testing.T) {
			configure(t, "[default]\naws_access_key_id=AKIA\naws_secret_access_key=s\nmax_attempts=2\n", nil)
		},
	} {
		t.Run(name, func(t *testing.T) {
			settings(t)
			s := withBob()
			s.Inject(broken)
			e := failure(t, reset(t.Context(), open(t, iamclient.Options{Endpoint: listen(t, s).URL})))
			if e.Attempts != 2 || s.Count("UpdateLoginProfile", "bob") != 2 {
				t.Errorf("%d attempts, and %d arrived", e.Attempts, s.Count("UpdateLoginProfile", "bob"))
			}
		})
	}
}

// Outside of a bubble: the adaptive mode spins where time stands still.

func TestAdaptiveRetryMode(t *testing.T) {
	configure(t, "", keys)
	t.Setenv("AWS_RETRY_MODE", "adaptive")
	s := withBob()
	script(s, "UpdateLoginProfile", broken, violation)
	var seen []observation
	e := failure(t, reset(t.Context(), open(t, iamclient.Options{Endpoint: listen(t, s).URL}), observing(&seen)))
	if e.Kind != iamclient.KindPolicyViolation || !e.EarlierMayHaveSucceeded || e.Attempts != 2 || len(seen) != 3 {
		t.Errorf("%+v, seen %v", e, seen)
	}
}

// New credentials are not used before it is known whose they are.
