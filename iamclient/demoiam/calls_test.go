package demoiam_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/sts"
)

func TestCalls(t *testing.T) {
	s := withBob(false)
	client := newClient(s)
	_, err := client.ListUsers(t.Context(), &iam.ListUsersInput{MaxItems: aws.Int32(7)})
	wantOK(t, err)
	_, err = client.UpdateLoginProfile(t.Context(), &iam.UpdateLoginProfileInput{
		UserName: aws.String("bob"), Password: aws.String(good), PasswordResetRequired: aws.Bool(true),
	})
	wantOK(t, err)
	if err := change(t, client, "Old-Secret-Pass-1!", "New-Secret-Pass-1!"); err == nil {
		t.Fatal("admin has no password to change")
	}
	post(t, s, "Action=UpdateLoginProfile&Passwort=Misspelt-Secret-1!", nil)

	if _, err = assume(t, s, sts.AssumeRoleInput{SerialNumber: aws.String("GAHT12345678"), TokenCode: aws.String("987654")}); err != nil {
		t.Fatal(err)
	}

	calls := s.Calls()
	if len(calls) != 5 || calls[0].Action != "ListUsers" || calls[0].Params["MaxItems"] != "7" || calls[0].Password {
		t.Fatalf("calls %+v", calls)
	}
	if p := calls[4].Params; p["SerialNumber"] != "GAHT12345678" || p["RoleArn"] != helpdesk {
		t.Errorf("a role is recorded as assumed with %v", p)
	}
	reset := calls[1]
	if reset.UserName != "bob" || !reset.Password || reset.Params["PasswordResetRequired"] != "true" || !strings.HasPrefix(reset.UserAgent, "aws-sdk-go-v2/") {
		t.Errorf("the reset is recorded as %+v", reset)
	}
	if s.Count("UpdateLoginProfile", "BOB") != 1 || s.Count("UpdateLoginProfile", "") != 2 {
		t.Error("wrong counts")
	}
	record := fmt.Sprintf("%+v", calls)
	for _, secret := range []string{good, "Old-Secret", "New-Secret", "Misspelt-Secret", "987654"} {
		if strings.Contains(record, secret) {
			t.Errorf("the record has %s in it", secret)
		}
	}
}

func TestCallsAreForgottenInTheEnd(t *testing.T) {
	s := withBob(false)
	for range 10_001 {
		post(t, s, "Action=GetUser&Version=2010-05-08&UserName=bob", nil)
	}
	if calls := len(s.Calls()); calls != 5_001 {
		t.Errorf("%d calls are kept", calls)
	}
}
