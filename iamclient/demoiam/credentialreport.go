package demoiam

import (
	"bytes"
	"encoding/base64"
	"encoding/csv"
	"strconv"
	"time"
)

// How long a report takes to make, and how long it is served instead of a new
// one. AWS documents the four hours; the two seconds are a common wait.
const (
	reportTakes = 2 * time.Second
	reportLives = 4 * time.Hour
)

// credentialReport is the users' credentials as they were at one time.
type credentialReport struct {
	generated time.Time
	ready     time.Time // when it can be had
	content   []byte    // nil: there is no report
}

// generateCredentialReport is GenerateCredentialReport. The report is of the
// users as they are when it is started. AWS has a description of a report's
// first start only; it is given of every start here.
func (a *account) generateCredentialReport(_ *params, out *xmlWriter) error {
	now := time.Now()
	switch r := a.report; {
	case r.content == nil || now.Sub(r.generated) > reportLives:
		a.report = credentialReport{generated: now, ready: now.Add(reportTakes), content: a.reportOnUsers()}
		out.text("State", "STARTED")
		out.text("Description", "No report exists. Starting a new report generation task")
	case now.Before(r.ready):
		out.text("State", "INPROGRESS")
	default:
		out.text("State", "COMPLETE")
	}
	return nil
}

// getCredentialReport is GetCredentialReport. Its errors come without a message,
// at AWS as here.
func (a *account) getCredentialReport(_ *params, out *xmlWriter) error {
	now := time.Now()
	switch r := a.report; {
	case r.content == nil:
		return usual("ReportNotPresent")
	case now.Before(r.ready):
		return usual("ReportInProgress")
	case now.Sub(r.generated) > reportLives:
		return usual("ReportExpired")
	}
	out.text("Content", base64.StdEncoding.EncodeToString(a.report.content))
	out.text("ReportFormat", "text/csv")
	out.instant("GeneratedTime", a.report.generated)
	return nil
}

// reportColumns are the columns of the report. The last was added later and is
// about a third access key or certificate, which nobody here can have.
var reportColumns = []string{
	"user", "arn", "user_creation_time",
	"password_enabled", "password_last_used", "password_last_changed", "password_next_rotation", "mfa_active",
	"access_key_1_active", "access_key_1_last_rotated", "access_key_1_last_used_date", "access_key_1_last_used_region", "access_key_1_last_used_service",
	"access_key_2_active", "access_key_2_last_rotated", "access_key_2_last_used_date", "access_key_2_last_used_region", "access_key_2_last_used_service",
	"cert_1_active", "cert_1_last_rotated", "cert_2_active", "cert_2_last_rotated", "additional_credentials_info",
}

// What the report has where there is no date.
const (
	notApplicable = "N/A"
	noInformation = "no_information"
	notSupported  = "not_supported"
)

// reportOnUsers is the report as CSV: the root user, and then all users in the
// order of the listing.
func (a *account) reportOnUsers() []byte {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	write := func(row []string) { _ = w.Write(row) } // writing to a buffer cannot fail
	write(reportColumns)
	row := make([]string, 0, len(reportColumns))
	row = append(row, "<root_account>", "arn:"+a.partition+":iam::"+a.id+":root", reportDate(a.founded),
		notSupported, noInformation, notSupported, notSupported, "true")
	write(appendKeys(row, nil))
	for _, u := range a.users.sorted {
		row = append(row[:0], u.name, a.arn(u), reportDate(u.created))
		row = a.appendPassword(row, u)
		row = append(row, strconv.FormatBool(len(u.mfa) > 0))
		write(appendKeys(row, u.accessKeys()))
	}
	w.Flush()
	return out.Bytes()
}

// appendPassword adds the columns about a user's password.
func (a *account) appendPassword(row []string, u *user) []string {
	if u.profile == nil {
		return append(row, "false", notApplicable, notApplicable, notApplicable)
	}
	used, next := noInformation, notApplicable
	if !u.lastUsed.IsZero() {
		used = reportDate(u.lastUsed)
	}
	if a.policy != nil && a.policy.MaxAge > 0 {
		next = reportDate(u.profile.changed.Add(time.Duration(a.policy.MaxAge) * day))
	}
	return append(row, "true", used, reportDate(u.profile.changed), next)
}

// appendKeys adds the columns about access keys and those after them. Who uses
// a key here uses it with S3, which the report gives no region for.
func appendKeys(row []string, keys []AccessKey) []string {
	for i := range 2 {
		switch {
		case i >= len(keys):
			row = append(row, "false", notApplicable, notApplicable, notApplicable, notApplicable)
		case keys[i].LastUsed.IsZero():
			row = append(row, strconv.FormatBool(!keys[i].Inactive), reportDate(keys[i].Created), notApplicable, notApplicable, notApplicable)
		default:
			row = append(row, strconv.FormatBool(!keys[i].Inactive), reportDate(keys[i].Created), reportDate(keys[i].LastUsed), notApplicable, "s3")
		}
	}
	return append(row, "false", notApplicable, "false", notApplicable, notApplicable)
}

func reportDate(t time.Time) string { return t.UTC().Format(time.RFC3339) }
