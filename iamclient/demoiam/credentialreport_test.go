package demoiam_test

import (
	"encoding/csv"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/iam"

	"iampasswd/iamclient/demoiam"
)

func startReport(t *testing.T, client *iam.Client, want string) {
	t.Helper()
	out, err := client.GenerateCredentialReport(t.Context(), &iam.GenerateCredentialReportInput{})
	wantOK(t, err)
	if string(out.State) != want || (out.Description != nil) != (want == "STARTED") {
		t.Errorf("the state is %s, want %s", out.State, want)
	}
}

func getReport(t *testing.T, client *iam.Client) (*iam.GetCredentialReportOutput, error) {
	return client.GetCredentialReport(t.Context(), &iam.GetCredentialReportInput{})
}

// readReport has a map from column to value of each user.
func readReport(t *testing.T, client *iam.Client) map[string]map[string]string {
	t.Helper()
	out, err := getReport(t, client)
	wantOK(t, err)
	rows, err := csv.NewReader(strings.NewReader(string(out.Content))).ReadAll()
	wantOK(t, err)
	users := make(map[string]map[string]string)
	for _, row := range rows[1:] {
		users[row[0]] = make(map[string]string)
		for i, column := range rows[0] {
			users[row[0]][column] = row[i]
		}
	}
	return users
}

func TestCredentialReport(t *testing.T) {
	s := withCarol()
	s.Add(demoiam.User{Name: "o,neil", Created: hired, Console: true})
	s.SetPolicy(&demoiam.Policy{MaxAge: 90})
	s.SetReport(0)
	out, err := getReport(t, newClient(s))
	wantOK(t, err)
	if out.ReportFormat != "text/csv" || time.Since(*out.GeneratedTime) > time.Minute {
		t.Errorf("%s of %s", out.ReportFormat, out.GeneratedTime)
	}
	lines := strings.Split(string(out.Content), "\n")
	if root := strings.Split(lines[1], ","); len(lines) != 7 || root[0] != "<root_account>" || root[1] != "arn:aws-us-gov:iam::111122223333:root" ||
		strings.Join(root[3:], ",") != "not_supported,no_information,not_supported,not_supported,true,"+
			"false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A,N/A" {
		t.Errorf("%d lines, and the root user's is %s", len(lines), lines[1])
	}
	lines[1], lines[2] = "", "" // the root user's and the caller's have dates of the test's own
	const want = `user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active,` +
		`access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,` +
		`access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,` +
		`cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated,additional_credentials_info


Carol,arn:aws-us-gov:iam::111122223333:user/eng/Carol,2024-05-06T07:08:09Z,true,2026-01-02T03:04:05Z,2025-12-31T23:59:59Z,2026-03-31T23:59:59Z,true,` +
		`true,2025-01-02T03:04:05Z,2026-01-02T03:04:05Z,N/A,s3,false,2024-05-06T07:08:09Z,N/A,N/A,N/A,false,N/A,false,N/A,N/A
dan,arn:aws-us-gov:iam::111122223333:user/dan,2024-05-06T07:08:09Z,false,N/A,N/A,N/A,false,false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A,N/A
"o,neil","arn:aws-us-gov:iam::111122223333:user/o,neil",2024-05-06T07:08:09Z,true,no_information,2024-05-06T07:08:09Z,2024-08-04T07:08:09Z,false,` +
		`false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A,N/A
`
	if got := strings.Join(lines, "\n"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestCredentialReportWithoutExpiry(t *testing.T) {
	for name, policy := range map[string]*demoiam.Policy{"no policy": nil, "a policy that lets them live": {}} {
		s := withCarol()
		s.SetPolicy(policy)
		s.SetReport(0)
		if next := readReport(t, newClient(s))["Carol"]["password_next_rotation"]; next != "N/A" {
			t.Errorf("%s: the next rotation is %s", name, next)
		}
	}
}

func TestCredentialReportTakesItsTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := withBob(false)
		client := newClient(s)
		_, err := getReport(t, client)
		wantError(t, err, "ReportNotPresent", http.StatusGone, "")
		started := time.Now()
		startReport(t, client, "STARTED")
		_, err = getReport(t, client)
		wantError(t, err, "ReportInProgress", http.StatusNotFound, "")
		time.Sleep(2*time.Second - time.Nanosecond)
		startReport(t, client, "INPROGRESS")
		time.Sleep(time.Nanosecond)
		startReport(t, client, "COMPLETE")
		out, err := getReport(t, client)
		wantOK(t, err)
		if !out.GeneratedTime.Equal(started) {
			t.Errorf("generated at %s, started at %s", out.GeneratedTime, started)
		}
	})
}

func TestCredentialReportIsServedForFourHours(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := withBob(false)
		client := newClient(s)
		startReport(t, client, "STARTED")
		time.Sleep(time.Hour)
		wantOK(t, update(t, client, "bob", good))
		s.Add(demoiam.User{Name: "newcomer"})
		changed := time.Now().UTC().Format(time.RFC3339)
		time.Sleep(3 * time.Hour)
		startReport(t, client, "COMPLETE")
		if users := readReport(t, client); users["bob"]["password_last_changed"] == changed || users["newcomer"] != nil {
			t.Errorf("a report of an hour before the change has it: %v", users)
		}
		time.Sleep(time.Second)
		_, err := getReport(t, client)
		wantError(t, err, "ReportExpired", http.StatusGone, "")
		startReport(t, client, "STARTED")
		time.Sleep(2 * time.Second)
		if users := readReport(t, client); users["bob"]["password_last_changed"] != changed || users["newcomer"] == nil {
			t.Errorf("a new report lacks the change of %s: %v", changed, users)
		}
	})
}

func TestSetReport(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := withBob(false)
		client := newClient(s)
		s.SetReport(3 * time.Hour)
		startReport(t, client, "COMPLETE")
		out, err := getReport(t, client)
		wantOK(t, err)
		if age := time.Since(*out.GeneratedTime); age != 3*time.Hour {
			t.Errorf("the report is %s old", age)
		}
		s.SetReport(5 * time.Hour)
		_, err = getReport(t, client)
		wantError(t, err, "ReportExpired", http.StatusGone, "")
		startReport(t, client, "STARTED")
	})
}

// Whoever sets a password sets its date.
func TestPasswordChanged(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := asBob(true, nil)
		client := newClient(s)
		changed := func(user string) time.Duration {
			u, _ := s.User(user)
			return time.Since(u.PasswordChanged)
		}
		s.Add(demoiam.User{Name: "nina"})
		time.Sleep(time.Hour)
		if age := changed("bob"); age != time.Hour {
			t.Errorf("after an hour the password is %s old", age)
		}
		wantOK(t, change(t, client, old, good))
		if age := changed("bob"); age != 0 {
			t.Errorf("after ChangePassword it is %s old", age)
		}
		time.Sleep(time.Hour)
		_, err := client.UpdateLoginProfile(t.Context(), &iam.UpdateLoginProfileInput{UserName: new("bob"), PasswordResetRequired: new(true)})
		wantOK(t, err)
		if age := changed("bob"); age != time.Hour {
			t.Errorf("after the flag alone was changed it is %s old", age)
		}
		wantOK(t, update(t, client, "bob", old))
		if age := changed("bob"); age != 0 {
			t.Errorf("after UpdateLoginProfile it is %s old", age)
		}
		_, err = client.CreateLoginProfile(t.Context(), &iam.CreateLoginProfileInput{UserName: new("nina"), Password: new(good)})
		wantOK(t, err)
		if age := changed("nina"); age != 0 {
			t.Errorf("after CreateLoginProfile it is %s old", age)
		}
	})
}
