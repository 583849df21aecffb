package iamclient_test

import (
	"testing"

	"iampasswd/iamclient"
	"iampasswd/iamclient/demoiam"
	"iampasswd/iamclient/history"
)

// The tries of one change are one entry of the history, which names the run. The SDK makes one attempt in each.
func TestTriesOfARun(t *testing.T) {
	s := withBob()
	var log history.Memory
	c := open(t, iamclient.Options{Embedded: s.Transport(), History: &log})
	s.Inject(demoiam.Fault{Action: "UpdateLoginProfile", Code: "Throttling", Times: 2})
	how := iamclient.ChangeOptions{Run: "RUN1", ID: history.NewID(), SingleAttempt: true}
	for try := range 3 {
		err := reset(t.Context(), c, how)
		if want := iamclient.KindThrottled; try < 2 && iamclient.KindOf(err) != want || try == 2 && err != nil {
			t.Errorf("try %d: %v", try, err)
		}
	}
	if n := s.Count("UpdateLoginProfile", "bob"); n != 3 {
		t.Errorf("%d requests", n)
	}
	entries, err := log.Entries()
	wantOK(t, err)
	if len(entries) != 1 || entries[0].Run != "RUN1" || entries[0].ID != how.ID || entries[0].Outcome != history.Done {
		t.Errorf("%+v", entries)
	}
}

func TestFingerprint(t *testing.T) {
	a, b := iamclient.DefaultPolicy(iamclient.PolicyDefault), iamclient.DefaultPolicy(iamclient.PolicyDefault)
	b.ReusePrevention = 3
	if a.Fingerprint() == "" || a.Fingerprint() == b.Fingerprint() || iamclient.DefaultPolicy(iamclient.PolicyUnverified).Fingerprint() != "" {
		t.Error(a.Fingerprint(), b.Fingerprint())
	}
}
