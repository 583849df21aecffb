package iamclient

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
)

// Report is the account's credential report: what IAM knew of every user at one time. IAM makes a new one every four
// hours at most.
type Report struct {
	Generated time.Time
	Users     []ReportedUser // without the account's root user
}

// ReportedUser is a user's row of a credential report. What the report does not say is unknown, or zero.
type ReportedUser struct {
	Name            string
	Console         Known     // whether the user has a console password
	PasswordChanged time.Time // when it was last set
	MFA             Known     // whether the user has an MFA device
	ActiveKeys      Known     // whether the user has an active access key
	Keys            int       // how many active ones, as far as the report says
}

// reportPauses are the pauses between the questions whether the report is ready: two minutes in all.
var reportPauses = []time.Duration{
	time.Second, time.Second, 2 * time.Second, 3 * time.Second, 5 * time.Second,
	8 * time.Second, 10 * time.Second, 30 * time.Second, 60 * time.Second,
}

// CredentialReport has the account's credential report made, waits until it is ready and reads it. Where no new one can
// be had, as after LimitExceeded or without the permission, it reads the one that is there.
//
// AWS operations: GenerateCredentialReport, GetCredentialReport.
func (c *Client) CredentialReport(ctx context.Context) (Report, error) {
	_, refusal := call(ctx, c, api.GenerateCredentialReport, &iam.GenerateCredentialReportInput{})
	for _, pause := range reportPauses {
		out, err := call(ctx, c, api.GetCredentialReport, &iam.GetCredentialReportInput{})
		if err == nil {
			return parseReport(out.Content, aws.ToTime(out.GeneratedTime))
		}
		e, ok := errors.AsType[*Error](err)
		switch {
		case !ok:
			return Report{}, err
		case refusal != nil && e.Code != codeInProgress:
			return Report{}, refusal
		case e.Code == codeExpired:
			if _, err := call(ctx, c, api.GenerateCredentialReport, &iam.GenerateCredentialReportInput{}); err != nil {
				return Report{}, err
			}
		case e.Code != codeInProgress && e.Code != codeNotPresent:
			return Report{}, err
		}
		select {
		case <-ctx.Done():
			return Report{}, classify(ctx.Err(), &attemptLog{})
		case <-time.After(pause):
		}
	}
	return Report{}, &Error{Kind: KindServer, Op: "GetCredentialReport", Message: "the credential report is not ready after two minutes"}
}

// What GetCredentialReport answers where there is no report to give.
const (
	codeNotPresent = "ReportNotPresent"
	codeInProgress = "ReportInProgress"
	codeExpired    = "ReportExpired"
)

// reportRoot is what the report calls the account's root user.
const reportRoot = "<root_account>"

// parseReport reads the report by the names of its columns: AWS has added some before.
func parseReport(content []byte, generated time.Time) (Report, error) {
	rows := csv.NewReader(bytes.NewReader(content))
	rows.FieldsPerRecord = -1
	rows.ReuseRecord = true
	titles, err := rows.Read()
	if err != nil {
		return Report{}, unreadableReport(err)
	}
	at := map[string]int{}
	for i, title := range titles {
		at[title] = i
	}
	if _, ok := at["user"]; !ok {
		return Report{}, unreadableReport(errors.New("it has no column user"))
	}
	report := Report{Generated: generated}
	for {
		row, err := rows.Read()
		if row == nil {
			break
		}
		if err != nil {
			return Report{}, unreadableReport(err)
		}
		field := func(title string) string {
			if i, ok := at[title]; ok && i < len(row) {
				return row[i]
			}
			return ""
		}
		if field("user") == reportRoot {
			continue
		}
		key1, key2 := reportedBool(field("access_key_1_active")), reportedBool(field("access_key_2_active"))
		report.Users = append(report.Users, ReportedUser{
			Name:            strings.Clone(field("user")), // or the whole row stays in memory
			Console:         reportedBool(field("password_enabled")),
			PasswordChanged: reportedTime(field("password_last_changed")),
			MFA:             reportedBool(field("mfa_active")),
			ActiveKeys:      max(key1, key2),
			Keys:            count(key1) + count(key2),
		})
	}
	return report, nil
}

func unreadableReport(err error) error {
	return &Error{Kind: KindServer, Op: "GetCredentialReport", Message: fmt.Sprintf("the credential report cannot be read: %v", err), err: err}
}

// reportedBool reads TRUE and FALSE in any case; N/A, not_supported and the like are unknown.
func reportedBool(s string) Known {
	switch s {
	case "TRUE", "true", "True":
		return Yes
	case "FALSE", "false", "False":
		return No
	}
	return Unknown
}

// count is 1 for yes.
func count(k Known) int {
	if k == Yes {
		return 1
	}
	return 0
}

// reportedTime reads a time; N/A, no_information and the like are none.
func reportedTime(s string) time.Time {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return time.Time{}
	}
	return t
}
