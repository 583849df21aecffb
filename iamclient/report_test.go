package iamclient_test

import (
	"context"
	"encoding/base64"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"iampasswd/iamclient"
	"iampasswd/iamclient/demoiam"
)

func TestCredentialReport(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		now := time.Now().Truncate(time.Second)
		s := demoiam.New(demoiam.Options{Users: []demoiam.User{
			{Name: "bob", Console: true, Created: now.AddDate(-1, 0, 0), PasswordChanged: now.AddDate(0, 0, -40), MFA: []demoiam.MFADevice{{}}},
			{Name: "ci", Created: now, AccessKeys: []demoiam.AccessKey{{Inactive: true}, {}}},
		}})
		report, err := newClient(t, s).CredentialReport(t.Context())
		wantOK(t, err)
		want := []iamclient.ReportedUser{
			{Name: "admin", Console: iamclient.No, MFA: iamclient.No, ActiveKeys: iamclient.No}, // the caller
			{Name: "bob", Console: iamclient.Yes, PasswordChanged: now.AddDate(0, 0, -40), MFA: iamclient.Yes, ActiveKeys: iamclient.No},
			{Name: "ci", Console: iamclient.No, MFA: iamclient.No, ActiveKeys: iamclient.Yes, Keys: 1},
		}
		same := func(a, b iamclient.ReportedUser) bool {
			equal := a.PasswordChanged.Equal(b.PasswordChanged)
			a.PasswordChanged, b.PasswordChanged = time.Time{}, time.Time{}
			return equal && a == b
		}
		if !slices.EqualFunc(report.Users, want, same) {
			t.Errorf("the report says %+v, want %+v", report.Users, want)
		}
		if age := time.Since(report.Generated); age < 0 || age > time.Minute {
			t.Errorf("the report is %v old", age)
		}
	})
}

// A report that is there is read where no new one can be made; where there is none, the refusal is what is told.
func TestCredentialReportWhereNoneCanBeMade(t *testing.T) {
	for _, code := range []string{"LimitExceeded", "AccessDenied"} {
		for _, old := range []bool{true, false} {
			synctest.Test(t, func(t *testing.T) {
				s := withBob()
				s.Inject(demoiam.Fault{Action: "GenerateCredentialReport", Code: code})
				if old {
					s.SetReport(3 * time.Hour)
				}
				report, err := newClient(t, s).CredentialReport(t.Context())
				if old && (err != nil || len(report.Users) == 0 || time.Since(report.Generated) < 3*time.Hour) {
					t.Errorf("%s: the old report is not read: %+v, %v", code, report, err)
				}
				if !old && (err == nil || !strings.Contains(err.Error(), "GenerateCredentialReport: "+code)) {
					t.Errorf("%s: %v", code, err)
				}
			})
		}
	}
}

// An expired report is made anew, one that never gets ready is given up, and so is one that nobody waits for.
func TestCredentialReportThatTakesItsTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := withBob()
		s.Inject(demoiam.Fault{Action: "GetCredentialReport", Code: "ReportExpired", Times: 1})
		_, err := newClient(t, s).CredentialReport(t.Context())
		wantOK(t, err)
		if n := s.Count("GenerateCredentialReport", ""); n != 2 {
			t.Errorf("it was asked for %d times, want 2", n)
		}
	})
	synctest.Test(t, func(t *testing.T) {
		s := withBob()
		s.Inject(demoiam.Fault{Action: "GetCredentialReport", Code: "ReportInProgress"})
		began := time.Now()
		_, err := newClient(t, s).CredentialReport(t.Context())
		if err == nil || !strings.Contains(err.Error(), "not ready") || time.Since(began) < 2*time.Minute {
			t.Errorf("after %v: %v", time.Since(began), err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		began = time.Now()
		if _, err := newClient(t, s).CredentialReport(ctx); err == nil || time.Since(began) > 11*time.Second {
			t.Errorf("given up after %v: %v", time.Since(began), err)
		}
	})
}

// A report without GeneratedTime is a report, and an odd date in an answer is unknown: neither makes an answer unreadable.
func TestOddDates(t *testing.T) {
	answers := map[string]string{
		"GenerateCredentialReport": "<State>COMPLETE</State>",
		"GetCredentialReport":      "<Content>" + base64.StdEncoding.EncodeToString([]byte("user,password_enabled,password_last_changed\nbob,true,yesterday\n")) + "</Content>",
		"ListUsers": "<Users><member><UserName>bob</UserName><Path>/</Path><CreateDate>yesterday</CreateDate></member>" +
			"<member><UserName>eve</UserName><Path>/</Path><CreateDate>2024-01-02T03:04:05Z</CreateDate><PasswordLastUsed></PasswordLastUsed></member></Users>",
		"GetUser": "<User><UserName>bob</UserName><Path>/</Path><CreateDate>0000-99-99</CreateDate></User>",
	}
	l := listen(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		action := r.FormValue("Action")
		_, _ = fmt.Fprintf(w, "<%[1]sResponse><%[1]sResult>%[2]s</%[1]sResult></%[1]sResponse>", action, answers[action])
	}))
	configure(t, "", keys)
	c := open(t, iamclient.Options{Endpoint: l.URL})
	report, err := c.CredentialReport(t.Context())
	if err != nil || len(report.Users) != 1 || !report.Generated.IsZero() || !report.Users[0].PasswordChanged.IsZero() {
		t.Errorf("the report is %+v, %v", report, err)
	}
	users, _, err := c.Users(t.Context(), "", 100, nil)
	if err != nil || len(users) != 2 || !users[0].Created.IsZero() || users[1].Created.Year() != 2024 {
		t.Errorf("the users are %+v, %v", users, err)
	}
	if user, err := c.User(t.Context(), "bob"); err != nil || !user.Created.IsZero() {
		t.Errorf("the user is %+v, %v", user, err)
	}
}
