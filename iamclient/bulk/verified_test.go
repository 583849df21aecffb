package bulk_test

import (
	"os"
	"path/filepath"
	"testing"

	"iampasswd/iamclient"
	"iampasswd/iamclient/bulk"
	"iampasswd/iamclient/demoiam"
	"iampasswd/iamclient/rails"
)

// A plan refuses users whose caller a guard rail wants verified, for a run asks nobody for codes. Where the user has no
// device that shows codes, the run's reason counts.
func TestPlanUnderVerification(t *testing.T) {
	s := demoiam.New(demoiam.Options{Users: []demoiam.User{
		{Name: "lars", Console: true}, {Name: "dora", Console: true, MFA: []demoiam.MFADevice{{}}},
	}})
	file := filepath.Join(t.TempDir(), "config.toml")
	wantOK(t, os.WriteFile(file, []byte("verify = 'mfa'\n"), 0o600))
	in, err := rails.Load("", file)
	wantOK(t, err)
	c := client(t, iamclient.Options{Embedded: s.Transport(), Rails: in})
	plan := func(operation bulk.Operation, reason string, o bulk.Options) *bulk.Plan {
		t.Helper()
		p, err := bulk.Prepare(t.Context(), c, &bulk.Request{Operation: operation, Users: []string{"lars", "dora"}, Options: o, Reason: reason})
		wantOK(t, err)
		return p
	}
	p := plan(bulk.Reset, "INC-1", bulk.Options{})
	wantItem(t, p, "lars", bulk.Change, "")
	wantItem(t, p, "dora", bulk.Refuse, "verify the caller first")
	wantItem(t, plan(bulk.Reset, "", bulk.Options{}), "lars", bulk.Refuse, "a reason is required instead")
	p = plan(bulk.ForceChange, "INC-1", bulk.Options{LetChange: true}) // the policy gives a right, the flag takes one
	wantItem(t, p, "lars", bulk.Change, "")
	wantItem(t, p, "dora", bulk.Refuse, "verify the caller first")
	wantItem(t, plan(bulk.RevokeSessions, "", bulk.Options{}), "dora", bulk.Change, "")
}
