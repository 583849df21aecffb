package demoiam_test

import (
	"testing"

	"iampasswd/iamclient/demoiam"
)

// The account knows in which order it accepted passwords, also where the answer got lost.
func TestAccepted(t *testing.T) {
	s := demoiam.New(demoiam.Options{Users: []demoiam.User{{Name: "bob", Console: true}}})
	client := newClient(s)
	set := func(password string) error { return update(t, client, "bob", password) }
	if err := set("First-Pass-1!"); err != nil {
		t.Fatal(err)
	}
	if set("short") == nil {
		t.Fatal("the policy accepts a short password")
	}
	defer s.Inject(demoiam.Fault{Action: "UpdateLoginProfile", Drop: demoiam.DropAfter, Times: 1})()
	_ = set("Second-Pass-2!") // the SDK tries again
	got := s.Accepted()
	if len(got) < 2 || got[0].User != "bob" || !got[0].Is("First-Pass-1!") || !got[1].Is("Second-Pass-2!") || got[1].Is("First-Pass-1!") {
		t.Errorf("%d accepted: %+v", len(got), got)
	}
}
