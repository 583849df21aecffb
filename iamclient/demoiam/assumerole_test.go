package demoiam_test

import (
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"iampasswd/iamclient/demoiam"
)

const (
	helpdesk  = "arn:aws:iam::123456789012:role/support/Helpdesk"
	asCarol   = "arn:aws:sts::123456789012:assumed-role/Helpdesk/carol"
	wrongCode = "MultiFactorAuthentication failed with invalid MFA one time pass code."
)

// assume asks for a session named carol; input has what else there is to say.
func assume(t *testing.T, s *demoiam.Server, input sts.AssumeRoleInput) (*sts.AssumeRoleOutput, error) {
	if input.RoleArn == nil {
		input.RoleArn = aws.String(helpdesk)
	}
	input.RoleSessionName = aws.String("carol")
	return newSTSClient(s).AssumeRole(t.Context(), &input)
}

// identify says who a request with these credentials is from.
func identify(t *testing.T, s *demoiam.Server, key, token string) (*sts.GetCallerIdentityOutput, error) {
	client := sts.New(sts.Options{
		Region: "us-east-1", Credentials: credentials.NewStaticCredentialsProvider(key, "secret", token), Retryer: aws.NopRetryer{},
		HTTPClient: &http.Client{Transport: s.Transport()},
	})
	return client.GetCallerIdentity(t.Context(), &sts.GetCallerIdentityInput{})
}

func TestAssumeRole(t *testing.T) {
	s := withBob(false)
	out, err := assume(t, s, sts.AssumeRoleInput{})
	wantOK(t, err)
	c := out.Credentials
	if *out.AssumedRoleUser.Arn != asCarol || !strings.HasPrefix(*c.AccessKeyId, "ASIA") || len(*c.AccessKeyId) != 20 || len(*c.SecretAccessKey) != 40 || *c.SessionToken == "" {
		t.Errorf("got %s with %s", *out.AssumedRoleUser.Arn, *c.AccessKeyId)
	}
	who, err := identify(t, s, *c.AccessKeyId, *c.SessionToken)
	wantOK(t, err)
	if *who.Arn != asCarol || *who.UserId != *out.AssumedRoleUser.AssumedRoleId || *who.Account != "123456789012" {
		t.Errorf("the session is %s %s of %s", *who.Arn, *who.UserId, *who.Account)
	}
	if who, err = identify(t, s, "AKIDEXAMPLE", ""); err != nil || *who.Arn != "arn:aws:iam::123456789012:user/admin" {
		t.Errorf("another key is %s, %v", *who.Arn, err)
	}

	other, err := assume(t, s, sts.AssumeRoleInput{RoleArn: aws.String("arn:aws:iam::999988887777:role/Helpdesk")})
	wantOK(t, err)
	who, err = identify(t, s, *other.Credentials.AccessKeyId, *other.Credentials.SessionToken)
	wantOK(t, err)
	if *who.Account != "999988887777" || *other.Credentials.AccessKeyId == *c.AccessKeyId {
		t.Errorf("a role of another account is %s of %s", *who.Arn, *who.Account)
	}
}

// Operations and denials mean the caller of each request.
func TestTheCallerIsTheSession(t *testing.T) {
	s := withBob(false)
	out, err := assume(t, s, sts.AssumeRoleInput{})
	wantOK(t, err)
	options := clientOptions(s.Transport(), "")
	options.Credentials = credentials.NewStaticCredentialsProvider(*out.Credentials.AccessKeyId, *out.Credentials.SecretAccessKey, *out.Credentials.SessionToken)
	client := iam.New(options)
	_, err = client.GetUser(t.Context(), &iam.GetUserInput{})
	wantError(t, err, "ValidationError", http.StatusBadRequest, "Must specify userName when calling with non-User credentials")
	s.Inject(demoiam.Fault{Action: "GetUser", Code: "AccessDenied"})
	wantError(t, getUser(t, client, "bob"), "AccessDenied", http.StatusForbidden, "User: "+asCarol+" is not authorized to perform: iam:GetUser "+
		"on resource: user bob because no identity-based policy allows the iam:GetUser action")
	s.Inject(demoiam.Fault{Action: "AssumeRole", Code: "AccessDenied"})
	_, err = assume(t, s, sts.AssumeRoleInput{})
	wantError(t, err, "AccessDenied", http.StatusForbidden, "User: arn:aws:iam::123456789012:user/admin is not authorized to perform: sts:AssumeRole "+
		"on resource: "+helpdesk+" because no identity-based policy allows the sts:AssumeRole action")
}

