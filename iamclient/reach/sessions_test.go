package reach_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"iampasswd/iamclient"
	"iampasswd/iamclient/bulk"
	"iampasswd/iamclient/demoiam"
	"iampasswd/iamclient/journal"
	"iampasswd/iamclient/reach"
)

// The credentials of a role are renewed before they expire, however long the program runs, and those for a change, too.
func TestRolesAreAssumedAgainInTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		org := acme(2)
		w := &wire{to: org.Transport()}
		r := start(t, iamclient.Options{Embedded: w}, reach.Options{OrgRole: demoiam.OrganizationRole, Accounts: []string{number(2)}})
		all, _ := found(t, r)
		client := all[0].Client
		planned, _ := client.ForPlan([]iamclient.Operation{iamclient.OpUpdateLoginProfile}, []iamclient.User{{Name: "Bob", ARN: "arn:aws:iam::" + number(2) + ":user/staff/Bob"}})
		for range 30 { // five hours, in steps that come to the end of each session
			time.Sleep(10 * time.Minute)
			if _, _, err := client.Users(t.Context(), "", iamclient.FullPage, nil); err != nil {
				t.Fatal(err)
			}
			if _, err := planned.Make(t.Context(), iamclient.UpdateLoginProfile("Bob", nil, new(true)), iamclient.ChangeOptions{}); err != nil {
				t.Fatal(err)
			}
		}
		readers, changers := 0, 0
		for _, form := range w.of("AssumeRole") {
			switch form.Get("DurationSeconds") {
			case "3600":
				readers++
			case "900":
				changers++
			}
		}
		if readers < 5 || readers > 7 || changers < 10 || changers > 30 {
			t.Errorf("%d sessions to read, and %d to change, in five hours", readers, changers)
		}
		if n := org.Account(number(2)).Count("GetUser", ""); n != 0 {
			t.Errorf("the plan knows its users, and %d are read again", n)
		}
	})
}

// Where the caller's own profile has a role that asks for MFA, one code does for all accounts, and for the changes in them.
func TestOneCodeForAllAccounts(t *testing.T) {
	org := withOps(t, 6)
	org.Management().SetMFACode("123456")
	configure(t, "[profile base]\naws_access_key_id=AKIAEXAM"+management+"\naws_secret_access_key=s\n"+
		"[profile ops]\nrole_arn=arn:aws:iam::"+management+":role/Ops\nsource_profile=base\nmfa_serial=arn:aws:iam::"+management+":mfa/admin\n")
	var asked atomic.Int64
	r := start(t, iamclient.Options{Transport: org.Transport()}, reach.Options{
		Profiles: []string{"ops"}, OrgRole: demoiam.OrganizationRole,
		Code: func(_ context.Context, device string) (string, error) {
			asked.Add(1)
			if device != "arn:aws:iam::"+management+":mfa/admin" {
				return "", fmt.Errorf("asked about %q", device)
			}
			return "123456", nil
		},
	})
	all, _ := found(t, r)
	if len(all) != 6 || r.Err() != nil || asked.Load() != 1 {
		t.Fatalf("%s; %d codes; %v", summary(all), asked.Load(), r.Err())
	}
	for _, a := range all {
		if a.State != reach.Reached {
			t.Errorf("%s: %s", a.Number, a.Reason())
		}
	}
	if _, err := all[3].Client.Make(t.Context(), iamclient.UpdateLoginProfile("Bob", nil, new(true)), iamclient.ChangeOptions{}); err != nil || asked.Load() != 1 {
		t.Errorf("%v; %d codes", err, asked.Load())
	}
	r = start(t, iamclient.Options{Transport: org.Transport()}, reach.Options{Profiles: []string{"ops"}, OrgRole: demoiam.OrganizationRole})
	if all, _ := found(t, r); len(all) != 1 || all[0].State != reach.Failed || iamclient.KindOf(r.Err()) != iamclient.KindMFA ||
		all[0].Reason() != "an MFA code of arn:aws:iam::"+management+":mfa/admin is needed" {
		t.Errorf("without a code: %s: %v", summary(all), r.Err())
	}
	// with the code that somebody gives to the client, another try finds all
	if _, err := r.Client().Renew(t.Context(), "123456"); err != nil {
		t.Fatal(err)
	}
	r.Retry(t.Context(), "own")
	if all, _ := found(t, r); len(all) != 6 || r.Err() != nil || all[0].State != reach.Reached {
		t.Errorf("%s: %v", summary(all), r.Err())
	}
}

