package iamclient

import (
	"net/url"
	"testing"
	"time"
)

// AWS has added columns before, and may give them another order: a report is read by their names.
func TestReportIsReadByItsTitles(t *testing.T) {
	const report = "mfa_active,additional_credentials_info,user,password_last_changed,password_enabled,access_key_2_active\n" +
		"not_supported,,<root_account>,not_supported,not_supported,FALSE\n" +
		"TRUE,\"{\"\"a\"\":1}\",Bob,2026-02-01T10:00:00+00:00,TRUE,TRUE\n" +
		"false,,\"odd,name\",no_information,true\n" +
		"N/A,,ci,N/A,FALSE,N/A\n"
	got, err := parseReport([]byte(report), time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	want := []ReportedUser{
		{Name: "Bob", Console: Yes, PasswordChanged: time.Date(2026, 2, 1, 10, 0, 0, 0, time.UTC), MFA: Yes, ActiveKeys: Yes, Keys: 1},
		{Name: "odd,name", Console: Yes, MFA: No},
		{Name: "ci", Console: No},
	}
	if len(got.Users) != len(want) {
		t.Fatalf("it has %d users, want %d", len(got.Users), len(want))
	}
	for i, u := range got.Users {
		if !u.PasswordChanged.Equal(want[i].PasswordChanged) {
			t.Errorf("%s: changed %v", u.Name, u.PasswordChanged)
		}
		u.PasswordChanged = want[i].PasswordChanged
		if u != want[i] {
			t.Errorf("got %+v, want %+v", u, want[i])
		}
	}
}

func TestReportThatIsNone(t *testing.T) {
	for _, report := range []string{"", "<html>\n", "user,password_enabled\n\"bob"} {
		if _, err := parseReport([]byte(report), time.Time{}); KindOf(err) != KindServer {
			t.Errorf("%q: %v", report, err)
		}
	}
}

// What RevokeSessions writes, Revocation reads, and so it does what others write who revoke sessions; anything else under
// that name is no revocation.
func TestRevokedBefore(t *testing.T) {
	const policy = `{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":["*"],"Resource":["*"],"Condition":{"DateLessThan":{"aws:TokenIssueTime":"2026-03-02T08:00:00Z"}}}]}`
	at := time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)
	for document, want := range map[string]time.Time{
		policy:                 at,
		url.PathEscape(policy): at,
		`{"Statement":[{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"DateLessThan":{"aws:TokenIssueTime":"2026-03-02T09:00:00+01:00"}}}]}`: at,
		`{"Statement":[{"Effect":"Deny","Condition":{"DateLessThan":{"aws:TokenIssueTime":"2026-03-02T08:00:00Z"}}},` +
			`{"Effect":"Deny","Condition":{"DateLessThan":{"aws:TokenIssueTime":"2026-03-01T08:00:00Z"}}},{"Effect":"Deny","Action":"s3:*"}]}`: at,
		`{"Statement":[{"Effect":"Allow","Condition":{"DateLessThan":{"aws:TokenIssueTime":"2026-03-02T08:00:00Z"}}}]}`:  {},
		`{"Statement":[{"Effect":"Deny","Condition":{"DateLessThan":{"aws:TokenIssueTime":["2026-03-02T08:00:00Z"]}}}]}`: {},
		`{"Statement":[{"Effect":"Deny"}]}`: {},
		"no JSON":                           {},
		"%zz":                               {},
	} {
		if got := revokedBefore(document); !got.Equal(want) {
			t.Errorf("%s: %v, want %v", document, got, want)
		}
	}
}