func TestAssumeRoleWithMFA(t *testing.T) {
	phone := aws.String("arn:aws:iam::123456789012:mfa/admin")
	for _, c := range []struct {
		set, code string
		ok        bool
	}{
		{"", "000000", true}, {"", "999999", true}, {"123456", "123456", true}, {"123456", "654321", false},
	} {
		s := withBob(false)
		s.SetMFACode(c.set)
		_, err := assume(t, s, sts.AssumeRoleInput{SerialNumber: phone, TokenCode: &c.code})
		if c.ok {
			wantOK(t, err)
		} else {
			wantError(t, err, "AccessDenied", http.StatusForbidden, wrongCode)
		}
		_, err = assume(t, s, sts.AssumeRoleInput{SerialNumber: phone})
		wantError(t, err, "AccessDenied", http.StatusForbidden, wrongCode)
		_, err = assume(t, s, sts.AssumeRoleInput{})
		wantOK(t, err)
	}
	// AWS refuses what cannot be a code before it looks at the device.
	for code, constraint := range map[string]string{
		"12345":   "Member must have length greater than or equal to 6",
		"1234567": "Member must have length less than or equal to 6",
		"12345x":  `Member must satisfy regular expression pattern: [\d]*`,
	} {
		_, err := assume(t, withBob(false), sts.AssumeRoleInput{SerialNumber: phone, TokenCode: &code})
		wantError(t, err, "ValidationError", http.StatusBadRequest, "1 validation error detected: Value at 'tokenCode' failed to satisfy constraint: "+constraint)
	}
}

func TestAssumeRoleRefused(t *testing.T) {
	s := withBob(false)
	for _, role := range []string{"arn:aws:iam::123456789012:user/Helpdesk", "arn:aws:sts::123456789012:role/Helpdesk", "the role of the help desk"} {
		_, err := assume(t, s, sts.AssumeRoleInput{RoleArn: &role})
		wantError(t, err, "ValidationError", http.StatusBadRequest, role+" is invalid")
	}
	_, err := assume(t, s, sts.AssumeRoleInput{DurationSeconds: aws.Int32(899)})
	wantError(t, err, "ValidationError", http.StatusBadRequest,
		"1 validation error detected: Value at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900")
	s.SetCaller("arn:aws:iam::123456789012:root")
	_, err = assume(t, s, sts.AssumeRoleInput{})
	wantError(t, err, "AccessDenied", http.StatusForbidden, "Roles may not be assumed by root accounts.")
}

func TestSessionsEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := withBob(false)
		out, err := assume(t, s, sts.AssumeRoleInput{DurationSeconds: aws.Int32(900)})
		wantOK(t, err)
		c := out.Credentials
		if life := time.Until(*c.Expiration); life != 15*time.Minute {
			t.Errorf("the session lives for %s", life)
		}
		time.Sleep(15*time.Minute - time.Nanosecond)
		_, err = identify(t, s, *c.AccessKeyId, *c.SessionToken)
		wantOK(t, err)
		_, err = identify(t, s, *c.AccessKeyId, "")
		wantError(t, err, "InvalidClientTokenId", http.StatusForbidden, "The security token included in the request is invalid")
		time.Sleep(time.Nanosecond)
		_, err = identify(t, s, *c.AccessKeyId, *c.SessionToken)
		wantError(t, err, "ExpiredToken", http.StatusForbidden, "The security token included in the request is expired")
	})
}