// withOps is an organization whose management account has a role that asks for MFA.
func withOps(t *testing.T, accounts int) *demoiam.Organization {
	t.Helper()
	var o demoiam.OrganizationOptions
	for i := 1; i <= accounts; i++ {
		a := demoiam.Account{Options: demoiam.Options{AccountID: number(i), Users: []demoiam.User{{Name: "Bob", Console: true}}}}
		if i == 1 {
			a.Roles = []demoiam.Role{{Name: "Ops", MFA: true, Trusts: []string{management}}}
		}
		o.Accounts = append(o.Accounts, a)
	}
	return demoiam.NewOrganization(o)
}

// A session that AWS ends before its time is renewed like others: the home's settings are read again, and the role assumed.
func TestRenewOfARole(t *testing.T) {
	org := acme(2)
	r, w := overAcme(t, org, reach.Options{Accounts: []string{number(2)}})
	all, _ := found(t, r)
	heal := org.Account(number(2)).Inject(demoiam.Fault{Action: "ListUsers", Code: "ExpiredToken"})
	if _, _, err := all[0].Client.Users(t.Context(), "", iamclient.FullPage, nil); iamclient.KindOf(err) != iamclient.KindExpired {
		t.Fatal(err)
	}
	heal()
	before := len(w.of("AssumeRole"))
	identity, err := all[0].Client.Renew(t.Context(), "")
	if err != nil || !identity.Same(all[0].Identity) || len(w.of("AssumeRole")) != before+1 {
		t.Errorf("%v %v", identity, err)
	}
	if _, _, err := all[0].Client.Users(t.Context(), "", iamclient.FullPage, nil); err != nil {
		t.Error(err)
	}
}

// A session that reads may ask CloudTrail, too, in the account of its role.
func TestSignInsInAnotherAccount(t *testing.T) {
	org := acme(2)
	r, w := overAcme(t, org, reach.Options{Accounts: []string{number(2)}})
	all, _ := found(t, r)
	reading, err := all[0].Client.SignInsOf(t.Context(), "Bob", time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	for _, region := range reading.Regions {
		if region.Err != nil {
			t.Errorf("%+v", region)
		}
	}
	if len(reading.Regions) == 0 || len(w.of("LookupEvents")) == 0 {
		t.Errorf("%+v", reading)
	}
}

// A bulk run in a session of its own goes on when AWS has dropped the role's sessions before their time, and the account's
// client was renewed.
func TestABulkRunFollowsRenewedSessions(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		org := acme(2)
		w := &dropping{to: org.Transport(), known: map[string]time.Time{}}
		r := start(t, iamclient.Options{Embedded: w}, reach.Options{OrgRole: demoiam.OrganizationRole, Accounts: []string{number(2)}})
		all, _ := found(t, r)
		client := all[0].Client
		plan, err := bulk.Prepare(t.Context(), client, &bulk.Request{Operation: bulk.DisableConsole, Users: []string{"Bob", "eve"}})
		if err != nil {
			t.Fatal(err)
		}
		renewed := 0
		cfg := bulk.Config{Client: client, Renew: func(ctx context.Context, _ error) error {
			if renewed++; renewed > 3 {
				t.Fatal("renewed again and again")
			}
			_, err := client.Renew(ctx, "")
			return err
		}}
		run, err := bulk.NewRun(cfg, plan, filepath.Join(t.TempDir(), "journal"), journal.Options{})
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Minute)
		w.drop(time.Now())
		time.Sleep(time.Second)
		if err := run.Make(t.Context()); err != nil || renewed != 1 || run.Counts().Done != 2 {
			t.Errorf("%v; renewed %d times; %+v; %+v", err, renewed, run.Counts(), run.Results())
		}
	})
}

// dropping answers that the sessions of roles have expired which were used first before a time.
type dropping struct {
	to     http.RoundTripper
	mu     sync.Mutex
	known  map[string]time.Time
	before time.Time
}

func (d *dropping) drop(before time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.before = before
}

func (d *dropping) RoundTrip(r *http.Request) (*http.Response, error) {
	_, key, _ := strings.Cut(r.Header.Get("Authorization"), "Credential=")
	key, _, _ = strings.Cut(key, "/")
	d.mu.Lock()
	if _, ok := d.known[key]; !ok {
		d.known[key] = time.Now()
	}
	dropped := strings.HasPrefix(key, "ASIA") && d.known[key].Before(d.before)
	d.mu.Unlock()
	if !dropped {
		return d.to.RoundTrip(r)
	}
	body := "<ErrorResponse><Error><Type>Sender</Type><Code>ExpiredToken</Code><Message>expired</Message></Error><RequestId>x</RequestId></ErrorResponse>"
	return &http.Response{StatusCode: http.StatusForbidden, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body)), Request: r}, nil
}
